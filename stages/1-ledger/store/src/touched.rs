//! Envelopes only, in the order of the ledger: what followers ask who want to know which streams moved.

use xh_db::{Res, Row, Tx, Value, statements, values};

statements! {
    /// Which streams did the entries of these positions move?
    TOUCHED = "select position, kind, stream, at from ledger_entry where position >= $1 and position < $2
               order by position";
    /// Which of these streams had begun below a position?
    BEGUN = "select stream from ledger_entry where stream in ($keys) and version = 1 and position < $1
             order by stream";
}

/// One entry's envelope, as far as followers need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Its position.
    pub position: i64,
    /// Entry kind.
    pub kind: String,
    /// The stream it moved.
    pub stream: String,
    /// When it was made.
    pub at: String,
}

/// Envelopes of positions `from..to`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn touched(tx: &mut Tx<'_>, from: i64, to: i64) -> Res<Vec<Touched>> {
    let one = |row: &Row| {
        Ok(Touched {
            position: row.int("position")?,
            kind: row.text("kind")?,
            stream: row.text("stream")?,
            at: row.text("at")?,
        })
    };
    tx.all(TOUCHED, &values![from, to]).await?.iter().map(one).collect()
}

/// Those of the streams whose first entry stands below a position.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn begun_below(tx: &mut Tx<'_>, streams: &[String], below: i64) -> Res<Vec<String>> {
    if streams.is_empty() {
        return Ok(Vec::new());
    }
    let keys = streams.iter().map(|stream| Value::from(stream.as_str())).collect();
    tx.all_in(BEGUN, &values![below], keys).await?.iter().map(|row| row.text("stream")).collect()
}
