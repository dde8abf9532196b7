//! Lists as files: what is public, today and on a past day, with count and digest; what has been taken down since is
//! counted and not told. And the feed for people.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use xh_db::{Db, both};

use super::client::{Answer, Client};
use super::counter::{csv, fine};
use super::feed_story::withdraw;
use super::office::{SECRET, World};

const DOCUMENTS: [&str; 3] = ["示应急罚〔2026〕11号", "示应急罚〔2026〕12号", "示应急罚〔2026〕13号"];

/// Two fines, filed at first.
fn two() -> [Vec<String>; 2] {
    [fine(0, DOCUMENTS[0], "0.5", "2026-05-06"), fine(1, DOCUMENTS[1], "0.5", "2026-05-08")]
}

/// The JSON list of penalties on a day, by record, checked against what its headers say.
async fn list(client: &Client, on: &str, gone: &str) -> BTreeMap<String, Value> {
    let answer = client.get(&format!("/api/v1/downloads/penalty.jsonl?on={on}")).await;
    whole(&answer);
    assert_eq!((answer.header("xinheng-on"), answer.header("xinheng-gone")), (on, gone), "{on}");
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let rows: Vec<Value> = answer.text().lines().map(row).collect();
    assert_eq!(answer.header("xinheng-rows"), rows.len().to_string());
    rows.into_iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row)).collect()
}

fn whole(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
    assert_eq!(answer.header("xinheng-sha256"), hex::encode(Sha256::digest(&answer.bytes)));
    assert!(answer.header("ratelimit").starts_with("\"default\";r="), "{:?}", answer.headers);
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"penalty-"));
    assert!(!answer.text().contains(SECRET));
}

/// The differences between two lists, by record.
async fn differences(client: &Client, since: &str, on: &str) -> BTreeMap<String, Value> {
    let answer = client.get(&format!("/api/v1/downloads/penalty.jsonl?since={since}&on={on}")).await;
    whole(&answer);
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let rows: Vec<Value> = answer.text().lines().map(row).collect();
    assert_eq!(answer.header("xinheng-rows"), rows.len().to_string());
    let by_id: BTreeMap<_, _> =
        rows.iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone())).collect();
    assert_eq!(by_id.len(), rows.len(), "each record once");
    by_id
}

