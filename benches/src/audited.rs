//! P4: every leaf of the log computed anew, from stored field to signed root; beside reading the same rows without
//! computing anything. Ratio = bare seconds ÷ audit seconds.

use std::time::Instant;

use xh_ledger::LogVerifier;
use xinheng::exit::Exit;

use crate::city::City;
use crate::sheet::{Sheet, number};

const PAGE: i64 = 4_096;

/// Reads, then audits.
pub async fn run(city: &City, sheet: &mut Sheet) -> Result<(), Exit> {
    let office = &city.opened.office;
    city.opened.key.catch_up(&office.db, office.moment().at()).await?;
    let mut tx = office.db.read().await?;
    let began = Instant::now();
    let (mut after, mut leaves) = (i64::MIN, 0_usize);
    loop {
        let page = xh_ledger_store::entries_after(&mut tx, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.as_ref().map_or_else(|spoiled| spoiled.position, |stored| stored.position);
        leaves += page.len();
    }
    let bare = began.elapsed().as_secs_f64();
    let keys = LogVerifier::parse(&city.opened.key.vkey()).map_err(|fault| Exit::failed(&fault))?;
    let began = Instant::now();
    let audit = xh_ledger_desk::audit_log(&mut tx, Some(&keys)).await?;
    let seconds = began.elapsed().as_secs_f64();
    if let Some(found) = audit.findings.first() {
        return Err(Exit::usage(format!("核对账本有发现：{found:?}")));
    }
    let rate = audit.entries as f64 / seconds;
    sheet.note(&format!("P4 核对 {leaves} 片叶子"), format!("{} s，{} 片/s", number(seconds), number(rate)));
    sheet.note("   只读同样的行 ÷ 核对", number(bare / seconds));
    Ok(())
}
