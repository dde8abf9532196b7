//! Who is told: the projection of `subscriber.*` entries, and its reading.

use xh_db::{Fault, Res, Row, Tx, statements, values};
use xh_kernel::{Instant, Workflow};
use xh_ledger::{Fields, Sealed};
use xh_publication::{SubscriberAct, SubscriberBody, SubscriberState, Subscription, ground_of};
use xh_registry_store::{Applied, Ready};

statements! {
    /// A new subscriber.
    REGISTER = "insert into publication_subscriber (id, version, organ_id, name, url, kinds, scheme, generation,
                rotated_at, state, ground, since, registered_at, position)
                values ($1, $2, $3, $4, $5, $6, $7, 1, null, $8, '', $9, $9, $10)";
    /// It stands otherwise from now on.
    CHANGE = "update publication_subscriber set version = $2, state = $3, ground = $4, since = $5, position = $6
              where id = $1";
    /// Its key is the next one.
    ROTATE = "update publication_subscriber set version = $2, generation = generation + 1, rotated_at = $3,
              position = $4 where id = $1";
    /// One subscriber.
    ONE = "select id, version, organ_id, name, url, kinds, scheme, generation, rotated_at, state, ground, since,
           registered_at from publication_subscriber where id = $1";
    /// Subscribers of an organ, or of all for ''.
    OF = "select id, version, organ_id, name, url, kinds, scheme, generation, rotated_at, state, ground, since,
          registered_at from publication_subscriber where $1 = '' or organ_id = $1 order by registered_at, id";
}

/// A subscriber as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// Its stream.
    pub id: String,
    /// Version of the stream.
    pub version: i64,
    /// The organ it belongs to; empty for the credit office's own.
    pub organ: String,
    /// What its owner calls it.
    pub name: String,
    /// Where messages go.
    pub url: String,
    /// Kinds of records it wants; empty for all.
    pub kinds: Vec<String>,
    /// `v1a` or `v1`.
    pub scheme: String,
    /// Which key, counted from 1.
    pub generation: i64,
    /// When the key was last made anew.
    pub rotated_at: Option<Instant>,
    /// Where the subscription stands.
    pub state: SubscriberState,
    /// Why, when it does not run.
    pub ground: String,
    /// Since when.
    pub since: String,
    /// When it was registered.
    pub registered_at: String,
}

/// Appends sealed acts behind `head` (locked by this transaction) and projects them; answers the new head.
///
/// # Errors
/// `Fault` when the database fails; a unique violation when a stream already has that version.
pub async fn write_acts(tx: &mut Tx<'_>, head: i64, ready: Vec<Ready>) -> Res<i64> {
    let (sealed, fields): (Vec<Sealed>, Vec<Fields>) =
        ready.into_iter().map(|r| (r.sealed, r.fields)).unzip();
    let placed = xh_ledger_store::append(tx, head, sealed).await?;
    let applied: Vec<Applied<'_>> = placed
        .iter()
        .zip(&fields)
        .map(|(p, fields)| Applied { position: p.position, entry: &p.sealed.entry, fields: Some(fields) })
        .collect();
    project_subscribers(tx, &applied).await?;
    Ok(placed.last().map_or(head, |p| p.position + 1))
}

/// Applies entries about subscribers in ledger order; others are passed over.
///
/// # Errors
/// `Fault` when the database fails or a payload does not have its kind's shape.
pub async fn project_subscribers(tx: &mut Tx<'_>, entries: &[Applied<'_>]) -> Res<()> {
    for applied in entries {
        let act = SubscriberAct::of_entry(&applied.entry.kind);
        if let (Some(act), Some(fields)) = (act, applied.fields) {
            project(tx, act, *applied, fields).await?;
        }
    }
    Ok(())
}

async fn project(tx: &mut Tx<'_>, act: SubscriberAct, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let entry = applied.entry;
    let lost = |e: &dyn std::error::Error| Fault::found("接收方的条目", e.to_string());
    let (id, version) = (entry.stream.as_str(), entry.version);
    if act == SubscriberAct::Register {
        let body = SubscriberBody::from_fields(fields).map_err(|e| lost(&e))?;
        let kinds = serde_json::to_string(&body.kinds).map_err(|e| lost(&e))?;
        let state = SubscriberState::Active.as_str();
        let (organ, at) = (entry.organ.as_str(), entry.at.as_str());
        let row =
            values![id, version, organ, body.name, body.url, kinds, body.scheme, state, at, applied.position];
        return tx.run(REGISTER, &row).await.map(|_| ());
    }
    if act == SubscriberAct::Rotate {
        let row = values![id, version, entry.at.as_str(), applied.position];
        return tx.run(ROTATE, &row).await.map(|_| ());
    }
    let known =
        subscriber(tx, id).await?.ok_or_else(|| Fault::found("publication_subscriber", id.to_owned()))?;
    let state = Subscription::step(&known.state, &act).map_err(|e| lost(&e))?;
    let ground = ground_of(fields).map_err(|e| lost(&e))?;
    let ground = if state == SubscriberState::Active { String::new() } else { ground };
    let row = values![id, version, state.as_str(), ground, entry.at.as_str(), applied.position];
    tx.run(CHANGE, &row).await.map(|_| ())
}

/// One subscriber.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn subscriber(tx: &mut Tx<'_>, id: &str) -> Res<Option<Subscriber>> {
    tx.one(ONE, &values![id]).await?.as_ref().map(stored).transpose()
}

/// The subscribers of an organ, or all of them for an empty id; removed ones too.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn subscribers(tx: &mut Tx<'_>, organ: &str) -> Res<Vec<Subscriber>> {
    tx.all(OF, &values![organ]).await?.iter().map(stored).collect()
}

fn stored(row: &Row) -> Res<Subscriber> {
    let state = row.text("state")?;
    let state =
        SubscriberState::parse(&state).ok_or_else(|| Fault::found("publication_subscriber.state", state))?;
    let kinds = row.text("kinds")?;
    let rotated = row.text_opt("rotated_at")?.map(|text| Instant::parse(&text)).transpose();
    Ok(Subscriber {
        id: row.text("id")?,
        version: row.int("version")?,
        organ: row.text("organ_id")?,
        name: row.text("name")?,
        url: row.text("url")?,
        kinds: serde_json::from_str(&kinds).map_err(|e| Fault::found("publication_subscriber.kinds", e))?,
        scheme: row.text("scheme")?,
        generation: row.int("generation")?,
        rotated_at: rotated.map_err(|e| Fault::found("publication_subscriber.rotated_at", e))?,
        state,
        ground: row.text("ground")?,
        since: row.text("since")?,
        registered_at: row.text("registered_at")?,
    })
}
