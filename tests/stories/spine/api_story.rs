//! The API as programs use it: a file in and its rows out, single records, the held queue, requests that come twice,
//! tokens, pages that stay in place, problems that say what to mend, and the two times of a question.

use std::time::Duration;

use serde_json::{Value, json};
use xh_db::{Db, both};
use xh_intake_desk::Filing;
use xh_kernel::{Id, Instant, Uscc};
use xh_registry::SubjectBody;

use super::client::{Answer, Client, token};
use super::counter::{csv, fine};
use super::office::{World, code, name};

const BEGUN: &str = "2026-05-20T01:00:00.000000Z";
const RECORDS: &str = "/api/v1/records?kind=penalty";
const BATCHES: &str = "/api/v1/batches?kind=penalty&name=fines.csv";
/// The example of GB 11643, nobody's.
const PERSON: &str = "11010519491231002X";

both! {
    async fn a_file_goes_in_and_is_read_back(db: &Db) {
        let (world, client) = open(db).await;
        let sent = client.post(BATCHES, &sheet()).await;
        assert_eq!(sent.status, 202, "{}", sent.text());
        let address = sent.header("location").to_owned();
        let batch = done(&client, &address).await;
        assert_eq!(batch["state"], "done", "{batch}");
        let wanted = json!({"rows": 5, "filed": 1, "amended": 0, "duplicate": 0, "rejected": 2, "held": 1,
                            "refused_person": 1});
        assert_eq!(batch["counts"], wanted);
        assert_eq!(batch["sha256"].as_str().map(str::len), Some(64));

        let rows = paged(&client, &format!("{address}/rows?limit=1"), "items").await;
        let states: Vec<&str> = rows.iter().map(|row| row["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["rejected", "held", "refused_person", "rejected"]);
        assert!(rows[0]["faults"][0]["remedy"].as_str().is_some_and(|text| !text.is_empty()), "{}", rows[0]);
        assert_eq!(rows[2]["cells"], json!([]));
        let only = client.get(&format!("{address}/rows?state=held")).await.json();
        assert_eq!(only["items"].as_array().map(Vec::len), Some(1));

        let marked = client.get(&format!("{address}/marked")).await;
        assert_eq!(marked.status, 200, "{}", marked.text());
        assert!(marked.bytes.starts_with(b"PK") && marked.header("content-type").contains("spreadsheetml"));
        assert!(marked.header("content-disposition").ends_with(".marked.xlsx\""));
        let same = client.post(BATCHES, &sheet()).await;
        let again = done(&client, same.header("location")).await;
        assert_eq!((&again["counts"]["filed"], &again["counts"]["duplicate"]), (&json!(0), &json!(1)));
        assert_eq!(filed(&world).await, 1);
    }

    async fn a_held_row_is_settled_once(db: &Db) {
        let (world, client) = open(db).await;
        let address = client.post(BATCHES, &sheet()).await.header("location").to_owned();
        done(&client, &address).await;
        let queue = client.get("/api/v1/held").await.json();
        let row = &queue["items"][0];
        assert_eq!(queue["items"].as_array().map(Vec::len), Some(1), "{queue}");
        let place = format!("/api/v1/held/{}/{}", row["batch"].as_str().unwrap(), row["row"]);
        client.post(&place, br#"{"subject":"911301000000009996"}"#).await.problem(422);
        client.post(&place, br#"{"subject":"x","drop":true}"#).await.problem(422);
        let body = json!({ "subject": code(0) }).to_string();
        let once = client.under("settle-1");
        let first = once.post(&place, body.as_bytes()).await;
        assert_eq!((first.status, &first.json()["state"]), (200, &json!("filed")), "{}", first.text());
        let second = once.post(&place, body.as_bytes()).await;
        assert_eq!((second.status, &second.bytes), (first.status, &first.bytes));
        once.post(&place, br#"{"drop":true}"#).await.problem(422);
        client.post(&place, body.as_bytes()).await.problem(404);
        assert_eq!(client.get("/api/v1/held").await.json()["items"], json!([]));
        assert_eq!(filed(&world).await, 2);
    }

    async fn the_same_request_gets_the_same_answer(db: &Db) {
        let (world, client) = open(db).await;
        let once = client.under("7f1c6d1e-record");
        let first = once.post(RECORDS, &record(0, "0.5")).await;
        assert_eq!((first.status, &first.json()["state"]), (201, &json!("filed")), "{}", first.text());
        for _ in 0..3 {
            let again = once.post(RECORDS, &record(0, "0.5")).await;
            assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));
            assert_eq!(again.header("content-type"), first.header("content-type"));
        }
        // A server started anew knows it too, and nobody else's key does.
        let other = Client::new(&world).await.under("7f1c6d1e-record");
        assert_eq!(other.post(RECORDS, &record(0, "0.5")).await.bytes, first.bytes);
        let problem = once.post(RECORDS, &record(1, "0.5")).await.problem(422);
        assert_eq!(problem["errors"][0]["code"], "key_reused");
        once.post("/api/v1/records?kind=registration", &record(0, "0.5")).await.problem(422);
        let plain = client.post(RECORDS, &record(0, "0.5")).await;
        assert_eq!((plain.status, &plain.json()["state"]), (200, &json!("duplicate")));
        for key in ["钥匙", " ", &"k".repeat(256)] {
            client.under(key).post(RECORDS, &record(0, "0.5")).await.problem(400);
        }
        assert_eq!((filed(&world).await, answers(db).await), (1, 1));
    }

    async fn what_changed_nothing_may_be_mended_under_its_key(db: &Db) {
        let (world, client) = open(db).await;
        let once = client.under("to be mended");
        once.post(RECORDS, &record(0, "三只猫")).await.problem(422);
        assert_eq!(answers(db).await, 0);
        assert_eq!(once.post(RECORDS, &record(0, "0.5")).await.status, 201);
        assert_eq!((filed(&world).await, answers(db).await), (1, 1));
    }

    async fn of_two_at_once_the_second_is_told(db: &Db) {
        let (world, client) = open(db).await;
        let mut held_up = db.write().await.unwrap();
        xh_ledger_store::lock_head(&mut held_up).await.unwrap();
        let send = || {
            let once = client.under("at once");
            tokio::spawn(async move { once.post(RECORDS, &record(0, "0.5")).await })
        };
        let (one, other) = (send(), send());
        for _ in 0..1_000 {
            if one.is_finished() || other.is_finished() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_ne!(one.is_finished(), other.is_finished());
        held_up.rollback().await.unwrap();
        let mut both = [one.await.unwrap(), other.await.unwrap()];
        both.sort_by_key(|answer| answer.status);
        assert_eq!(both[0].status, 201, "{}", both[0].text());
        both[1].problem(409);
        let again = client.under("at once").post(RECORDS, &record(0, "0.5")).await;
        assert_eq!((again.bytes, filed(&world).await), (both[0].bytes.clone(), 1));
    }

    async fn a_batch_cut_off_goes_on_under_its_key(db: &Db) {
        let (world, client) = open(db).await;
        let once = client.under("batch");
        let first = once.post(BATCHES, &sheet()).await;
        let address = first.header("location").to_owned();
        done(&client, &address).await;
        let again = once.post(BATCHES, &sheet()).await;
        assert_eq!((again.status, &again.bytes), (202, &first.bytes));
        assert_eq!(again.header("location"), address);
        once.post(BATCHES, &csv(&[fine(0, "示应急罚〔2026〕9号", "0.5", "2026-05-02")])).await.problem(422);
        assert_eq!(filed(&world).await, 1);

        // A process that made the batch and its answer, and was killed before it filed anything.
        let id = Id::parse(address.rsplit('/').next().unwrap()).unwrap();
        cut_off(db, &id).await;
        world.pass_days(1);
        let new = Client::new(&world).await.under("batch");
        assert_eq!(new.get(&address).await.json()["state"], "received");
        assert_eq!(new.post(BATCHES, &sheet()).await.bytes, first.bytes);
        assert_eq!(done(&new, &address).await["counts"]["rows"], 5);
    }

    async fn an_unreadable_file_fails_and_says_so(db: &Db) {
        let (_, client) = open(db).await;
        let sent = client.post(BATCHES, b"PK\x03\x04 no workbook").await;
        let batch = done(&client, sent.header("location")).await;
        assert_eq!(batch["state"], "failed", "{batch}");
        assert!(batch["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{batch}");
        client.post(BATCHES, b"").await.problem(400);
        client.get("/api/v1/batches/none").await.problem(404);
    }

    async fn a_token_opens_its_own_doors(db: &Db) {
        let (world, client) = open(db).await;
        let address = client.post(BATCHES, &sheet()).await.header("location").to_owned();
        done(&client, &address).await;
        let row = client.get("/api/v1/held").await.json()["items"][0].clone();
        let place = format!("/api/v1/held/{}/{}", row["batch"].as_str().unwrap(), row["row"]);
        let routes = [
            ("POST", BATCHES.to_owned()),
            ("POST", RECORDS.to_owned()),
            ("GET", address.clone()),
            ("GET", format!("{address}/rows")),
            ("GET", format!("{address}/marked")),
            ("GET", "/api/v1/held".to_owned()),
            ("POST", place.clone()),
        ];
        let past = Instant::parse(BEGUN).unwrap();
        let expired = token(&world, "expired", world.bureau.id.as_str(), Some(&past)).await;
        let revoked = token(&world, "revoked", world.bureau.id.as_str(), None).await;
        xh_access::revoke(db, &world.office.moment(), "revoked").await.unwrap();
        for (method, path) in &routes {
            for token in ["", "xh_nonsense", &expired, &revoked] {
                let answer = client.bearing(token).send(method, path, b"{}").await;
                answer.problem(401);
                assert_eq!(answer.header("www-authenticate"), "Bearer", "{path}");
            }
        }
        let mut tx = db.read().await.unwrap();
        let organs = xh_registry_store::organs(&mut tx).await.unwrap();
        drop(tx);
        let other = organs.iter().find(|organ| organ.id != world.bureau.id).unwrap();
        let stranger = client.bearing(&token(&world, "stranger", other.id.as_str(), None).await);
        for path in [&address, &format!("{address}/rows"), &format!("{address}/marked")] {
            stranger.get(path).await.problem(403);
        }
        stranger.post(&place, br#"{"drop":true}"#).await.problem(403);
        let named = format!("{BATCHES}&organ={}", world.bureau.uscc.as_str());
        stranger.post(&named, &sheet()).await.problem(403);
        assert_eq!(stranger.get("/api/v1/held").await.json()["items"], json!([]));
        let office = client.bearing(&token(&world, "office", "", None).await);
        assert_eq!(office.get("/api/v1/held").await.json()["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(office.get(&address).await.status, 200);
        let unknown = office.post(&format!("{BATCHES}&organ=nobody"), &sheet()).await.problem(422);
        assert_eq!(unknown["errors"][0]["pointer"], "organ");
    }

    async fn pages_stay_in_place_while_rows_are_added(db: &Db) {
        let (world, client) = open(db).await;
        let filing = Filing::start(&world.office);
        for nth in [2, 4, 6, 8] {
            world.penalise(&filing, nth, "罚款").await;
        }
        let first = client.get("/api/v1/subjects?limit=3").await;
        let mut seen = codes(&first.json());
        for nth in [3, 5, 7, 9] {
            world.penalise(&filing, nth, "罚款").await;
        }
        let mut next = next(&first);
        while let Some(path) = next {
            let page = client.get(&path).await;
            seen.extend(codes(&page.json()));
            next = self::next(&page);
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(seen, sorted, "in order and none twice");
        for nth in [2, 4, 6, 8] {
            assert!(seen.contains(&code(nth)), "{nth} was there all the time");
        }
        client.get("/api/v1/subjects?cursor=forged").await.problem(400);
        client.get("/api/v1/subjects?limit=0").await.problem(400);
        client.get("/api/v1/held?cursor=forged").await.problem(400);
    }

    async fn a_records_page_stays_in_place_too(db: &Db) {
        let (world, client) = open(db).await;
        for nth in 1..=4 {
            assert_eq!(client.post(RECORDS, &numbered(nth, nth)).await.status, 201);
        }
        world.answer().await;
        let list = format!("/api/v1/subjects/{}/records?limit=2", code(0));
        let first = client.get(&list).await;
        let mut seen = ids(&first.json());
        assert_eq!((seen.len(), &first.json()["total"]), (2, &json!(4)), "{}", first.text());
        // One decided later stands before the place, one decided first behind it.
        assert_eq!(client.post(RECORDS, &numbered(5, 9)).await.status, 201);
        assert_eq!(client.post(RECORDS, &numbered(6, 0)).await.status, 201);
        let second = client.get(&next(&first).unwrap()).await;
        seen.extend(ids(&second.json()));
        assert_eq!(seen.len(), 4);
        let third = client.get(&next(&second).unwrap()).await;
        seen.extend(ids(&third.json()));
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!((seen.len(), unique.len(), next(&third)), (5, 5, None));
    }

    async fn a_problem_names_field_reason_and_remedy(db: &Db) {
        let (world, client) = open(db).await;
        let check = async |path: &str, body: Vec<u8>, pointer: &str, words: &str| {
            let problem = client.post(path, &body).await.problem(422);
            let errors = problem["errors"].as_array().unwrap();
            let named = errors.iter().find(|error| error["pointer"].as_str().unwrap_or("") == pointer);
            let message = named.and_then(|error| error["message"].as_str()).unwrap_or_default();
            assert!(message.contains(words), "{path} {pointer}: {problem}");
            problem
        };
        check("/api/v1/records", record(0, "0.5"), "kind", "请在地址中写明").await;
        check("/api/v1/records?kind=cat", record(0, "0.5"), "kind", "可用的类别").await;
        check(RECORDS, b"[]".to_vec(), "", "JSON 对象").await;
        let wrong = check(RECORDS, changed("fine_wan", "三只猫"), "/fine_wan", "「三只猫」").await;
        assert!(wrong["errors"][0]["message"].as_str().unwrap().contains('。'), "reason and remedy: {wrong}");
        check(RECORDS, changed("decided_on", "2024-2-30"), "/decided_on", "2024-2-30").await;
        check(RECORDS, changed("decided_on", "2099-01-01"), "/decided_on", "2099-01-01").await;
        check(RECORDS, changed("subject_code", "911301000000001000"), "/subject_code", "请").await;
        check(RECORDS, changed("document_no", ""), "/document_no", "请填写").await;
        check(RECORDS, changed("cat", "x"), "/cat", "接口说明").await;
        let person = check(RECORDS, changed("subject_code", PERSON), "", "不收集").await;
        assert!(!person.to_string().contains(PERSON));
        let key = check(RECORDS, changed(PERSON, "x"), "/***", "没有字段").await;
        assert!(!key.to_string().contains(PERSON));
        assert_eq!(filed(&world).await, 0);
    }

    async fn no_number_of_a_person_is_kept_or_said_again(db: &Db) {
        let (world, client) = open(db).await;
        let body = changed("violation_facts", &format!("现场人员身份证号{PERSON}，未戴安全帽"));
        let filed = client.under(PERSON).post(RECORDS, &body).await;
        assert_eq!(filed.status, 201, "{}", filed.text());
        let id = filed.json()["id"].as_str().unwrap().to_owned();
        let mut tx = db.read().await.unwrap();
        let stored = xh_ledger_store::stream(&mut tx, &Id::parse(&id).unwrap(), i64::MAX).await.unwrap();
        drop(tx);
        let kept = stored.iter().map(|one| format!("{one:?}")).collect::<String>();
        assert!(!kept.contains(PERSON) && kept.contains("***"), "{kept}");
        let upload = format!("{BATCHES}{PERSON}");
        let batch = done(&client, client.post(&upload, &sheet()).await.header("location")).await;
        assert_eq!(batch["name"], "fines.csv***");
        for path in ["/api/v1/batches/", "/api/v1/records/", "/api/v1/subjects/", "/api/v1/nothing/"] {
            let answer = client.get(&format!("{path}{PERSON}")).await;
            let status = answer.status;
            assert_eq!(answer.problem(status)["instance"], format!("{path}***"));
            assert!(!answer.text().contains(PERSON), "{}", answer.text());
        }
        careless_name(&world).await;
        for path in ["/api/v1/subjects".to_owned(), format!("/api/v1/subjects/{}", code(12))] {
            let text = client.get(&path).await.text();
            assert!(text.contains("石城示例***商行") && !text.contains(PERSON), "{text}");
        }
    }

    async fn a_question_names_its_two_times(db: &Db) {
        let (world, client) = open(db).await;
        let filed = client.post(RECORDS, &record(0, "0.5")).await.json();
        world.answer().await;
        let path = format!("/api/v1/records/{}", filed["id"].as_str().unwrap());
        let now = client.get(&path).await;
        assert_eq!(now.status, 200, "{}", now.text());
        let (now, old) = (now.json(), client.get(&path).await.json()["position"].as_i64().unwrap());
        assert_eq!((&now["as_of"], &now["known_at"]), (&json!("2026-05-20"), &now["position"]));
        let amended = client.post(RECORDS, &record(0, "0.6")).await;
        assert_eq!((amended.status, &amended.json()["state"]), (201, &json!("amended")), "{}", amended.text());
        let fine = async |query: &str| {
            let answer = client.get(&format!("{path}{query}")).await;
            assert_eq!(answer.status, 200, "{query}: {}", answer.text());
            answer.json()["fields"]["fine_fen"].clone()
        };
        assert_eq!(fine("").await, json!(600_000));
        assert_eq!(fine(&format!("?known_at={old}")).await, json!(500_000));
        client.get(&format!("{path}?known_at=0")).await.problem(404);
        client.get(&format!("{path}?as_of=2026-04-30")).await.problem(404);
        let wrong = client.get(&format!("{path}?as_of=2026-02-30")).await.problem(400);
        assert_eq!(wrong["errors"][0]["pointer"], "as_of");
        let list = client.get(&format!("/api/v1/subjects/{}/records?known_at={old}", code(0))).await.json();
        assert_eq!((&list["known_at"], &list["items"][0]["fields"]["fine_fen"]), (&json!(old), &json!(500_000)));
    }

    async fn the_description_is_what_is_served(db: &Db) {
        let (_, client) = open(db).await;
        let document = client.get("/api/v1/openapi.json").await.json();
        let paths = document["paths"].as_object().unwrap();
        assert!(paths.len() >= 19, "{:?}", paths.keys());
        for (path, item) in paths {
            let asked: Vec<&str> =
                path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
            let answer = client.send("TRACE", &asked.join("/"), b"").await;
            answer.problem(405);
            for method in item.as_object().unwrap().keys() {
                let served = answer.header("allow").split(',').any(|one| one.eq_ignore_ascii_case(method));
                assert!(served, "{method} {path}: {}", answer.header("allow"));
            }
        }
        let token = &document["components"]["securitySchemes"]["token"];
        assert_eq!((&token["type"], &token["scheme"]), (&json!("http"), &json!("bearer")));
        let refused = &document["paths"]["/api/v1/records"]["post"]["responses"]["422"]["content"];
        assert!(refused["application/problem+json"].is_object());
    }
}

/// Every route under `/api/` comes from the table that also describes it.
#[test]
fn no_route_of_the_api_is_added_by_hand() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![root.join("apps"), root.join("stages"), root.join("house")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!text.contains(".route(\"/api/"), "{}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 200, "{read}");
}

async fn open(db: &Db) -> (World, Client) {
    let world = World::open(db, BEGUN).await;
    let client = Client::new(&world).await;
    (world, client)
}

/// A good row, one with a wrong amount, one whose name and code disagree, one about a person, one without a number.
fn sheet() -> Vec<u8> {
    let good = fine(0, "示应急罚〔2026〕1号", "0.5", "2026-05-01");
    let wrong = fine(1, "示应急罚〔2026〕2号", "三只猫", "2026-05-01");
    let mut held = fine(2, "示应急罚〔2026〕3号", "0.5", "2026-05-01");
    (held[0], held[1]) = ("石城示例没有代码商贸有限公司".to_owned(), String::new());
    let mut person = fine(3, "示应急罚〔2026〕4号", "0.5", "2026-05-01");
    (person[0], person[1]) = ("甄无名".to_owned(), String::new());
    let without = fine(4, "", "0.5", "2026-05-01");
    csv(&[good, wrong, held, person, without])
}

fn values(nth: usize, number: usize, fine_wan: &str) -> Value {
    json!({
        "subject_name": format!("石城示例{}商贸有限公司", name(nth)),
        "subject_code": code(nth),
        "document_no": format!("示应急罚〔2026〕{number}号"),
        "violation_kind": "违反安全生产规定",
        "violation_facts": "未按规定设置安全警示标志",
        "basis": "《示例条例》第十条",
        "kinds": "罚款",
        "content": "罚款",
        "fine_wan": fine_wan,
        "decided_on": "2026-05-01",
    })
}

fn record(nth: usize, fine_wan: &str) -> Vec<u8> {
    values(nth, nth + 1, fine_wan).to_string().into_bytes()
}

/// A record of the first organisation, decided in May on day `day + 1`.
fn numbered(number: usize, day: usize) -> Vec<u8> {
    let mut values = values(0, number, "0.5");
    values["decided_on"] = format!("2026-05-{:02}", day + 1).into();
    values.to_string().into_bytes()
}

fn changed(field: &str, value: &str) -> Vec<u8> {
    let mut values = values(0, 1, "0.5");
    values[field] = value.into();
    values.to_string().into_bytes()
}

/// Waits until a batch is no longer being worked on.
async fn done(client: &Client, address: &str) -> Value {
    for _ in 0..3_000 {
        let batch = client.get(address).await;
        assert_eq!(batch.status, 200, "{address}: {}", batch.text());
        if batch.json()["state"] != "received" {
            return batch.json();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{address} never ends");
}

/// Every row of a list, page by page along `Link`.
async fn paged(client: &Client, path: &str, items: &str) -> Vec<Value> {
    let (mut out, mut at) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = at {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        out.extend(page.json()[items].as_array().unwrap().iter().cloned());
        at = next(&page);
    }
    out
}

/// Where a list goes on: the `Link` header, which agrees with the body.
fn next(page: &Answer) -> Option<String> {
    let link = page.header("link");
    assert_eq!(link.is_empty(), page.json()["next"].is_null(), "{}", page.text());
    link.strip_prefix('<').and_then(|rest| rest.strip_suffix(">; rel=\"next\"")).map(str::to_owned)
}

fn codes(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|one| one["uscc"].as_str().unwrap().to_owned()).collect()
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Records that were filed, in the ledger's own count.
async fn filed(world: &World) -> usize {
    let mut tx = world.office.db.read().await.unwrap();
    let row =
        tx.one("select count(*) as n from ledger_entry where kind = 'record.filed'", &[]).await.unwrap();
    usize::try_from(row.unwrap().int("n").unwrap()).unwrap()
}

async fn answers(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    tx.one("select count(*) as n from house_answer", &[]).await.unwrap().unwrap().int("n").unwrap()
}

/// The state right after the first commit of a batch.
async fn cut_off(db: &Db, id: &Id) {
    let mut tx = db.write().await.unwrap();
    let begun = "update intake_batch set done_at = null, next_row = 0, rows = 0, filed = 0, amended = 0, duplicate = 0,
                 rejected = 0, held = 0, refused_person = 0, holder = 'killed' where id = $1";
    tx.run(begun, &xh_db::values![id.as_str()]).await.unwrap();
    tx.run("delete from intake_row where batch_id = $1", &xh_db::values![id.as_str()]).await.unwrap();
    tx.run("delete from intake_original where batch_id = $1", &xh_db::values![id.as_str()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A name that no screening saw, as an older import may have left it.
async fn careless_name(world: &World) {
    let mut moment = world.office.moment();
    let mut tx = world.office.db.write().await.unwrap();
    let body = SubjectBody {
        uscc: Uscc::parse(&code(12)).unwrap(),
        name: format!("石城示例{PERSON}商行"),
        former_names: Vec::new(),
        state: String::new(),
        provisional: false,
        identifiers: Vec::new(),
        fields: xh_ledger::Fields::new(),
    };
    let draft = xh_ledger::Draft {
        stream: moment.id(),
        version: 1,
        kind: xh_registry::SUBJECT_REGISTERED.to_owned(),
        actor: world.actor.clone(),
        organ: world.bureau.id.as_str().to_owned(),
        release: world.office.law_in(&mut tx).await.unwrap().digest().to_owned(),
        fields: body.to_fields(),
    };
    xh_registry_desk::commit(&mut tx, vec![draft], &mut moment).await.unwrap();
    tx.commit().await.unwrap();
}
