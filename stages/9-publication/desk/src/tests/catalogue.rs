//! The catalogue before any was adopted, and questions that cannot be answered: said, and not repeated.

use super::*;

#[tokio::test]
async fn without_an_adopted_catalogue_nothing_is_owed() {
    let filed = filed().await;
    let (status, _, html) = get(&filed.app, "/catalogue").await;
    assert!(status == 200 && html.contains("没有施行中的目录"), "{html}");
    let (status, _, html) = get(&filed.app, "/catalogue/obligations").await;
    assert!(status == 200 && html.contains("还没有采用目录"), "{html}");
    let (_, _, text) = get(&filed.app, "/api/v1/catalogue").await;
    let answer = json(&text);
    assert_eq!(
        (&answer["edition"], &answer["total"], &answer["next"]),
        (&Value::Null, &0.into(), &Value::Null)
    );
    let (_, link, text) = get(&filed.app, "/api/v1/obligations?state=all&on=0001-01-01").await;
    let answer = json(&text);
    assert_eq!((link.as_str(), &answer["total"], &answer["overdue"]), ("", &0.into(), &0.into()));
    assert_eq!((&answer["as_of"], &answer["position"]), (&"0001-01-01".into(), &6.into()));
}

#[tokio::test]
async fn a_wrong_question_about_the_catalogue_is_named() {
    let filed = filed().await;
    let person = format!("organ={PERSON}");
    for (list, asked, says) in [
        ("catalogue", "on=2026-02-30", "不存在或写法不对"),
        ("catalogue", "class=nonsense", "信息类"),
        ("catalogue", "openness=secret", "公开属性"),
        ("catalogue", "level=130199", "层级"),
        ("obligations", "on=2027-01-01", "还没有到"),
        ("obligations", "item=nonsense", "不在目录内"),
        ("obligations", "state=late", "状态"),
        ("obligations", &person, "没有登记"),
    ] {
        let (status, _, text) = get(&filed.app, &format!("/api/v1/{list}?{asked}")).await;
        assert!(status == 400 && text.contains(says) && !text.contains(PERSON), "{asked}: {text}");
        let page = if list == "catalogue" { "/catalogue" } else { "/catalogue/obligations" };
        let (status, _, html) = get(&filed.app, &format!("{page}?{asked}")).await;
        assert!(status == 200 && html.contains(says) && !html.contains(PERSON), "{asked}: {html}");
    }
    for list in ["catalogue", "obligations"] {
        assert_eq!(get(&filed.app, &format!("/api/v1/{list}?cursor=abc.def")).await.0, 400);
    }
}
