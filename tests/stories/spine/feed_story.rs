//! Subscribers of the change feed: whatever happens, and however long one was away, a copy that applies the feed in
//! order is what the portal shows. Ends are told on their day by the days alone; no job runs here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xh_db::{Db, both};
use xh_intake_desk::Filing;
use xh_kernel::Id;
use xh_ledger::Draft;
use xh_registry::{ChangeBody, RECORD_WITHDRAWN};
use xh_registry_desk::NewOrgan;
use xinheng::{erase::erase, law};

use super::counter::fine;
use super::office::{SECRET, World, law_files};

/// What a subscriber holds, and where it stands.
#[derive(Default)]
struct Copy {
    held: BTreeMap<(String, String), Value>,
    after: String,
    limit: usize,
    /// Deletions met, with the day that caused each.
    deleted: Vec<(String, Value)>,
}

impl Copy {
    fn of(limit: usize) -> Copy {
        Copy { limit, ..Copy::default() }
    }

    /// Applies the feed until it says that there is no more.
    async fn follow(&mut self, world: &World) {
        loop {
            let path = format!("/api/v1/changes?after={}&limit={}", self.after, self.limit);
            let told = world.ask(&path).await;
            assert_eq!(told.status, 200, "{}", told.text);
            assert!(!told.text.contains(SECRET) && !told.text.contains("甄无名"), "{}", told.text);
            let page = told.json();
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= self.limit, "{page}");
            items.iter().for_each(|item| self.apply(item));
            self.after = page["next"].as_str().unwrap().to_owned();
            if page["more"] == false {
                return;
            }
        }
    }

    fn apply(&mut self, item: &Value) {
        let object = item["object"].as_str().unwrap().to_owned();
        let key = (object.clone(), item["id"].as_str().unwrap().to_owned());
        match item["op"].as_str().unwrap() {
            "add" | "change" => drop(self.held.insert(key, item[object.as_str()].clone())),
            "delete" => {
                self.held.remove(&key);
                self.deleted.push((key.1, item["day"].clone()));
            }
            other => panic!("{other}"),
        }
    }
}

/// A list of the API that fits on one page.
async fn all(world: &World, path: &str) -> Vec<Value> {
    let page = world.ask(&format!("{path}?limit=100")).await.json();
    assert!(page["next"].is_null(), "{page}");
    page["items"].as_array().unwrap().clone()
}

/// What the portal's own lists say, in the shape of a copy.
pub async fn portal(world: &World) -> BTreeMap<(String, String), Value> {
    let mut out = BTreeMap::new();
    let mut tx = world.office.db.read().await.unwrap();
    let organs = xh_registry_store::organs(&mut tx).await.unwrap();
    drop(tx);
    let code =
        |name: &Value| organs.iter().find(|organ| *name == organ.name).map(|organ| organ.uscc.as_str());
    for organ in &organs {
        out.insert(("organ".to_owned(), organ.uscc.as_str().to_owned()), json!(organ.name));
    }
    for listed in all(world, "/api/v1/subjects").await {
        let uscc = listed["uscc"].as_str().unwrap();
        let file = world.ask(&format!("/api/v1/subjects/{uscc}")).await.json();
        let subject = json!({
            "name": listed["name"], "status": listed["status"], "provisional": file["provisional"],
            "former_names": listed["former_names"], "registration": file["registration"],
        });
        out.insert(("subject".to_owned(), uscc.to_owned()), subject);
        for record in all(world, &format!("/api/v1/subjects/{uscc}/records")).await {
            let held = json!({
                "kind": record["kind"], "subject": uscc, "authority": code(&record["authority"]),
                "decided_on": record["decided_on"], "filed_on": record["filed_on"],
                "severity": record["severity"], "fields": record["fields"], "period": record["period"],
                "entry": record["entry"],
            });
            out.insert(("record".to_owned(), record["id"].as_str().unwrap().to_owned()), held);
        }
    }
    out
}

/// A copy that is always there, one that asks for one thing at a time, and one that comes at the end.
struct Subscribers([Copy; 2]);

impl Subscribers {
    async fn agree(&mut self, world: &World, step: &str, records: usize) {
        let wanted = portal(world).await;
        let shown = wanted.keys().filter(|(object, _)| object == "record").count();
        assert_eq!(shown, records, "{step}");
        for copy in &mut self.0 {
            copy.follow(world).await;
            assert_eq!(copy.held, wanted, "{step}, {} at a time", copy.limit);
        }
        let mut fresh = Copy::of(7);
        fresh.follow(world).await;
        assert_eq!(fresh.held, wanted, "{step}, from the beginning");
    }
}

