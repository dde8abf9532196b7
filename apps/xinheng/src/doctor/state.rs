//! The ledger against the clock, the signature and the last backup.

use std::path::Path;

use xh_kernel::{Instant, Moment};

use super::Finding;
use crate::backup::last_made;
use crate::exit::Exit;
use crate::place::Opened;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
/// A clock that differs by more than this from what the ledger knows is wrong, or the ledger was idle for long.
const IDLE: i64 = 30 * 24 * HOUR;
/// Entries older than this should be signed (design: alarm at 10 s).
const UNSIGNED: i64 = 10 * SECOND;
/// A day and what a nightly job may be late.
const BACKUP: i64 = 26 * HOUR;

/// How the ledger stands.
pub(super) struct Ledger {
    moment: Moment,
    head: i64,
    signed: i64,
    signed_at: Option<Instant>,
    first_at: Option<Instant>,
    newest_at: Option<Instant>,
}

impl Ledger {
    pub(super) async fn of(opened: &Opened) -> Result<Self, Exit> {
        let mut tx = opened.office.db.read().await?;
        let head = xh_ledger_store::head(&mut tx).await?;
        let signed = xh_ledger_store::newest_checkpoint(&mut tx).await?;
        let first = xh_ledger_store::entries(&mut tx, 0, 1).await?.pop();
        let newest = xh_ledger_store::newest_instant(&mut tx).await?;
        Ok(Self {
            moment: opened.office.moment(),
            head,
            signed: signed.as_ref().map_or(0, |c| c.size),
            signed_at: signed.and_then(|c| Instant::parse(&c.at).ok()),
            first_at: first.and_then(|stored| Instant::parse(stored.entry.at.as_str()).ok()),
            newest_at: newest,
        })
    }

    /// Microseconds since.
    fn since(&self, then: &Instant) -> i64 {
        self.moment.at().unix_micros() - then.unix_micros()
    }
}

/// A clock behind the ledger writes nothing; one far ahead of it is told.
pub(super) fn clock(ledger: &Ledger) -> Finding {
    let at = ledger.moment.at();
    let said = format!("{}(法定日 {})", at.as_str(), ledger.moment.today());
    let Some(newest) = &ledger.newest_at else { return Finding::new("clock", true, said, "") };
    let ahead = ledger.since(newest);
    if ahead < -xh_ledger_store::CLOCK_MAY_LAG {
        let said = format!("{said},落后于账本最新一条 {}", span(-ahead));
        let remedy = "写入已停;请校时。若是先前的时钟走快了,运行 xinheng ledger clock --accept";
        return Finding::new("clock", false, said, remedy);
    }
    let said =
        if ahead > IDLE { format!("{said},距账本最新一条已有 {}", span(ahead)) } else { said };
    Finding::new("clock", ahead <= IDLE, said, "很久没有写入,或本机时钟走快了;请核对时间")
}

/// Everything older than some seconds is signed.
pub(super) fn signed(ledger: &Ledger) -> Finding {
    let (head, signed) = (ledger.head, ledger.signed);
    let age = ledger
        .signed_at
        .as_ref()
        .map_or_else(|| "尚无检查点".to_owned(), |at| format!("最新检查点 {} 前", span(ledger.since(at))));
    let waiting = ledger.newest_at.as_ref().map_or(0, |newest| ledger.since(newest));
    let ok = signed >= head || waiting <= UNSIGNED;
    let remedy = "没有服务在签署,或签署被拒绝;请看服务日志,或运行 xinheng ledger checkpoint";
    Finding::new("checkpoint", ok, format!("账本 {head} 条,已签署 {signed} 条,{age}"), remedy)
}

/// Only `xinheng backup` leaves a note; litestream and pgBackRest are asked by their own tools.
pub(super) fn backup(ledger: &Ledger, data: &Path) -> Finding {
    let remedy = "请运行 xinheng backup;用 litestream、pgBackRest 备份的,请以它们自己的工具核对";
    let Some(made) = last_made(data) else {
        let young = ledger.first_at.as_ref().is_none_or(|first| ledger.since(first) < BACKUP);
        return Finding::new("backup", young, "本机没有作过备份", remedy);
    };
    let age = ledger.since(&made);
    Finding::new("backup", age <= BACKUP, format!("最近一次备份在 {} 前", span(age)), remedy)
}

/// The database was opened, so its structure is this program's.
pub(super) fn schema() -> Result<Finding, Exit> {
    let version = xh_db::embedded()?.iter().map(|migration| migration.version).max().unwrap_or(0);
    Ok(Finding::new("schema", true, format!("数据库结构版本 {version}"), ""))
}

/// A length of time in the largest unit that says it.
fn span(micros: i64) -> String {
    let seconds = (micros / SECOND).max(0);
    match seconds {
        0..120 => format!("{seconds} 秒"),
        120..7_200 => format!("{} 分钟", seconds / 60),
        7_200..172_800 => format!("{} 小时", seconds / 3_600),
        _ => format!("{} 天", seconds / 86_400),
    }
}
