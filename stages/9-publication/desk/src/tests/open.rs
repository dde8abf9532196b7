//! What leaves in bulk over the small ledger: no number of a person, no secret, nothing that is not on the shelf.

use xh_publication::{FeedPlace, view_of};

use super::*;

#[tokio::test]
async fn what_leaves_in_bulk_is_what_the_pages_show() {
    let filed = filed().await;
    let lists = ["/api/v1/downloads/penalty.csv", "/api/v1/downloads/penalty.jsonl"];
    for path in ["/api/v1/changes", "/atom.xml"].into_iter().chain(lists) {
        let (status, _, text) = get(&filed.app, path).await;
        assert_eq!(status, 200, "{path}: {text}");
        assert!(text.contains("云衡***") || text.contains("云衡**"), "{path}: {text}");
        for hidden in [PERSON, SECRET, "赵示例", "乙2", "丙3", filed.unsettled.as_str(), filed.ended.as_str()]
        {
            assert!(!text.contains(hidden), "{path} {hidden}: {text}");
        }
        assert!(text.contains(filed.shown.as_str()), "{path}: {text}");
    }
    let (_, _, text) = get(&filed.app, "/api/v1/changes").await;
    let items = json(&text)["items"].clone();
    let subject = items.as_array().unwrap().iter().find(|one| one["object"] == "subject").unwrap();
    assert_eq!(subject["subject"]["registration"]["legal_representative"], "赵**");
    let (_, _, text) = get(&filed.app, lists[0]).await;
    assert!(text.contains("\"30,000.00元\"") && text.contains("\"罚款\""), "{text}");
    let (_, _, text) = get(&filed.app, lists[1]).await;
    assert_eq!(json(&text)["fine_fen"], 3_000_000);
}

#[tokio::test]
async fn a_place_in_the_feed_holds_for_as_long_as_the_office_says() {
    let filed = filed().await;
    let (view, day) = (view_of(&law()), |text: &str| Date::parse(text).unwrap());
    let ask = async |place: FeedPlace| {
        get(&filed.app, &format!("/api/v1/changes?after={}", place.seal("localhost"))).await
    };
    let place = |on: &str, entry| FeedPlace { entry, day: day(on), within: None, view: view.clone() };
    assert_eq!(ask(place("2026-10-24", 6)).await.0, 200);
    for (place, why) in [(place("2026-10-23", 6), "保留期限"), (place("2026-11-23", 7), "账本现有条目之后")]
    {
        let (status, _, text) = ask(place).await;
        assert!(status == 416 && text.contains(why), "{status} {text}");
    }
    // What had ended before the place is not told again.
    let (_, _, text) = ask(place("2026-11-20", 6)).await;
    assert_eq!(
        (&json(&text)["items"], &json(&text)["more"]),
        (&Value::from(Vec::<Value>::new()), &Value::Bool(false))
    );
}

#[tokio::test]
async fn a_typed_list_holds_what_the_plain_one_holds() {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    let filed = filed().await;
    let request = Request::get("/api/v1/downloads/penalty.parquet").body(Body::empty()).unwrap();
    let answer = filed.app.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/vnd.apache.parquet");
    let rows: usize = answer.headers()["xinheng-rows"].to_str().unwrap().parse().unwrap();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let reader = SerializedFileReader::new(bytes).unwrap();
    let cells: Vec<Vec<(String, String)>> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            row.unwrap().get_column_iter().map(|(name, cell)| (name.clone(), cell.to_string())).collect()
        })
        .collect();
    assert_eq!((cells.len(), rows > 0), (rows, true));
    let (_, _, text) = get(&filed.app, "/api/v1/downloads/penalty.jsonl").await;
    for (line, cells) in text.lines().zip(&cells) {
        for (name, cell) in cells {
            let plain = match &json(line)[name] {
                Value::Null => "null".to_owned(),
                Value::String(day) if name.ends_with("_on") || name.starts_with("shown_") => day.clone(),
                Value::String(text) => format!("\"{text}\""),
                Value::Array(all) => {
                    format!("[{}]", all.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))
                }
                other => other.to_string(),
            };
            assert_eq!(*cell, plain, "{name}");
        }
    }
    assert!(cells.iter().flatten().any(|cell| *cell == ("fine_fen".to_owned(), "3000000".to_owned())));
}
