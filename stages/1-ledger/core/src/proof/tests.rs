//! A proof holds, hides what it hides, and breaks at every byte.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::golden::{draft, erased_proof, proof, public_proof, sealed, signer};

fn refused(change: impl FnOnce(&mut RecordProof)) -> ProofFault {
    let mut proof = proof();
    change(&mut proof);
    verify(&proof, &signer().vkey()).unwrap_err()
}

fn not_included(fault: &ProofFault) -> bool {
    matches!(fault, ProofFault::Log(TlogProofFault::NotIncluded { .. }))
}

#[test]
fn a_proof_survives_its_json() {
    for proof in [proof(), public_proof(), erased_proof()] {
        assert_eq!(verify(&proof, &signer().vkey()), Ok(()));
        assert_eq!(RecordProof::from_json(&proof.to_json().unwrap()), Ok(proof));
    }
}

#[test]
fn nothing_hidden_is_in_the_file() {
    let text = proof().to_json().unwrap();
    for secret in ["优质", "sheet", &hex::encode(sealed().salt)] {
        assert!(!text.contains(secret), "{secret}");
    }
    for shown in ["石市监处罚〔2026〕1号", "2000000", "罚款"] {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(!erased_proof().to_json().unwrap().contains("2000000"));
}

#[test]
fn a_changed_field_breaks_the_body() {
    assert_eq!(refused(|proof| proof.disclosed[1].value = json!(1)), ProofFault::Body);
    assert_eq!(refused(|proof| proof.disclosed[1].key[0] ^= 1), ProofFault::Body);
    assert_eq!(refused(|proof| proof.disclosed[1].name.push('x')), ProofFault::Body);
    assert_eq!(refused(|proof| proof.hidden[0].digest[31] ^= 1), ProofFault::Body);
    assert_eq!(refused(|proof| drop(proof.hidden.pop())), ProofFault::Body);
    assert_eq!(refused(|proof| drop(proof.disclosed.pop())), ProofFault::Body);
    let twice = |proof: &mut RecordProof| proof.disclosed.push(proof.disclosed[0].clone());
    assert_eq!(refused(twice), ProofFault::Twice("document_no".to_owned()));
    let shadow = |proof: &mut RecordProof| proof.hidden[0].name = "fine_fen".to_owned();
    assert_eq!(refused(shadow), ProofFault::Twice("fine_fen".to_owned()));
    assert!(matches!(refused(|proof| proof.disclosed[1].value = json!(0.5)), ProofFault::Value(_)));
}

#[test]
fn a_changed_envelope_is_not_in_the_log() {
    let changes: [fn(&mut RecordProof); 9] = [
        |proof| proof.envelope.at.push('x'),
        |proof| proof.envelope.kind.push('x'),
        |proof| proof.envelope.actor.push('x'),
        |proof| proof.envelope.organ.push('x'),
        |proof| proof.envelope.release.push('x'),
        |proof| proof.envelope.version += 1,
        |proof| proof.index += 1,
        |proof| proof.hashes[0][0] ^= 1,
        |proof| proof.hashes.truncate(8),
    ];
    for (nth, change) in changes.into_iter().enumerate() {
        assert!(not_included(&refused(change)), "change {nth}");
    }
    assert_eq!(refused(|proof| proof.size += 1), ProofFault::Size { size: 301, signed: 300 });
    assert!(matches!(
        refused(|proof| proof.checkpoint.push('x')),
        ProofFault::Log(TlogProofFault::Checkpoint(_))
    ));
}

#[test]
fn public_and_opaque_entries_cannot_be_taken_for_each_other() {
    assert_eq!(refused(|proof| proof.public = true), ProofFault::Incomplete);
    let mut proof = public_proof();
    assert!(proof.hidden.is_empty(), "what is public in the log is public in its proof");
    proof.public = false;
    assert!(not_included(&verify(&proof, &signer().vkey()).unwrap_err()));
}

#[test]
fn another_key_is_refused() {
    let other = crate::note::NoteSigner::new("localhost:8080", &[9; 32]).unwrap().vkey();
    for vkey in [other.as_str(), "", "not a key"] {
        assert!(
            matches!(verify(&proof(), vkey), Err(ProofFault::Log(TlogProofFault::Checkpoint(_)))),
            "{vkey}"
        );
    }
}

#[test]
fn unknown_members_and_spellings_are_refused() {
    let text = proof().to_json().unwrap();
    for (from, to) in [
        ("xinheng/proof/v1", "xinheng/proof/v2"),
        ("\"public\"", "\"note\": 1, \"public\""),
        ("\"kind\"", "\"severity\": \"轻微\", \"kind\""),
        ("\"index\": 77", "\"index\": -1"),
        ("\"index\": 77", "\"index\": 77, \"index\": 77"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert!(matches!(RecordProof::from_json(&changed), Err(ProofFault::Malformed(_))), "{changed}");
    }
    let key = hex::encode(proof().disclosed[0].key);
    assert!(RecordProof::from_json(&text.replace(&key, &key.to_uppercase())).is_err());
}

proptest! {
    #[test]
    fn a_flipped_bit_of_the_file_proves_nothing_new(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let text = proof().to_json().unwrap();
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        if let Ok(changed) = RecordProof::from_json(&text) {
            // A flip inside white space or an escape may leave the same proof; any other proof must fail.
            prop_assert!(changed == proof() || verify(&changed, &signer().vkey()).is_err());
        }
    }

    #[test]
    fn any_choice_of_fields_can_be_shown(mask in 0..128_u32) {
        let (sealed, fields) = (sealed(), draft().fields);
        let names: Vec<_> = fields.keys().cloned().collect();
        let place_of = |name: &str| names.iter().position(|other| other == name);
        let shown = |name: &str| place_of(name).is_some_and(|nth| mask >> nth & 1 == 1);
        let RecordProof { index, size, hashes, checkpoint, .. } = proof();
        let place = Place { index, size, hashes, checkpoint };
        let proof = RecordProof::new(&sealed.entry, Some((&sealed.salt, &fields)), shown, place).unwrap();
        prop_assert_eq!(u32::try_from(proof.disclosed.len()).unwrap(), mask.count_ones());
        prop_assert_eq!(verify(&proof, &signer().vkey()), Ok(()));
    }

    #[test]
    fn garbage_is_refused_without_a_panic(
        text in any::<String>(), name in any::<String>(), version in any::<i64>()
    ) {
        prop_assert!(RecordProof::from_json(&text).is_err());
        let mut proof = proof();
        proof.envelope.version = version;
        proof.envelope.kind = name.clone();
        proof.checkpoint = text;
        prop_assert!(verify(&proof, &name).is_err());
        prop_assert!(verify(&proof, &signer().vkey()).is_err());
    }
}
