//! One entry with every number written out, so that the format cannot change unnoticed after leaf 0. The
//! numbers were recomputed by `golden/recompute.py`, which shares no code with this crate. If a test here
//! fails, the code is wrong, not the vector. Also the fixtures that other tests build on.

use std::collections::BTreeMap;

use expect_test::{Expect, expect, expect_file};
use serde_json::json;
use xh_kernel::{Id, Instant};

use crate::bundle::{append, bundle_entry};
use crate::checkpoint::Checkpoint;
use crate::digest::{body_digest, field_digest, field_key};
use crate::entry::{Draft, Fields, Sealed, seal};
use crate::note::NoteSigner;
use crate::proof::{Place, RecordProof, verify};
use crate::tree::{self, Growth};

/// The origin of the golden log.
pub(crate) const ORIGIN: &str = "localhost:8080";

/// A fictional id that ends in a number.
pub(crate) fn id(nth: u64) -> Id {
    Id::parse(&format!("0193f4a2-7c11-7a3e-8f00-{nth:012x}")).unwrap()
}

/// The instant of every fixture.
pub(crate) fn at() -> Instant {
    Instant::parse("2026-11-23T17:55:26.123456Z").unwrap()
}

/// The key of the golden log.
pub(crate) fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &std::array::from_fn(|nth| u8::try_from(nth).unwrap())).unwrap()
}

/// A penalty as an organ would file it: text, Chinese, integer, null, flag, list, object, and a character to
/// escape.
pub(crate) fn draft() -> Draft {
    let fields = Fields::from([
        ("document_no".to_owned(), json!("石市监处罚〔2026〕1号")),
        ("fine_fen".to_owned(), json!(2_000_000)),
        ("kinds".to_owned(), json!(["罚款", "警告"])),
        ("former_name".to_owned(), json!(null)),
        ("simple".to_owned(), json!(false)),
        ("reason".to_owned(), json!("写有\"优质\"\n及 \u{1} 与😀")),
        ("origin".to_owned(), json!({"row": 7, "sheet": -1})),
    ]);
    Draft {
        stream: id(0xabc),
        version: 1,
        kind: "record.filed".to_owned(),
        actor: "7b0c8a52-93a1-4d55-9c5e-2f64d1f0a111".to_owned(),
        organ: "11130100000000123X".to_owned(),
        release: "9f".repeat(32),
        fields,
    }
}

/// The golden entry.
pub(crate) fn sealed() -> Sealed {
    seal(&draft(), id(1), &at(), std::array::from_fn(|nth| u8::try_from(0xA0 + nth).unwrap())).unwrap()
}

/// A public act of the golden log.
fn published() -> (Draft, Sealed) {
    let fields = Fields::from([("count".to_owned(), json!(3)), ("month".to_owned(), json!("2026-11"))]);
    let draft = Draft { kind: "count.erased".to_owned(), fields, ..draft() };
    let sealed = seal(&draft, id(2), &at(), [0x5A; 16]).unwrap();
    (draft, sealed)
}