/// The earlier list with the differences applied is the later list.
async fn leads_on(client: &Client, mut copy: BTreeMap<String, Value>, since: &str, on: &str, gone: &str) {
    for (id, mut row) in differences(client, since, on).await {
        let op = row.as_object_mut().unwrap().remove("op").unwrap();
        match op.as_str().unwrap() {
            "add" => assert!(copy.insert(id, row).is_none()),
            "change" => assert_ne!(copy.insert(id, row.clone()), Some(row)),
            "delete" => assert!(copy.remove(&id).is_some() && row.as_object().unwrap().len() == 1, "{row}"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(copy, list(client, on, gone).await, "{since} to {on}");
}

/// The list of a day equals what the ledger answers about each of its records for that day.
async fn equals_the_ledger(client: &Client, on: &str, rows: &BTreeMap<String, Value>) {
    for (id, row) in rows {
        let then = format!("as_of={on}&known_at={on}T23:59:59.999999%2B08:00");
        let told = client.get(&format!("/api/v1/records/{id}?{then}")).await.json();
        for (name, value) in told["fields"].as_object().unwrap() {
            assert_eq!(&row[name.as_str()], value, "{name} of {id} on {on}");
        }
        for (mine, theirs) in [("subject", "subject_uscc"), ("authority", "authority"), ("entry", "entry")] {
            assert_eq!(row[mine], told[theirs], "{mine} of {id} on {on}: {told}");
        }
    }
}

both! {
    async fn a_list_names_only_what_may_still_be_shown(db: &Db) {
        let mut world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let client = Client::new(&world).await;
        assert_eq!(list(&client, "2026-05-20", "0").await.len(), 0);
        world.file(&two()).await;
        world.answer().await;
        let first = list(&client, "2026-05-20", "0").await;
        assert_eq!(first.len(), 2);
        equals_the_ledger(&client, "2026-05-20", &first).await;

        world.on("2026-06-10");
        world.file(&[fine(2, DOCUMENTS[2], "0.5", "2026-06-01")]).await;
        let more = csv(&[fine(0, DOCUMENTS[0], "0.6", "2026-05-06")]);
        let again = world.import("more.csv", &more).await.counts;
        assert_eq!(again.amended, 1, "{again:?}");
        assert_eq!(list(&client, "2026-05-20", "0").await, first, "the day as it was known then");
        let today = list(&client, "2026-06-10", "0").await;
        assert_eq!(today.len(), 3);
        assert_ne!(today[&world.only_record(0).await], first[&world.only_record(0).await]);
        equals_the_ledger(&client, "2026-06-10", &today).await;

        leads_on(&client, first.clone(), "2026-05-20", "2026-06-10", "0").await;
        leads_on(&client, BTreeMap::new(), "2026-05-19", "2026-05-20", "0").await;

        let gone = world.only_record(1).await;
        withdraw(&mut world, 1).await;
        let past = list(&client, "2026-05-20", "1").await;
        assert!(past.len() == 1 && !past.contains_key(&gone), "{past:?}");
        assert_eq!(list(&client, "2026-06-10", "0").await.len(), 2);
        leads_on(&client, first.clone(), "2026-05-20", "2026-06-10", "0").await;
        let since = differences(&client, "2026-05-20", "2026-05-20").await;
        assert_eq!((since.len(), &since[&gone]["op"]), (1, &Value::from("delete")), "told to nobody again");
        // A year later everything has ended, and no past day brings it back.
        world.on("2027-06-10");
        assert_eq!(list(&client, "2026-05-20", "2").await.len(), 0);
        assert_eq!(list(&client, "2027-06-10", "0").await.len(), 0);
    }

    async fn lists_are_found_and_wrong_questions_are_answered(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let client = Client::new(&world).await;
        world.file(&two()).await;
        world.answer().await;
        let sheet = client.get("/api/v1/downloads/penalty.csv").await;
        whole(&sheet);
        let text = sheet.text();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        let listed = client.get("/api/v1/downloads").await.json();
        let mut kinds = listed["items"].as_array().unwrap().iter();
        let penalty = kinds.find(|one| one["kind"] == "penalty").unwrap();
        let title = |column: &Value| format!("\"{}\"", column["title"].as_str().unwrap());
        let wanted: Vec<String> = penalty["columns"].as_array().unwrap().iter().map(title).collect();
        let each: BTreeSet<&String> = wanted.iter().collect();
        assert_eq!(each.len(), wanted.len(), "each column once: {wanted:?}");
        assert!(lines[1].contains("\"5,000.00元\""), "{text}");
        assert_eq!((lines.len(), lines[0]), (3, wanted.join(",").as_str()));
        // Free text has its column, and nobody has released any.
        assert!(wanted.contains(&"\"违法事实\"".to_owned()) && text.contains(DOCUMENTS[1]), "{text}");
        assert!(!text.contains("未按规定设置安全警示标志"), "{text}");
        assert_eq!(penalty["jsonl"], "/api/v1/downloads/penalty.jsonl");

        for (path, status) in [
            ("penalty.csv?on=2026-05-21", 400), ("penalty.csv?on=x", 400),
            ("penalty.csv?since=2026-05-19", 400),
            ("penalty.jsonl?since=2026-05-20&on=2026-05-19", 400),
            ("penalty.exe", 404),
            ("registration.csv", 404), ("none.csv", 404), ("penalty", 404),
        ] {
            client.get(&format!("/api/v1/downloads/{path}")).await.problem(status);
        }
        let page = world.ask("/downloads?on=2026-05-10").await;
        assert!(page.status == 200 && page.text.contains("penalty.jsonl?on=2026-05-10"), "{}", page.text);
        let page = world.ask("/downloads?on=2026-05-21").await;
        assert!(page.status == 200 && page.text.contains("还没有到"), "{}", page.text);

        let feed = client.get("/atom.xml").await;
        assert_eq!((feed.status, feed.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
        let text = feed.text();
        assert_eq!(text.matches("<entry>").count(), 2, "{text}");
        assert!(text.contains("自2027-05-08起停止公示") && !text.contains(SECRET), "{text}");
        world.on("2027-05-07");
        assert_eq!(client.get("/atom.xml").await.text().matches("<entry>").count(), 1);
    }

    async fn an_asker_is_told_how_much_is_left(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let client = Client::new(&world).await;
        for left in (0..600).rev() {
            let answer = client.get("/api/v1/changes").await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert!(answer.header("ratelimit").starts_with(&format!("\"default\";r={left};t=")));
        }
        let refused = client.get("/api/v1/changes").await;
        let problem = refused.problem(429);
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("批量下载")), "{problem}");
        let seconds: i64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=300).contains(&seconds), "{seconds}");
        assert_eq!(client.get("/api/v1/subjects").await.status, 200, "looking up is not counted");
        world.on("2026-05-21");
        assert_eq!(client.get("/api/v1/changes").await.status, 200);
    }
}
