//! The portal over a small ledger: one organisation, one penalty on the shelf, one whose time is over.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::Value;
use tower::ServiceExt;
use xh_db::Db;
use xh_kernel::{Date, Id, Instant, Moment, Uscc};
use xh_ledger::{Draft, Fields};
use xh_policy::Release;
use xh_policy_store::{Adopted, Office};
use xh_registry::{Organ, OrganBody, RecordBody, SubjectBody, facts_of};
use xh_search::{Change, Doc, SearchIndex};
use xh_web::{SiteConfig, Web};

use crate::{Portal, api_routes, portal_routes};

mod catalogue;
mod open;
mod quality;

const CODE: &str = "91130100000000019Q";
const NOW: &str = "2026-11-23T02:00:00.000000Z";
const SECRET: &str = "当事人李某未经批准擅自施工";
const PERSON: &str = "11010519491231002X";
/// A careless register: the number of a person stands in names.
const NAME: &str = "演示市云衡11010519491231002X建设工程有限公司";
const FORMER: &str = "演示市天平基建11010519491231002X有限公司";
const BUREAU: &str = "演示市住房和城乡建设局11010519491231002X";

fn read(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, root, files);
        } else if path.extension().is_some_and(|ext| ext == "toml") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn law() -> Release {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../policy");
    let mut files = BTreeMap::new();
    read(&root, &root, &mut files);
    Release::load(&files, "city-shijiazhuang").unwrap()
}

struct Filed {
    app: Router,
    shown: Id,
    ended: Id,
    unsettled: Id,
}

fn draft(stream: &Id, kind: &str, organ: &Id, release: &Release, fields: Fields) -> Draft {
    Draft {
        stream: stream.clone(),
        version: 1,
        kind: kind.to_owned(),
        actor: "tester".to_owned(),
        organ: organ.as_str().to_owned(),
        release: release.digest().to_owned(),
        fields,
    }
}

