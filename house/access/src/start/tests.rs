//! A link opens once, within its hour, in its own library; looking at it or sending it from elsewhere uses nothing up.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt;
use xh_db::{Res, both};
use xh_web::{AnyPage, SiteConfig, Web};

use super::*;
use crate::link::{keep_link, offer_link};
use crate::{bearer, keep_token};

const LOG: &str = "localhost+00000000+key";
const NOON: &str = "2026-05-20T04:00:00.000000Z";
const LATER: &str = "2026-05-20T05:00:00.000000Z";

fn at(text: &str) -> Moment {
    Moment::new(Instant::parse(text).unwrap(), [5; 32])
}

fn page_at(db: &Db, now: &'static str, log: &str) -> Router {
    let doors = Doors { db: db.clone(), moment: Arc::new(move || at(now)), log: log.to_owned() };
    xh_web::headers::finish(start_routes(doors), &Web::new(SiteConfig::default(), &[1; 32], 0))
}

async fn ask(page: &Router, request: Request<Body>) -> (u16, String) {
    let answer = page.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    assert!(status >= 500 || status == 403 || answer.headers()["cache-control"] == "no-store");
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

async fn look(page: &Router, link: &Link) -> (u16, String) {
    let address = format!("/start?key={}", link.text());
    ask(page, Request::get(address).header("accept", "text/html").body(Body::empty()).unwrap()).await
}

async fn send(page: &Router, link: &Link, name: &str, more: &[(&str, &str)]) -> (u16, String) {
    let mut request =
        Request::post("/start").header("host", "credit.example.org").header("accept", "text/html");
    for (header, value) in more {
        request = request.header(*header, *value);
    }
    let body = format!("key={}&name={name}&days=30", link.text());
    let kind = "application/x-www-form-urlencoded";
    ask(page, request.header("content-type", kind).body(Body::from(body)).unwrap()).await
}

fn token_in(html: &str) -> Option<Token> {
    let from = html.find("xh_")?;
    Token::parse(html.get(from..from + 50)?)
}

#[test]
fn the_page_is_sound_in_every_state() {
    for (name, html) in xh_web::check::render_all(&[AnyPage::of::<StartPage>("StartPage")]) {
        insta::assert_snapshot!(name, html);
    }
}

both! {
    async fn a_link_opens_once_and_gives_the_first_token(db: &Db) -> Res<()> {
        let (page, link) = (page_at(db, NOON, LOG), Link::from_random(&[7; 32]));
        keep_link(db, &at(NOON), &link, LOG).await?;
        for _ in 0..3 {
            let (status, html) = look(&page, &link).await;
            assert!(status == 200 && html.contains("领取令牌"), "a preview used it up: {status}");
        }
        let foreign = [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")];
        for header in foreign {
            assert_eq!(send(&page, &link, "admin", &[header]).await.0, 403, "{header:?}");
        }
        let (status, html) = send(&page, &link, "", &[]).await;
        assert!(status == 422 && html.contains("用途名称应为"), "{html}");
        let own = [("origin", "https://credit.example.org"), ("sec-fetch-site", "same-origin")];
        let (first, second) = tokio::join!(send(&page, &link, "admin", &own), send(&page, &link, "other", &own));
        let mut statuses = [first.0, second.0];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410], "two at once");
        let made = if first.0 == 200 { first.1 } else { second.1 };
        let token = token_in(&made).unwrap();
        let bears = bearer(db, &token.digest(), at(NOON).at()).await?.unwrap();
        assert!(bears.organ.is_empty() && ["admin", "other"].contains(&bears.name.as_str()));
        assert!(bearer(db, &token.digest(), &Instant::parse("2026-06-19T04:00:00.000000Z").unwrap()).await?.is_none());
        let (status, html) = look(&page, &link).await;
        assert!(status == 410 && html.contains("已经用过") && token_in(&html).is_none());
        Ok(())
    }

    async fn an_old_a_foreign_and_a_replaced_link_open_nothing(db: &Db) -> Res<()> {
        let (link, newer) = (Link::from_random(&[8; 32]), Link::from_random(&[9; 32]));
        keep_link(db, &at(NOON), &link, LOG).await?;
        let cases = [
            (page_at(db, LATER, LOG), &link, 410, "已经过期"),
            (page_at(db, NOON, "elsewhere+00000000+key"), &link, 404, "不属于本库"),
            (page_at(db, NOON, LOG), &newer, 404, "不属于本库"),
            (page_at(db, NOON, LOG), &Link::of(""), 404, "不属于本库"),
        ];
        for (page, link, wanted, words) in cases {
            for (status, html) in [look(&page, link).await, send(&page, link, "admin", &[]).await] {
                assert!(status == wanted && html.contains(words), "{wanted} {words}: {status}");
            }
        }
        keep_link(db, &at(NOON), &newer, LOG).await?;
        let page = page_at(db, NOON, LOG);
        assert_eq!((look(&page, &link).await.0, look(&page, &newer).await.0), (404, 200));
        Ok(())
    }

    async fn a_link_is_offered_once_and_only_where_nobody_has_a_token(db: &Db) -> Res<()> {
        let links = [1, 2, 3, 4].map(|n| Link::from_random(&[n; 32]));
        assert!(offer_link(db, &at(NOON), &links[0], LOG).await?);
        assert!(!offer_link(db, &at(NOON), &links[1], LOG).await?, "the first may still be used");
        assert!(offer_link(db, &at(LATER), &links[2], LOG).await?, "its hour is over");
        keep_token(db, &mut at(LATER), "a token", "", "digest").await?;
        assert!(!offer_link(db, &at("2026-05-21T05:00:00.000000Z"), &links[3], LOG).await?);
        Ok(())
    }
}
