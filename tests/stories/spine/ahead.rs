//! Chunks of an import are decided while the chunk before is still being written: what the one before says must count,
//! wherever the chunks meet, and whoever else writes in between.

use std::collections::BTreeSet;

use xh_db::{Db, both};
use xh_intake_desk::Filing;
use xh_kernel::Uscc;

use super::counter::{HEADINGS, csv, fine};
use super::office::World;

const CHUNK: usize = 1_000;

fn document(nth: usize) -> String {
    format!("示应急罚〔2026〕{}号", 5_000 + nth)
}

/// Four chunks: the first row of each repeats the last of the one before, and the second row corrects the last but one.
fn sheet() -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> =
        (0..4 * CHUNK).map(|nth| fine(nth % 8, &document(nth), "1", "2026-05-06")).collect();
    for seam in [CHUNK, 2 * CHUNK, 3 * CHUNK] {
        rows[seam] = rows[seam - 1].clone();
        rows[seam + 1] = rows[seam - 2].clone();
        rows[seam + 1][8] = "2".to_owned();
    }
    rows
}

/// Every document has one record, and the corrected ones hold the corrected fine in their second version.
async fn told_once(world: &World, rows: &[Vec<String>]) {
    let keys: BTreeSet<String> = rows.iter().map(|row| xh_kernel::document_key(&row[2])).collect();
    let mut tx = world.office.db.read().await.unwrap();
    let asked: Vec<String> = keys.iter().cloned().collect();
    let known = xh_registry_store::records_by_document(&mut tx, &asked).await.unwrap();
    assert_eq!(known.len(), keys.len());
    let corrected: Vec<_> = known.iter().filter(|record| record.version == 2).collect();
    assert_eq!(corrected.len(), 3);
    assert!(
        corrected.iter().all(|record| record.fields.values().any(|value| *value == 2_000_000)),
        "{corrected:?}"
    );
}

/// An organisation that no register names, whose inner organisation code is sound.
fn newcomer() -> Uscc {
    let mut all = (7_000..).map(|nth| Uscc::with_check_digit(&format!("91130100{nth:09}")).unwrap());
    all.find(Uscc::inner_ok).unwrap()
}

both! {
    async fn a_chunk_knows_the_chunk_that_is_being_written(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let rows = sheet();
        let counts = world.import("seams.csv", &csv(&rows)).await.counts;
        assert_eq!((counts.filed, counts.amended, counts.duplicate), (3_994, 3, 3), "{counts:?}");
        told_once(&world, &rows).await;
    }

    async fn a_subject_first_named_in_a_chunk_is_known_by_its_other_numbers_in_the_next(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let newcomer = newcomer();
        let mut rows: Vec<Vec<String>> =
            (0..=CHUNK).map(|nth| fine(nth % 4, &document(nth), "1", "2026-05-06")).collect();
        let heads = HEADINGS.join(",").replace("统一社会信用代码", "统一社会信用代码,组织机构代码");
        for (nth, row) in rows.iter_mut().enumerate() {
            row.insert(2, String::new());
            if nth >= CHUNK - 1 {
                "石城示例新设商贸有限公司".clone_into(&mut row[0]);
                newcomer.as_str().clone_into(&mut row[1]);
            }
        }
        rows[CHUNK][1].clear();
        newcomer.entity_id_part().clone_into(&mut rows[CHUNK][2]);
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let sheet = format!("{heads}\n{}\n", lines.join("\n"));
        let counts = world.import("numbers.csv", sheet.as_bytes()).await.counts;
        assert_eq!(counts.filed, rows.len() as u64, "{counts:?}");
        let mut tx = world.office.db.read().await.unwrap();
        let found = xh_registry_store::subject_by_code(&mut tx, &newcomer).await.unwrap().unwrap();
        let known = xh_registry_store::records_of(&mut tx, found.id.as_str(), i64::MAX).await.unwrap();
        assert_eq!(known.len(), 2);
    }

    async fn single_acts_in_between_are_neither_lost_nor_repeated(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let rows = sheet();
        let filing = Filing::start(&world.office);
        let (bytes, beside) = (csv(&rows), async {
            for nth in 0..12 {
                world.penalise(&filing, nth, "警告").await;
            }
        });
        let (imported, ()) = tokio::join!(world.import("seams.csv", &bytes), beside);
        let counts = imported.counts;
        assert_eq!((counts.filed, counts.amended, counts.duplicate), (3_994, 3, 3), "{counts:?}");
        told_once(&world, &rows).await;
    }
}
