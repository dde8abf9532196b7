//! Free text on its way to the shelf: people named in it are never public, two persons where a rule asks, and what was
//! amended falls back. And a record taken back over a holiday: off at once, told, overdue, confirmed.

use std::collections::BTreeMap;

use xh_db::{Db, both};
use xh_intake_desk::Filing;
use xh_kernel::{Date, Id};
use xh_ledger::Draft;
use xh_registry::{Edit, ReleasedBody, TEXT_RELEASED, WithdrawalGround, WithdrawalSaid};
use xh_registry_desk::{
    ActFault, Noting, Reviewed, Withdrawn, WorkList, commit, note_notice, propose_text, release_text,
    return_text, withdraw_record, withdrawn_list, work_list,
};
use xinheng::rebuild;

use super::office::{SECRET, World};

/// The second person.
const OTHER: &str = "another person";

/// An act in its transaction, as verbs and API run it.
macro_rules! act {
    ($world:expr, $act:ident, $($said:expr),+) => {{
        let mut tx = $world.office.db.write().await.unwrap();
        let done = $act(&$world.office, &mut tx, $($said),+).await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    }};
}

impl World {
    /// Proposes what the machine proposes.
    pub async fn propose(&self, actor: &str, record: &str) -> Result<Reviewed, ActFault> {
        act!(self, propose_text, actor, record, &BTreeMap::new())
    }

    /// Releases what was proposed.
    pub async fn release(&self, actor: &str, record: &str) -> Result<Reviewed, ActFault> {
        act!(self, release_text, actor, record, None)
    }

    /// One record reviewed and released by two persons, one proposed and sent back; one taken back, told and confirmed.
    pub async fn review(&self) {
        let [first, second, third] = [2, 7, 9].map(|nth| self.records[nth].as_str());
        self.propose(&self.actor, first).await.unwrap();
        self.release(OTHER, first).await.unwrap();
        self.propose(&self.actor, second).await.unwrap();
        act!(self, return_text, OTHER, second, "错字").unwrap();
        self.take_back(third, "2026-05-19").await.unwrap();
        self.note(third, Noting::Sent, "省平台").await.unwrap();
        self.note(third, Noting::Confirmed, "省平台").await.unwrap();
    }

    /// Takes a record back: revoked on a day, learnt of the same day.
    pub async fn take_back(&self, record: &str, day: &str) -> Result<Withdrawn, ActFault> {
        let said = WithdrawalSaid {
            ground: WithdrawalGround::Revoked,
            happened_on: Date::parse(day).unwrap(),
            known_on: Date::parse(day).unwrap(),
            document: "示复决〔2026〕3号".to_owned(),
            reason: "行政复议决定撤销原处罚决定".to_owned(),
            recipients: vec!["省平台".to_owned()],
        };
        act!(self, withdraw_record, &self.actor, record, &said)
    }

    pub async fn note(&self, record: &str, noting: Noting, recipient: &str) -> Result<Withdrawn, ActFault> {
        act!(self, note_notice, &self.actor, record, (noting, recipient, "公函"))
    }

    /// Everything anybody may ask about a record, in one text.
    async fn seen(&self, record: &str) -> String {
        let mut seen = String::new();
        let paths = [
            format!("/records/{record}"),
            format!("/records/{record}/proof"),
            format!("/api/v1/records/{record}"),
            "/api/v1/changes".to_owned(),
            "/api/v1/downloads/penalty.csv".to_owned(),
            "/api/v1/downloads/penalty.jsonl".to_owned(),
            "/board".to_owned(),
        ];
        for path in paths {
            seen.push_str(&self.ask(&path).await.text);
        }
        seen
    }

    async fn waiting(&self, list: WorkList) -> Vec<String> {
        let mut tx = self.office.db.read().await.unwrap();
        let page = work_list(&self.office, &mut tx, list, "", "", 100).await.unwrap();
        page.lines.into_iter().map(|line| line.record).collect()
    }

    async fn withdrawals(&self, overdue: bool) -> Vec<Withdrawn> {
        let mut tx = self.office.db.read().await.unwrap();
        withdrawn_list(&self.office, &mut tx, overdue, None, 100).await.unwrap().0
    }
}

fn code(done: Result<Reviewed, ActFault>) -> &'static str {
    use xh_kernel::Refusal as _;
    match done {
        Err(ActFault::Refused(refused)) => refused.code(),
        other => panic!("{other:?}"),
    }
}

/// One fine on the shelf, answered.
async fn shown(db: &Db, begun: &str) -> (World, Filing, String) {
    let world = World::open(db, begun).await;
    let filing = Filing::start(&world.office);
    world.penalise(&filing, 0, "罚款伍仟元整").await;
    world.answer().await;
    let record = world.only_record(0).await;
    (world, filing, record)
}

async fn rebuilds(world: &World) {
    assert_eq!(rebuild::check(&world.office.db).await.unwrap().differences, []);
}

