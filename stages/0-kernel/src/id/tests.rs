//! Tests of identifiers.

use super::*;

#[test]
fn one_identifier_has_one_spelling() {
    let id = Id::from_bytes([0x01, 0x93, 0x5a, 0xbc, 0, 0, 0x70, 0x01, 0x80, 0, 0, 0, 0, 0, 0, 0xff]);
    assert_eq!(id.as_str(), "01935abc-0000-7001-8000-0000000000ff");
    assert_eq!(Id::parse(id.as_str()), Ok(id.clone()));
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
    for text in [
        "",
        "01935ABC-0000-7001-8000-0000000000ff",
        "01935abc000070018000-0000000000ff--",
        "01935abc-0000-7001-8000-0000000000fg",
    ] {
        assert!(Id::parse(text).is_err(), "{text}");
    }
}
