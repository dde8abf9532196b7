//! The board over the small ledger: counts, no content; what is asked wrongly is said and not repeated.

use super::*;

#[tokio::test]
async fn the_board_counts_and_shows_no_content() {
    let filed = filed().await;
    let (status, _, html) = get(&filed.app, "/quality?month=2026-05").await;
    assert_eq!(status, 200, "{html}");
    assert!(html.contains("未提供") && html.contains("0 / 2") && html.contains("没有期限"), "{html}");
    assert!(!html.contains("云衡") && !html.contains(PERSON) && html.contains("建设局***"), "{html}");
    let (_, _, html) = get(&filed.app, "/quality?month=2026-05&kind=licence").await;
    assert!(html.contains("没有符合条件的报送"), "{html}");
    let (_, _, html) = get(&filed.app, "/quality").await;
    assert!(html.contains("2026年10月，共 0 行"), "the last month that is over: {html}");
}

#[tokio::test]
async fn the_board_for_programs_goes_on_by_cursor_and_names_its_faults() {
    let filed = filed().await;
    let (_, link, text) = get(&filed.app, "/api/v1/quality?month=2026-05&limit=1").await;
    let answer = json(&text);
    let line = &answer["items"][0];
    assert_eq!(
        (&line["reported"], &line["conformity_bp"], &line["produced"]),
        (&2.into(), &0.into(), &Value::Null)
    );
    assert_eq!((link.as_str(), &answer["position"]), ("", &Value::from(6)));
    for (asked, says) in [
        ("month=2026-13", "不存在或写法不对"),
        ("month=2027-01", "还没有到"),
        ("kind=registration", "信息类别"),
        (&format!("organ={PERSON}"), "没有登记"),
    ] {
        let (status, _, text) = get(&filed.app, &format!("/api/v1/quality?{asked}")).await;
        assert!(status == 400 && text.contains(says) && !text.contains(PERSON), "{asked}: {text}");
        let (status, _, html) = get(&filed.app, &format!("/quality?{asked}")).await;
        assert!(status == 200 && html.contains(says) && !html.contains(PERSON), "{asked}: {html}");
    }
    assert_eq!(get(&filed.app, "/api/v1/quality?cursor=abc.def").await.0, 400);
}
