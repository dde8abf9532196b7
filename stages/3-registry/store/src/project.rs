//! From entries to rows. New rows are gathered and written in multi-row statements; whatever changes an older row
//! first flushes what was gathered, so the order of the ledger is the order of the effects.

use xh_db::{Fault, Res, Tx, Value, statements, values};
use xh_ledger::{Entry, Fields};
use xh_registry as words;
use xh_registry::{BodyFault, EndedBody, ProducedBody, SettledBody, SupplyBody};

use crate::{project_catalogue, project_record, project_subject, quality, review, withdrawal};

statements! {
    /// The newest answer to a question stands.
    PUT_SETTLED = "insert into registry_settled (organ_id, kind, unsettled, severity, position)
                   values ($1, $2, $3, $4, $5)
                   on conflict (organ_id, kind, unsettled) do update
                   set severity = excluded.severity, position = excluded.position";
    /// First supply of a kind by an organ.
    PUT_SUPPLY = "insert into registry_supply (kind, organ_id, first_on, position) values ($1, $2, $3, $4)
                  on conflict (kind, organ_id) do nothing";
    /// Erasure leaves a tombstone,
    PUT_TOMBSTONE = "insert into registry_tombstone (stream, position, erased_at) values ($1, $2, $3)
                     on conflict (stream) do update set position = excluded.position, erased_at = excluded.erased_at";
    /// and takes the record,
    DROP_RECORD = "delete from registry_record where id = $1";
    /// its intervals
    DROP_INTERVALS = "delete from registry_interval where record_id = $1";
    /// and their ends.
    DROP_ENDED = "delete from registry_ended where record_id = $1";
}

/// One entry to apply; `fields` is `None` when the body was erased.
#[derive(Debug, Clone, Copy)]
pub struct Applied<'a> {
    /// Its position.
    pub position: i64,
    /// The envelope.
    pub entry: &'a Entry,
    /// The payload, unless erased.
    pub fields: Option<&'a Fields>,
}

/// Rows gathered for multi-row inserts.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub subjects: Vec<Vec<Value>>,
    pub names: Vec<Vec<Value>>,
    pub identifiers: Vec<Vec<Value>>,
    pub records: Vec<Vec<Value>>,
    pub intervals: Vec<Vec<Value>>,
    pub ended: Vec<Vec<Value>>,
}

impl Gathered {
    pub(crate) async fn flush(&mut self, tx: &mut Tx<'_>) -> Res<()> {
        use std::mem::take;
        let batches = [
            ("registry_subject", project_subject::SUBJECT_COLUMNS, take(&mut self.subjects)),
            ("registry_name", project_subject::NAME_COLUMNS, take(&mut self.names)),
            ("registry_identifier", project_subject::IDENTIFIER_COLUMNS, take(&mut self.identifiers)),
            ("registry_record", project_record::RECORD_COLUMNS, take(&mut self.records)),
            ("registry_interval", project_record::INTERVAL_COLUMNS, take(&mut self.intervals)),
            ("registry_ended", &["record_id", "channel", "ended_on", "position"], take(&mut self.ended)),
        ];
        for (table, columns, rows) in batches {
            if !rows.is_empty() {
                tx.insert_many(table, columns, rows).await?;
            }
        }
        Ok(())
    }
}

/// Applies entries of this stage in ledger order; entries of other stages are passed over.
///
/// # Errors
/// `Fault` when the database fails or a payload does not have its kind's shape.
pub async fn project(tx: &mut Tx<'_>, entries: &[Applied<'_>]) -> Res<()> {
    let mut rows = Gathered::default();
    for applied in entries {
        apply(tx, &mut rows, *applied).await?;
    }
    rows.flush(tx).await
}

