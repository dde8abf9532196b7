//! Which rows of a file had everything: counted again from the bytes, beside the import and not by its outcomes.
//! A row counts when it has a valid credit code of its subject, a readable day of decision and a document number, and
//! is not about a person.

use std::path::Path;

use xh_exchange::{Limits, SheetRow, decode_path};
use xh_intake::dates::{DateUse, Reading, read_for};
use xh_intake::{
    AUTHORITY_ORGAN, Binding, Mapping, MappingVerdict, RawRow, Screen, Shape, find_header, is_blank_row,
    propose, screen,
};
use xh_kernel::{Uscc, is_placeholder, normalise_code};
use xh_policy::{FieldRole, Kind};

use crate::settled::Settlements;
use crate::stage::Res;

/// Rows from which a sheet's head is told.
const SAMPLE: usize = 30;
/// Row numbers of later sheets are shifted by this.
const SHEET: u32 = 2_000_000;

/// Row numbers (as the import numbers them) of the rows that had everything.
pub fn rows(path: &Path, kind: &Kind, settled: &Settlements, organ: &Uscc) -> Res<Vec<i64>> {
    let mut all: Vec<SheetRow> = Vec::new();
    decode_path(path, &Limits::default(), &mut |row| {
        all.push(row);
        Ok(())
    })?;
    let mut found = Vec::new();
    for sheet in all.chunk_by(|a, b| a.sheet == b.sheet) {
        found.extend(of_sheet(sheet, kind, settled, organ)?);
    }
    Ok(found)
}

fn of_sheet(sheet: &[SheetRow], kind: &Kind, settled: &Settlements, organ: &Uscc) -> Res<Vec<i64>> {
    let texts = |row: &SheetRow| row.cells.iter().map(|c| c.text().into_owned()).collect::<Vec<String>>();
    let sample: Vec<Vec<String>> = sheet.iter().take(SAMPLE).map(texts).collect();
    let shape = find_header(&sample, kind);
    let Some(mut mapping) = mapping(&shape, &sample, kind, settled)? else { return Ok(Vec::new()) };
    mapping.defaults.insert(AUTHORITY_ORGAN.to_owned(), organ.as_str().to_owned());
    let binding = Binding::new(&mapping, kind);
    let whole = |row: &&SheetRow| {
        let cells = texts(row);
        !is_blank_row(&cells) && !shape.repeated_by(&cells) && has_everything(&binding.row(&cells))
    };
    let from = shape.header_row.map_or(0, |at| at + 1);
    Ok(sheet.iter().skip(from).filter(whole).map(|row| i64::from(row.row + row.sheet * SHEET)).collect())
}

fn mapping(
    shape: &Shape,
    sample: &[Vec<String>],
    kind: &Kind,
    settled: &Settlements,
) -> Res<Option<Mapping>> {
    match propose(shape, sample, kind, true) {
        MappingVerdict::Settled(mapping) => Ok(Some(mapping)),
        MappingVerdict::NeedsHelp(help) => settled.mapping(&shape.digest, &help, kind),
    }
}

fn has_everything(row: &RawRow<'_>) -> bool {
    let said = |roles: &[FieldRole], good: &dyn Fn(&str) -> bool| {
        row.columns().any(|(_, column, cell)| match column {
            xh_intake::Column::Kept(field) => field.role.is_some_and(|r| roles.contains(&r)) && good(cell),
            _ => false,
        })
    };
    let code = |cell: &str| Uscc::parse(&normalise_code(cell).value).is_ok();
    let day = |cell: &str| matches!(read_for(cell, DateUse::Happened), Ok(Reading::Day(_)));
    said(&[FieldRole::SubjectCode, FieldRole::SubjectTaxpayerId], &code)
        && said(&[FieldRole::DecidedOn], &day)
        && said(&[FieldRole::DocumentNo], &|cell| !is_placeholder(cell))
        && screen(row) == Screen::Pass
}
