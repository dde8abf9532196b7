//! A subscriber's own program, on a real port of loopback: it checks each signature, keeps what it is told to keep, and
//! answers as the story wants.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use xh_publication_desk::{Courier, NewSubscriber, WebhookKeys, register};
use xh_publication_store::Subscriber;
use xh_webhook::{Limits, Message, Networks, Resolve, Sender, Verifier};

use super::office::World;

/// What a copy holds: sort of thing and id.
pub type Held = BTreeSet<(String, String)>;

#[derive(Default)]
struct Inside {
    verifier: Option<Verifier>,
    status: u16,
    waits: Duration,
    seen: Vec<(String, Value)>,
    signatures: usize,
    held: Held,
    deleted: Vec<String>,
    applied: BTreeSet<String>,
}

/// The program, seen from outside.
#[derive(Clone)]
pub struct Receiver {
    inside: Arc<Mutex<Inside>>,
    port: u16,
}

impl Receiver {
    /// Listens, and answers 204.
    pub async fn start() -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let inside = Arc::new(Mutex::new(Inside { status: 204, ..Inside::default() }));
        let routes = Router::new().route("/in", post(take)).with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Receiver { inside, port }
    }

    /// Registers it at the courier's office, told from now on.
    pub async fn register(&self, courier: &Courier, scheme: &str, kinds: &[&str]) -> Subscriber {
        let new = NewSubscriber {
            name: "示例镜像平台".to_owned(),
            url: format!("http://mirror.example.org:{}/in", self.port),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            scheme: scheme.to_owned(),
            ..NewSubscriber::default()
        };
        let (office, sender) = (&courier.office, &courier.sender);
        let made = register(office, &courier.actor, &courier.origin, sender, new).await.unwrap();
        self.believe(&courier.keys.current(&made).shown());
        made
    }

    /// Checks signatures with this key from now on.
    pub fn believe(&self, shown: &str) {
        self.inside.lock().unwrap().verifier = Some(Verifier::parse(shown).unwrap());
    }

    /// Holds a copy made elsewhere.
    pub fn hold(&self, held: Held) {
        self.inside.lock().unwrap().held = held;
    }

    /// Answers with this status from now on.
    pub fn answer(&self, status: u16) {
        self.inside.lock().unwrap().status = status;
    }

    /// Takes so long to answer from now on.
    pub fn wait(&self, waits: Duration) {
        self.inside.lock().unwrap().waits = waits;
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn held(&self) -> Held {
        self.inside.lock().unwrap().held.clone()
    }

    pub fn deleted(&self) -> Vec<String> {
        self.inside.lock().unwrap().deleted.clone()
    }

    /// Ids and bodies of the messages, as they came.
    pub fn seen(&self) -> Vec<(String, Value)> {
        self.inside.lock().unwrap().seen.clone()
    }

    /// How many signatures the last message had.
    pub fn signatures(&self) -> usize {
        self.inside.lock().unwrap().signatures
    }

    /// The place behind the last message.
    pub fn position(&self) -> String {
        let seen = self.seen();
        seen.last().unwrap().1["data"]["position"].as_str().unwrap().to_owned()
    }
}

async fn take(State(inside): State<Arc<Mutex<Inside>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let field = |name: &str| headers[name].to_str().unwrap().to_owned();
    let (id, at, listed) = (field("webhook-id"), field("webhook-timestamp"), field("webhook-signature"));
    let (status, waits) = {
        let mut inside = inside.lock().unwrap();
        let at = at.parse().unwrap();
        let message = Message { id: &id, at, body: &body };
        let verified = inside.verifier.as_ref().unwrap().verify(message, &listed, at);
        assert_eq!(verified, Ok(()), "{listed}");
        assert!(body.len() < 20_000 && !String::from_utf8_lossy(&body).contains("公司"), "ids only");
        let told: Value = serde_json::from_slice(&body).unwrap();
        inside.signatures = listed.split(' ').count();
        inside.seen.push((id.clone(), told.clone()));
        if inside.status < 300 && inside.applied.insert(id) {
            inside.apply(&told);
        }
        (inside.status, inside.waits)
    };
    tokio::time::sleep(waits).await;
    StatusCode::from_u16(status).unwrap()
}

impl Inside {
    fn apply(&mut self, told: &Value) {
        for item in told["data"]["items"].as_array().unwrap() {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            let key = (text("object"), text("id"));
            if text("change") == "delete" {
                self.deleted.push(key.1.clone());
                self.held.remove(&key);
            } else {
                self.held.insert(key);
            }
        }
    }
}

/// A courier of a node of its own, for whom every name is on loopback and loopback is open.
pub fn courier(world: &World) -> Courier {
    let resolve: Resolve = Arc::new(|_| Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) }));
    let opened = Networks(vec!["127.0.0.0/8".parse().unwrap()]);
    let limits = Limits { whole: Duration::from_millis(1_500), ..Limits::default() };
    let sender = Sender::new(resolve, opened, None, limits).unwrap();
    let keys = WebhookKeys::of(&world.key.secret_text()).unwrap();
    Courier::new(world.office.clone(), world.key.origin(), sender, keys, &world.actor)
}
