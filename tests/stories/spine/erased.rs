//! One record is erased: no page, no answer, no export and no cell of any table holds it any more, packed originals
//! and marked rows included; proofs given out before still verify, and the ledger still audits and rebuilds.

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use xh_db::{Db, both, testing};
use xh_ledger::RecordProof;
use xh_ledger::proof::verify;
use xinheng::erase::erase;
use xinheng::rebuild;

use super::counter::{csv, fine};
use super::office::{World, code};

/// What must be gone: the number of the document (as written, and its matching key), the facts, the amount.
const GONE: [&str; 5] =
    ["示应急罚〔2026〕7731号", "示应急罚20267731", "当事人雇员甄无名私自关闭报警装置", "7.7319", "7731900"];
/// What must stay: the record of another.
const STAYS: &str = "示应急罚〔2026〕8842号";

fn rows() -> [Vec<String>; 2] {
    let mut ours = fine(0, GONE[0], GONE[3], "2026-05-06");
    ours[4] = GONE[2].to_owned();
    [ours, fine(1, STAYS, "3", "2026-05-06")]
}

/// First with a day that does not exist, then right, then with more words: a rejected row, originals, two bodies.
async fn filed(world: &World) -> String {
    let [ours, other] = rows();
    let mut wrong = ours.clone();
    wrong[9] = "2026-02-30".to_owned();
    let counts = world.import("wrong.csv", &csv(&[wrong, other.clone()])).await.counts;
    assert_eq!((counts.rejected, counts.filed), (1, 1), "{counts:?}");
    let mut more = ours.clone();
    more[7] = "罚款，并责令改正".to_owned();
    let first = world.import("right.csv", &csv(&[ours, other.clone()])).await.counts;
    let second = world.import("more.csv", &csv(&[more, other])).await.counts;
    assert_eq!(
        (first.filed, first.duplicate, second.amended, second.duplicate),
        (1, 1, 1, 1),
        "{first:?} {second:?}"
    );
    settle_all(world).await;
    world.sign().await;
    world.only_record(0).await
}

/// Every question is answered, so that both records are on the shelf.
async fn settle_all(world: &World) {
    for _ in 0..2 {
        world.answer().await;
    }
}

/// Every cell of every table as bytes, packed originals unpacked too, by the table's name.
async fn every_cell(db: &Db) -> Vec<(String, Vec<u8>)> {
    let mut tables: Vec<String> =
        db.catalogue().await.unwrap().into_iter().map(|(table, _, _)| table).collect();
    tables.dedup();
    assert!(tables.len() > 20, "{tables:?}");
    let mut cells = Vec::new();
    for table in tables {
        for row in db.dump_table(&table, "").await.unwrap() {
            for cell in row {
                if let Ok(bytes) = hex::decode(&cell) {
                    let mut unpacked = Vec::new();
                    if DeflateDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).is_ok() {
                        cells.push((table.clone(), unpacked));
                    }
                    cells.push((table.clone(), bytes));
                }
                cells.push((table.clone(), cell.into_bytes()));
            }
        }
    }
    cells
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Names of the tables that hold a text.
async fn holders(db: &Db, text: &str) -> Vec<String> {
    let cells = every_cell(db).await.into_iter().filter(|(_, bytes)| holds(bytes, text));
    let mut tables: Vec<String> = cells.map(|(table, _)| table).collect();
    tables.sort();
    tables.dedup();
    tables
}

/// Everything anybody can be told about the two organisations.
async fn everything_told(world: &World, record: &str) -> String {
    let (ours, other) = (code(0), code(1));
    let mut told = String::new();
    for path in [
        "/".to_owned(),
        "/board".to_owned(),
        "/ledger".to_owned(),
        format!("/subjects/{ours}"),
        format!("/subjects/{other}"),
        format!("/records/{record}"),
        format!("/records/{record}/proof"),
        format!("/records/{record}/proof.json"),
        format!("/api/v1/subjects/{ours}"),
        format!("/api/v1/subjects/{ours}/records"),
        format!("/api/v1/subjects/{other}/records"),
        format!("/api/v1/records/{record}"),
        format!("/api/v1/records/{record}?known_at=20"),
        "/tile/entries/000".to_owned(),
        "/tile/entries/000.p/20".to_owned(),
    ] {
        told.push_str(&world.ask(&path).await.text);
    }
    told
}

async fn export(db: &Db) -> String {
    let mut out = Vec::new();
    rebuild::export(db, &mut out, true).await.unwrap();
    rebuild::export(db, &mut out, false).await.unwrap();
    String::from_utf8(out).unwrap()
}

async fn assert_sound(world: &World) {
    let audited = rebuild::audit(&world.office.db, Some(&world.key.vkey())).await.unwrap();
    assert_eq!(audited.findings, []);
    assert_eq!(rebuild::check(&world.office.db).await.unwrap().differences, []);
    let mut whole = Vec::new();
    rebuild::export(&world.office.db, &mut whole, true).await.unwrap();
    let elsewhere = testing::sqlite().await;
    rebuild::replay(&mut std::io::Cursor::new(whole), &elsewhere).await.unwrap();
    assert_eq!(rebuild::compare(&world.office.db, &elsewhere).await.unwrap(), []);
}

both! {
    async fn an_erased_record_is_nowhere_and_its_proofs_verify(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let record = filed(&world).await;
        let before = world.ask(&format!("/records/{record}/proof.json")).await.text;
        let proof = RecordProof::from_json(&before).unwrap();
        verify(&proof, &world.key.vkey()).unwrap();
        // The search itself works: all of it is found before.
        let told = everything_told(&world, &record).await;
        assert!(told.contains(GONE[0]) && told.contains(STAYS), "{told}");
        assert_eq!(holders(db, GONE[0]).await, ["intake_original", "intake_row", "ledger_body"]);
        for text in GONE {
            assert!(!holders(db, text).await.is_empty(), "{text} was never there");
        }
        assert!(export(db).await.contains(GONE[2]));

        let gone = erase(&world.office, &world.actor, &record, "示例更正〔2026〕3号").await.unwrap();
        assert_eq!((gone.bodies, gone.rows), (3, 4), "bodies: filed, amended, period; rows: one rejected, three kept");
        world.sign().await;

        for path in ["/records", "/api/v1/records"] {
            assert_eq!(world.ask(&format!("{path}/{record}")).await.status, 404);
        }
        let (told, exported) = (everything_told(&world, &record).await, export(db).await);
        for text in GONE {
            assert!(!told.contains(text), "{text} is told");
            assert!(!exported.contains(text), "{text} is exported");
            assert_eq!(holders(db, text).await, [""; 0], "{text}");
        }
        assert!(told.contains(STAYS) && exported.contains(STAYS));
        assert_eq!(holders(db, STAYS).await, ["intake_original", "ledger_body"]);
        verify(&proof, &world.key.vkey()).unwrap();
        assert_sound(&world).await;
    }
}
