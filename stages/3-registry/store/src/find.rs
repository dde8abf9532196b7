//! What intake asks before it files: subjects by code, name or other number, and records by document number.

use std::collections::BTreeMap;

use xh_db::{Res, Row, Tx, Value, statements};
use xh_ledger::Fields;

statements! {
    /// Subjects with these codes.
    BY_CODE = "select id, uscc, name, state, provisional, version, position, uscc as found_by from registry_subject
               where uscc in ($keys)";
    /// Subjects ever called one of these names.
    BY_NAME = "select s.id, s.uscc, s.name, s.state, s.provisional, s.version, s.position, n.name_key as found_by
               from registry_name n join registry_subject s on s.id = n.subject_id
               where n.name_key in ($keys) order by s.id";
    /// Subjects with one of these other numbers.
    BY_IDENTIFIER = "select s.id, s.uscc, s.name, s.state, s.provisional, s.version, s.position, i.value as found_by
                     from registry_identifier i join registry_subject s on s.id = i.subject_id
                     where i.value in ($keys) order by s.id";
    /// Current records with one of these document numbers, and where their content stands.
    BY_DOCUMENT = "select id, version, subject_id, kind, organ_id, document_key, status, body_position
                   from registry_record where document_key in ($keys) and superseded is null order by id";
    /// Current records of one kind about these subjects, and where their content stands.
    BY_SUBJECT = "select id, version, subject_id, kind, organ_id, document_key, status, body_position
                  from registry_record where kind = $1 and subject_id in ($keys) and superseded is null order by id";
    /// Codes still provisional among these.
    PROVISIONAL = "select uscc from registry_subject where provisional = 1 and uscc in ($keys)";
}

/// Payloads by position.
pub(crate) type Contents = BTreeMap<i64, Fields>;

/// A subject with the key that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSubject {
    /// Subject id.
    pub id: String,
    /// Its code.
    pub uscc: String,
    /// Its name now.
    pub name: String,
    /// Registration state.
    pub state: String,
    /// Not yet in the base library.
    pub provisional: bool,
    /// Stream version.
    pub version: i64,
    /// Position of its newest body.
    pub position: i64,
    /// The code, name key or number it was found by.
    pub found_by: String,
}

/// A current record with its content.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundRecord {
    /// Record id.
    pub id: String,
    /// Newest version.
    pub version: i64,
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: String,
    /// Its authority.
    pub organ: String,
    /// Its document number key.
    pub document_key: String,
    /// Its status.
    pub status: String,
    /// Its payload.
    pub fields: Fields,
}

fn keys(texts: &[String]) -> Vec<Value> {
    texts.iter().map(|t| Value::from(t.as_str())).collect()
}

/// Subjects by code.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subjects_by_code(tx: &mut Tx<'_>, codes: &[String]) -> Res<Vec<FoundSubject>> {
    tx.all_in(BY_CODE, &[], keys(codes)).await?.iter().map(found).collect()
}

/// Subjects by present or former name key.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subjects_by_name(tx: &mut Tx<'_>, name_keys: &[String]) -> Res<Vec<FoundSubject>> {
    tx.all_in(BY_NAME, &[], keys(name_keys)).await?.iter().map(found).collect()
}

/// Subjects by organisation code, registration number or taxpayer number.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subjects_by_identifier(tx: &mut Tx<'_>, numbers: &[String]) -> Res<Vec<FoundSubject>> {
    tx.all_in(BY_IDENTIFIER, &[], keys(numbers)).await?.iter().map(found).collect()
}

/// Codes among these that only records have named so far.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn provisional_codes(tx: &mut Tx<'_>, codes: &[String]) -> Res<Vec<String>> {
    tx.all_in(PROVISIONAL, &[], keys(codes)).await?.iter().map(|row| row.text("uscc")).collect()
}

/// Current records by document number.
///
/// # Errors
/// `Fault` when the database fails or a payload is broken.
pub async fn records_by_document(tx: &mut Tx<'_>, document_keys: &[String]) -> Res<Vec<FoundRecord>> {
    let rows = tx.all_in(BY_DOCUMENT, &[], keys(document_keys)).await?;
    let contents = contents(tx, &rows).await?;
    rows.iter().map(|row| found_record(row, &contents)).collect()
}

/// Current records of a kind about these subjects: for kinds whose natural key, a year or a day, many records share.
///
/// # Errors
/// `Fault` when the database fails or a payload is broken.
pub async fn records_of_kind(tx: &mut Tx<'_>, kind: &str, subjects: &[String]) -> Res<Vec<FoundRecord>> {
    let rows = tx.all_in(BY_SUBJECT, &[Value::from(kind)], keys(subjects)).await?;
    let contents = contents(tx, &rows).await?;
    rows.iter().map(|row| found_record(row, &contents)).collect()
}

/// Payloads by position; erased ones are absent.
///
/// # Errors
/// `Fault` when the database fails or a payload is broken.
pub async fn current_bodies(tx: &mut Tx<'_>, positions: &[i64]) -> Res<Vec<(i64, Fields)>> {
    Ok(xh_ledger_store::bodies(tx, positions).await?.into_iter().collect())
}

/// Payloads of rows that have a `body_position`.
pub(crate) async fn contents(tx: &mut Tx<'_>, rows: &[Row]) -> Res<Contents> {
    let positions: Res<Vec<i64>> = rows.iter().map(|row| row.int("body_position")).collect();
    xh_ledger_store::bodies(tx, &positions?).await
}

/// The payload of such a row; no fields once erased.
pub(crate) fn content(row: &Row, contents: &Contents) -> Res<Fields> {
    Ok(contents.get(&row.int("body_position")?).cloned().unwrap_or_default())
}

fn found(row: &Row) -> Res<FoundSubject> {
    Ok(FoundSubject {
        id: row.text("id")?,
        uscc: row.text("uscc")?,
        name: row.text("name")?,
        state: row.text("state")?,
        provisional: row.int("provisional")? == 1,
        version: row.int("version")?,
        position: row.int("position")?,
        found_by: row.text("found_by")?,
    })
}

fn found_record(row: &Row, contents: &Contents) -> Res<FoundRecord> {
    Ok(FoundRecord {
        id: row.text("id")?,
        version: row.int("version")?,
        subject: row.text("subject_id")?,
        kind: row.text("kind")?,
        organ: row.text("organ_id")?,
        document_key: row.text("document_key")?,
        status: row.text("status")?,
        fields: content(row, contents)?,
    })
}
