//! The audit of the log itself: every envelope, every body, every tile, every checkpoint, computed afresh.
//! Whether the stage tables follow from the entries is `rebuild --check`.

use std::collections::{BTreeMap, BTreeSet};

use xh_db::{Fault, Res, Tx};
use xh_ledger::audit::{
    CHECKPOINT, ENTRY, Finding, Kept, Recount, TILE, checkpoint, found, lost, tile, tile_row,
};
use xh_ledger::{Checkpoint, LogVerifier, NoteFault};
use xh_ledger_store::{Checkpointed, Spoiled, Stored, StoredTile};

const PAGE: i64 = 4_096;
const HEAD: &str = "ledger_head";

/// What an audit of the log saw.
#[derive(Debug, Default)]
pub struct LogAudit {
    /// Entries read.
    pub entries: u64,
    /// Bodies deleted beside an `erased` entry.
    pub erased: u64,
    /// Everything that does not hold.
    pub findings: Vec<Finding>,
    /// Whether a signed root contradicted the entries.
    contradicted: bool,
    /// Whether an SM2 line was seen: a deployment may have become `gm` on its way, but every later one has it.
    second: bool,
}

/// Audits the log; with `keys` checkpoints must carry the signatures of these keys.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn audit_log(tx: &mut Tx<'_>, keys: Option<&LogVerifier>) -> Res<LogAudit> {
    let mut audit = LogAudit::default();
    let mut recount = Recount::new();
    let mut tiles: BTreeMap<(i64, i64), Vec<u8>> = BTreeMap::new();
    let erased: BTreeMap<String, i64> = xh_ledger_store::erased_streams(tx).await?.into_iter().collect();
    let head = match xh_ledger_store::head(tx).await {
        // A missing head is a finding: the entries themselves tell how many there are.
        Err(Fault::Found { .. }) => -1,
        other => other?,
    };
    let checkpoints = xh_ledger_store::checkpoints(tx).await?;
    let mut signed = checkpoints.iter().peekable();
    let mut after = i64::MIN;
    loop {
        let page = xh_ledger_store::entries_after(tx, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.as_ref().map_or_else(|spoiled| spoiled.position, |stored| stored.position);
        for row in &page {
            while let Some(next) = signed.next_if(|c| unsigned(c.size) <= recount.size()) {
                audit.checkpoint(next, &recount, keys);
            }
            audit.take(&mut recount, row, &erased);
        }
        for (place, bytes) in recount.tiles() {
            tiles.insert((i64::from(place.level), i64::try_from(place.index).unwrap_or(i64::MAX)), bytes);
        }
    }
    for rest in signed {
        audit.checkpoint(rest, &recount, keys);
    }
    audit.findings.extend(recount.findings());
    let covered = checkpoints.last().map_or(0, |c| c.size);
    audit.findings.extend(end_faults(head, covered, recount.size()));
    check_tiles(tx, tiles, unsigned(covered), &mut audit).await?;
    Ok(audit)
}

impl LogAudit {
    fn take(&mut self, recount: &mut Recount, row: &Result<Stored, Spoiled>, erased: &BTreeMap<String, i64>) {
        self.entries += 1;
        let row = match row {
            Ok(row) => row,
            Err(spoiled) => return recount.spoiled(spoiled.position, &spoiled.what),
        };
        let gone = erased.get(row.entry.stream.as_str()).is_some_and(|at| *at > row.position);
        self.erased += u64::from(gone);
        let kept = row.salt.as_deref().zip(row.payload.as_deref());
        recount.row(row.position, &row.entry, kept.map(|(salt, payload)| Kept { salt, payload }), gone);
    }

    /// The first root that does not fit says enough: every later one covers the same leaf.
    fn checkpoint(&mut self, stored: &Checkpointed, recount: &Recount, keys: Option<&LogVerifier>) {
        if let Err(what) = keys.map_or(Ok(()), |keys| self.second_line(&stored.note, keys)) {
            self.findings.push(found(stored.size, CHECKPOINT, &what));
        }
        match opened(stored, keys) {
            Err(what) => self.findings.push(found(stored.size, CHECKPOINT, &what)),
            Ok(_) if self.contradicted => {}
            Ok(signed) => {
                let contradiction = contradiction(stored, &signed, recount);
                self.contradicted = contradiction.is_some();
                self.findings.extend(contradiction);
            }
        }
    }
}

