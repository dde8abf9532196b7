//! Subscribers told by webhook: whoever was away catches up to what the portal shows, deletions included; nobody holds
//! anybody up; nothing is sent where it must not be.

use std::time::Duration;

use serde_json::json;
use tokio::net::TcpListener;
use xh_db::{Db, both};
use xh_intake_desk::Filing;
use xh_publication::{SubscriberAct, SubscriberState};
use xh_publication_desk::{Courier, NewSubscriber, act, register, resend};
use xh_publication_store::{Progress, Subscriber, deliveries, owed, progress, subscriber};
use xh_webhook::RETRIES;
use xinheng::erase::erase;
use xinheng::rebuild;

use super::client::{Client, token};
use super::counter::fine;
use super::feed_story::{portal, withdraw};
use super::office::World;
use super::receiver::{Held, Receiver, courier};

const MINUTE: i64 = 60_000_000;
const BEGUN: &str = "2026-05-20T01:00:00.000000Z";

/// What the portal shows.
async fn shown(world: &World) -> Held {
    portal(world).await.into_keys().collect()
}

/// An office with two public records, and a receiver that has a copy of it.
async fn told(db: &Db) -> (World, Courier, Receiver, Subscriber) {
    let world = World::open(db, BEGUN).await;
    let fines = [
        fine(0, "示应急罚〔2026〕1号", "0.5", "2026-05-06"),
        fine(1, "示应急罚〔2026〕2号", "0.5", "2026-05-08"),
    ];
    world.file(&fines).await;
    world.answer().await;
    let (courier, receiver) = (courier(&world), Receiver::start().await);
    let made = receiver.register(&courier, "v1a", &[]).await;
    receiver.hold(shown(&world).await);
    (world, courier, receiver, made)
}

