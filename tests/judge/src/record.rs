//! The proof of one record, recomputed from the description of the format: fields to digests, digests to the
//! body, envelope and body to the leaf, the leaf to the log entry, the entry to the signed root. Then the
//! same entry in the log as it is served today.

use std::fmt;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use tlog_tiles::{Hash, record_hash};

use crate::canon;
use crate::log::{Log, included};
use crate::report::Report;

/// Members of the envelope; the leaf covers these and no others.
const ENVELOPE: [&str; 9] = ["id", "stream", "version", "kind", "at", "actor", "organ", "release", "body"];

/// A proof that holds by itself, under the checkpoint that it carries.
struct Proof {
    index: u64,
    entry: Vec<u8>,
    checkpoint: String,
    disclosed: usize,
    hidden: usize,
}

/// Checks the proof in a file by itself and, when it holds, against the log of today.
pub fn check(log: &Log, file: &str, text: Result<String, String>, report: &mut Report) {
    let what = format!("证明 {file}");
    let Some(proof) = report.open(&what, text.and_then(|text| Proof::verify(log, &text))) else { return };
    report.check(&format!("{what} 与今日账本"), proof.still_holds(log));
}

impl Proof {
    fn verify(log: &Log, text: &str) -> Result<Proof, String> {
        let json: Value = serde_json::from_str(text).map_err(|fault| format!("不是 JSON（{fault}）"))?;
        if string(&json, "format")? != "xinheng/proof/v1" {
            return Err("不是 xinheng/proof/v1".to_owned());
        }
        let entry = log_entry(&json)?;
        let checkpoint = string(&json, "checkpoint")?;
        let signed = log.verified(checkpoint)?;
        if number(&json, "size")? != signed.size() {
            return Err("写明的条数与检查点不同".to_owned());
        }
        let index = number(&json, "index")?;
        let hashes = list(&json, "hashes")?.iter().map(hash).collect::<Result<_, _>>()?;
        included(&hashes, &signed, index, record_hash(&entry))?;
        let (disclosed, hidden) = (list(&json, "disclosed")?.len(), list(&json, "hidden")?.len());
        Ok(Proof { index, entry, checkpoint: checkpoint.to_owned(), disclosed, hidden })
    }

    fn still_holds(&self, log: &Log) -> Result<String, String> {
        if log.entry(self.index)? != self.entry {
            return Err(format!("账本第 {} 号条目已不是它", self.index));
        }
        log.extends(&self.checkpoint)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Proof { index, disclosed, hidden, .. } = self;
        write!(f, "第 {index} 号条目，出示 {disclosed} 个字段，隐去 {hidden} 个")
    }
}

/// The bytes that the log must hold if the proof is true.
fn log_entry(json: &Value) -> Result<Vec<u8>, String> {
    let envelope = json.get("envelope").and_then(Value::as_object).ok_or("缺少 envelope")?;
    if envelope.len() != ENVELOPE.len() || !ENVELOPE.iter().all(|name| envelope.contains_key(*name)) {
        return Err("envelope 的成员不对".to_owned());
    }
    let digests = digests(json)?;
    // Without any field the body was erased: its digest in the envelope is all that is left of it.
    if !digests.is_empty() {
        let body = sha(b"xinheng/body/v1\0", &[canon::text(&Value::Object(digests))?.as_bytes()]);
        if envelope.get("body").and_then(Value::as_str) != Some(body.as_str()) {
            return Err("字段与 body 不符".to_owned());
        }
    }
    let leaf = sha(b"xinheng/leaf/v1\0", &[canon::text(&Value::Object(envelope.clone()))?.as_bytes()]);
    let entry = match json.get("public").and_then(Value::as_bool).ok_or("缺少 public")? {
        false => json!({"c": leaf, "k": "o", "v": 1}),
        true if list(json, "hidden")?.is_empty() => json!({"c": leaf, "k": "p", "p": fields(json)?, "v": 1}),
        true => return Err("公开条目隐去了字段".to_owned()),
    };
    Ok(canon::text(&entry)?.into_bytes())
}

/// The digest of every field, shown or not.
fn digests(json: &Value) -> Result<Map<String, Value>, String> {
    let mut digests = Map::new();
    for field in list(json, "disclosed")? {
        let key = hex::decode(string(field, "key")?).map_err(|_| "字段密钥不是十六进制")?;
        let value = canon::text(field.get("value").ok_or("字段缺少 value")?)?;
        let digest = sha(b"xinheng/field/v1\0", &[&key, value.as_bytes()]);
        add(&mut digests, field, digest)?;
    }
    for field in list(json, "hidden")? {
        add(&mut digests, field, string(field, "digest")?.to_owned())?;
    }
    Ok(digests)
}

fn add(digests: &mut Map<String, Value>, field: &Value, digest: String) -> Result<(), String> {
    let name = string(field, "name")?;
    match digests.insert(name.to_owned(), digest.into()) {
        None => Ok(()),
        Some(_) => Err(format!("字段「{name}」出现两次")),
    }
}

fn fields(json: &Value) -> Result<Map<String, Value>, String> {
    let field = |field: &Value| {
        Ok((string(field, "name")?.to_owned(), field.get("value").cloned().unwrap_or_default()))
    };
    list(json, "disclosed")?.iter().map(field).collect()
}

fn sha(prefix: &[u8], parts: &[&[u8]]) -> String {
    let hash = parts.iter().fold(Sha256::new().chain_update(prefix), Sha256::chain_update);
    hex::encode(hash.finalize())
}

fn hash(value: &Value) -> Result<Hash, String> {
    let text = value.as_str().ok_or("哈希不是文本")?;
    Hash::parse_hash(text).map_err(|fault| format!("哈希「{text}」无效（{fault}）"))
}

fn string<'v>(json: &'v Value, name: &str) -> Result<&'v str, String> {
    json.get(name).and_then(Value::as_str).ok_or_else(|| format!("缺少 {name}"))
}

fn number(json: &Value, name: &str) -> Result<u64, String> {
    json.get(name).and_then(Value::as_u64).ok_or_else(|| format!("缺少 {name}"))
}

fn list<'v>(json: &'v Value, name: &str) -> Result<&'v Vec<Value>, String> {
    json.get(name).and_then(Value::as_array).ok_or_else(|| format!("缺少 {name}"))
}
