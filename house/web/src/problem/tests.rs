//! The wire form of problems, and the error pages in all their states.

use expect_test::expect;

use super::*;
use crate::{AnyPage, check};

#[test]
fn the_wire_form_is_rfc_9457() {
    let error = ProblemError {
        pointer: "/day".into(),
        code: "date".into(),
        message: "日期不存在".into(),
        law: vec![],
    };
    let problem = Problem::bad_request("日期「2026-2-30」不存在").with_error(error).at("/api/v1/x", "id");
    expect![[r#"
        {
          "type": "/help#problem-bad-request",
          "title": "请求看不懂",
          "status": 400,
          "detail": "日期「2026-2-30」不存在",
          "instance": "/api/v1/x",
          "errors": [
            {
              "pointer": "/day",
              "code": "date",
              "message": "日期不存在"
            }
          ]
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&problem).unwrap());
}

struct TooEarly;

impl xh_kernel::Refusal for TooEarly {
    fn code(&self) -> &'static str {
        "repair.too_early"
    }

    fn sentence(&self) -> String {
        "公示未满最短期限".to_owned()
    }

    fn cites(&self) -> Vec<xh_kernel::Citation> {
        vec![xh_kernel::Citation { source: "order-36".to_owned(), article: "第九条".to_owned() }]
    }
}

#[test]
fn a_refusal_cites_its_article() {
    let problem = Problem::refused(&TooEarly, &|cite| format!("《办法》{}", cite.article));
    let wire = serde_json::to_value(&problem).unwrap();
    assert_eq!(
        (wire["status"].as_u64(), wire["errors"][0]["code"].as_str()),
        (Some(422), Some("repair.too_early"))
    );
    assert_eq!(wire["errors"][0]["law"][0], "《办法》第九条");
}

#[test]
fn slugs_and_statuses_are_unique() {
    let mut slugs: Vec<_> = ProblemKind::ALL.iter().map(|kind| kind.slug()).collect();
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(slugs.len(), ProblemKind::ALL.len());
    for kind in ProblemKind::ALL {
        assert_eq!(ProblemKind::of_status(kind.status()), kind);
    }
}

#[test]
fn error_pages_are_sound_in_every_state() {
    for (name, html) in check::render_all(&[AnyPage::of::<ErrorPage>("ErrorPage")]) {
        insta::assert_snapshot!(name, html);
    }
}