async fn known(world: &World, id: &str) -> Subscriber {
    subscriber(&mut world.office.db.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn stands(world: &World, id: &str) -> Progress {
    progress(&mut world.office.db.read().await.unwrap(), id).await.unwrap().unwrap()
}

/// Rounds until nothing more is received.
async fn settle(courier: &Courier) -> usize {
    let mut received = 0;
    loop {
        match courier.round().await.unwrap() {
            0 => return received,
            more => received += more,
        }
    }
}

async fn penalise(world: &World, nth: usize) {
    let filing = Filing::start(&world.office);
    world.penalise(&filing, nth, "罚款伍仟元整").await;
}

both! {
    async fn a_subscriber_stopped_for_an_hour_catches_up(db: &Db) {
        let (mut world, courier, receiver, made) = told(db).await;
        assert_eq!(settle(&courier).await, 0, "nothing has moved since");
        penalise(&world, 2).await;
        assert_eq!(settle(&courier).await, 1);
        assert_eq!(receiver.held(), shown(&world).await);
        assert_eq!(stands(&world, &made.id).await.owed_since, None, "nothing was taken down");

        receiver.answer(503);
        for nth in 3..8 {
            penalise(&world, nth).await;
            assert_eq!(courier.round().await.unwrap(), 0);
            world.pass(10 * MINUTE);
        }
        withdraw(&mut world, 4).await;
        let erased = world.only_record(5).await;
        erase(&world.office, &world.actor, &erased, "示例删除决定书1号").await.unwrap();
        world.pass(10 * MINUTE);
        assert_ne!(receiver.held(), shown(&world).await);

        receiver.answer(204);
        world.pass(180 * MINUTE);
        assert!(settle(&courier).await >= 2);
        assert_eq!(receiver.held(), shown(&world).await, "as if it had never been away");
        world.on("2027-05-06");
        settle(&courier).await;
        assert_eq!(receiver.held(), shown(&world).await, "what ended by its day alone");
        let gone = world.only_record(0).await;
        assert!(receiver.deleted().contains(&gone) && !receiver.deleted().contains(&erased), "was never told of");

        let since = stands(&world, &made.id).await.owed_since.unwrap();
        let mut tx = db.read().await.unwrap();
        let list = owed(&mut tx, world.office.moment().at().as_str()).await.unwrap();
        assert_eq!((list.len(), list[0].since.as_str(), list[0].id.as_str()), (1, since.as_str(), made.id.as_str()));
        assert!(list[0].deletes >= 1);
        drop(tx);
        let client = Client::new(&world).await;
        let office = client.bearing(&token(&world, "office", "", None).await);
        let path = format!("/api/v1/webhooks/{}/acknowledgements", made.id);
        let said = json!({ "position": receiver.position() }).to_string();
        let answer = office.post(&path, said.as_bytes()).await;
        assert_eq!((answer.status, &answer.json()["owed_since"]), (200, &json!(null)), "{}", answer.text());
        assert_eq!(stands(&world, &made.id).await.acknowledged, Some(receiver.position()));
        assert_eq!(client.post(&path, said.as_bytes()).await.status, 404, "another organ's");
        assert_eq!(office.post(&path, b"{\"position\":\"x\"}").await.status, 422);
    }

    async fn who_followed_the_feed_by_itself_is_not_told_again(db: &Db) {
        let (world, courier, receiver, made) = told(db).await;
        penalise(&world, 2).await;
        let after = stands(&world, &made.id).await.place;
        let page = world.ask(&format!("/api/v1/changes?after={after}")).await.json();
        let next = page["next"].as_str().unwrap();
        xh_publication_desk::acknowledge(&world.office, &courier.origin, "", &made.id, next).await.unwrap();
        assert_eq!((settle(&courier).await, receiver.seen().len()), (0, 0));
        penalise(&world, 3).await;
        assert_eq!(settle(&courier).await, 1);
        assert!(receiver.seen()[0].1["data"]["from"] == next);
    }

    async fn two_nodes_make_each_attempt_once(db: &Db) {
        let (world, first, receiver, made) = told(db).await;
        let second = courier(&world);
        receiver.wait(Duration::from_millis(30));
        for nth in 2..8 {
            penalise(&world, nth).await;
            let (a, b, c) = tokio::join!(first.round(), second.round(), second.round());
            assert_eq!(a.unwrap() + b.unwrap() + c.unwrap(), 1, "penalty {nth}");
        }
        let mut ids: Vec<String> = receiver.seen().into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 6);
        ids.dedup();
        assert_eq!((ids.len(), receiver.held()), (6, shown(&world).await));
        let sent = deliveries(&mut db.read().await.unwrap(), &made.id, 100).await.unwrap();
        assert!(sent.iter().all(|one| one.attempts == 1 && one.status == Some(204)), "{sent:?}");
    }

    async fn a_node_that_dies_after_sending_leaves_the_same_message(db: &Db) {
        let (world, courier, receiver, made) = told(db).await;
        penalise(&world, 2).await;
        receiver.wait(Duration::from_millis(900));
        let killed = tokio::time::timeout(Duration::from_millis(450), courier.round()).await;
        assert!(killed.is_err() && receiver.seen().len() == 1, "sent, and nothing noted");
        receiver.wait(Duration::ZERO);
        assert_eq!((settle(&courier).await, receiver.seen().len()), (0, 1), "it may still be under way");
        world.pass(2 * MINUTE);
        penalise(&world, 3).await;
        assert_eq!(settle(&courier).await, 2);
        let seen = receiver.seen();
        assert_eq!(seen[0], seen[1], "the same id, the same bytes");
        assert_eq!((receiver.held(), seen.len()), (shown(&world).await, 3));
        let sent = deliveries(&mut db.read().await.unwrap(), &made.id, 100).await.unwrap();
        assert_eq!(sent.iter().map(|one| one.attempts).collect::<Vec<_>>(), [1, 2]);
    }

    async fn who_never_answers_holds_up_nobody_and_is_given_up(db: &Db) {
        let (world, courier, receiver, _) = told(db).await;
        let hole = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://hole.example.org:{}/", hole.local_addr().unwrap().port());
        let new = NewSubscriber { name: "示例无应答平台".to_owned(), url, ..NewSubscriber::default() };
        let dead = register(&world.office, &world.actor, &courier.origin, &courier.sender, new).await.unwrap();
        for nth in 2..4 {
            penalise(&world, nth).await;
            // The one that does not answer would take twice as long.
            drop(tokio::time::timeout(Duration::from_millis(700), courier.round()).await);
            assert_eq!(receiver.held(), shown(&world).await);
        }
        drop(hole);
        for _ in RETRIES {
            world.pass(25 * 60 * MINUTE);
            courier.round().await.unwrap();
        }
        let gave_up = known(&world, &dead.id).await;
        assert_eq!(gave_up.state, SubscriberState::Disabled);
        assert!(gave_up.ground.contains("没有送达") && gave_up.ground.contains("hole.example.org"), "{}", gave_up.ground);
        let sent = deliveries(&mut db.read().await.unwrap(), &dead.id, 100).await.unwrap();
        assert_eq!(sent.len(), 1, "nothing piles up");
        assert_eq!(settle(&courier).await, 0);
        act(&world.office, &world.actor, "", &dead.id, SubscriberAct::Resume, "示例").await.unwrap();
        assert_eq!(known(&world, &dead.id).await.state, SubscriberState::Active);
        assert_eq!(rebuild::check(db).await.unwrap().differences, []);
    }

    async fn gone_means_gone_and_the_rest_of_a_life(db: &Db) {
        let (mut world, courier, receiver, made) = told(db).await;
        penalise(&world, 2).await;
        receiver.answer(410);
        assert_eq!(settle(&courier).await, 0);
        let gone = known(&world, &made.id).await;
        assert_eq!((gone.state, gone.ground.contains("410")), (SubscriberState::Disabled, true));
        receiver.answer(301);
        act(&world.office, &world.actor, "", &made.id, SubscriberAct::Resume, "示例").await.unwrap();
        assert_eq!(settle(&courier).await, 0, "a redirect is a failure");
        receiver.answer(204);
        resend(&world.office, &courier.origin, "", &made.id, None, None).await.unwrap();
        assert_eq!((settle(&courier).await, receiver.held()), (1, shown(&world).await));
        let first = receiver.seen()[0].0.clone();
        resend(&world.office, &courier.origin, "", &made.id, Some(&first), None).await.unwrap();
        assert_eq!(settle(&courier).await, 1);
        assert!(receiver.seen().iter().all(|(id, _)| *id == first), "one message all along");

        let rotated = act(&world.office, &world.actor, "", &made.id, SubscriberAct::Rotate, "").await.unwrap();
        penalise(&world, 3).await;
        assert_eq!((settle(&courier).await, receiver.signatures()), (1, 2), "the old key still holds");
        receiver.believe(&courier.keys.current(&rotated).shown());
        world.pass(25 * 60 * MINUTE);
        withdraw(&mut world, 3).await;
        assert_eq!((settle(&courier).await, receiver.signatures()), (1, 1), "and after a day the new one alone");

        act(&world.office, &world.actor, "", &made.id, SubscriberAct::Pause, "示例").await.unwrap();
        penalise(&world, 4).await;
        assert_eq!(settle(&courier).await, 0);
        act(&world.office, &world.actor, "", &made.id, SubscriberAct::Resume, "示例").await.unwrap();
        assert_eq!((settle(&courier).await, receiver.held()), (1, shown(&world).await));
        act(&world.office, &world.actor, "", &made.id, SubscriberAct::Remove, "示例").await.unwrap();
        penalise(&world, 5).await;
        assert_eq!(settle(&courier).await, 0);
        assert_eq!(progress(&mut db.read().await.unwrap(), &made.id).await.unwrap(), None);
        assert_eq!(rebuild::check(db).await.unwrap().differences, []);
    }

    async fn kinds_are_chosen_and_a_rebuilt_office_begins_anew(db: &Db) {
        let (mut world, courier, receiver, made) = told(db).await;
        let other = Receiver::start().await;
        let chosen = other.register(&courier, "v1", &["licence"]).await;
        penalise(&world, 2).await;
        settle(&courier).await;
        assert_eq!((other.seen().len(), receiver.held()), (0, shown(&world).await));
        withdraw(&mut world, 2).await;
        settle(&courier).await;
        assert_eq!(other.deleted(), receiver.deleted(), "of what is gone only the id is known");

        let mut export = Vec::new();
        rebuild::export(db, &mut export, true).await.unwrap();
        let elsewhere = xh_db::testing::sqlite().await;
        rebuild::replay(&mut std::io::Cursor::new(export), &elsewhere).await.unwrap();
        assert_eq!(rebuild::compare(db, &elsewhere).await.unwrap(), []);
        let mut moved = courier.clone();
        moved.office.db = elsewhere;
        assert_eq!(settle(&moved).await, 2);
        for (at, id) in [(&receiver, &made.id), (&other, &chosen.id)] {
            let last = at.seen().pop().unwrap().1;
            assert_eq!((&last["type"], &last["data"]["from"]), (&json!("feed.reset"), &json!(null)), "{id}");
        }
    }

    async fn an_address_inside_is_refused_at_the_counter(db: &Db) {
        let world = World::open(db, BEGUN).await;
        let client = Client::new(&world).await;
        for url in [
            "http://a.example.org/", "https://127.0.0.1/", "https://10.1.2.3/in", "https://[::1]/", "https://0.0.0.0/",
            "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
            "https://127.1/", "https://127。0。0。1/", "https://169.254.169.254/latest/meta-data/", "https://localhost/",
            "https://user@203.0.113.7/", "https://[64:ff9b::7f00:1]/", "https://[fd00:ec2::254]/",
            "ftp://a.example.org/",
            "https://10.1.2.3:22/", "https://100.100.100.200/",
        ] {
            let said = json!({ "name": "示例平台", "url": url }).to_string();
            let problem = client.post("/api/v1/webhooks", said.as_bytes()).await.problem(422);
            assert_eq!(problem["errors"][0]["pointer"], "/url", "{url}: {problem}");
        }
        let list = client.get("/api/v1/webhooks").await;
        assert_eq!((list.status, &list.json()["items"]), (200, &json!([])));
        assert_eq!(client.bearing("").get("/api/v1/webhooks").await.status, 401);
        assert_eq!(client.post("/api/v1/webhooks", b"{\"name\":\"x\"}").await.status, 400);
        assert_eq!(client.get("/api/v1/webhooks/none").await.status, 404);
    }

    async fn the_api_shows_a_secret_once_and_organs_apart(db: &Db) {
        let (world, courier, receiver, made) = told(db).await;
        let bureau = Client::new(&world).await;
        assert_eq!(bureau.get(&format!("/api/v1/webhooks/{}", made.id)).await.status, 404, "the credit office's");
        let office = bureau.bearing(&token(&world, "office", "", None).await);
        penalise(&world, 2).await;
        settle(&courier).await;
        let one = office.get(&format!("/api/v1/webhooks/{}", made.id)).await.json();
        assert_eq!((&one["state"], &one["messages"][0]["status"]), (&json!("active"), &json!(204)));
        assert!(one["public_key"].as_str().is_some_and(|key| key.starts_with("whpk_")) && one["secret"].is_null());

        let organ = world.bureau.id.as_str().to_owned();
        let url = format!("http://bureau.example.org:{}/in", Receiver::start().await.port());
        let (name, scheme) = ("本局系统".to_owned(), "v1".to_owned());
        let new = NewSubscriber { organ, name, url, scheme, ..NewSubscriber::default() };
        let own = register(&world.office, &world.actor, &courier.origin, &courier.sender, new.clone()).await.unwrap();
        let twice = register(&world.office, &world.actor, &courier.origin, &courier.sender, new).await.unwrap_err();
        assert!(twice.to_string().contains(&own.id), "{twice}");
        let path = format!("/api/v1/webhooks/{}", own.id);
        assert!(bureau.get(&path).await.json()["secret"].is_null());
        let secret = bureau.post(&format!("{path}/rotate"), b"").await.json()["secret"].clone();
        assert!(secret.as_str().is_some_and(|key| key.starts_with("whsec_")), "{secret}");
        assert_eq!(bureau.post(&format!("{path}/pause"), b"").await.json()["state"], "paused");
        assert_eq!(bureau.post(&format!("{path}/pause"), b"").await.status, 422);
        assert_eq!(bureau.post(&format!("{path}/resume"), b"").await.json()["state"], "active");
        assert_eq!(bureau.post(&format!("{path}/resend"), b"{\"message\":\"msg_x\"}").await.status, 404);
        assert_eq!(bureau.send("DELETE", &path, b"").await.json()["state"], "removed");
        assert_eq!(bureau.send("DELETE", &path, b"").await.status, 409);
        assert_eq!(receiver.held(), shown(&world).await);
    }
}
