//! A batch and how far it got. Counters move in the transaction that files the rows, so a killed import resumes
//! with the figures of an undisturbed one.

use xh_db::{Res, Row, Tx, statements, values};

statements! {
    /// A batch begins.
    BEGIN = "insert into intake_batch (id, sha256, kind, organ_id, name, shape, headings, mapping, holder, beat_at,
                    begun_at, done_at, failure, next_row, rows, filed, amended, duplicate, rejected, held,
                    refused_person, millis)
             values ($1, $2, $3, $4, $5, '', '[]', '', $6, $7, $7, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0)";
    /// The batch of the same bytes that did not end, newest first.
    UNFINISHED = "select id, sha256, kind, organ_id, name, shape, headings, mapping, holder, beat_at, begun_at,
                    done_at, failure, next_row, rows, filed, amended, duplicate, rejected, held, refused_person, millis
             from intake_batch where sha256 = $1 and kind = $2 and organ_id = $3 and done_at is null
                  order by id desc limit 1";
    /// The batch of the same bytes that was filed to its end since a moment, newest first.
    FINISHED_SINCE = "select id, sha256, kind, organ_id, name, shape, headings, mapping, holder, beat_at, begun_at,
                    done_at, failure, next_row, rows, filed, amended, duplicate, rejected, held, refused_person, millis
             from intake_batch where sha256 = $1 and kind = $2 and organ_id = $3 and begun_at >= $4
                  and done_at is not null and failure is null order by id desc limit 1";
    /// One batch.
    ONE = "select id, sha256, kind, organ_id, name, shape, headings, mapping, holder, beat_at, begun_at,
                    done_at, failure, next_row, rows, filed, amended, duplicate, rejected, held, refused_person, millis
             from intake_batch where id = $1";
    /// The newest batches.
    RECENT = "select id, sha256, kind, organ_id, name, shape, headings, mapping, holder, beat_at, begun_at,
                    done_at, failure, next_row, rows, filed, amended, duplicate, rejected, held, refused_person, millis
             from intake_batch order by id desc limit $1";
    /// What was understood of the sheet's head.
    HEADINGS = "update intake_batch set shape = $2, headings = $3, mapping = $4 where id = $1";
    /// Progress, only while this holder still holds the batch.
    PROGRESS = "update intake_batch set next_row = $3, rows = $4, filed = $5, amended = $6, duplicate = $7,
                       rejected = $8, held = $9, refused_person = $10, millis = $11, beat_at = $12
                where id = $1 and holder = $2 and done_at is null";
    /// Takes over a batch whose holder has gone silent.
    TAKE_OVER = "update intake_batch set holder = $2, beat_at = $3 where id = $1 and done_at is null and beat_at < $4";
    /// The end, with the failure if it was one.
    FINISH = "update intake_batch set done_at = $3, failure = $4 where id = $1 and holder = $2 and done_at is null";
}

/// The counts of a batch; they add up to the rows read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// Data rows read.
    pub rows: i64,
    /// New records.
    pub filed: i64,
    /// New versions.
    pub amended: i64,
    /// Already known, unchanged.
    pub duplicate: i64,
    /// Not acceptable, with reasons.
    pub rejected: i64,
    /// Waiting for a person.
    pub held: i64,
    /// About natural persons: counted only.
    pub refused_person: i64,
    /// Working time, milliseconds.
    pub millis: i64,
}

/// A batch as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Batch id.
    pub id: String,
    /// SHA-256 of the bytes received, hex.
    pub sha256: String,
    /// Record kind.
    pub kind: String,
    /// Default authority's organ id; empty when none was named.
    pub organ: String,
    /// The name the sender gave the file.
    pub name: String,
    /// Digest of the headings.
    pub shape: String,
    /// Headings found, JSON array.
    pub headings: String,
    /// Mapping used, JSON.
    pub mapping: String,
    /// Who works on it.
    pub holder: String,
    /// Last sign of life.
    pub beat_at: String,
    /// Begin.
    pub begun_at: String,
    /// End; `None` while it runs or after a kill.
    pub done_at: Option<String>,
    /// Why it ended without filing.
    pub failure: Option<String>,
    /// Next data row to work on.
    pub next_row: i64,
    /// Counts so far.
    pub tally: Tally,
}