both! {
    async fn people_in_free_text_are_never_public_and_two_persons_release(db: &Db) {
        let (world, filing, record) = shown(db, "2026-05-20T01:00:00.000000Z").await;
        assert!(SECRET.contains("甄无名"));
        let before = world.seen(&record).await;
        assert!(!before.contains("甄无名") && !before.contains("罚款伍仟元整"), "nobody has released it");
        assert_eq!(world.waiting(WorkList::Waiting).await, [record.as_str()]);

        let proposed = world.propose(&world.actor, &record).await.unwrap();
        assert!(proposed.two_persons);
        assert_eq!(world.waiting(WorkList::Waiting).await, Vec::<String>::new());
        assert_eq!(world.waiting(WorkList::Proposed).await, [record.as_str()]);
        assert!(!world.seen(&record).await.contains("罚款伍仟元整"), "proposed is not released");
        assert_eq!(code(world.release(&world.actor, &record).await), "review.same_person");
        world.release(OTHER, &record).await.unwrap();
        let after = world.seen(&record).await;
        assert!(after.contains("罚款伍仟元整") && after.contains("当事人员工甄某"), "{after}");
        assert!(!after.contains("甄无名"));
        assert_eq!(world.waiting(WorkList::Proposed).await, Vec::<String>::new());

        world.penalise(&filing, 0, "罚款肆仟元整（更正）").await;
        let amended = world.seen(&record).await;
        assert!(!amended.contains("罚款伍仟元整") && !amended.contains("罚款肆仟元整"), "new words, new review");
        assert_eq!(world.waiting(WorkList::Waiting).await, [record.as_str()]);
        assert_eq!(code(world.release(OTHER, &record).await), "review.nothing_proposed");
        let older = world.ask(&format!("/api/v1/records/{record}?known_at=12")).await.text;
        assert!(!older.contains("罚款伍仟元整"), "what fell is not brought back by asking for an earlier state");
        rebuilds(&world).await;
    }

    async fn a_released_text_can_be_taken_off_at_once(db: &Db) {
        let (world, _, record) = shown(db, "2026-05-20T01:00:00.000000Z").await;
        world.propose(&world.actor, &record).await.unwrap();
        world.release(OTHER, &record).await.unwrap();
        act!(world, return_text, &world.actor, &record, "仍可识别个人").unwrap();
        assert!(!world.seen(&record).await.contains("罚款伍仟元整"));
        let edits = BTreeMap::from([("content".to_owned(), Edit::Withhold)]);
        let again = act!(world, propose_text, OTHER, &record, &edits).unwrap();
        assert!(again.two_persons);
        assert_eq!(code(world.release(OTHER, &record).await), "review.same_person");
        world.release(&world.actor, &record).await.unwrap();
        let seen = world.seen(&record).await;
        assert!(seen.contains("甄某") && !seen.contains("罚款伍仟元整"));
        rebuilds(&world).await;
    }

    async fn the_database_itself_wants_two_persons(db: &Db) {
        let (world, _, record) = shown(db, "2026-05-20T01:00:00.000000Z").await;
        world.propose(&world.actor, &record).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let row = xh_registry_store::record_of(&mut tx, &record, i64::MAX).await.unwrap().unwrap().record;
        let review = xh_registry_store::review_of(&mut tx, &record).await.unwrap().unwrap();
        let body = ReleasedBody {
            content: row.body_position,
            proposal: review.position,
            texts: BTreeMap::from([("content".to_owned(), "罚款伍仟元整".to_owned())]),
            digest: review.digest,
        };
        let draft = Draft {
            stream: Id::parse(&record).unwrap(),
            version: row.version + 1,
            kind: TEXT_RELEASED.to_owned(),
            actor: world.actor.clone(),
            organ: row.organ,
            release: "release".to_owned(),
            fields: body.to_fields(),
        };
        let fault = commit(&mut tx, vec![draft], &mut world.office.moment()).await.unwrap_err();
        assert!(format!("{fault:?}").contains("registry_review_two_persons"), "{fault:?}");
        drop(tx);
        assert!(!world.seen(&record).await.contains("罚款伍仟元整"));
    }

    async fn a_revoked_fine_goes_at_once_and_its_chain_is_kept(db: &Db) {
        let (world, _, record) = shown(db, "2026-05-20T01:00:00.000000Z").await;
        world.propose(&world.actor, &record).await.unwrap();
        world.release(OTHER, &record).await.unwrap();
        world.on("2026-09-30");
        assert!(world.ask(&format!("/records/{record}")).await.text.contains("罚款伍仟元整"));
        let from = world.ask("/api/v1/changes").await.json()["next"].as_str().unwrap().to_owned();
        let done = world.take_back(&record, "2026-09-29").await.unwrap();
        assert_eq!((done.due_on.as_deref(), done.timely, done.owed), (Some("2026-10-01"), Some(true), 1));
        let page = world.ask(&format!("/records/{record}")).await;
        assert_eq!(page.status, 404);
        assert!(page.text.contains("被撤销") && page.text.contains("示复决〔2026〕3号"), "{}", page.text);
        assert!(!page.text.contains("罚款伍仟元整") && !page.text.contains("石城示例"), "{}", page.text);
        let told = world.ask(&format!("/api/v1/changes?after={from}")).await.json();
        assert_eq!((&told["items"][0]["op"], &told["items"][0]["id"]), (&"delete".into(), &record.as_str().into()));
        assert!(world.take_back(&record, "2026-09-29").await.is_err(), "once");

        assert_eq!(world.withdrawals(true).await, Vec::<Withdrawn>::new(), "nobody is late yet");
        world.on("2026-10-02");
        let late = world.withdrawals(true).await;
        assert_eq!((late.len(), late[0].overdue), (1, 1));
        world.note(&record, Noting::Sent, "省平台").await.unwrap();
        assert!(world.note(&record, Noting::Confirmed, "市平台").await.is_err(), "nobody of that name had it");
        let confirmed = world.note(&record, Noting::Confirmed, "省平台").await.unwrap();
        assert_eq!((confirmed.owed, confirmed.overdue), (0, 0));
        assert_eq!(world.withdrawals(true).await, Vec::<Withdrawn>::new());
        assert_eq!(world.withdrawals(false).await.len(), 1);
        rebuilds(&world).await;
    }
}
