//! Many rows into PostgreSQL by its COPY protocol, in the binary format.
//!
//! The server neither parses nor plans anything and binds nothing: a row is lengths and bytes. The house has
//! three column types, so the format is all here (PostgreSQL documentation, COPY, binary format). Text is not
//! escaped, for nothing in a binary row has a meaning but its length. What a constraint refuses is refused in
//! the same words as an insert; COPY has no `on conflict`, so what needs one is inserted.

use sqlx::postgres::PgConnection;

use crate::fault::{Fault, Res};
use crate::sql::name;
use crate::value::Value;

/// Below this a prepared insert costs one round trip, COPY two.
pub(crate) const COPY_FROM_ROWS: usize = 64;
/// Signature, flags, length of the extension.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const END: i16 = -1;
const NULL: i32 = -1;

/// Copies rows into a table; answers how many.
pub(crate) async fn copy_in(
    open: &mut PgConnection,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
) -> Res<u64> {
    let text = statement(table, columns)?;
    let wrong = |source| Fault::sql(&text, source);
    let bytes = encode(rows).map_err(|e| wrong(sqlx::Error::Encode(e.into())))?;
    let mut copy = open.copy_in_raw(&text).await.map_err(wrong)?;
    match copy.send(bytes).await {
        Ok(_) => copy.finish().await.map_err(wrong),
        Err(source) => {
            // The transaction is lost either way; the first reason is the one to tell.
            let _ = copy.abort("not all rows were sent").await;
            Err(wrong(source))
        }
    }
}

fn statement(table: &str, columns: &[&str]) -> Res<String> {
    let names = columns.iter().map(|c| name(c)).collect::<Res<Vec<_>>>()?;
    Ok(format!("copy {} ({}) from stdin (format binary)", name(table)?, names.join(", ")))
}

/// The whole stream: head, rows, end.
fn encode(rows: Vec<Vec<Value>>) -> Result<Vec<u8>, std::num::TryFromIntError> {
    let width = rows.first().map_or(0, Vec::len);
    let mut out = Vec::with_capacity(HEAD.len() + rows.len() * width * 32);
    out.extend_from_slice(HEAD);
    for row in rows {
        out.extend_from_slice(&i16::try_from(row.len())?.to_be_bytes());
        for value in &row {
            cell(&mut out, value)?;
        }
    }
    out.extend_from_slice(&END.to_be_bytes());
    Ok(out)
}

fn cell(out: &mut Vec<u8>, value: &Value) -> Result<(), std::num::TryFromIntError> {
    let number;
    let bytes = match value {
        Value::Text(text) => text.as_deref().map(str::as_bytes),
        Value::Bytes(bytes) => bytes.as_deref(),
        Value::Int(int) => {
            number = int.map(i64::to_be_bytes);
            number.as_ref().map(<[u8; 8]>::as_slice)
        }
    };
    let length = bytes.map_or(Ok(NULL), |bytes| i32::try_from(bytes.len()))?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes.unwrap_or_default());
    Ok(())
}

#[cfg(test)]
mod tests;
