//! The answer to a spreadsheet: the same screened sheet, each faulty cell filled and commented. Corrected and sent
//! back, it files the rest; rows about natural persons are not in it.

use std::collections::BTreeMap;
use std::io::Write;

use xh_db::Fault as DbFault;
use xh_exchange::{MarkedFault, MarkedRow, MarkedWriter, NOTES_MAX};
use xh_intake::Fault;
use xh_intake_store::WaitingRow;
use xh_policy_store::Office;

use crate::{ImportFault, original};

/// Writes the marked sheet of a batch; `false` when the batch kept no rows (columns not settled, or unknown batch).
///
/// # Errors
/// `ImportFault` when the database fails or the sheet cannot be written.
pub async fn write_marked_sheet(
    office: &Office,
    batch: &str,
    out: impl Write + Send,
) -> Result<bool, ImportFault> {
    let mut tx = office.db.read().await?;
    let Some(stored) = xh_intake_store::batch(&mut tx, batch).await? else { return Ok(false) };
    let mut header: Vec<String> =
        serde_json::from_str(&stored.headings).map_err(|e| ImportFault::Mapping(e.to_string()))?;
    header.resize(header.len().max(width(&mut tx, batch).await?), String::new());
    let mut writer = MarkedWriter::new(&header, NOTES_MAX).map_err(sheet)?;
    let (mut after, mut any) = (-1, false);
    while let Some((chunk, packed)) = xh_intake_store::next_original(&mut tx, batch, after).await? {
        after = chunk;
        for row in marked_rows(&mut tx, batch, &packed).await? {
            writer.row(&row).map_err(sheet)?;
            any = true;
        }
    }
    writer.finish(out).map_err(sheet)?;
    Ok(any)
}

async fn width(tx: &mut xh_db::Tx<'_>, batch: &str) -> Result<usize, ImportFault> {
    let (mut after, mut widest) = (-1, 0);
    while let Some((chunk, packed)) = xh_intake_store::next_original(tx, batch, after).await? {
        after = chunk;
        let rows = original::unpack(&packed).map_err(|e| DbFault::found("留存原件", e))?;
        widest = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0).max(widest);
    }
    Ok(widest)
}

async fn marked_rows(
    tx: &mut xh_db::Tx<'_>,
    batch: &str,
    packed: &[u8],
) -> Result<Vec<MarkedRow>, ImportFault> {
    let rows = original::unpack(packed).map_err(|e| DbFault::found("留存原件", e))?;
    let Some(first) = rows.first().map(|(row, _)| i64::from(*row)) else { return Ok(Vec::new()) };
    let limit = i64::try_from(rows.len()).unwrap_or(i64::MAX).saturating_mul(2);
    let waiting = xh_intake_store::rows_of(tx, batch, first - 1, "", limit).await?;
    let mut faulty: BTreeMap<i64, WaitingRow> = waiting.into_iter().map(|w| (w.sheet_row, w)).collect();
    rows.into_iter().map(|(row, cells)| marked(cells, faulty.remove(&i64::from(row)))).collect()
}

fn marked(cells: Vec<String>, waiting: Option<WaitingRow>) -> Result<MarkedRow, ImportFault> {
    let Some(waiting) = waiting else {
        return Ok(MarkedRow { cells, faults: Vec::new(), state: "已入库".into() });
    };
    let faults: Vec<Fault> =
        serde_json::from_str(&waiting.faults).map_err(|e| ImportFault::Mapping(e.to_string()))?;
    let faults = faults.iter().map(|f| MarkedFault { column: f.column, text: f.sentence() }).collect();
    let state = match waiting.state.as_str() {
        "held" => "待核",
        _ => "退回",
    };
    Ok(MarkedRow { cells, faults, state: state.into() })
}

fn sheet(fault: xh_exchange::WriteFault) -> ImportFault {
    ImportFault::Fault(DbFault::found("标注表", fault))
}
