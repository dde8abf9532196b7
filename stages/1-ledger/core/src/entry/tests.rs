//! What may be sealed, and that the seal moves with everything it covers.

use serde_json::json;

use super::*;
use crate::golden::{at, draft, id};

fn sealed(change: impl FnOnce(&mut Draft)) -> Result<Sealed, SealFault> {
    let mut draft = draft();
    change(&mut draft);
    seal(&draft, id(1), &at(), [3; 16])
}

#[test]
fn every_part_of_an_act_is_covered_by_its_leaf() {
    let before = sealed(|_| ()).unwrap().entry.leaf;
    let changes: [fn(&mut Draft); 8] = [
        |draft| draft.stream = id(9),
        |draft| draft.version += 1,
        |draft| draft.kind.push('x'),
        |draft| draft.actor.push('x'),
        |draft| draft.organ.push('x'),
        |draft| draft.release.push('x'),
        |draft| drop(draft.fields.insert("fine_fen".to_owned(), json!(1))),
        |draft| drop(draft.fields.remove("fine_fen")),
    ];
    for (nth, change) in changes.into_iter().enumerate() {
        assert_ne!(sealed(change).unwrap().entry.leaf, before, "change {nth}");
    }
    assert_ne!(seal(&draft(), id(2), &at(), [3; 16]).unwrap().entry.leaf, before);
    assert_ne!(seal(&draft(), id(1), &at(), [4; 16]).unwrap().entry.leaf, before);
}

#[test]
fn a_payload_reads_back_as_the_fields() {
    let sealed = sealed(|_| ()).unwrap();
    assert_eq!(serde_json::from_str::<Fields>(&sealed.payload).unwrap(), draft().fields);
    assert_eq!(digest::body_digest(&sealed.salt, &draft().fields), Ok(sealed.entry.body));
}

#[test]
fn what_cannot_be_kept_exactly_is_refused() {
    let float = sealed(|draft| drop(draft.fields.insert("ratio".to_owned(), json!(0.5))));
    assert!(matches!(float, Err(SealFault::Value(JcsFault::Float { .. }))));
    for version in [0, -1, i64::MAX] {
        assert_eq!(sealed(|draft| draft.version = version), Err(SealFault::Version(version)));
    }
}

#[test]
fn a_public_act_must_fit_into_the_log() {
    let long = |kind: &str| {
        sealed(|draft| {
            draft.kind = kind.to_owned();
            draft.fields.insert("text".to_owned(), json!("长".repeat(30_000)));
        })
    };
    assert!(matches!(long("policy.release"), Err(SealFault::Bundle(BundleFault::TooLong { .. }))));
    assert!(long("record.filed").is_ok(), "an opaque leaf is short whatever the act says");
}
