//! A proof covered by a checkpoint, and one still waiting for the next.

use crate::pages::fixtures::{LEAF, RELEASE, commands, fresh, penalty};
use crate::pages::{DisclosedField, Fact, HiddenField, ProofPage};

fn disclosed(label: &str, name: &str, value: &str) -> DisclosedField {
    DisclosedField { label: label.into(), name: name.into(), value: value.into(), key: LEAF.into() }
}

pub(super) fn covered() -> ProofPage {
    let hash = "pkkHEhlxbHcDRnWwNvs+AXDbdCEXBkmYZQo1Qq0o1Yg=";
    ProofPage {
        id: penalty().id,
        title: penalty().title,
        position: 12_031,
        ready: true,
        envelope: vec![
            Fact::text("编号 id", "019380aa-0000-7000-8000-0000000000aa"),
            Fact::text("流 stream", "019380aa-0000-7000-8000-000000000001"),
            Fact::text("版本 version", "1"),
            Fact::text("种类 kind", "record.filed"),
            Fact::text("时刻 at", "2026-05-09T02:14:55.000000Z"),
            Fact::digest("规则版本 release", RELEASE),
        ],
        disclosed: vec![
            disclosed("处罚决定书文号", "document_no", "\"演建罚〔2026〕0117号\""),
            disclosed("处罚决定日期", "decided_on", "\"2026-05-06\""),
            disclosed("罚款金额（分）", "fine_fen", "3000000"),
        ],
        hidden: vec![
            HiddenField { label: Some("违法事实（原文）".into()), digest: RELEASE.into() },
            HiddenField { label: None, digest: LEAF.into() },
        ],
        body: RELEASE.into(),
        leaf: LEAF.into(),
        size: 14_402,
        path: vec![hash.into(); 14],
        root: hash.into(),
        checkpoint: format!(
            "localhost:8080\n14402\n{hash}\n\n— localhost:8080 nyxBqgkB2c0vTqk1mC8Q3hKc7o5n\n"
        ),
        verifier_key: "localhost:8080+9f2c41aa+AZ2c0vTqk1mC8Q3hKc7o5n1d0b8s6V4xY2w0u8r6p4n2".into(),
        commands: commands(),
        fresh: fresh(),
    }
}

pub(super) fn waiting() -> ProofPage {
    let none = String::new;
    ProofPage { ready: false, size: 0, path: Vec::new(), root: none(), checkpoint: none(), ..covered() }
}
