//! The shape of messages, which subscribers build on, and their size.

use serde_json::{Value, json};
use xh_kernel::{Date, Instant};

use super::{BULLETIN_MAX, Bulletin, Item};
use crate::FeedPlace;

fn at() -> Instant {
    Instant::from_unix_micros(1_764_000_000_000_000)
}

fn item(nth: usize) -> Item {
    Item {
        change: if nth.is_multiple_of(2) { "delete" } else { "change" },
        object: "record",
        id: format!("0198c5e2-a1f0-7d3b-9c4e-{nth:012}"),
        kind: (!nth.is_multiple_of(2)).then(|| "administrative_adjudication".to_owned()),
        entry: Some(1_000_000_000 + i64::try_from(nth).unwrap()),
        day: Some("2026-11-24".to_owned()),
    }
}

#[test]
fn a_message_says_ids_and_places_and_no_name() {
    let told = Bulletin::changed(at(), "A".to_owned(), "B".to_owned(), false, vec![item(0), item(1)]);
    assert_eq!(told.counts(), (2, 1));
    let told: Value = serde_json::from_str(&told.to_json()).unwrap();
    let items = json!([
        { "change": "delete", "object": "record", "id": item(0).id, "kind": null, "entry": 1_000_000_000_i64,
          "day": "2026-11-24" },
        { "change": "change", "object": "record", "id": item(1).id, "kind": "administrative_adjudication",
          "entry": 1_000_000_001_i64, "day": "2026-11-24" },
    ]);
    let data = json!({ "from": "A", "position": "B", "more": false, "items": items });
    assert_eq!(
        told,
        json!({ "type": "feed.changed", "timestamp": "2025-11-24T16:00:00.000000Z", "data": data })
    );
    let reset: Value = serde_json::from_str(&Bulletin::reset(at(), "B".to_owned()).to_json()).unwrap();
    let data = json!({ "from": null, "position": "B", "more": true, "items": [] });
    assert_eq!(
        reset,
        json!({ "type": "feed.reset", "timestamp": "2025-11-24T16:00:00.000000Z", "data": data })
    );
}

#[test]
fn a_full_message_is_below_the_limit_of_the_specification() {
    let day = Date::parse("2026-11-24").unwrap();
    let within = Some((day, item(0).id));
    let place = FeedPlace { entry: i64::MAX, day, within, view: "x".repeat(12) }.seal("credit.example.org");
    let items = (0..BULLETIN_MAX).map(|nth| item(nth * 2 + 1)).collect();
    let told = Bulletin::changed(at(), place.clone(), place, true, items);
    assert!(told.to_json().len() < 20_000, "{}", told.to_json().len());
}
