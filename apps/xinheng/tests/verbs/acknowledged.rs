//! A server killed with -9 while clients file single records: the clients noted every acknowledgement,
//! and each is kept exactly once. What was not acknowledged is sent again, as a careful client does, and
//! is not filed twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::kills::random;
use xh_registry::RECORD_FILED;

use crate::noted::reading;
use crate::served::{Served, client, read};
use crate::shop::Shop;

const CLIENTS: usize = 4;
const KILLS: usize = 3;
/// The head of the clients' document numbers.
const NUMBERS: &str = "演客罚";
/// Record id by the number of the document, as the clients were told.
type Told = Arc<Mutex<BTreeMap<String, String>>>;

on_both! {
    fn what_a_killed_server_acknowledged_is_kept_once(engine) {
        let shop = Shop::with(engine, 50, 1);
        let token = shop.done(&["admin", "token", "new", "clients", "--organ", &shop.organ()]);
        let token = token.trim().to_owned();
        let told = Told::default();
        for kill in 0..KILLS {
            let server = Served::start(&shop);
            let url = server.at("/api/v1/records?kind=penalty");
            let clients: Vec<JoinHandle<()>> =
                (0..CLIENTS).map(|n| send(&url, &token, kill * CLIENTS + n, &told)).collect();
            let before = told.lock().unwrap().len();
            while told.lock().unwrap().len() < before + 20 {
                std::thread::sleep(random(20));
            }
            std::thread::sleep(random(300));
            server.kill();
            clients.into_iter().for_each(|client| client.join().unwrap());
        }
        let told = told.lock().unwrap();
        assert!(told.len() >= KILLS * 20, "{} acknowledged", told.len());
        kept_once(&shop, &told);
        again(&shop, &token, &told);
        shop.done(&["ledger", "audit"]);
    }
}

/// One client: one document after the other, until the server is gone. It notes what it was told.
fn send(url: &str, token: &str, sender: usize, told: &Told) -> JoinHandle<()> {
    let (url, bearer, told) = (url.to_owned(), format!("Bearer {token}"), Arc::clone(told));
    std::thread::spawn(move || {
        let agent = client();
        for number in 0.. {
            let document = format!("{NUMBERS}〔2026〕{sender}{number:05}号");
            let asked = agent.post(&url).header("authorization", &bearer);
            let Some(answer) = read(asked.send(&body(&document))) else { return };
            assert_eq!(answer.status, 201, "{}", answer.body);
            let filed: Value = serde_json::from_str(&answer.body).unwrap();
            told.lock().unwrap().insert(document, filed["id"].as_str().unwrap().to_owned());
        }
    })
}

/// A record as a client sends it.
pub fn body(document: &str) -> String {
    let body = json!({
        "subject_name": "演示市石门虚构商贸有限公司", "subject_code": "91130100000000019Q",
        "document_no": document, "kinds": "警告", "decided_on": "2026-05-06",
    });
    body.to_string()
}

/// Every record the ledger ever filed, by document: each document once, each under the id that was told.
fn kept_once(shop: &Shop, told: &BTreeMap<String, String>) {
    let filed = reading(shop, async |tx| xh_ledger_store::entries_of_kind(tx, RECORD_FILED).await.unwrap());
    let mut kept = BTreeMap::new();
    for entry in &filed {
        let own = xh_registry::own_fields(&entry.fields().unwrap().unwrap());
        let Some(document) = own.get("document_no").and_then(Value::as_str) else { continue };
        let twice = kept.insert(document.to_owned(), entry.entry.stream.as_str().to_owned());
        assert_eq!(twice, None, "{document} was filed twice");
    }
    for (document, id) in told {
        assert_eq!(kept.get(document), Some(id), "{document} was acknowledged");
    }
}

/// Each client sends its last documents again: what had been told is known, the one under way is filed or known.
fn again(shop: &Shop, token: &str, told: &BTreeMap<String, String>) {
    let server = Served::start(shop);
    let path = "/api/v1/records?kind=penalty";
    for (document, id) in told.iter().take(20) {
        let answer = server.post(path, token, &body(document));
        let known: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, &known["state"]), (200, &json!("duplicate")), "{}", answer.body);
        assert_eq!(known["id"].as_str(), Some(id.as_str()), "{document}");
    }
    for sender in 0..CLIENTS * KILLS {
        let mut documents = (0..).map(|n| format!("{NUMBERS}〔2026〕{sender}{n:05}号"));
        let unanswered = documents.find(|document| !told.contains_key(document));
        let answer = server.post(path, token, &body(&unanswered.unwrap()));
        assert!([200, 201].contains(&answer.status), "{}", answer.body);
    }
    kept_once(shop, told);
}
