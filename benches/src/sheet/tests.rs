//! Percentiles and columns.

use std::time::Duration;

use super::{number, pad, percentile};

#[test]
fn percentiles() {
    let times: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
    assert_eq!(percentile(&times, 0.5), 50.0);
    assert_eq!(percentile(&times, 0.99), 99.0);
    assert_eq!(percentile(&times, 1.0), 100.0);
    assert_eq!(percentile(&[], 0.99), 0.0);
}

#[test]
fn digits() {
    assert_eq!([0.456, 12.34, 2_345.6].map(number), ["0.46", "12.3", "2346"]);
}

#[test]
fn columns() {
    assert_eq!(pad("行a", 5), "行a   ");
    assert_eq!(pad("too long", 3), "too long ");
}
