//! Rows of subjects, their names and other numbers, and of organs.

use xh_db::{Res, Tx, Value, statements, values};
use xh_kernel::name_key;
use xh_ledger::Fields;
use xh_registry::{OrganBody, SubjectBody};

use crate::project::{Applied, Gathered, lost};

statements! {
    /// The register's newest facts about a subject.
    UPDATE_SUBJECT = "update registry_subject set name = $2, state = $3, provisional = $4, version = $5, position = $6
                      where id = $1";
    /// A name it is found by; the first position that brought it stays.
    PUT_NAME = "insert into registry_name (name_key, subject_id, name, position) values ($1, $2, $3, $4)
                on conflict (name_key, subject_id) do nothing";
    /// Another number it is found by.
    PUT_IDENTIFIER = "insert into registry_identifier (scheme, value, subject_id, position) values ($1, $2, $3, $4)
                      on conflict (scheme, value, subject_id) do nothing";
    /// An organ's newest facts.
    PUT_ORGAN = "insert into registry_organ (id, uscc, name, system, version, position) values ($1, $2, $3, $4, $5, $6)
                 on conflict (id) do update set uscc = excluded.uscc, name = excluded.name, system = excluded.system,
                 version = excluded.version, position = excluded.position";
    /// A name an organ is found by.
    PUT_ORGAN_NAME = "insert into registry_organ_name (name_key, organ_id, name, position) values ($1, $2, $3, $4)
                      on conflict (name_key, organ_id) do nothing";
}

pub(crate) const SUBJECT_COLUMNS: &[&str] =
    &["id", "uscc", "name", "state", "division", "provisional", "version", "position"];
pub(crate) const NAME_COLUMNS: &[&str] = &["name_key", "subject_id", "name", "position"];
pub(crate) const IDENTIFIER_COLUMNS: &[&str] = &["scheme", "value", "subject_id", "position"];

/// A subject met for the first time: inserts only.
pub(crate) fn first(rows: &mut Gathered, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = SubjectBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.subjects.push(subject_row(applied, &body));
    rows.names.extend(name_rows(applied, &body));
    rows.identifiers.extend(identifier_rows(applied, &body));
    Ok(())
}

/// The base library speaks of a known subject again.
pub(crate) async fn again(
    tx: &mut Tx<'_>,
    rows: &mut Gathered,
    applied: Applied<'_>,
    fields: &Fields,
) -> Res<()> {
    let body = SubjectBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    rows.flush(tx).await?;
    let row = values![
        applied.entry.stream.as_str(),
        body.name.as_str(),
        body.state.as_str(),
        i64::from(body.provisional),
        applied.entry.version,
        applied.position,
    ];
    tx.run(UPDATE_SUBJECT, &row).await?;
    for row in name_rows(applied, &body) {
        tx.run(PUT_NAME, &row).await?;
    }
    for row in identifier_rows(applied, &body) {
        tx.run(PUT_IDENTIFIER, &row).await?;
    }
    Ok(())
}

/// An organ enters the register, or changes.
pub(crate) async fn organ(tx: &mut Tx<'_>, applied: Applied<'_>, fields: &Fields) -> Res<()> {
    let body = OrganBody::from_fields(fields).map_err(|e| lost(applied, &e))?;
    let id = applied.entry.stream.as_str();
    let row = values![
        id,
        body.uscc.as_str(),
        body.name.as_str(),
        body.system.as_str(),
        applied.entry.version,
        applied.position,
    ];
    tx.run(PUT_ORGAN, &row).await?;
    for name in &body.names {
        tx.run(PUT_ORGAN_NAME, &values![name_key(name), id, name.as_str(), applied.position]).await?;
    }
    Ok(())
}

fn subject_row(applied: Applied<'_>, body: &SubjectBody) -> Vec<Value> {
    values![
        applied.entry.stream.as_str(),
        body.uscc.as_str(),
        body.name.as_str(),
        body.state.as_str(),
        body.uscc.division(),
        i64::from(body.provisional),
        applied.entry.version,
        applied.position,
    ]
}

fn name_rows(applied: Applied<'_>, body: &SubjectBody) -> Vec<Vec<Value>> {
    let mut seen = std::collections::BTreeSet::new();
    let names = std::iter::once(&body.name).chain(&body.former_names);
    names
        .map(|name| (name_key(name), name))
        .filter(|(key, _)| !key.is_empty() && seen.insert(key.clone()))
        .map(|(key, name)| values![key, applied.entry.stream.as_str(), name.as_str(), applied.position])
        .collect()
}

fn identifier_rows(applied: Applied<'_>, body: &SubjectBody) -> Vec<Vec<Value>> {
    let row = |i: &xh_registry::Identifier| {
        values![i.scheme.as_str(), i.value.as_str(), applied.entry.stream.as_str(), applied.position]
    };
    body.identifiers.iter().map(row).collect()
}