both! {
    async fn a_copy_that_applies_the_feed_is_the_portal(db: &Db) {
        let mut world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let mut all = Subscribers([Copy::of(1_000), Copy::of(1)]);
        all.agree(&world, "two organs and nothing else", 0).await;

        world.file(&[fine(0, "示应急罚〔2026〕1号", "0.5", "2026-05-06"),
                     fine(1, "示应急罚〔2026〕2号", "0.5", "2026-05-08")]).await;
        all.agree(&world, "filed and waiting for an answer", 0).await;
        world.answer().await;
        all.agree(&world, "answered", 2).await;
        let mut away = Copy::of(2);
        away.follow(&world).await;

        let filing = Filing::start(&world.office);
        world.penalise(&filing, 2, "罚款伍仟元整").await;
        all.agree(&world, "a third is filed", 3).await;
        world.penalise(&filing, 2, "罚款伍仟元整（更正）").await;
        world.register(&filing, 2, "石城示例改名商贸有限公司").await;
        all.agree(&world, "amended, and the organisation has a new name", 3).await;
        rename(&world).await;
        all.agree(&world, "the bureau has a new name", 3).await;

        world.on("2027-05-05");
        all.agree(&world, "the day before, and after the end of the third", 2).await;
        world.on("2027-05-06");
        all.agree(&world, "its time is over by itself", 1).await;
        assert!(all.0.iter().all(|copy| copy.deleted.len() == 2), "{:?}", all.0[0].deleted);
        let first = world.only_record(0).await;
        assert!(all.0.iter().all(|copy| copy.deleted.contains(&(first.clone(), json!("2027-05-06")))));

        world.on("2027-05-07");
        world.file(&[fine(3, "示应急罚〔2027〕3号", "0.5", "2027-05-06"),
                     fine(4, "示应急罚〔2027〕4号", "0.5", "2027-05-06")]).await;
        all.agree(&world, "two new ones", 3).await;
        withdraw(&mut world, 3).await;
        all.agree(&world, "one is withdrawn", 2).await;
        let erased = world.only_record(4).await;
        erase(&world.office, &world.actor, &erased, "示例删除决定书1号").await.unwrap();
        all.agree(&world, "one is erased", 1).await;
        world.on("2030-01-01");
        all.agree(&world, "years later", 0).await;

        away.follow(&world).await;
        assert_eq!(away.held, portal(&world).await, "three years away");
    }

    async fn a_place_that_leads_nowhere_is_refused(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let mut copy = Copy::of(100);
        copy.follow(&world).await;
        let mut cut = copy.after.clone();
        cut.pop();
        for wrong in ["x", "MQ", cut.as_str(), "%00"] {
            let told = world.ask(&format!("/api/v1/changes?after={wrong}")).await;
            assert_eq!((told.status, told.text.contains("从头取起")), (400, true), "{wrong}: {}", told.text);
        }
        assert_eq!(world.ask("/api/v1/changes?limit=1001").await.status, 400);

        let mut files = law_files();
        let penalty = files.get_mut("national/kinds/penalty.toml").unwrap();
        *penalty = penalty.replacen("visibility = \"public\"", "visibility = \"staff\"", 1);
        let folder = written(&files);
        let release = law::release(Some(folder.path())).unwrap_or_else(|exit| panic!("{}", exit.message));
        xh_registry_desk::adopt(&world.office, &world.actor, &release).await.unwrap();
        let told = world.ask(&format!("/api/v1/changes?after={}", copy.after)).await;
        assert_eq!(told.status, 416, "{}", told.text);
        let problem = told.json();
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("公开口径")), "{problem}");
        Copy::of(100).follow(&world).await;
    }
}

async fn rename(world: &World) {
    let (uscc, name) = (world.bureau.uscc, "石城市示例应急管理和消防局".to_owned());
    let aliases = vec![world.bureau.name.clone()];
    let new = NewOrgan { uscc, name, aliases, system: String::new() };
    xh_registry_desk::register_organ(&world.office, &world.actor, new).await.unwrap();
}

/// The authority withdraws what it filed about an organisation: no interval is left.
pub async fn withdraw(world: &mut World, nth: usize) {
    let record = world.only_record(nth).await;
    let mut moment = world.office.moment();
    let release = world.office.law().await.unwrap();
    let mut tx = world.office.db.write().await.unwrap();
    let head = xh_ledger_store::lock_head(&mut tx).await.unwrap();
    let known = xh_registry_store::record_of(&mut tx, &record, head).await.unwrap().unwrap().record;
    let body = ChangeBody {
        status: "withdrawn".to_owned(),
        severity: known.severity,
        unsettled: None,
        intervals: Vec::new(),
        ground: "示例撤销决定书1号".to_owned(),
    };
    let draft = Draft {
        stream: Id::parse(&record).unwrap(),
        version: known.version + 1,
        kind: RECORD_WITHDRAWN.to_owned(),
        actor: world.actor.clone(),
        organ: known.organ,
        release: release.digest().to_owned(),
        fields: body.to_fields(),
    };
    xh_registry_desk::commit(&mut tx, vec![draft], &mut moment).await.unwrap();
    tx.commit().await.unwrap();
}

fn written(files: &BTreeMap<String, String>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
