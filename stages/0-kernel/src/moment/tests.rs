//! Tests of moments.

use std::collections::BTreeSet;

use super::*;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn moment() -> Moment {
    Moment::new(at("2026-11-23T17:55:26.123456Z"), [7; 32])
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let (mut one, mut other) = (moment(), moment());
    for _ in 0..10 {
        assert_eq!((one.id(), one.opaque(), one.salt()), (other.id(), other.opaque(), other.salt()));
    }
    let mut stranger = Moment::new(at("2026-11-23T17:55:26.123456Z"), [8; 32]);
    assert_ne!(one.salt(), stranger.salt());
}

#[test]
fn ids_ascend_and_never_repeat() {
    let mut moment = moment();
    let mut ids: Vec<Id> = (0..5_000).map(|_| moment.id()).collect();
    moment.advance(at("2026-11-23T17:55:26.125Z"));
    ids.extend((0..1_000).map(|_| moment.id()));
    // A clock that is set back does not take the ids back.
    moment.advance(at("2026-11-23T17:00:00Z"));
    ids.extend((0..1_000).map(|_| moment.id()));
    assert!(ids.is_sorted());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

#[test]
fn ids_show_their_version() {
    let mut moment = moment();
    let (id, opaque) = (moment.id(), moment.opaque());
    assert_eq!((&id.as_str()[14..15], &opaque.as_str()[14..15]), ("7", "4"));
    for id in [&id, &opaque] {
        assert!(Id::parse(id.as_str()).is_ok() && "89ab".contains(&id.as_str()[19..20]), "{id}");
    }
    let millis = u64::from_str_radix(&id.as_str()[..13].replace('-', ""), 16).unwrap();
    assert_eq!(millis, 1_795_456_526_123);
}

#[test]
fn a_full_counter_borrows_a_millisecond() {
    let mut moment = moment();
    let first = moment.id();
    moment.last = moment.last.map(|(millis, _)| (millis, (1 << COUNTER_BITS) - 2));
    let (second, third) = (moment.id(), moment.id());
    assert!(first < second && second < third);
}

#[test]
fn today_is_a_day_in_beijing() {
    assert_eq!(moment().today().to_string(), "2026-11-24");
    assert_eq!(format!("{:?}", moment()), "Moment(2026-11-23T17:55:26.123456Z)");
}
