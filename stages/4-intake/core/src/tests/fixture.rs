//! The fixture kind, sheets of it, and readable answers.

use xh_kernel::Date;
use xh_policy::Kind;

use crate::{AUTHORITY_ORGAN, Binding, Checked, Fault, Mapping, Screen, Shape, Target};

/// A fictional company's code (GB 32100 and GB 11714 valid, division 130100).
pub const COMPANY: &str = "91130100000000019Q";
/// A fictional organ's code.
pub const ORGAN: &str = "111301000000000191";

pub fn kind() -> Kind {
    toml::from_str(include_str!("../testdata/penalty.toml")).expect("the fixture kind reads")
}

pub fn cells(row: &[&str]) -> Vec<String> {
    row.iter().map(|cell| (*cell).to_owned()).collect()
}

pub fn sheet(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| cells(row)).collect()
}

pub fn today() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

/// A mapping that names these fields left to right (`-` unknown, never-collected ones as the kind says).
pub fn mapping(fields: &[&str]) -> Mapping {
    let kind = kind();
    let columns = fields.iter().map(|id| Mapping::target_of(&kind, id)).collect();
    let defaults = [(AUTHORITY_ORGAN.to_owned(), "51130100000000019W".to_owned())].into();
    Mapping { columns, defaults }
}

/// The columns most rows of these stories have.
pub const COLUMNS: [&str; 6] = ["subject_name", "uscc", "document_no", "decided_on", "kinds", "fine"];

/// A row of [`COLUMNS`] without a fault.
pub const GOOD: [&str; 6] =
    ["虚构市示例商贸有限公司", COMPANY, "虚市监罚〔2023〕5号", "2023-04-12", "警告；罚款", "0.3"];

/// [`GOOD`] with one cell replaced.
pub fn with(field: &str, cell: &str) -> Vec<String> {
    let mut row = cells(&GOOD);
    let at = COLUMNS.iter().position(|id| *id == field).expect("a column");
    row[at] = cell.to_owned();
    row
}

pub fn screened(fields: &[&str], row: &[String]) -> Screen {
    let (kind, mapping) = (kind(), mapping(fields));
    let binding = Binding::new(&mapping, &kind);
    crate::screen(&binding.row(row))
}

pub fn checked(fields: &[&str], row: &[String]) -> Result<Checked, Vec<Fault>> {
    let (kind, mapping) = (kind(), mapping(fields));
    let binding = Binding::new(&mapping, &kind);
    crate::check(&binding.row(row), today())
}

/// Codes of all faults, or `filed`, with warnings after a slash.
pub fn outcome(fields: &[&str], row: &[String]) -> String {
    if let Screen::RefusedPerson(reason) = screened(fields, row) {
        return format!("refused {reason}");
    }
    let codes =
        |faults: &[Fault]| faults.iter().map(|fault| fault.code.clone()).collect::<Vec<_>>().join(" ");
    match checked(fields, row) {
        Err(faults) => codes(&faults),
        Ok(checked) if checked.warnings.is_empty() => "filed".to_owned(),
        Ok(checked) => format!("filed / {}", codes(&checked.warnings)),
    }
}

/// Targets in short, for comparing by eye.
pub fn shown(mapping: &Mapping) -> String {
    let one = |target: &Target| match target {
        Target::Field(id) => id.clone(),
        Target::Never(_) => "never".to_owned(),
        Target::Ignored => ".".to_owned(),
        Target::Unknown => "?".to_owned(),
    };
    mapping.columns.iter().map(one).collect::<Vec<_>>().join(" ")
}

pub fn header(rows: &[&[&str]]) -> Shape {
    crate::find_header(&sheet(rows), &kind())
}
