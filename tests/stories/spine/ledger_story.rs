//! The ledger end to end: a whole file audits clean, an erased record leaves proofs and tables whole, an export of
//! one engine rebuilds the same tables on the other, and what is no whole export is refused.

use std::io::Cursor;

use xh_db::{Db, Engine, both, testing};
use xh_ledger::RecordProof;
use xh_ledger::proof::verify;
use xinheng::erase::erase;
use xinheng::rebuild::{self, RebuildFault};

use super::office::{SECRET, World};

async fn exported(db: &Db, complete: bool) -> Vec<u8> {
    let mut out = Vec::new();
    rebuild::export(db, &mut out, complete).await.unwrap();
    out
}

async fn assert_clean(world: &World, erased: u64) {
    let audited = rebuild::audit(&world.office.db, Some(&world.key.vkey())).await.unwrap();
    assert_eq!(audited.findings, []);
    assert_eq!(audited.erased, erased);
    let checked = rebuild::check(&world.office.db).await.unwrap();
    assert_eq!(checked.differences, []);
    assert_eq!(checked.entries, audited.entries);
}

/// Replays an export of `from` into `to` and expects equal tables.
async fn assert_rebuilds(from: &Db, to: &Db) {
    let entries = rebuild::replay(&mut Cursor::new(exported(from, true).await), to).await.unwrap();
    assert!(entries > 40, "{entries}");
    assert_eq!(rebuild::compare(from, to).await.unwrap(), []);
    assert_eq!(exported(from, true).await, exported(to, true).await);
}

async fn proof_of(world: &World, record: &str) -> RecordProof {
    let mut tx = world.office.db.read().await.unwrap();
    let row = xh_registry_store::record_of(&mut tx, record, i64::MAX).await.unwrap().unwrap();
    let shown = |name: &str| name == "document_key";
    xh_ledger_desk::prove(&mut tx, row.record.body_position, shown).await.unwrap().unwrap()
}

async fn replayed(text: &str) -> RebuildFault {
    let empty = testing::sqlite().await;
    rebuild::replay(&mut Cursor::new(text.as_bytes().to_vec()), &empty).await.unwrap_err()
}

both! {
    async fn an_untouched_file_audits_clean(db: &Db) {
        let world = World::build(db).await;
        assert_clean(&world, 0).await;
        let mut tx = db.read().await.unwrap();
        for (table, _) in xh_registry_store::PROJECTIONS {
            let rows = db.dump_table(table, "").await.unwrap().len();
            assert!(rows > 0 || *table == "registry_tombstone", "{table} is empty: the story tests nothing of it");
        }
        assert!(xh_ledger_store::checkpoints(&mut tx).await.unwrap().len() >= 3);
    }

    async fn an_erased_record_leaves_proofs_and_tables_whole(db: &Db) {
        let world = World::build(db).await;
        let record = world.records[2].clone();
        let before = proof_of(&world, &record).await;
        verify(&before, &world.key.vkey()).unwrap();
        let gone = erase(&world.office, &world.actor, &record, "示例更正〔2026〕1号").await.unwrap().bodies;
        assert!(gone >= 2, "{gone} bodies: an amended record has at least two");
        verify(&before, &world.key.vkey()).unwrap();
        assert_clean(&world, gone).await;
        world.sign().await;
        assert_clean(&world, gone).await;
        let mut tx = db.read().await.unwrap();
        let index = i64::try_from(before.index).unwrap();
        let after = xh_ledger_desk::prove(&mut tx, index, |_| true).await.unwrap().unwrap();
        verify(&after, &world.key.vkey()).unwrap();
        assert!(after.disclosed.is_empty() && after.hidden.is_empty());
        assert!(xh_registry_store::record_of(&mut tx, &record, i64::MAX).await.unwrap().is_none());
        let again = erase(&world.office, &world.actor, &record, "再次").await;
        assert!(again.is_err(), "erased twice");
    }

    async fn an_export_rebuilds_the_same_tables_on_the_other_engine(db: &Db) {
        let elsewhere = testing::sqlite().await;
        let world = World::build(&elsewhere).await;
        let record = world.records[4].clone();
        erase(&world.office, &world.actor, &record, "示例更正〔2026〕2号").await.unwrap();
        world.pass_days(1);
        assert_rebuilds(&elsewhere, db).await;
        if db.engine() == Engine::Postgres {
            let back = testing::sqlite().await;
            assert_rebuilds(db, &back).await;
            assert_eq!(rebuild::compare(&elsewhere, &back).await.unwrap(), []);
        }
    }

    async fn life_goes_on_after_a_rebuild(db: &Db) {
        let elsewhere = testing::sqlite().await;
        World::build(&elsewhere).await;
        assert_rebuilds(&elsewhere, db).await;
        let key = xh_ledger_desk::LogKey::new("xinheng.example.org", &[7; 32]).unwrap();
        let now = xh_kernel::Instant::parse("2032-01-01T00:00:00.000000Z").unwrap();
        assert!(key.catch_up(db, &now).await.unwrap().is_some());
        let newest = async |db: &Db| {
            let mut tx = db.read().await.unwrap();
            let newest = xh_ledger_store::newest_checkpoint(&mut tx).await.unwrap().unwrap();
            (newest.size, newest.root)
        };
        assert_eq!(newest(db).await, newest(&elsewhere).await);
        assert_eq!(rebuild::audit(db, Some(&key.vkey())).await.unwrap().findings, []);
    }

    async fn an_export_for_others_holds_no_contents(db: &Db) {
        let world = World::build(db).await;
        let text = String::from_utf8(exported(db, false).await).unwrap();
        for secret in [SECRET, "石城示例", r#""salt":"#, &world.bureau.name] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(text.contains("policy.release"));
        assert!(matches!(replayed(&text).await, RebuildFault::Incomplete));
    }

    async fn what_is_no_whole_export_is_refused(db: &Db) {
        World::build(db).await;
        let text = String::from_utf8(exported(db, true).await).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let without = |nth: usize| {
            let kept = lines.iter().enumerate().filter(|(at, _)| *at != nth).map(|(_, line)| *line);
            kept.collect::<Vec<_>>().join("\n")
        };
        assert!(matches!(replayed("").await, RebuildFault::Format));
        assert!(matches!(replayed(&without(0)).await, RebuildFault::Format));
        assert!(matches!(replayed(&without(1)).await, RebuildFault::Release { .. }));
        assert!(matches!(replayed(&without(5)).await, RebuildFault::Gap { expected: 3, .. }));
        assert!(matches!(replayed(&without(lines.len() - 1)).await, RebuildFault::Cut { .. }));
        assert!(matches!(replayed(&text.replace("2018", "2019")).await, RebuildFault::Release { .. }));
        let refused = rebuild::replay(&mut Cursor::new(text.clone()), db).await;
        assert!(matches!(refused, Err(RebuildFault::NotEmpty(_))));
    }
}
