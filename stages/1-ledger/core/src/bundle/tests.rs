//! What the public sees, byte for byte, and what a broken bundle gives.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::golden::sealed;

fn check(public: Option<&Fields>, expected: &Expect) {
    let mut entry = sealed().entry;
    entry.leaf = [0xAB; 32];
    let text = String::from_utf8(bundle_entry(&entry, public).unwrap()).unwrap();
    expected.assert_eq(&text.replace(&"ab".repeat(32), "<64 hex>"));
}

#[test]
fn an_opaque_entry_shows_its_commitment_and_nothing_else() {
    check(None, &expect![[r#"{"c":"<64 hex>","k":"o","v":1}"#]]);
}

#[test]
fn a_public_entry_shows_its_fields_in_canonical_form() {
    let fields = Fields::from([("z".to_owned(), json!([1, "二"])), ("a".to_owned(), json!(null))]);
    check(Some(&fields), &expect![[r#"{"c":"<64 hex>","k":"p","p":{"a":null,"z":[1,"二"]},"v":1}"#]]);
}

#[test]
fn only_the_named_kinds_are_public() {
    for kind in ["policy.release", "ledger.key", "draw.intent", "draw.result", "count.month", "count.erased"]
    {
        assert!(is_public_kind(kind), "{kind}");
    }
    for kind in ["record.filed", "policy.releases", "count", "counts.month", "erased", "", "Policy.release"] {
        assert!(!is_public_kind(kind), "{kind}");
    }
}

#[test]
fn an_entry_has_at_most_65535_bytes() {
    let mut bundle = Vec::new();
    assert!(append(&mut bundle, &[b'x'; ENTRY_MAX]).is_ok());
    let before = bundle.clone();
    assert_eq!(append(&mut bundle, &[b'x'; 65_536]), Err(BundleFault::TooLong { bytes: 65_536 }));
    assert_eq!(bundle, before);
    assert_eq!(entries(&bundle).unwrap(), [&[b'x'; ENTRY_MAX][..]]);
}

proptest! {
    #[test]
    fn a_bundle_reads_back(
        parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..9)
    ) {
        let mut bundle = Vec::new();
        let mut ends = vec![0];
        for part in &parts {
            append(&mut bundle, part).unwrap();
            ends.push(bundle.len());
        }
        prop_assert_eq!(entries(&bundle).unwrap(), parts);
        for (width, end) in ends.iter().enumerate() {
            prop_assert_eq!(prefix(&bundle, u16::try_from(width).unwrap()), Some(&bundle[..*end]));
        }
        prop_assert_eq!(prefix(&bundle, u16::try_from(ends.len()).unwrap()), None);
    }

    #[test]
    fn garbage_is_no_bundle_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Some(found) = entries(&bytes) {
            prop_assert_eq!(found.iter().map(|entry| entry.len() + 2).sum::<usize>(), bytes.len());
        }
    }
}
