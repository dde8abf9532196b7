//! The writer against `serde_json_canonicalizer`, over the whole value space and at its edges.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Every value an entry may hold, with the characters that are hard: controls, quotes, Chinese, surrogate
/// pairs.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-INTEGER_MAX..=INTEGER_MAX).prop_map(Value::from),
        (-1000_i64..1000).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~\u{0}-\u{1f}\u{7f}\u{2028}一-龥\u{e000}-\u{ffff}😀-😏]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(name(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_]{1,10}", "[a-z一-龥\u{e000}-\u{ffff}😀-😏]{0,3}", any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_value_is_written_as_the_reference_writes_it(value in value()) {
        prop_assert_eq!(to_string(&value).unwrap(), serde_json_canonicalizer::to_string(&value).unwrap());
    }

    #[test]
    fn a_payload_is_written_as_the_reference_writes_it(
        fields in proptest::collection::btree_map(name(), value(), 0..8)
    ) {
        let ours = fields_to_string(&fields).unwrap();
        prop_assert_eq!(&ours, &serde_json_canonicalizer::to_string(&fields).unwrap());
        prop_assert_eq!(serde_json::from_str::<BTreeMap<String, Value>>(&ours).unwrap(), fields);
    }

    #[test]
    fn a_number_is_written_exactly_or_refused(number in any::<i64>(), float in any::<f64>()) {
        match to_string(&json!(number)) {
            Ok(text) => prop_assert_eq!(text, number.to_string()),
            Err(fault) => prop_assert_eq!(fault, JcsFault::Range { found: number.to_string() }),
        }
        if float.is_finite() {
            let refused = matches!(to_string(&json!(float)), Err(JcsFault::Float { .. }));
            prop_assert!(refused);
        }
    }
}

#[test]
fn names_sort_by_utf16_units() {
    // U+FF5E sorts after an emoji in UTF-16 and before it in UTF-8.
    let fields = BTreeMap::from([("～".to_owned(), json!(1)), ("😀".to_owned(), json!(2))]);
    assert_eq!(fields_to_string(&fields).unwrap(), r#"{"😀":2,"～":1}"#);
    let nested = json!({"～": 1, "😀": 2, "a": 3});
    assert_eq!(to_string(&nested).unwrap(), r#"{"a":3,"😀":2,"～":1}"#);
}

#[test]
fn escapes_are_the_shortest_ones() {
    let text = to_string(&json!("\u{8}\t\n\u{c}\r\"\\/\u{1}\u{1f}\u{7f}\u{2028}")).unwrap();
    assert_eq!(text, "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\u{7f}\u{2028}\"");
}

#[test]
fn what_has_two_spellings_is_refused() {
    let float = |found: &str| Err(JcsFault::Float { found: found.to_owned() });
    let range = |found: &str| Err(JcsFault::Range { found: found.to_owned() });
    for (text, expected) in [
        ("1.0", float("1.0")),
        ("[0.5]", float("0.5")),
        ("-0", float("-0.0")),
        ("9007199254740991", Ok("9007199254740991".to_owned())),
        ("9007199254740992", range("9007199254740992")),
        ("-9007199254740992", range("-9007199254740992")),
        ("18446744073709551615", range("18446744073709551615")),
    ] {
        assert_eq!(to_string(&serde_json::from_str(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn nesting_has_a_floor() {
    let nest = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    assert!(to_string(&nest(DEPTH_MAX)).is_ok());
    assert_eq!(to_string(&nest(DEPTH_MAX + 1)), Err(JcsFault::Depth));
}
