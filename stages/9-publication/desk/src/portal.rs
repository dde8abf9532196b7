//! What the portal stands on, and its routes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use xh_db::Res;
use xh_ledger::RecordProof;
use xh_policy_store::Office;
use xh_search::SearchIndex;
use xh_web::Web;

use crate::{OpenData, show};

/// A proof on its way; `None` while no checkpoint covers the entry.
pub type Proving = Pin<Box<dyn Future<Output = Res<Option<RecordProof>>> + Send>>;

/// Makes the proof of the entry at a position that discloses exactly the named payload fields.
pub type ProveFn = Arc<dyn Fn(i64, Vec<String>) -> Proving + Send + Sync>;

/// What the portal and the API need; cheap to clone.
#[derive(Clone)]
pub struct Portal {
    /// Database, law, clock.
    pub office: Office,
    /// The index of organisations.
    pub search: SearchIndex,
    /// Layout and cursors.
    pub web: Web,
    /// The log's verification key as vkey text.
    pub vkey: String,
    /// The key of the second line, where the deployment signs with SM2 too.
    pub sm2: Option<String>,
    /// The log's origin (public host without scheme).
    pub origin: String,
    /// Makes proofs (the ledger desk's).
    pub prove: ProveFn,
    /// How data leave in bulk.
    pub open: OpenData,
}

impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Portal").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// The portal's pages.
pub fn portal_routes(portal: Portal) -> Router {
    Router::new()
        .route("/", get(show::home))
        .route("/search", get(show::search))
        .route("/board", get(show::board))
        .route("/quality", get(show::quality))
        .route("/catalogue", get(show::catalogue))
        .route("/catalogue/obligations", get(show::obligations))
        .route("/subjects/{uscc}", get(show::subject))
        .route("/records/{id}", get(show::record))
        .route("/records/{id}/proof", get(show::proof))
        .route("/records/{id}/proof.json", get(show::proof_json))
        .route("/records/{id}/proof.tlog", get(show::proof_tlog))
        .route("/ledger", get(show::ledger))
        .route("/policy", get(show::policy))
        .route("/help", get(show::help))
        .route("/downloads", get(show::downloads))
        .route("/atom.xml", get(show::atom))
        .with_state(show::Desk::of(portal))
}
