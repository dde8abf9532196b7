//! Tests of the classes.

use super::*;

#[test]
fn both_words_are_read() {
    for severity in Severity::ALL {
        assert_eq!(Severity::parse(severity.title()), Ok(severity));
        assert_eq!(Severity::parse(severity.as_str()), Ok(severity));
        assert_eq!(serde_json::to_string(&severity).unwrap(), format!("\"{}\"", severity.as_str()));
    }
    assert!(Severity::parse("较重").is_err() && Severity::Minor < Severity::Serious);
}
