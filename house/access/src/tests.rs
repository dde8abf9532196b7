//! Tokens end; an answer is kept exactly when its act is, and only for its own request.

use xh_db::{Db, Res, both};

use super::*;

const NOW: &str = "2026-05-20T01:00:00.000000Z";

fn moment() -> Moment {
    Moment::new(Instant::parse(NOW).unwrap(), [3; 32])
}

fn asked(key: &str, body: &str) -> Repeat {
    Repeat::new("an account", key, &[b"POST", b"/api/v1/records", body.as_bytes()])
}

#[test]
fn neither_key_nor_body_is_stored() {
    let (one, other) = (asked("key", "body"), Repeat::new("another account", "key", &[b"body"]));
    assert_ne!(one.key(), other.key());
    assert_ne!(asked("key", "body"), asked("key", "body2"));
    assert_eq!(asked("key", "body"), one);
    assert!(!format!("{one:?}").contains("body"));
}

#[test]
fn a_request_under_way_is_known_until_it_has_landed() {
    let flights = Flights::default();
    let first = flights.start(&asked("key", "a"));
    assert!(first.is_some() && flights.start(&asked("key", "b")).is_none());
    assert!(flights.start(&asked("another key", "a")).is_some());
    drop(first);
    assert!(flights.start(&asked("key", "a")).is_some());
}

both! {
    async fn every_statement_is_prepared(db: &Db) -> Res<()> {
        db.prepare_all(ALL).await?;
        assert_eq!(settled(db, "log", "first").await?, "first");
        assert_eq!(settled(db, "log", "second").await?, "first");
        db.prepare_all(link::ALL).await?;
        db.prepare_all(repeat::ALL).await
    }

    async fn an_answer_goes_with_its_act(db: &Db) -> Res<()> {
        let (repeat, at) = (asked("key", "body"), Instant::parse(NOW).unwrap());
        let answer = KeptAnswer { status: 201, body: "{\"id\":\"甲\"}".to_owned() };
        let mut tx = db.write().await?;
        keep(&mut tx, &at, &repeat, &answer).await?;
        tx.rollback().await?;
        let mut tx = db.write().await?;
        assert_eq!(before(&mut tx, &repeat).await?, Before::New);
        keep(&mut tx, &at, &repeat, &answer).await?;
        tx.commit().await?;
        let mut tx = db.read().await?;
        assert_eq!(before(&mut tx, &repeat).await?, Before::Answered(answer.clone()));
        assert_eq!(before(&mut tx, &asked("key", "other")).await?, Before::Other);
        let all = before_all(&mut tx, &[None, Some(&repeat), Some(&asked("new", "body"))]).await?;
        assert_eq!(all, [Before::New, Before::Answered(answer.clone()), Before::New]);
        drop(tx);
        let mut tx = db.write().await?;
        let twice = keep(&mut tx, &at, &repeat, &answer).await;
        assert!(twice.is_err_and(|fault| fault.is_unique_violation()));
        Ok(())
    }

    async fn old_answers_are_forgotten(db: &Db) -> Res<()> {
        let answer = KeptAnswer { status: 201, body: "{}".to_owned() };
        let days = ["2026-05-12", "2026-05-13", "2026-05-20"];
        let mut tx = db.write().await?;
        for day in days {
            let at = Instant::parse(&format!("{day}T01:00:00.000000Z")).unwrap();
            keep(&mut tx, &at, &asked(day, "body"), &answer).await?;
        }
        tx.commit().await?;
        assert_eq!(forget(db, &Instant::parse("2026-05-13T01:00:00.000000Z").unwrap()).await?, 1);
        let asked = days.map(|day| asked(day, "body"));
        let known = before_all(&mut db.read().await?, &asked.each_ref().map(Some)).await?;
        assert_eq!(known, [Before::New, Before::Answered(answer.clone()), Before::Answered(answer)]);
        Ok(())
    }

    async fn a_token_ends(db: &Db) -> Res<()> {
        let mut moment = moment();
        let (before, end) = (moment.at().clone(), Instant::parse("2026-05-21T01:00:00.000000Z").unwrap());
        keep_token_until(db, &mut moment, "ends", "organ", "digest 1", Some(&end)).await?;
        keep_token(db, &mut moment, "stays", "", "digest 2").await?;
        assert_eq!(bearer(db, "digest 1", &before).await?.map(|one| one.organ).as_deref(), Some("organ"));
        assert_eq!(bearer(db, "digest 1", &end).await?, None);
        assert!(bearer(db, "digest 2", &end).await?.is_some());
        assert_eq!(revoke(db, &moment, "stays").await?, 1);
        assert_eq!(bearer(db, "digest 2", &end).await?, None);
        Ok(())
    }
}
