//! 凭证页: the proof of a shown record, readable: what it discloses, what it hides, and the path to the root.

mod samples;

use serde::Serialize;
use xh_web::page;

use crate::pages::{Fact, Freshness, VerifyCommand};
use samples::{covered, waiting};

/// 凭证页
#[derive(Debug, Clone, Serialize)]
pub struct ProofPage {
    /// Opaque record id.
    pub id: String,
    /// The record's title line.
    pub title: String,
    /// Ledger position = index in the tree.
    pub position: i64,
    /// False until a checkpoint covers it: the page then says when to come back.
    pub ready: bool,
    /// The entry's envelope (id, stream, version, kind, at, actor, organ, release).
    pub envelope: Vec<Fact>,
    /// Fields disclosed to everyone.
    pub disclosed: Vec<DisclosedField>,
    /// Fields of which only the digest is given.
    pub hidden: Vec<HiddenField>,
    /// Body digest, hex.
    pub body: String,
    /// Leaf, hex.
    pub leaf: String,
    /// Tree size of the checkpoint.
    pub size: i64,
    /// Inclusion path from the leaf upwards, base64.
    pub path: Vec<String>,
    /// Root hash, base64.
    pub root: String,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The log's verification key as vkey text.
    pub verifier_key: String,
    /// How to verify, step by step.
    pub commands: Vec<VerifyCommand>,
    /// How fresh.
    pub fresh: Freshness,
}

/// A field whose value the proof shows.
#[derive(Debug, Clone, Serialize)]
pub struct DisclosedField {
    /// Title of the field.
    pub label: String,
    /// Name in the payload.
    pub name: String,
    /// The value as JSON text.
    pub value: String,
    /// The field's key, hex.
    pub key: String,
}

/// A field of which the proof shows the digest only.
#[derive(Debug, Clone, Serialize)]
pub struct HiddenField {
    /// Title of the field; none when even that stays hidden.
    pub label: Option<String>,
    /// Digest, hex.
    pub digest: String,
}

page!(ProofPage, "proof.html", samples = [covered(), waiting()]);
