//! The head of a sheet: where the headings are, and which column is which field, settled or to be asked.

use xh_db::Res;
use xh_exchange::SheetRow;
use xh_intake::{Help, Mapping, MappingVerdict, Shape, find_header, person_template, propose};
use xh_policy::Kind;
use xh_policy_store::Office;

use crate::ImportFault;

/// Rows looked at before anything is decided about a sheet.
pub(crate) const SAMPLE: usize = 30;

/// What is understood of a sheet's head.
#[derive(Debug, Clone)]
pub struct Head {
    /// Headings and their digest.
    pub shape: Shape,
    /// How many leading rows are no data.
    pub skip: usize,
    /// The columns, when they need no person.
    pub mapping: Option<Mapping>,
    /// What a person is asked otherwise.
    pub help: Option<Help>,
    /// The whole sheet is a natural-person template.
    pub person: bool,
}

/// A row's cells as text.
pub(crate) fn texts(row: &SheetRow) -> Vec<String> {
    row.cells.iter().map(|cell| cell.text().into_owned()).collect()
}

/// Understands the head of a sheet from its first rows.
///
/// # Errors
/// `ImportFault` when the database fails or a stored mapping is unreadable.
pub(crate) async fn understand(
    office: &Office,
    kind: &Kind,
    source: &str,
    sample: &[Vec<String>],
) -> Result<Head, ImportFault> {
    let shape = find_header(sample, kind);
    let skip = shape.header_row.map_or(0, |row| row + 1);
    let person = person_template(&shape, kind);
    let settled = settled(office, source, &shape.digest, &kind.id).await?;
    let (mapping, help) = match settled {
        Some(mapping) => (Some(parse(&mapping)?), None),
        None => match propose(&shape, sample, kind, !source.is_empty()) {
            MappingVerdict::Settled(mapping) => (Some(mapping), None),
            MappingVerdict::NeedsHelp(help) => (None, Some(help)),
        },
    };
    Ok(Head { shape, skip, mapping, help, person })
}

async fn settled(office: &Office, source: &str, shape: &str, kind: &str) -> Res<Option<String>> {
    let mut tx = office.db.read().await?;
    Ok(xh_intake_store::mapping(&mut tx, source, shape, kind).await?.map(|m| m.mapping))
}

fn parse(mapping: &str) -> Result<Mapping, ImportFault> {
    serde_json::from_str(mapping).map_err(|e| ImportFault::Mapping(e.to_string()))
}