impl LogAudit {
    /// The SM2 line, where the key is known.
    fn second_line(&mut self, note: &str, keys: &LogVerifier) -> Result<(), String> {
        match keys.sm2.as_ref().map(|sm2| sm2.verify(note)) {
            None => Ok(()),
            Some(Ok(_)) => {
                self.second = true;
                Ok(())
            }
            // What is no note at all is said once, by whoever reads its text.
            Some(Err(NoteFault::Malformed)) => Ok(()),
            Some(Err(NoteFault::Unsigned(_))) if !self.second => Ok(()),
            Some(Err(NoteFault::Unsigned(_))) => {
                Err("检查点缺少 SM2 签名行，此前的都有：签名行被删去".to_owned())
            }
            Some(Err(fault)) => Err(format!("SM2 签名行：{fault}")),
        }
    }

    /// Entries that fit themselves but not the tile published above them. Asked only when a signed root
    /// contradicts the entries: then the tile is the witness, not the culprit.
    fn resealed(&mut self, stored: &StoredTile, computed: Option<&Vec<u8>>) {
        let pairs = stored.hashes.chunks(32).zip(computed.into_iter().flat_map(|bytes| bytes.chunks(32)));
        for (position, (published, now)) in (stored.n.saturating_mul(256)..).zip(pairs) {
            let known = |f: &Finding| f.table == ENTRY && f.position == position;
            if published != now && !self.findings.iter().any(known) {
                self.findings.push(found(position, ENTRY, "条目连同其承诺被改写：与已发布的瓦片不符"));
            }
        }
    }
}

/// The signed text of a row, when the row says the same; otherwise what is wrong with the row.
fn opened(stored: &Checkpointed, keys: Option<&LogVerifier>) -> Result<Checkpoint, String> {
    let body = stored.note.split_once("\n\n").map_or(stored.note.as_str(), |(body, _)| body);
    let signed = match keys {
        Some(keys) => Checkpoint::open(&stored.note, &keys.log),
        None => Checkpoint::parse(&format!("{body}\n")),
    };
    let signed = signed.map_err(|e| e.to_string())?;
    if unsigned(stored.size) == signed.size && stored.root == signed.root {
        return Ok(signed);
    }
    Err("检查点的行与其签名文本不一致".to_owned())
}

fn contradiction(stored: &Checkpointed, signed: &Checkpoint, recount: &Recount) -> Option<Finding> {
    if signed.size != recount.size() {
        return Some(found(stored.size, CHECKPOINT, "检查点覆盖的条目已不存在"));
    }
    checkpoint(signed, &recount.root())
}

/// What is missing at the end: entries that the head counts or a signature covers; or a head that miscounts.
fn end_faults(head: i64, covered: i64, size: u64) -> Vec<Finding> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let mut faults = Vec::new();
    if size < head.max(covered) {
        faults.push(lost(size, head.max(covered)));
    }
    if head != size {
        let what = format!("ledger_head 记为 {head} 条，实有 {size} 条");
        faults.push(Finding { position: head, table: HEAD, row: "one=1".to_owned(), what });
    }
    faults
}

async fn check_tiles(
    tx: &mut Tx<'_>,
    computed: BTreeMap<(i64, i64), Vec<u8>>,
    covered: u64,
    audit: &mut LogAudit,
) -> Res<()> {
    let mut seen = BTreeSet::new();
    let (mut level, mut n) = (i64::MIN, i64::MIN);
    loop {
        let page = xh_ledger_store::tile_page(tx, level, n).await?;
        let Some(last) = page.last() else { break };
        (level, n) = (last.level, last.n);
        for stored in &page {
            seen.insert((stored.level, stored.n));
            audit.findings.extend(tile_fault(stored, &computed, covered));
            if audit.contradicted && stored.level == 0 {
                audit.resealed(stored, computed.get(&(0, stored.n)));
            }
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
    stored: &StoredTile,
    computed: &BTreeMap<(i64, i64), Vec<u8>>,
    covered: u64,
) -> Option<Finding> {
    let level = u8::try_from(stored.level).ok();
    let place = level.and_then(|level| xh_ledger::tree::Tile::of(covered, level, unsigned(stored.n)));
    let whole = computed.get(&(stored.level, stored.n));
    match (place, whole) {
        (Some(place), Some(bytes)) if stored.hashes.len() == place.bytes() => {
            tile(&place, bytes.get(..place.bytes())?, Some(&stored.hashes))
        }
        _ => Some(Finding {
            position: stored.n,
            table: TILE,
            row: tile_row(stored.level, unsigned(stored.n)),
            what: "瓦片的位置或长度与检查点不符".to_owned(),
        }),
    }
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