/// The golden log: 300 opaque fillers with the golden entry at 77 and the public act at 259. Gives its
/// entries.
fn log() -> Vec<Vec<u8>> {
    let (draft, public) = published();
    let mut entries: Vec<_> =
        (0..300).map(|nth| format!(r#"{{"c":"{nth:064x}","k":"o","v":1}}"#).into_bytes()).collect();
    entries[77] = bundle_entry(&sealed().entry, None).unwrap();
    entries[259] = bundle_entry(&public.entry, Some(&draft.fields)).unwrap();
    entries
}

fn place(index: u64) -> Place {
    let mut growth = Growth::new();
    log().iter().for_each(|entry| growth.push(tree::leaf_hash(entry)));
    let tiles: BTreeMap<_, _> =
        growth.drain().into_iter().map(|(tile, bytes)| ((tile.level, tile.index), bytes)).collect();
    let hashes = tree::inclusion_proof(&tiles, 300, index).unwrap();
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 300, root: growth.root() };
    Place { index, size: 300, hashes, checkpoint: checkpoint.sign(&signer()).unwrap() }
}

/// The proof of the golden entry that hides who and why.
pub(crate) fn proof() -> RecordProof {
    let sealed = sealed();
    let shown = |name: &str| !["reason", "former_name", "origin"].contains(&name);
    RecordProof::new(&sealed.entry, Some((&sealed.salt, &draft().fields)), shown, place(77)).unwrap()
}

/// The proof of the public act.
pub(crate) fn public_proof() -> RecordProof {
    let (draft, sealed) = published();
    RecordProof::new(&sealed.entry, Some((&sealed.salt, &draft.fields)), |_| false, place(259)).unwrap()
}

/// The proof of the golden entry after its body was erased.
pub(crate) fn erased_proof() -> RecordProof {
    RecordProof::new(&sealed().entry, None, |_| true, place(77)).unwrap()
}

fn check(value: impl AsRef<[u8]>, expected: &Expect) {
    expected.assert_eq(&hex::encode(value));
}

#[test]
fn the_payload() {
    expect_file!["../golden/payload.json"].assert_eq(&sealed().payload);
}

#[test]
fn the_field_keys_and_digests() {
    let salt = sealed().salt;
    check(salt, &expect!["a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"]);
    check(
        field_key(&salt, "fine_fen"),
        &expect!["ca2d6b392b33812b74a09251b9b2a1da7e34fa396d38200dd4f21be3c0f3a47b"],
    );
    let digest = |name: &str| field_digest(&salt, name, &draft().fields[name]).unwrap();
    check(
        digest("document_no"),
        &expect!["acecaab13eaf90b2359fc6cec8a3d9ed90a479dbc8c096bbccf0d8f63adaf1fb"],
    );
    check(digest("fine_fen"), &expect!["82e51e31424fc3404372b7c6f43aacf085cd1f38157a21a06f496f99795b4db8"]);
    check(
        digest("former_name"),
        &expect!["0196e958f8a0bc73634f74e52720b1e50d8841b9e42a25582cc412f0da117154"],
    );
    check(digest("kinds"), &expect!["3326f00de78661818d38723c286fde3300b840a825232b363cb2fda1621bbb1e"]);
    check(digest("origin"), &expect!["0e2d918e319d9cbd575f234698159e1c2dade7df9cade3395304b4d492c6c89f"]);
    check(digest("reason"), &expect!["03c6d9a8d6e34e79ec1e1afe916845dfd0f89cfa3760a5389fe980521862eb29"]);
    check(digest("simple"), &expect!["4d741a73abb2da745a7013da4944cd59b5e6d8f207a3faa1ca5d3b4d74733b3e"]);
}

#[test]
fn the_body_and_the_leaf() {
    let Sealed { entry, salt, .. } = sealed();
    assert_eq!(body_digest(&salt, &draft().fields), Ok(entry.body));
    check(entry.body, &expect!["2e124bbf2256cbb85dda820ab75f311d1465a61ca2c3206f7000ab6757b0cb6d"]);
    check(entry.leaf, &expect!["0caf90a1cfc1bdf09a5bd60ecae94c06c0ed788a4b8f8a7e425a73b5a76f9669"]);
}

#[test]
fn the_log_entries_and_their_hashes() {
    let (draft, public) = published();
    let opaque = bundle_entry(&sealed().entry, None).unwrap();
    check(
        tree::leaf_hash(&opaque),
        &expect!["3333e6f848fc365864af8489e35728eb89ddb15c717d14507bb6e32e1e3d1e88"],
    );
    let shown = bundle_entry(&public.entry, Some(&draft.fields)).unwrap();
    expect_file!["../golden/public-entry.json"].assert_eq(std::str::from_utf8(&shown).unwrap());
    check(
        tree::leaf_hash(&shown),
        &expect!["0225f492cc11a0c7a067df89618f678b125a85cb58d751951d8148667d1448d0"],
    );
}

#[test]
fn the_key_and_the_checkpoint() {
    expect!["localhost:8080+afdbf767+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"]
        .assert_eq(&signer().vkey());
    expect![[r#"
        localhost:8080
        300
        rJGHMO3f7Crzd3Senjl23rdQT8VEK/LpYqvvnCAZODE=

        — localhost:8080 r9v3Z963iEKcGwMBmLXC+utjJNlUx0ItdiAkoNeridJHbD715bQYRK+1fiUpC1CNedEROAqE1oYN8ZwWDsYWoFK+nQA=
    "#]].assert_eq(&place(77).checkpoint);
}

#[test]
fn the_proofs_as_files() {
    for (proof, file) in [
        (proof(), expect_file!["../golden/proof.json"]),
        (public_proof(), expect_file!["../golden/public-proof.json"]),
        (erased_proof(), expect_file!["../golden/erased-proof.json"]),
    ] {
        file.assert_eq(&(proof.to_json().unwrap() + "\n"));
        assert_eq!(verify(&proof, &signer().vkey()), Ok(()));
    }
    expect_file!["../golden/record.tlog-proof"].assert_eq(&proof().tlog_proof().to_text());
    let mut bundles = [Vec::new(), Vec::new()];
    for (nth, entry) in log().iter().enumerate() {
        append(&mut bundles[nth / 256], entry).unwrap();
    }
    check(
        tree::leaf_hash(&bundles.concat()),
        &expect!["603272bbb58bf4aa5712380982034f19a229c167cdcf5265d8ae897c58c660f7"],
    );
}
