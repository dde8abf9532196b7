//! 凭证: the proof of a record that is on the shelf today, disclosing only what its page shows plainly.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use xh_ledger::{Disclosed, Envelope, Hidden, RecordProof};
use xh_policy::{FieldRole, Kind, Release};
use xh_publication::{NotShown, disclosable, given_of};
use xh_registry::FIELD_PREFIX;
use xh_web::{Frame, Problem};

use crate::Portal;
use crate::load::{Found, RecordFile, Times, entered_at, record as load_record, record_title, today};
use crate::pages::{DisclosedField, Fact, Freshness, HiddenField, ProofPage, VerifyCommand};
use crate::show::desk::{Desk, page};
use crate::show::ledger::key_options;
use crate::show::record::{gone, hex};

/// A shown record with what its proof needs.
struct Proven {
    release: std::sync::Arc<Release>,
    file: RecordFile,
    proof: Option<RecordProof>,
    updated: Option<String>,
}

enum Asked {
    Shown(Box<Proven>),
    Not(NotShown),
}

async fn load(portal: &Portal, id: &str) -> Result<Asked, Problem> {
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let times = Times::now(today(&portal.office), head);
    let file = match load_record(&mut tx, &release, id, &times).await? {
        Found::Shown(file) => *file,
        Found::Not(why) => return Ok(Asked::Not(why)),
    };
    let updated = entered_at(&mut tx, head).await?;
    drop(tx);
    let Some(kind) = release.kind(&file.record.kind) else { return Ok(Asked::Not(NotShown::Unknown)) };
    let column = |name: &str| release.visibility(name);
    let names = disclosable(kind, &file.record.fields, file.person, column);
    let proof = (portal.prove)(file.record.body_position, names).await?;
    Ok(Asked::Shown(Box::new(Proven { file, proof, updated, release })))
}

/// `GET /records/{id}/proof`
pub(crate) async fn proof(
    State(desk): State<Desk>,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    match load(&desk.portal, &id).await? {
        Asked::Not(why) => gone(&frame, why),
        Asked::Shown(proven) => match proven.release.kind(&proven.file.record.kind) {
            Some(kind) => page(&frame, &fill(&desk.portal, kind, &proven)?),
            None => gone(&frame, NotShown::Unknown),
        },
    }
}

/// `GET /records/{id}/proof.json`
pub(crate) async fn proof_json(
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let text = ready(&desk.portal, &id).await?.to_json().map_err(|e| Problem::fault(&e))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// `GET /records/{id}/proof.tlog`
pub(crate) async fn proof_tlog(
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let text = ready(&desk.portal, &id).await?.tlog_proof().to_text();
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

async fn ready(portal: &Portal, id: &str) -> Result<RecordProof, Problem> {
    match load(portal, id).await? {
        Asked::Not(_) => Err(Problem::not_found()),
        Asked::Shown(proven) => proven
            .proof
            .ok_or_else(|| Problem::unavailable("记录刚刚记入，下一个检查点签发后（通常几秒）可以取凭证")),
    }
}

fn fill(portal: &Portal, kind: &Kind, proven: &Proven) -> Result<ProofPage, Problem> {
    let file = &proven.file;
    let fields = given_of(kind, &file.record, file.person);
    let blank = ProofPage {
        id: file.record.id.clone(),
        title: record_title(kind, &fields),
        position: file.record.body_position,
        ready: false,
        envelope: Vec::new(),
        disclosed: Vec::new(),
        hidden: Vec::new(),
        body: String::new(),
        leaf: String::new(),
        size: 0,
        path: Vec::new(),
        root: String::new(),
        checkpoint: String::new(),
        verifier_key: portal.vkey.clone(),
        commands: commands(portal, &file.record.id),
        fresh: Freshness { updated: proven.updated.clone(), source: Some(file.record.organ_name.clone()) },
    };
    let stored = file.entries.iter().find(|entry| entry.position == file.record.body_position);
    let Some(entry) = stored.map(|stored| &stored.entry) else { return Ok(blank) };
    let (body, leaf) = (hex(&entry.body), hex(&entry.leaf));
    let envelope = envelope(&Envelope::of(entry));
    let Some(proof) = &proven.proof else { return Ok(ProofPage { body, leaf, envelope, ..blank }) };
    Ok(ProofPage {
        ready: true,
        disclosed: proof.disclosed.iter().map(|one| disclosed(kind, one)).collect(),
        hidden: proof.hidden.iter().map(|one| hidden(kind, one)).collect(),
        size: i64::try_from(proof.size).unwrap_or(i64::MAX),
        path: proof.hashes.iter().map(|hash| STANDARD.encode(hash)).collect(),
        root: proof.checkpoint.lines().nth(2).unwrap_or_default().to_owned(),
        checkpoint: proof.checkpoint.clone(),
        body,
        leaf,
        envelope,
        ..blank
    })
}

fn envelope(entry: &Envelope) -> Vec<Fact> {
    vec![
        Fact::code("编号", entry.id.as_str()),
        Fact::code("流", entry.stream.as_str()),
        Fact::text("版本", &entry.version.to_string()),
        Fact::text("种类", &entry.kind),
        Fact::text("时刻", &entry.at),
        Fact::code("经手（不透明编号）", &entry.actor),
        Fact::code("机关（编号）", &entry.organ),
        Fact::digest("规则版本", &entry.release),
    ]
}

fn disclosed(kind: &Kind, one: &Disclosed) -> DisclosedField {
    DisclosedField {
        label: label(kind, &one.name).unwrap_or_else(|| one.name.clone()),
        name: one.name.clone(),
        value: one.value.to_string(),
        key: hex(&one.key),
    }
}

fn hidden(kind: &Kind, one: &Hidden) -> HiddenField {
    HiddenField { label: label(kind, &one.name), digest: hex(&one.digest) }
}

/// What a payload field is called.
fn label(kind: &Kind, name: &str) -> Option<String> {
    if let Some(own) = name.strip_prefix(FIELD_PREFIX) {
        return kind.field(own).map(|field| field.title.clone());
    }
    let title = match name {
        "subject" => "单位（编号）",
        "record_kind" => "信息类别",
        "decided_on" => {
            kind.field_of(FieldRole::DecidedOn).map_or("决定日期", |field| field.title.as_str())
        }
        "filed_on" => "报送日期",
        "status" => "状态",
        "severity" => "失信程度",
        "timely" => "是否按时报送",
        "intervals" => "公示期间",
        _ => return None,
    };
    Some(title.to_owned())
}

fn commands(portal: &Portal, id: &str) -> Vec<VerifyCommand> {
    let address = portal.web.site().origin.trim_end_matches('/');
    let command = |what: &str, text: String| VerifyCommand { what: what.to_owned(), text };
    vec![
        command("取下凭证", format!("curl -o proof.json {address}/records/{id}/proof.json")),
        command(
            "用公钥核验，不需要联网",
            format!("xinheng ledger verify proof.json {}", key_options(portal)),
        ),
    ]
}
