//! Every statement is planned by both engines; messages wait in their order and do not pile up.

use xh_db::{Db, Res, both};

use crate::{
    Delivery, KEPT, STATEMENTS, acknowledge, advance, again, applied, attempt, deliveries, failed, forget,
    owed, place, progress, put, received, set_owed, unapplied, waiting,
};

/// Minute `n` of an hour.
fn at(minute: i64) -> String {
    format!("2026-11-24T01:{minute:02}:00.000000Z")
}

fn message(nth: i64, deletes: i64) -> Delivery {
    Delivery {
        subscriber: "s".to_owned(),
        nth: 0,
        message: format!("msg_{nth}"),
        body: "{}".to_owned(),
        upto: format!("place {nth}"),
        items: deletes + 1,
        deletes,
        made_at: at(0),
        attempts: 0,
        next_at: String::new(),
        status: None,
        fault: None,
        received_at: None,
        applied_at: None,
    }
}

both! {
    async fn every_statement_is_prepared(db: &Db) -> Res<()> {
        for statements in STATEMENTS {
            db.prepare_all(statements).await?;
        }
        Ok(())
    }

    async fn messages_wait_in_their_order(db: &Db) -> Res<()> {
        let mut tx = db.write().await?;
        assert_eq!((put(&mut tx, &message(1, 0)).await?, put(&mut tx, &message(2, 3)).await?), (1, 2));
        assert!(attempt(&mut tx, "s", 1, &at(0), &at(2)).await?);
        assert!(!attempt(&mut tx, "s", 1, &at(1), &at(3)).await?, "it is under way");
        failed(&mut tx, "s", 1, &at(5), Some(503), "稍后").await?;
        let first = waiting(&mut tx, "s").await?.unwrap();
        assert_eq!((first.nth, first.attempts, first.next_at, first.status), (1, 1, at(5), Some(503)));
        assert!(received(&mut tx, "s", 1, &at(6), 204).await?);
        assert!(!received(&mut tx, "s", 1, &at(7), 204).await?, "once");
        assert!(!attempt(&mut tx, "s", 1, &at(9), &at(11)).await?, "what was received is not tried");
        assert_eq!(waiting(&mut tx, "s").await?.map(|one| one.nth), Some(2));
        assert_eq!(again(&mut tx, "s", Some("msg_1"), &at(8)).await?, 1);
        assert_eq!(waiting(&mut tx, "s").await?.map(|one| (one.nth, one.attempts)), Some((1, 0)));
        assert_eq!(again(&mut tx, "s", Some("msg_9"), &at(8)).await?, 0);
        assert_eq!(again(&mut tx, "s", None, &at(8)).await?, 2);
        received(&mut tx, "s", 1, &at(9), 200).await?;
        received(&mut tx, "s", 2, &at(9), 200).await?;
        let open: Vec<(i64, i64)> = unapplied(&mut tx, "s").await?.iter().map(|d| (d.nth, d.deletes)).collect();
        assert_eq!(open, [(1, 0), (2, 3)]);
        assert_eq!(applied(&mut tx, "s", 1, &at(10)).await?, 1);
        assert_eq!(unapplied(&mut tx, "s").await?.len(), 1);
        Ok(())
    }

    async fn a_subscriber_that_never_answers_makes_nothing_grow(db: &Db) -> Res<()> {
        let mut tx = db.write().await?;
        for nth in 1..=KEPT + 50 {
            put(&mut tx, &message(nth, 1)).await?;
        }
        let kept = deliveries(&mut tx, "s", i64::MAX).await?;
        assert_eq!(kept.len() as i64, KEPT);
        assert_eq!((kept[0].nth, kept[kept.len() - 1].nth), (KEPT + 50, 51));
        Ok(())
    }

    async fn a_place_moves_from_where_it_was(db: &Db) -> Res<()> {
        let mut tx = db.write().await?;
        assert_eq!(progress(&mut tx, "s").await?, None);
        place(&mut tx, "s", "a").await?;
        assert!(advance(&mut tx, "s", "a", "b").await?);
        assert!(!advance(&mut tx, "s", "a", "c").await?, "another was quicker");
        acknowledge(&mut tx, "s", "a", &at(1)).await?;
        set_owed(&mut tx, "s", Some(&at(2))).await?;
        place(&mut tx, "s", "a").await?;
        let known = progress(&mut tx, "s").await?.unwrap();
        assert_eq!((known.place.as_str(), known.acknowledged.as_deref()), ("a", Some("a")));
        assert_eq!((known.acknowledged_at, known.owed_since), (Some(at(1)), Some(at(2))));
        assert!(owed(&mut tx, &at(3)).await?.is_empty(), "nobody by that id is registered");
        put(&mut tx, &message(1, 1)).await?;
        forget(&mut tx, "s").await?;
        assert_eq!((progress(&mut tx, "s").await?, waiting(&mut tx, "s").await?), (None, None));
        Ok(())
    }
}
