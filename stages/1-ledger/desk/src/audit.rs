//! The audit of the log itself: every envelope, every body, every tile, every checkpoint, computed afresh.
//! Whether the stage tables follow from the entries is `rebuild --check`.

use std::collections::{BTreeMap, BTreeSet};

use xh_db::{Res, Tx};
use xh_ledger::audit::{CHECKPOINT, ENTRY, Finding, Kept, Recount, TILE, checkpoint, tile};
use xh_ledger::{Checkpoint, NoteVerifier};
use xh_ledger_store::Stored;

const PAGE: i64 = 4_096;

/// What an audit of the log saw.
#[derive(Debug, Default)]
pub struct LogAudit {
    /// Entries read.
    pub entries: u64,
    /// Bodies deleted beside an `erased` entry.
    pub erased: u64,
    /// Everything that does not hold.
    pub findings: Vec<Finding>,
}

/// Audits the log; with `vkey` checkpoints must carry that key's signature.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn audit_log(tx: &mut Tx<'_>, vkey: Option<&NoteVerifier>) -> Res<LogAudit> {
    let mut audit = LogAudit::default();
    let mut recount = Recount::new();
    let mut tiles: BTreeMap<(i64, i64), Vec<u8>> = BTreeMap::new();
    let erased = erased_streams(tx).await?;
    let head = xh_ledger_store::head(tx).await?;
    let checkpoints = xh_ledger_store::checkpoints(tx).await?;
    let mut signed = checkpoints.iter().peekable();
    let mut from = 0;
    loop {
        let page = xh_ledger_store::entries(tx, from, from + PAGE).await?;
        from += PAGE;
        for row in &page {
            while let Some(next) = signed.next_if(|c| unsigned(c.size) == recount.size()) {
                audit.findings.extend(signature(next, &recount, vkey));
            }
            take(&mut audit, &mut recount, row, &erased);
        }
        for (place, bytes) in recount.tiles() {
            tiles.insert((i64::from(place.level), i64::try_from(place.index).unwrap_or(i64::MAX)), bytes);
        }
        if page.is_empty() && from > head {
            break;
        }
    }
    for rest in signed {
        audit.findings.extend(signature(rest, &recount, vkey));
    }
    audit.findings.extend(recount.findings());
    audit.findings.extend(head_fault(head, recount.size()));
    let covered = checkpoints.last().map_or(0, |c| c.size);
    check_tiles(tx, tiles, unsigned(covered), &mut audit).await?;
    Ok(audit)
}

fn take(audit: &mut LogAudit, recount: &mut Recount, row: &Stored, erased: &BTreeMap<String, i64>) {
    audit.entries += 1;
    let gone = erased.get(row.entry.stream.as_str()).is_some_and(|at| *at > row.position);
    audit.erased += u64::from(gone);
    let kept = row.salt.as_deref().zip(row.payload.as_deref()).map(|(salt, payload)| Kept { salt, payload });
    recount.row(row.position, &row.entry, kept, gone);
}

async fn erased_streams(tx: &mut Tx<'_>) -> Res<BTreeMap<String, i64>> {
    let erased = xh_ledger_store::entries_of_kind(tx, "erased").await?;
    Ok(erased.into_iter().map(|e| (e.entry.stream.as_str().to_owned(), e.position)).collect())
}

fn signature(
    stored: &xh_ledger_store::Checkpointed,
    recount: &Recount,
    vkey: Option<&NoteVerifier>,
) -> Vec<Finding> {
    let body = stored.note.split_once("\n\n").map_or(stored.note.as_str(), |(body, _)| body);
    let parsed = match vkey {
        Some(vkey) => Checkpoint::open(&stored.note, vkey),
        None => Checkpoint::parse(&format!("{body}\n")),
    };
    let fault = |what: String| Finding { position: stored.size, table: CHECKPOINT, what };
    match parsed {
        Err(e) => vec![fault(e.to_string())],
        Ok(c) if unsigned(stored.size) != c.size || stored.root != c.root => {
            vec![fault("检查点的行与其签名文本不一致".to_owned())]
        }
        Ok(c) if c.size != recount.size() => vec![fault("检查点覆盖的条目已不存在".to_owned())],
        Ok(c) => checkpoint(&c, &recount.root()).into_iter().collect(),
    }
}

fn head_fault(head: i64, size: u64) -> Option<Finding> {
    (unsigned(head) != size).then(|| Finding {
        position: head,
        table: ENTRY,
        what: format!("ledger_head 记为 {head} 条,实有 {size} 条"),
    })
}

async fn check_tiles(
    tx: &mut Tx<'_>,
    computed: BTreeMap<(i64, i64), Vec<u8>>,
    covered: u64,
    audit: &mut LogAudit,
) -> Res<()> {
    let mut seen = BTreeSet::new();
    let (mut level, mut n) = (-1, -1);
    loop {
        let page = xh_ledger_store::tile_page(tx, level, n).await?;
        let Some(last) = page.last() else { break };
        (level, n) = (last.level, last.n);
        for stored in &page {
            seen.insert((stored.level, stored.n));
            audit.findings.extend(tile_fault(stored, &computed, covered));
        }
    }
    for place in xh_ledger::tree::tiles_of(covered) {
        let key = (i64::from(place.level), i64::try_from(place.index).unwrap_or(i64::MAX));
        if !seen.contains(&key) {
            audit.findings.extend(tile(&place, &[], None));
        }
    }
    Ok(())
}

fn tile_fault(
    stored: &xh_ledger_store::StoredTile,
    computed: &BTreeMap<(i64, i64), Vec<u8>>,
    covered: u64,
) -> Option<Finding> {
    let place = xh_ledger::tree::Tile::of(covered, u8::try_from(stored.level).ok()?, unsigned(stored.n));
    let whole = computed.get(&(stored.level, stored.n));
    match (place, whole) {
        (Some(place), Some(bytes)) if stored.hashes.len() == place.bytes() => {
            tile(&place, bytes.get(..place.bytes())?, Some(&stored.hashes))
        }
        _ => Some(Finding {
            position: stored.n,
            table: TILE,
            what: format!("瓦片 {}/{} 的长度与检查点不符", stored.level, stored.n),
        }),
    }
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
