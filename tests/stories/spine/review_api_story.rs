//! The review desk over HTTP: each organ its own records, two tokens for two persons, the same request once.

use serde_json::json;
use xh_db::{Db, both};
use xh_intake_desk::Filing;

use super::client::{Client, token};
use super::office::World;

struct Desk {
    world: World,
    first: Client,
    second: Client,
    record: String,
}

impl Desk {
    /// One fine on the shelf, and two persons of the credit office.
    async fn open(db: &Db) -> Desk {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let filing = Filing::start(&world.office);
        world.penalise(&filing, 0, "罚款伍仟元整").await;
        world.answer().await;
        let record = world.only_record(0).await;
        let bureau = Client::new(&world).await;
        let first = bureau.bearing(&token(&world, "first", "", None).await);
        let second = bureau.bearing(&token(&world, "second", "", None).await);
        Desk { world, first, second, record }
    }

    fn at(&self, act: &str) -> String {
        format!("/api/v1/reviews/{}{act}", self.record)
    }
}

both! {
    async fn two_tokens_release_and_one_does_not(db: &Db) {
        let desk = Desk::open(db).await;
        let listed = desk.first.get("/api/v1/reviews").await.json();
        assert_eq!((&listed["items"][0]["record"], &listed["next"]), (&json!(desk.record), &json!(null)), "{listed}");
        let line = &listed["items"][0];
        assert_eq!((&line["state"], &line["two_persons"]), (&json!("waiting"), &json!(true)));
        let seen = desk.first.get(&desk.at("")).await.json();
        let facts = seen["fields"].as_array().unwrap().iter().find(|it| it["field"] == "violation_facts").unwrap();
        assert_eq!(facts["findings"]["person_name"], 1, "{facts}");
        assert!(facts["text"].as_str().unwrap().contains("甄无名"), "staff see what was filed");

        let proposed = desk.first.under("k1").post(&desk.at("/proposal"), b"").await;
        assert_eq!(proposed.status, 200, "{}", proposed.text());
        let again = desk.first.under("k1").post(&desk.at("/proposal"), b"").await;
        assert_eq!((again.text(), again.status), (proposed.text(), 200), "the same request, the same answer");
        let digest = proposed.json()["digest"].as_str().unwrap().to_owned();
        let body = json!({ "digest": digest }).to_string();
        let alone = desk.first.post(&desk.at("/release"), body.as_bytes()).await.problem(422);
        assert_eq!(alone["errors"][0]["code"], "review.same_person", "{alone}");
        let stale = json!({ "digest": "0" }).to_string();
        let stale = desk.second.post(&desk.at("/release"), stale.as_bytes()).await.problem(422);
        assert_eq!(stale["errors"][0]["code"], "review.changed", "{stale}");
        let done = desk.second.post(&desk.at("/release"), body.as_bytes()).await.json();
        assert_eq!((&done["state"], &done["two_persons"]), (&json!("released"), &json!(true)), "{done}");
        let shown = desk.world.ask(&format!("/api/v1/records/{}", desk.record)).await.json();
        assert_eq!(shown["fields"]["content"], "罚款伍仟元整", "{shown}");
        assert_eq!(desk.first.get("/api/v1/reviews?state=proposed").await.json()["items"], json!([]));

        let back = desk.first.post(&desk.at("/return"), r#"{"reason":"仍可识别个人"}"#.as_bytes()).await;
        assert_eq!(back.status, 200, "{}", back.text());
        let after = desk.world.ask(&format!("/api/v1/records/{}", desk.record)).await.json();
        assert!(after["fields"]["content"].is_null(), "{after}");
    }

    async fn strangers_and_slips_are_refused(db: &Db) {
        let desk = Desk::open(db).await;
        desk.first.bearing("").get("/api/v1/reviews").await.problem(401);
        let organs = xh_registry_store::organs(&mut db.read().await.unwrap()).await.unwrap();
        let other = organs.iter().find(|it| it.id != desk.world.bureau.id).unwrap();
        let other = desk.first.bearing(&token(&desk.world, "other", other.id.as_str(), None).await);
        assert_eq!(other.get("/api/v1/reviews").await.json()["items"], json!([]), "another organ's records");
        other.get(&desk.at("")).await.problem(403);
        other.post(&desk.at("/proposal"), b"").await.problem(403);
        other.get("/api/v1/withdrawals").await.problem(403);
        desk.first.get("/api/v1/reviews/no-such").await.problem(404);
        desk.first.get("/api/v1/reviews?state=done").await.problem(400);
        desk.first.post(&desk.at("/proposal"), b"[").await.problem(400);
        let phone = json!({ "texts": { "content": "请拨13800000001" } }).to_string();
        let phone = desk.first.post(&desk.at("/proposal"), phone.as_bytes()).await.problem(422);
        assert_eq!(phone["errors"][0]["code"], "review.forbidden");
        assert!(!phone.to_string().contains("13800000001"), "nothing of it is said again");
    }

    async fn a_withdrawal_and_its_chain_go_over_http(db: &Db) {
        let desk = Desk::open(db).await;
        desk.world.on("2026-09-30");
        let address = format!("/api/v1/withdrawals/{}", desk.record);
        let said = json!({
            "ground": "revoked", "happened_on": "2026-09-29", "document": "示复决〔2026〕3号",
            "reason": "行政复议决定撤销", "recipients": ["省平台"],
        });
        let named = json!({ "ground": "revoked", "happened_on": "2026-09-29", "document": "示复决〔2026〕3号",
            "reason": "当事人张三申请复议" });
        let named = desk.first.post(&address, named.to_string().as_bytes()).await.problem(422);
        assert_eq!(named["errors"][0]["code"], "withdrawal.forbidden");
        let done = desk.first.under("k2").post(&address, said.to_string().as_bytes()).await.json();
        assert_eq!((&done["due_on"], &done["timely"], &done["owed"]), (&json!("2026-10-01"), &json!(true), &json!(1)));
        let again = desk.first.under("k2").post(&address, said.to_string().as_bytes()).await.json();
        assert_eq!(again, done, "the same request, the same answer");
        assert_eq!(desk.world.ask(&format!("/records/{}", desk.record)).await.status, 404);
        desk.world.on("2026-10-09");
        let late = desk.first.get("/api/v1/withdrawals?overdue=true").await.json();
        assert_eq!(late["items"][0]["overdue"], 1, "{late}");
        let word = json!({ "recipient": "省平台", "what": "confirmed", "by": "省函〔2026〕1号" }).to_string();
        let word = desk.second.post(&format!("{address}/notices"), word.as_bytes()).await.json();
        assert_eq!((&word["owed"], &word["notices"][0]["confirmed_on"]), (&json!(0), &json!("2026-10-09")), "{word}");
        assert_eq!(desk.first.get("/api/v1/withdrawals?overdue=true").await.json()["items"], json!([]));
    }
}
