//! The days of a penalty: the period of its own law, the change to a newer law, and a shelf that empties itself.
//! Only the day of the question moves; no job runs in any of these stories.

use serde_json::Value;
use xh_db::{Db, both};

use super::counter::fine;
use super::office::{World, code};

/// Whether page, API and both lists show the record today; they must agree.
async fn shown(world: &World, nth: usize, record: &str) -> bool {
    let code = code(nth);
    let page = world.ask(&format!("/records/{record}")).await.status;
    let api = world.ask(&format!("/api/v1/records/{record}")).await.status;
    let file = world.ask(&format!("/subjects/{code}")).await.text.contains(record);
    let list = world.ask(&format!("/api/v1/subjects/{code}/records")).await.json();
    let board = world.ask("/board").await.text.contains(record);
    let listed = list["items"].as_array().unwrap().iter().any(|one| one["id"] == record);
    let shown = page == 200;
    assert_eq!(
        (api == 200, file, listed, board),
        (shown, shown, shown, shown),
        "page {page}, api {api}, {list}"
    );
    shown
}

/// The API's answer about a record that is shown, held against its page.
async fn told(world: &World, record: &str, until: &str, instrument: &str) -> Value {
    let api = world.ask(&format!("/api/v1/records/{record}")).await.json();
    assert_eq!(api["period"]["until"], until, "{api}");
    assert!(api["articles"].to_string().contains(instrument), "{instrument}: {}", api["articles"]);
    let page = world.ask(&format!("/records/{record}")).await.text;
    assert!(page.contains(until) && page.contains(instrument), "{until} {instrument}: {page}");
    api
}

both! {
    async fn the_same_facts_have_the_period_of_their_day(db: &Db) {
        let world = World::open(db, "2019-12-09T01:00:00.000000Z").await;
        let days = [
            ("2019-12-02", "2019-12-10", "2020-12-02", "〔2019〕527号", "ndrc527.publish.general"),
            ("2023-06-01", "2023-06-10", "2026-06-01", "第58号", "ndrc58.publish.max"),
            ("2026-05-06", "2026-05-10", "2027-05-06", "第36号", "ndrc36.publish.general"),
        ];
        for (nth, (decided, asked, until, instrument, rule)) in days.into_iter().enumerate() {
            world.on(asked);
            world.file(&[fine(nth, &format!("示应急罚〔{}〕7号", &decided[..4]), "3", decided)]).await;
            if nth == 0 {
                world.answer().await;
            }
            let record = world.only_record(nth).await;
            let api = told(&world, &record, until, instrument).await;
            assert_eq!((&api["period"]["rule"], &api["period"]["from"]), (&rule.into(), &decided.into()), "{api}");
            assert_eq!(api["fields"]["fine_fen"], 3_000_000);
        }
    }

    async fn a_newer_law_shortens_and_the_receipt_tells_both(db: &Db) {
        let world = World::open(db, "2025-06-09T01:00:00.000000Z").await;
        world.file(&[fine(0, "示应急罚〔2025〕8号", "8", "2025-06-03")]).await;
        let record = world.only_record(0).await;
        told(&world, &record, "2028-06-03", "第58号").await;
        world.on("2026-03-31");
        assert!(shown(&world, 0, &record).await);
        // Order 36 asks the authority for a class: nobody has to be there on its first day.
        world.on("2026-04-01");
        assert!(!shown(&world, 0, &record).await, "unsettled under the law of the day");
        let changed = xh_registry_desk::take_effect(&world.office, &world.actor, None).await.unwrap();
        assert_eq!(changed, 1, "the question is put to the authority");
        world.answer().await;
        world.on("2026-06-01");
        assert!(shown(&world, 0, &record).await);
        let api = told(&world, &record, "2026-06-03", "第36号").await;
        let receipt = api["receipt"].to_string();
        for said in ["第58号", "第36号", "2028-06-03", "2026-06-03"] {
            assert!(receipt.contains(said), "{said}: {receipt}");
        }
        let page = world.ask(&format!("/records/{record}")).await.text;
        for said in ["第58号", "第36号", "2028-06-03", "适用"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        world.on("2026-06-03");
        assert!(!shown(&world, 0, &record).await);
    }

    async fn a_penalty_is_hidden_before_and_after_its_period(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        world.file(&[fine(0, "示应急罚〔2026〕9号", "3", "2026-05-06")]).await;
        let record = world.only_record(0).await;
        assert!(!shown(&world, 0, &record).await, "unsettled");
        world.answer().await;
        let days = [("2026-05-05", false), ("2026-05-06", true), ("2027-05-05", true), ("2027-05-06", false)];
        for (day, expected) in days {
            world.on(day);
            assert_eq!(shown(&world, 0, &record).await, expected, "{day}");
        }
        world.on("2026-12-01");
        let before = world.ask(&format!("/api/v1/records/{record}?as_of=2026-05-05")).await;
        let after = world.ask(&format!("/records/{record}?as_of=2027-05-06")).await;
        assert_eq!((before.status, after.status), (404, 404));
    }

    async fn a_stopped_scheduler_shows_nothing_that_has_ended(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let rows: Vec<_> = (0..7).map(|nth| (nth, format!("2026-05-{:02}", 10 + nth))).collect();
        let sheet: Vec<_> =
            rows.iter().map(|(nth, day)| fine(*nth, &format!("示应急罚〔2026〕{nth}号"), "3", day)).collect();
        world.file(&sheet).await;
        world.answer().await;
        let head = xh_ledger_store::head(&mut db.read().await.unwrap()).await.unwrap();
        for day in 9..=16 {
            world.on(&format!("2027-05-{day:02}"));
            for (nth, decided) in &rows {
                let record = world.only_record(*nth).await;
                let ended = decided.as_str() <= format!("2026-05-{day:02}").as_str();
                assert_eq!(shown(&world, *nth, &record).await, !ended, "{decided} on day {day}");
            }
        }
        assert_eq!(xh_ledger_store::head(&mut db.read().await.unwrap()).await.unwrap(), head, "nothing ran");
        // The scheduler comes back: it notes what had ended, and the shelf is the same.
        assert_eq!(xh_registry_desk::note_ended(&world.office, &world.actor).await.unwrap(), 7);
    }
}
