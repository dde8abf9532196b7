//! How far a subscriber was told, how far it says that it applied what it was told, and what it owes.

use xh_db::{Res, Row, Tx, statements, values};

statements! {
    /// How far a subscriber is.
    PROGRESS = "select place, acknowledged, acknowledged_at, owed_since from publication_progress
                where subscriber_id = $1";
    /// It is told from this place on; what it acknowledged stays.
    PLACE = "insert into publication_progress (subscriber_id, place, acknowledged, acknowledged_at, owed_since)
             values ($1, $2, null, null, null)
             on conflict (subscriber_id) do update set place = excluded.place";
    /// It was told up to here, if it still stands where it stood.
    ADVANCE = "update publication_progress set place = $3 where subscriber_id = $1 and place = $2";
    /// It applied everything up to a place.
    ACKNOWLEDGE = "update publication_progress set acknowledged = $2, acknowledged_at = $3 where subscriber_id = $1";
    /// Since when it owes word on deletions.
    SET_OWED = "update publication_progress set owed_since = $2 where subscriber_id = $1";
    /// Nothing more about it,
    FORGET = "delete from publication_progress where subscriber_id = $1";
    /// nor its messages.
    FORGET_MESSAGES = "delete from publication_delivery where subscriber_id = $1";
    /// Who owes word on deletions since before an instant, longest first.
    OWED = "select s.id, s.organ_id, s.name, s.state, p.owed_since, p.acknowledged_at,
            (select coalesce(cast(sum(d.deletes) as bigint), 0) from publication_delivery d
             where d.subscriber_id = s.id and d.received_at is not null and d.applied_at is null) as deletes
            from publication_progress p join publication_subscriber s on s.id = p.subscriber_id
            where p.owed_since is not null and p.owed_since <= $1 order by p.owed_since, s.id";
}

/// How far a subscriber is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Told up to this place of the feed, as text.
    pub place: String,
    /// Applied up to this place, as it said itself.
    pub acknowledged: Option<String>,
    /// When it said so.
    pub acknowledged_at: Option<String>,
    /// Since when it has not said that it applied deletions it received.
    pub owed_since: Option<String>,
}

/// A subscriber that has not said that it applied deletions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its id.
    pub id: String,
    /// Its organ's id.
    pub organ: String,
    /// What its owner calls it.
    pub name: String,
    /// Where the subscription stands.
    pub state: String,
    /// When it received the first deletion it has not acknowledged.
    pub since: String,
    /// When it acknowledged anything last.
    pub acknowledged_at: Option<String>,
    /// How many deletions, at least: old messages are not kept for ever.
    pub deletes: i64,
}

/// How far a subscriber is; none when it has no place (a database made from an export).
///
/// # Errors
/// `Fault` when the database fails.
pub async fn progress(tx: &mut Tx<'_>, id: &str) -> Res<Option<Progress>> {
    let row = tx.one(PROGRESS, &values![id]).await?;
    let read = |row: Row| {
        Ok(Progress {
            place: row.text("place")?,
            acknowledged: row.text_opt("acknowledged")?,
            acknowledged_at: row.text_opt("acknowledged_at")?,
            owed_since: row.text_opt("owed_since")?,
        })
    };
    row.map(read).transpose()
}

/// The subscriber is told from this place on.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn place(tx: &mut Tx<'_>, id: &str, place: &str) -> Res<()> {
    tx.run(PLACE, &values![id, place]).await.map(|_| ())
}

/// The subscriber was told from one place to another; `false` when it stands elsewhere by now.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn advance(tx: &mut Tx<'_>, id: &str, from: &str, to: &str) -> Res<bool> {
    Ok(tx.run(ADVANCE, &values![id, from, to]).await? > 0)
}

/// The subscriber says that it applied everything up to `place`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn acknowledge(tx: &mut Tx<'_>, id: &str, place: &str, at: &str) -> Res<()> {
    tx.run(ACKNOWLEDGE, &values![id, place, at]).await.map(|_| ())
}

/// Since when it owes word on deletions; none when it owes nothing.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn set_owed(tx: &mut Tx<'_>, id: &str, since: Option<&str>) -> Res<()> {
    tx.run(SET_OWED, &values![id, since.map(str::to_owned)]).await.map(|_| ())
}

/// Forgets place and messages of a subscriber that is over.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn forget(tx: &mut Tx<'_>, id: &str) -> Res<()> {
    tx.run(FORGET_MESSAGES, &values![id]).await?;
    tx.run(FORGET, &values![id]).await.map(|_| ())
}

/// Who received deletions before `until` and has not said that it applied them, longest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn owed(tx: &mut Tx<'_>, until: &str) -> Res<Vec<Owed>> {
    let read = |row: &Row| {
        Ok(Owed {
            id: row.text("id")?,
            organ: row.text("organ_id")?,
            name: row.text("name")?,
            state: row.text("state")?,
            since: row.text("owed_since")?,
            acknowledged_at: row.text_opt("acknowledged_at")?,
            deletes: row.int("deletes")?,
        })
    };
    tx.all(OWED, &values![until]).await?.iter().map(read).collect()
}