fn penalty(
    release: &Release,
    organ: &Organ,
    subject: &Id,
    day: &str,
    number: &str,
    kinds: &[&str],
) -> Fields {
    let kind = release.kind("penalty").unwrap();
    let fields: Fields = [
        ("subject_name", Value::from(NAME)),
        ("document_no", Value::from(number)),
        ("kinds", Value::from(kinds.to_vec())),
        ("fine_wan", Value::from(3_000_000)),
        ("decided_on", Value::from(day)),
        ("violation_facts", Value::from(SECRET)),
        ("source", Value::from(format!("演示市 {PERSON}"))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let answer = (!kinds.contains(&"other")).then_some(xh_kernel::Severity::General);
    let today = Date::parse("2026-11-23").unwrap();
    let judged = xh_policy::judge(release, "penalty", &facts_of(kind, &fields, organ, answer), today);
    let body = RecordBody {
        subject: subject.clone(),
        kind: "penalty".to_owned(),
        document_key: number.to_owned(),
        decided_on: Date::parse(day).ok(),
        filed_on: Date::parse(day).unwrap(),
        status: "valid".to_owned(),
        severity: judged.severity,
        unsettled: judged.unsettled.as_ref().map(xh_registry::question),
        conforming: false,
        timely: None,
        intervals: judged.intervals,
        fields,
    };
    body.to_fields()
}

async fn file_all(db: &Db, release: &Release, moment: &mut Moment) -> (Id, [Id; 3]) {
    let (organ, subject) = (moment.id(), moment.id());
    let ids = [moment.id(), moment.id(), moment.id()];
    let uscc = Uscc::with_check_digit("11130100000000027").unwrap();
    let (name, system) = (BUREAU.to_owned(), String::new());
    let office = Organ { id: organ.clone(), uscc, name: name.clone(), system: system.clone(), version: 1 };
    let organ_body = OrganBody { uscc, names: vec![name.clone()], name, system };
    let body = SubjectBody {
        uscc: Uscc::parse(CODE).unwrap(),
        name: NAME.to_owned(),
        former_names: vec![FORMER.to_owned()],
        state: "active".to_owned(),
        provisional: false,
        identifiers: Vec::new(),
        fields: Fields::from([
            ("legal_representative".to_owned(), Value::from("赵示例")),
            ("division".to_owned(), Value::from("演示区")),
        ]),
    };
    let file = |day, number, kinds: &[&str]| penalty(release, &office, &subject, day, number, kinds);
    let drafts = vec![
        draft(&organ, xh_registry::ORGAN_REGISTERED, &organ, release, organ_body.to_fields()),
        draft(&subject, xh_registry::SUBJECT_REGISTERED, &organ, release, body.to_fields()),
        draft(&ids[0], xh_registry::RECORD_FILED, &organ, release, file("2026-05-06", "甲1", &["fine"])),
        draft(&ids[1], xh_registry::RECORD_FILED, &organ, release, file("2019-12-02", "乙2", &["fine"])),
        draft(&ids[2], xh_registry::RECORD_FILED, &organ, release, file("2026-05-07", "丙3", &["other"])),
    ];
    let mut tx = db.write().await.unwrap();
    let adopted = Adopted {
        digest: release.digest().to_owned(),
        title: release.title(),
        content: release.content().to_owned(),
        position: 0,
        adopted_at: NOW.to_owned(),
    };
    xh_policy_store::put(&mut tx, &adopted).await.unwrap();
    // The answer that settles the two fines; the third stays open.
    let settled = xh_registry::SettledBody {
        kind: "penalty".to_owned(),
        unsettled: "fine|1w-10w".to_owned(),
        severity: xh_kernel::Severity::General,
        document: "答复1".to_owned(),
    };
    let mut drafts = drafts;
    drafts.push(draft(&moment.id(), xh_registry::SEVERITY_ANSWERED, &organ, release, settled.to_fields()));
    let sealed = xh_registry_store::ready(drafts, moment).unwrap();
    let head = xh_ledger_store::lock_head(&mut tx).await.unwrap();
    xh_registry_store::write(&mut tx, head, sealed).await.unwrap();
    tx.commit().await.unwrap();
    (subject, ids)
}

async fn filed() -> Filed {
    let (db, release) = (xh_db::testing::sqlite().await, law());
    let mut moment = Moment::new(Instant::parse(NOW).unwrap(), [7; 32]);
    let (subject, [shown, ended, unsettled]) = file_all(&db, &release, &mut moment).await;
    let clock = Arc::new(|| Moment::new(Instant::parse(NOW).unwrap(), [8; 32]));
    let search = SearchIndex::in_memory().unwrap();
    let doc = Doc {
        id: subject.as_str().to_owned(),
        uscc: CODE.to_owned(),
        name: NAME.to_owned(),
        former_names: vec![FORMER.to_owned()],
        state: "active".to_owned(),
        district: String::new(),
    };
    search.apply(&[Change::Put(doc)], 1).unwrap();
    let web = Web::new(SiteConfig::default(), &[9; 32], 0);
    let portal = Portal {
        office: Office::new(db, clock),
        search,
        web: web.clone(),
        vkey: "localhost+key".to_owned(),
        sm2: None,
        origin: "localhost".to_owned(),
        open: crate::OpenData::keeping(Some(30)),
        prove: Arc::new(|position, names| {
            let hidden = ["f.source", "f.violation_facts", "document_key", "unsettled", "conforming"];
            assert!(position == 2 && !names.iter().any(|name| hidden.contains(&name.as_str())), "{names:?}");
            assert!(names.contains(&"f.fine_wan".to_owned()) && names.contains(&"intervals".to_owned()));
            Box::pin(async { Ok(None) })
        }),
    };
    let app = portal_routes(portal.clone()).merge(api_routes(portal, utoipa::openapi::OpenApi::default()));
    Filed { app: xh_web::headers::finish(app, &web), shown, ended, unsettled }
}

async fn get(app: &Router, path: &str) -> (u16, String, String) {
    let accept = if path.starts_with("/api/") { "application/json" } else { "text/html" };
    let request = Request::get(path).header("accept", accept).body(Body::empty()).unwrap();
    let answer = app.clone().oneshot(request).await.unwrap();
    let location = answer.headers().get("location").map(|v| v.to_str().unwrap().to_owned());
    let link = answer.headers().get("link").map(|v| v.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    (status, location.or(link).unwrap_or_default(), String::from_utf8(bytes.to_vec()).unwrap())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn pages_show_what_is_on_the_shelf_and_nothing_else() {
    let filed = filed().await;
    let record = format!("/records/{}", filed.shown.as_str());
    let subject = format!("/subjects/{CODE}");
    let proof = format!("{record}/proof");
    let search = ["/search?q=%E4%BA%91%E8%A1%A1", "/search?q=%E5%A4%A9%E5%B9%B3"];
    let pages = ["/", "/board", "/ledger", "/policy", "/help", &subject, &record, &proof];
    for path in pages.into_iter().chain(search) {
        let (status, _, html) = get(&filed.app, path).await;
        assert_eq!(status, 200, "{path}: {html}");
        assert!(!html.contains("乙2") && !html.contains("丙3"), "{path}");
        assert!(!html.contains(SECRET) && !html.contains(PERSON) && !html.contains("赵示例"), "{path}");
    }
    let (_, _, html) = get(&filed.app, &record).await;
    assert!(html.contains("一般失信，最长公示一年") && html.contains("30,000.00元"), "{html}");
    assert!(html.contains("违法事实") && html.contains("演示市住房和城乡建设局"));
    let (_, _, html) = get(&filed.app, &subject).await;
    assert!(html.contains("赵**") && html.contains("天平基建") && html.contains("存续"), "{html}");
}

#[tokio::test]
async fn what_is_not_shown_is_not_found_on_any_day() {
    let filed = filed().await;
    let (ended, unsettled) = (filed.ended.as_str(), filed.unsettled.as_str());
    for (id, times) in [(ended, ""), (ended, "?as_of=2020-03-01"), (unsettled, ""), ("nothing", "")] {
        for stem in ["/records", "/api/v1/records"] {
            let (status, _, text) = get(&filed.app, &format!("{stem}/{id}{times}")).await;
            assert_eq!(status, 404, "{stem}/{id}{times}");
            assert!(!text.contains("云衡") && !text.contains("建设局"), "{text}");
        }
        assert_eq!(get(&filed.app, &format!("/records/{id}/proof.json")).await.0, 404);
    }
    let shown = filed.shown.as_str();
    assert_eq!(get(&filed.app, &format!("/records/{shown}/proof")).await.0, 200);
    assert_eq!(get(&filed.app, &format!("/records/{shown}/proof.tlog")).await.0, 503);
    assert_eq!(get(&filed.app, &format!("/api/v1/records/{shown}?as_of=2026-05-05")).await.0, 404);
    assert_eq!(get(&filed.app, &format!("/api/v1/records/{shown}?as_of=2027-05-06")).await.0, 404);
    assert_eq!(get(&filed.app, &format!("/api/v1/records/{shown}?known_at=2")).await.0, 404);
    assert_eq!(get(&filed.app, &format!("/api/v1/records/{shown}?known_at=3")).await.0, 200);
}

#[tokio::test]
async fn a_search_knows_codes_and_refuses_people() {
    let filed = filed().await;
    let (status, to, _) = get(&filed.app, &format!("/search?q={}", CODE.to_lowercase())).await;
    assert_eq!((status, to.as_str()), (303, "/subjects/91130100000000019Q"));
    let (_, _, html) = get(&filed.app, "/search?q=%E4%BA%91%E8%A1%A1").await;
    assert!(html.contains("<span>演示区</span>"), "the district in the words of the register: {html}");
    // 云横建社: two slips.
    let (_, _, html) = get(&filed.app, "/search?q=%E4%BA%91%E6%A8%AA%E5%BB%BA%E7%A4%BE").await;
    assert!(html.contains("没有找到") && html.contains("演示市云衡***建设工程有限公司"), "{html}");
    let (status, _, html) = get(&filed.app, &format!("/search?q={PERSON}")).await;
    assert!(status == 200 && html.contains("只查单位") && !html.contains(PERSON));
    let (status, _, text) = get(&filed.app, &format!("/api/v1/subjects?q={PERSON}")).await;
    assert!(status == 400 && !text.contains(PERSON));
}

#[tokio::test]
async fn no_number_of_a_person_comes_back() {
    let filed = filed().await;
    let record = format!("/api/v1/records/{}", filed.shown.as_str());
    let found = [
        "/api/v1/subjects".to_owned(),
        "/api/v1/subjects?q=%E4%BA%91%E8%A1%A1".to_owned(),
        format!("/api/v1/subjects/{CODE}"),
        format!("/api/v1/subjects/{CODE}/records"),
        record.clone(),
    ];
    for path in &found {
        let (status, _, text) = get(&filed.app, path).await;
        assert!(status == 200 && text.contains("***") && !text.contains(PERSON), "{path}: {text}");
    }
    let percent = PERSON.replacen('1', "%31", 3);
    for typed in [PERSON.to_owned(), PERSON.to_lowercase(), percent] {
        for stem in ["/subjects/", "/api/v1/subjects/", "/api/v1/records/", "/records/", "/x/", "/search?q="]
        {
            let (status, to, text) = get(&filed.app, &format!("{stem}{typed}")).await;
            let quoted = [PERSON, &PERSON.to_lowercase(), &typed].iter().any(|one| text.contains(*one));
            assert!(!quoted && to.is_empty(), "{stem}{typed}: {text}");
            assert!(matches!(status, 200 | 400 | 404), "{stem}{typed}: {status}");
        }
    }
    let (_, _, text) = get(&filed.app, &format!("/api/v1/records/{PERSON}")).await;
    assert_eq!(json(&text)["instance"], "/api/v1/records/***");
    let (_, _, text) = get(&filed.app, &format!("/api/v1/subjects/{CODE}?as_of={PERSON}")).await;
    assert!(text.contains("as_of") && !text.contains(PERSON), "{text}");
    for page in ["/policy?on=".to_owned(), format!("/subjects/{CODE}?as_of=")] {
        let (_, _, html) = get(&filed.app, &format!("{page}{PERSON}")).await;
        assert!(html.contains("写法不对") && !html.contains(PERSON), "{page}: {html}");
    }
}

#[tokio::test]
async fn the_api_says_what_it_stands_on() {
    let filed = filed().await;
    let (_, _, text) = get(&filed.app, &format!("/api/v1/subjects/{CODE}/records?limit=1")).await;
    let answer = json(&text);
    assert_eq!(answer["items"].as_array().unwrap().len(), 1);
    assert_eq!(answer["items"][0]["fields"]["fine_fen"], 3_000_000);
    assert_eq!((&answer["as_of"], &answer["position"]), (&Value::from("2026-11-23"), &Value::from(6)));
    assert!(!text.contains(SECRET) && !text.contains(PERSON));
    let (_, _, text) = get(&filed.app, &format!("/api/v1/subjects/{CODE}")).await;
    assert_eq!(json(&text)["sections"][0]["count"], 1);
    assert_eq!(json(&text)["registration"]["legal_representative"], "赵**");
    let (status, _, text) = get(&filed.app, &format!("/api/v1/subjects/{CODE}?as_of=2026-02-30")).await;
    assert!(status == 400 && text.contains("请按 2026-04-21 的写法填写"), "{text}");
    let (_, _, text) = get(&filed.app, "/api/v1/subjects").await;
    assert_eq!(json(&text)["items"][0]["status"], "存续");
    let (_, _, text) = get(&filed.app, "/api/v1/openapi.json").await;
    assert!(json(&text)["paths"]["/api/v1/records/{id}"].is_object());
}
