//! Connectors: how far each has read its source, and what each run found. The state of an errand, no facts.

use xh_db::{Res, Row, Tx, statements, values};

statements! {
    /// How far a connector has read.
    STATE = "select id, cursor, kinds, moved_at, holder, beat_at from intake_connector where id = $1";
    /// A connector that was never run.
    BEGIN = "insert into intake_connector (id, cursor, kinds, moved_at, holder, beat_at)
             values ($1, '', '', $2, '', $2) on conflict (id) do nothing";
    /// Takes a connector, unless another holder has shown life.
    HOLD = "update intake_connector set holder = $2, beat_at = $3
            where id = $1 and (holder = '' or holder = $2 or beat_at < $4)";
    /// A sign of life.
    BEAT = "update intake_connector set beat_at = $3 where id = $1 and holder = $2";
    /// Moves the cursor on from where it was, only in the hands of this holder.
    MOVE = "update intake_connector set cursor = $4, kinds = $5, moved_at = $6, beat_at = $6
            where id = $1 and holder = $2 and cursor = $3";
    /// Lets a connector go.
    LET_GO = "update intake_connector set holder = '' where id = $1 and holder = $2";
    /// A run that ended.
    RAN = "insert into intake_run (id, connector_id, begun_at, done_at, outcome, why, from_cursor, to_cursor,
                  source_rows, source_digest, placeless, read_rows, read_digest, attempts, batches, filed, amended,
                  duplicate, rejected, held, refused_person)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
    /// The newest runs of one connector.
    RUNS = "select id, connector_id, begun_at, done_at, outcome, why, from_cursor, to_cursor, source_rows,
                  source_digest, placeless, read_rows, read_digest, attempts, batches, filed, amended, duplicate,
                  rejected, held, refused_person
            from intake_run where connector_id = $1 order by id desc limit $2";
}

/// How far a connector has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorState {
    /// Its id.
    pub id: String,
    /// The place behind which it goes on, JSON; empty before the first row.
    pub cursor: String,
    /// Kinds of the source's columns when it last read, JSON; empty before.
    pub kinds: String,
    /// When the cursor was last moved.
    pub moved_at: String,
    /// Who works on it; empty when nobody does.
    pub holder: String,
    /// Last sign of life.
    pub beat_at: String,
}

/// One run and its reconciliation.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ConnectorRun {
    /// Run id.
    pub id: String,
    /// The connector's id.
    pub connector: String,
    /// Begin.
    pub begun_at: String,
    /// End.
    pub done_at: String,
    /// `even`: every row of the source is accounted for; `uneven`: some are not; `stopped`: see `why`.
    pub outcome: String,
    /// In words, when there is something to say.
    pub why: String,
    /// Place where it began, JSON.
    pub from_cursor: String,
    /// Place where it ended, JSON.
    pub to_cursor: String,
    /// Rows at the source in the window, by its own count.
    pub source_rows: i64,
    /// Their digest, made by the source.
    pub source_digest: i64,
    /// Rows at the source that no cursor reaches.
    pub placeless: i64,
    /// Rows read.
    pub read_rows: i64,
    /// Their digest, made here.
    pub read_digest: i64,
    /// Connections made.
    pub attempts: i64,
    /// Batches filed.
    pub batches: i64,
    /// New records.
    pub filed: i64,
    /// New versions.
    pub amended: i64,
    /// Already known.
    pub duplicate: i64,
    /// Not acceptable.
    pub rejected: i64,
    /// Waiting for a person.
    pub held: i64,
    /// About natural persons: counted only.
    pub refused_person: i64,
}

/// The state of a connector, made when there is none yet.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn connector(tx: &mut Tx<'_>, id: &str, now: &str) -> Res<ConnectorState> {
    tx.run(BEGIN, &values![id, now]).await?;
    let row = tx.one(STATE, &values![id]).await?;
    row.as_ref().map(state).transpose()?.ok_or_else(|| xh_db::Fault::found("intake_connector", "没有这一行"))
}

/// The state of a connector; `None` when it was never run.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn connector_state(tx: &mut Tx<'_>, id: &str) -> Res<Option<ConnectorState>> {
    tx.one(STATE, &values![id]).await?.as_ref().map(state).transpose()
}

/// Takes a connector; `false` while another holder has shown life since `silent_since`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn hold_connector(
    tx: &mut Tx<'_>,
    id: &str,
    holder: &str,
    now: &str,
    silent_since: &str,
) -> Res<bool> {
    Ok(tx.run(HOLD, &values![id, holder, now, silent_since]).await? == 1)
}

/// Shows life; `false` when another holder has taken the connector.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn beat_connector(tx: &mut Tx<'_>, id: &str, holder: &str, now: &str) -> Res<bool> {
    Ok(tx.run(BEAT, &values![id, holder, now]).await? == 1)
}

/// Moves the cursor from `from` to `to`; `false` when somebody else has moved it.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn move_connector(
    tx: &mut Tx<'_>,
    state: &ConnectorState,
    to: &str,
    kinds: &str,
    now: &str,
) -> Res<bool> {
    let row = values![state.id.as_str(), state.holder.as_str(), state.cursor.as_str(), to, kinds, now];
    Ok(tx.run(MOVE, &row).await? == 1)
}

/// Lets a connector go and keeps what its run found.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn end_run(tx: &mut Tx<'_>, holder: &str, run: &ConnectorRun) -> Res<()> {
    tx.run(LET_GO, &values![run.connector.as_str(), holder]).await?;
    let row = values![
        run.id.as_str(),
        run.connector.as_str(),
        run.begun_at.as_str(),
        run.done_at.as_str(),
        run.outcome.as_str(),
        run.why.as_str(),
        run.from_cursor.as_str(),
        run.to_cursor.as_str(),
        run.source_rows,
        run.source_digest,
        run.placeless,
        run.read_rows,
        run.read_digest,
        run.attempts,
        run.batches,
        run.filed,
        run.amended,
        run.duplicate,
        run.rejected,
        run.held,
        run.refused_person,
    ];
    tx.run(RAN, &row).await.map(|_| ())
}

/// The newest runs of a connector.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn connector_runs(tx: &mut Tx<'_>, id: &str, limit: i64) -> Res<Vec<ConnectorRun>> {
    tx.all(RUNS, &values![id, limit]).await?.iter().map(run).collect()
}

fn state(row: &Row) -> Res<ConnectorState> {
    Ok(ConnectorState {
        id: row.text("id")?,
        cursor: row.text("cursor")?,
        kinds: row.text("kinds")?,
        moved_at: row.text("moved_at")?,
        holder: row.text("holder")?,
        beat_at: row.text("beat_at")?,
    })
}

fn run(row: &Row) -> Res<ConnectorRun> {
    Ok(ConnectorRun {
        id: row.text("id")?,
        connector: row.text("connector_id")?,
        begun_at: row.text("begun_at")?,
        done_at: row.text("done_at")?,
        outcome: row.text("outcome")?,
        why: row.text("why")?,
        from_cursor: row.text("from_cursor")?,
        to_cursor: row.text("to_cursor")?,
        source_rows: row.int("source_rows")?,
        source_digest: row.int("source_digest")?,
        placeless: row.int("placeless")?,
        read_rows: row.int("read_rows")?,
        read_digest: row.int("read_digest")?,
        attempts: row.int("attempts")?,
        batches: row.int("batches")?,
        filed: row.int("filed")?,
        amended: row.int("amended")?,
        duplicate: row.int("duplicate")?,
        rejected: row.int("rejected")?,
        held: row.int("held")?,
        refused_person: row.int("refused_person")?,
    })
}