/// Writes a new batch.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn begin(tx: &mut Tx<'_>, batch: &Batch) -> Res<()> {
    let row = values![
        batch.id.as_str(),
        batch.sha256.as_str(),
        batch.kind.as_str(),
        batch.organ.as_str(),
        batch.name.as_str(),
        batch.holder.as_str(),
        batch.begun_at.as_str(),
    ];
    tx.run(BEGIN, &row).await.map(|_| ())
}

/// The unfinished batch of the same bytes, kind and organ.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn unfinished(tx: &mut Tx<'_>, sha256: &str, kind: &str, organ: &str) -> Res<Option<Batch>> {
    tx.one(UNFINISHED, &values![sha256, kind, organ]).await?.as_ref().map(stored).transpose()
}

/// The batch of the same bytes, kind and organ that began at `since` or later and was worked on to its end.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn finished_since(
    tx: &mut Tx<'_>,
    sha256: &str,
    kind: &str,
    organ: &str,
    since: &str,
) -> Res<Option<Batch>> {
    tx.one(FINISHED_SINCE, &values![sha256, kind, organ, since]).await?.as_ref().map(stored).transpose()
}

/// One batch.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn batch(tx: &mut Tx<'_>, id: &str) -> Res<Option<Batch>> {
    tx.one(ONE, &values![id]).await?.as_ref().map(stored).transpose()
}

/// The newest batches.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn recent(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<Batch>> {
    tx.all(RECENT, &values![limit]).await?.iter().map(stored).collect()
}

/// Takes a silent batch over; `false` when its holder showed life after `silent_since`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn take_over(tx: &mut Tx<'_>, id: &str, holder: &str, now: &str, silent_since: &str) -> Res<bool> {
    Ok(tx.run(TAKE_OVER, &values![id, holder, now, silent_since]).await? == 1)
}

/// Notes headings and mapping.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn mark_headings(tx: &mut Tx<'_>, id: &str, shape: &str, headings: &str, mapping: &str) -> Res<()> {
    tx.run(HEADINGS, &values![id, shape, headings, mapping]).await.map(|_| ())
}

/// Saves progress; `false` when another holder has taken the batch over.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn save_progress(
    tx: &mut Tx<'_>,
    id: &str,
    holder: &str,
    next_row: i64,
    tally: &Tally,
    now: &str,
) -> Res<bool> {
    let row = values![
        id,
        holder,
        next_row,
        tally.rows,
        tally.filed,
        tally.amended,
        tally.duplicate,
        tally.rejected,
        tally.held,
        tally.refused_person,
        tally.millis,
        now,
    ];
    Ok(tx.run(PROGRESS, &row).await? == 1)
}

/// Ends a batch; `failure` when nothing could be read.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn finish(tx: &mut Tx<'_>, id: &str, holder: &str, now: &str, failure: Option<&str>) -> Res<bool> {
    Ok(tx.run(FINISH, &values![id, holder, now, failure.map(str::to_owned)]).await? == 1)
}

fn stored(row: &Row) -> Res<Batch> {
    Ok(Batch {
        id: row.text("id")?,
        sha256: row.text("sha256")?,
        kind: row.text("kind")?,
        organ: row.text("organ_id")?,
        name: row.text("name")?,
        shape: row.text("shape")?,
        headings: row.text("headings")?,
        mapping: row.text("mapping")?,
        holder: row.text("holder")?,
        beat_at: row.text("beat_at")?,
        begun_at: row.text("begun_at")?,
        done_at: row.text_opt("done_at")?,
        failure: row.text_opt("failure")?,
        next_row: row.int("next_row")?,
        tally: tally(row)?,
    })
}

fn tally(row: &Row) -> Res<Tally> {
    Ok(Tally {
        rows: row.int("rows")?,
        filed: row.int("filed")?,
        amended: row.int("amended")?,
        duplicate: row.int("duplicate")?,
        rejected: row.int("rejected")?,
        held: row.int("held")?,
        refused_person: row.int("refused_person")?,
        millis: row.int("millis")?,
    })
}
