//! One changed byte anywhere in the rows is found, and told by the table it is in.

use expect_test::{Expect, expect};
use serde_json::json;

use super::*;
use crate::entry::{Draft, Sealed, seal};
use crate::golden::{at, draft, id};

fn rows(count: u64) -> Vec<Sealed> {
    (0..count)
        .map(|nth| {
            let kind = if nth % 10 == 9 { "policy.release" } else { "record.filed" };
            let mut fields = draft().fields;
            fields.insert("nth".to_owned(), json!(nth));
            let draft = Draft { kind: kind.to_owned(), fields, ..draft() };
            seal(&draft, id(nth), &at(), [nth.to_le_bytes()[0]; 16]).unwrap()
        })
        .collect()
}

fn recount(rows: &[Sealed]) -> Recount {
    let mut recount = Recount::new();
    for (position, row) in (0..).zip(rows) {
        recount.row(position, &row.entry, Some(Kept { salt: &row.salt, payload: &row.payload }), false);
    }
    recount
}

fn check(change: impl FnOnce(&mut Vec<Sealed>), expected: &Expect) {
    let honest = recount(&rows(20)).root();
    let mut rows = rows(20);
    change(&mut rows);
    let mut recount = recount(&rows);
    let mut told: Vec<_> = recount
        .findings()
        .into_iter()
        .map(|finding| format!("{} {} {}", finding.position, finding.table, finding.what))
        .collect();
    let signed = Checkpoint { origin: "localhost:8080".to_owned(), size: 20, root: honest };
    told.extend(checkpoint(&signed, &recount.root()).map(|finding| finding.what));
    expected.assert_eq(&told.join("\n"));
}

#[test]
fn an_untouched_ledger_has_no_finding() {
    check(|_| (), &expect![[""]]);
}

#[test]
fn a_changed_row_is_found() {
    check(
        |rows| rows[4].entry.organ.push('x'),
        &expect![["4 ledger_entry 条目与其承诺（leaf）不符：信封内容或承诺被改动过"]],
    );
    check(
        |rows| rows[4].payload = rows[4].payload.replace("20000", "20001"),
        &expect![["4 ledger_body 正文与其摘要（body）不符：正文或盐被改动过"]],
    );
    check(|rows| rows[4].payload.push(' '), &expect![["4 ledger_body 正文不是规范形式（JCS）：被改写过"]]);
    check(|rows| rows[4].payload.clear(), &expect![["4 ledger_body 正文不是有效的 JSON"]]);
    check(
        |rows| rows[4].salt[0] ^= 1,
        &expect![["4 ledger_body 正文与其摘要（body）不符：正文或盐被改动过"]],
    );
}

#[test]
fn a_row_changed_with_its_leaf_contradicts_the_signed_root() {
    check(
        |rows| {
            rows[4].entry.organ.push('x');
            rows[4].entry.leaf = digest::leaf_digest(&rows[4].entry);
        },
        &expect![["已签名检查点的根与条目算出的根不符"]],
    );
}

#[test]
fn a_public_row_is_compared_with_its_payload() {
    check(
        |rows| rows[9].payload = rows[9].payload.replace("20000", "20001"),
        &expect![[r#"
            9 ledger_body 正文与其摘要（body）不符：正文或盐被改动过
            已签名检查点的根与条目算出的根不符"#]],
    );
}

#[test]
fn a_missing_row_is_found() {
    let rows = rows(3);
    let mut recount = Recount::new();
    for position in [0, 2] {
        let row = &rows[usize::try_from(position).unwrap()];
        recount.row(position, &row.entry, Some(Kept { salt: &row.salt, payload: &row.payload }), false);
    }
    let findings = recount.findings();
    assert_eq!(findings, [lost(1, 2)]);
    assert_eq!(recount.size(), 3);
}

#[test]
fn an_erased_body_must_be_gone_and_only_an_erased_one() {
    let row = &rows(1)[0];
    let kept = Some(Kept { salt: &row.salt, payload: &row.payload });
    assert_eq!(body(0, &row.entry, None, true), None);
    assert_eq!(body(0, &row.entry, kept, false), None);
    assert!(body(0, &row.entry, None, false).unwrap().what.contains("正文缺失"));
    assert!(body(0, &row.entry, kept, true).unwrap().what.contains("仍在"));
    assert!(
        body(0, &row.entry, Some(Kept { salt: &[1, 2], payload: "{}" }), false).unwrap().what.contains("16")
    );
}

#[test]
fn a_changed_tile_or_bundle_is_found() {
    let mut recount = recount(&rows(300));
    assert_eq!(recount.findings(), []);
    let (tiles, bundles) = (recount.tiles(), recount.bundles());
    assert_eq!(
        tiles.iter().map(|(tile, _)| tile.path()).collect::<Vec<_>>(),
        ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",]
    );
    assert_eq!(bundles.len(), 1);
    assert_eq!(bundle::entries(&bundles[0].1).unwrap().len(), 256);
    let (last, bytes) = recount.last_bundle().unwrap();
    assert_eq!((last.index, last.width, bundle::entries(bytes).unwrap().len()), (1, 44, 44));

    let (at, bytes) = &tiles[1];
    let mut wider = bytes.clone();
    wider.extend([0; 32]);
    assert_eq!(tile(at, bytes, Some(&wider)), None);
    wider[5] ^= 1;
    let told = |what: &str| {
        let row = "level=0, n=1".to_owned();
        Some(Finding { position: 256, table: TILE, row, what: what.to_owned() })
    };
    assert_eq!(tile(at, bytes, Some(&wider)), told("瓦片 tile/0/001.p/44 与条目不符（自第 1 个哈希起）"));
    assert_eq!(tile(at, bytes, None), told("瓦片 tile/0/001.p/44 缺失"));
}
