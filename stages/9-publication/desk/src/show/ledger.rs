//! 账本页: the newest checkpoint and what was entered on the last days.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use xh_db::{Fault, Res, Tx};
use xh_kernel::{Date, Instant};
use xh_ledger_store::{Checkpointed, HourCount};
use xh_web::{Frame, Problem};

use crate::Portal;
use crate::load::entered_at;
use crate::pages::{CheckpointView, DayCount, Freshness, LedgerPage, VerifyCommand};
use crate::show::desk::{Desk, page};

/// Days listed.
const DAYS: i64 = 14;
/// A checkpoint older than this while entries wait is stale.
const STALE_MICROS: i64 = 10 * 60 * 1_000_000;

/// `GET /ledger`
pub(crate) async fn ledger(State(desk): State<Desk>, frame: Frame) -> Result<Response, Problem> {
    let now = desk.portal.office.moment().at().clone();
    let mut tx = desk.portal.office.db.read().await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let newest = xh_ledger_store::newest_checkpoint(&mut tx).await?;
    let size = newest.as_ref().map_or(0, |newest| newest.size);
    let key = (now.legal_day(), head, size);
    let mut shown = match desk.ledger.get(key) {
        Some(known) => known,
        None => {
            let fresh = load(&mut tx, &desk.portal, &now, head).await?;
            desk.ledger.put(key, &fresh);
            fresh
        }
    };
    shown.checkpoint = newest.map(|newest| view(newest, head, &now)).transpose()?;
    page(&frame, &shown)
}

async fn load(tx: &mut Tx<'_>, portal: &Portal, now: &Instant, head: i64) -> Res<LedgerPage> {
    let first = now.legal_day().plus_days(1 - DAYS);
    let since = Instant::parse(&format!("{first}T00:00:00+08:00"));
    let since = since.map_err(|e| Fault::found("起算时刻", e))?;
    let counted = xh_ledger_store::counts_since(tx, &since).await?;
    Ok(LedgerPage {
        origin: portal.origin.clone(),
        address: portal.web.site().origin.trim_end_matches('/').to_owned(),
        checkpoint: None,
        verifier_key: portal.vkey.clone(),
        second_key: portal.sm2.clone(),
        commands: commands(portal),
        witnesses: Vec::new(),
        days: days(&counted)?,
        erased: xh_registry_store::count_erased(tx).await?,
        incidents: Vec::new(),
        fresh: Freshness { updated: entered_at(tx, head).await?, source: None },
    })
}

fn view(newest: Checkpointed, head: i64, now: &Instant) -> Res<CheckpointView> {
    let at = Instant::parse(&newest.at).map_err(|e| Fault::found("检查点的时刻", e))?;
    let late = now.unix_micros().saturating_sub(at.unix_micros()) > STALE_MICROS;
    Ok(CheckpointView {
        size: newest.size,
        root: STANDARD.encode(&newest.root),
        signed_at: newest.at,
        text: newest.note,
        stale: late && head > newest.size,
    })
}

/// The public keys as the command line takes them.
pub(super) fn key_options(portal: &Portal) -> String {
    let second = portal.sm2.as_ref().map(|key| format!(" --key '{key}'")).unwrap_or_default();
    format!("--key '{}'{second}", portal.vkey)
}

fn commands(portal: &Portal) -> Vec<VerifyCommand> {
    let address = portal.web.site().origin.trim_end_matches('/');
    let command = |what: &str, text: String| VerifyCommand { what: what.to_owned(), text };
    vec![
        command("取回最新检查点", format!("curl -o checkpoint {address}/checkpoint")),
        command(
            "核对检查点的每一行签名",
            format!("xinheng ledger verify checkpoint {}", key_options(portal)),
        ),
    ]
}

/// Hours of UTC folded into legal days, newest first.
fn days(counted: &[HourCount]) -> Res<Vec<DayCount>> {
    let mut days: BTreeMap<Date, DayCount> = BTreeMap::new();
    for one in counted {
        let hour =
            Instant::parse(&format!("{}:00:00Z", one.hour)).map_err(|e| Fault::found("条目的时刻", e))?;
        let day = hour.legal_day();
        let row = days.entry(day).or_insert_with(|| blank(day));
        let slot = match one.kind.as_str() {
            xh_registry::RECORD_FILED => &mut row.filed,
            xh_registry::RECORD_AMENDED => &mut row.amended,
            xh_registry::SUBJECT_REGISTERED | xh_registry::SUBJECT_PROVISIONAL => &mut row.registered,
            xh_registry::RECORD_ENDED | xh_registry::RECORD_WITHDRAWN => &mut row.ended,
            _ => &mut row.other,
        };
        *slot += one.entries;
        row.total += one.entries;
    }
    Ok(days.into_values().rev().collect())
}

fn blank(day: Date) -> DayCount {
    let day = day.to_string();
    DayCount { day, filed: 0, amended: 0, registered: 0, ended: 0, other: 0, total: 0 }
}
