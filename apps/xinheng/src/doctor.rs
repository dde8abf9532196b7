//! What an operator wants to know before anything goes wrong: one finding for each thing looked at, with what to do.
//! It looks and changes nothing.

mod disk;
mod office;
mod state;

use serde::Serialize;
use xh_db::Res;
use xh_web::SiteConfig;

use crate::exit::Exit;
use crate::place::Opened;

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What: a stable word for programs.
    pub check: &'static str,
    /// Nothing need be done.
    pub ok: bool,
    /// What was found.
    pub said: String,
    /// What to do; empty when nothing need be done.
    pub remedy: &'static str,
}

impl Finding {
    fn new(check: &'static str, ok: bool, said: impl Into<String>, remedy: &'static str) -> Self {
        Self { check, ok, said: said.into(), remedy: if ok { "" } else { remedy } }
    }
}

/// Looks at everything, in the order an operator reads it.
///
/// # Errors
/// `Exit` when database or data folder cannot be read.
pub async fn examine(opened: &Opened, site: &SiteConfig) -> Result<Vec<Finding>, Exit> {
    let ledger = state::Ledger::of(opened).await?;
    let mut findings = vec![state::clock(&ledger), state::signed(&ledger)];
    findings.push(disk::space(&opened.data)?);
    findings.push(disk::sync(&opened.data)?);
    findings.push(settings(opened).await?);
    findings.push(disk::key(&opened.data)?);
    findings.push(state::backup(&ledger, &opened.data));
    findings.push(state::schema()?);
    findings.extend(office::law(opened).await?);
    findings.push(office::footer(site));
    Ok(findings)
}

/// What the engine was told about syncing.
async fn settings(opened: &Opened) -> Res<Finding> {
    let off = opened.office.db.unsynced().await?;
    let said = if off.is_empty() { "提交后落盘".to_owned() } else { off.join("、") };
    let remedy = "断电会丢失已经答复的写入;请在数据库设置中打开";
    Ok(Finding::new("database-sync", off.is_empty(), said, remedy))
}