async fn apply(tx: &mut Tx<'_>, rows: &mut Gathered, applied: Applied<'_>) -> Res<()> {
    if applied.entry.kind == words::ERASED {
        return erase(tx, rows, applied).await;
    }
    let Some(fields) = applied.fields else { return Ok(()) };
    match applied.entry.kind.as_str() {
        words::RECORD_FILED => project_record::filed(rows, applied, fields),
        words::RECORD_AMENDED => project_record::amended(tx, rows, applied, fields).await,
        words::RECORD_PERIOD => project_record::changed(tx, rows, applied, fields).await,
        words::RECORD_WITHDRAWN => withdrawal::withdrawn(tx, rows, applied, fields).await,
        words::TEXT_PROPOSED => review::proposed(tx, rows, applied, fields).await,
        words::TEXT_RELEASED => review::released(tx, rows, applied, fields).await,
        words::TEXT_RETURNED => review::returned(tx, rows, applied, fields).await,
        words::NOTICE_SENT | words::NOTICE_CONFIRMED => withdrawal::noted(tx, rows, applied, fields).await,
        words::SUBJECT_REGISTERED | words::SUBJECT_PROVISIONAL if applied.entry.version == 1 => {
            project_subject::first(rows, applied, fields)
        }
        words::SUBJECT_REGISTERED => project_subject::again(tx, rows, applied, fields).await,
        words::ORGAN_REGISTERED => project_subject::organ(tx, applied, fields).await,
        words::RECORD_ENDED => ended(rows, applied, fields),
        words::SEVERITY_ANSWERED => settled(tx, applied, fields).await,
        words::SUPPLY_BEGUN => supply(tx, applied, fields).await,
        words::PRODUCTION_COUNTED => produced(tx, applied, fields).await,
        words::CATALOGUE_PROPOSED => project_catalogue::proposed(tx, applied, fields).await,
        words::CATALOGUE_ADOPTED => project_catalogue::adopted(tx, applied, fields).await,
        words::NOTHING_REPORTED => project_catalogue::nothing(tx, applied, fields).await,
        _ => Ok(()),
    }
}

fn ended(rows: &mut Gathered, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = EndedBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let row = |(record, channel, day): &(xh_kernel::Id, String, xh_kernel::Date)| {
        values![record.as_str(), channel.as_str(), day.to_string(), applied.position]
    };
    rows.ended.extend(body.ended.iter().map(row));
    Ok(())
}

async fn settled(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = SettledBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let severity = severity_text(body.severity);
    let row = values![applied.entry.organ.as_str(), body.kind, body.unsettled, severity, applied.position];
    tx.run(PUT_SETTLED, &row).await.map(|_| ())
}

async fn supply(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = SupplyBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let row = values![body.kind, applied.entry.organ.as_str(), body.first_on.to_string(), applied.position];
    tx.run(PUT_SUPPLY, &row).await.map(|_| ())
}

async fn produced(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = ProducedBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let (month, organ) = (body.month.to_string(), applied.entry.organ.as_str());
    let row = values![month, organ, body.kind, body.produced, applied.position];
    tx.run(quality::PUT_PRODUCED, &row).await.map(|_| ())
}

async fn erase(tx: &mut Tx<'_>, rows: &mut Gathered, applied: Applied<'_>) -> Res<()> {
    rows.flush(tx).await?;
    let stream = applied.entry.stream.as_str();
    for statement in [DROP_RECORD, DROP_INTERVALS, DROP_ENDED] {
        tx.run(statement, &values![stream]).await?;
    }
    review::forget(tx, stream).await?;
    withdrawal::forget(tx, stream).await?;
    tx.run(PUT_TOMBSTONE, &values![stream, applied.position, applied.entry.at.as_str()]).await.map(|_| ())
}

/// The severity as stored text.
pub(crate) fn severity_text(severity: xh_kernel::Severity) -> String {
    severity.as_str().to_owned()
}

/// A payload that lost its shape, with the entry it belongs to.
pub(crate) fn lost(applied: Applied<'_>, fault: &BodyFault) -> Fault {
    Fault::found(format!("条目 {}({})", applied.position, applied.entry.kind), fault)
}
