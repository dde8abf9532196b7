//! `ledger`: checkpoint, proofs, audit, erasure, export.

use std::path::Path;

use xh_ledger_desk::Memory;

use super::{open, verify};
use crate::cli::{At, LedgerVerb};
use crate::exit::{Done, Exit};
use crate::place::MEMORY;

/// Runs the verb.
pub(super) async fn run(asked: LedgerVerb) -> Done {
    match asked {
        LedgerVerb::Checkpoint(at) => checkpoint(&at).await,
        LedgerVerb::Prove { at, position } => prove(&at, position).await,
        LedgerVerb::Verify { file, key } => verify::verify(&file, &key),
        LedgerVerb::Key(at) => verify::key(&at).await,
        LedgerVerb::Audit(at) => audit(&at).await,
        LedgerVerb::Clock { at, accept } => clock(&at, accept).await,
        LedgerVerb::Known { at, file } => known(&at, &file).await,
        LedgerVerb::Erase { at, record, ground } => {
            let opened = open(&at).await?;
            let gone = crate::erase::erase(&opened.office, &opened.actor, &record, &ground).await?;
            opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
            println!(
                "已删除 {} 份正文、留存报送件中的 {} 行;信封与账本保留,原有证明仍可验证",
                gone.bodies, gone.rows
            );
            Ok(0)
        }
        LedgerVerb::Export { at, out, complete } => {
            let opened = open(&at).await?;
            let mut file = std::io::BufWriter::new(private(&out)?);
            let entries = crate::rebuild::export(&opened.office.db, &mut file, complete).await?;
            std::io::Write::flush(&mut file)?;
            println!("已导出 {entries} 条");
            Ok(0)
        }
    }
}

/// Holds the ledger against a published checkpoint and remembers it, so that nothing else is signed from now on.
async fn known(at: &At, file: &Path) -> Done {
    let opened = open(at).await?;
    let known = crate::backup::checkpoint(file, &opened.key)?;
    let mut tx = opened.office.db.write().await?;
    // Under the lock of the signer, which writes the same memory.
    xh_ledger_store::lock_head(&mut tx).await?;
    crate::backup::agrees(&mut tx, std::slice::from_ref(&known)).await?;
    let memory = Memory::at(opened.data.join(MEMORY));
    let last = memory.last(&opened.key.verifier())?.map_or(0, |last| last.size);
    if known.0.size > last {
        memory.keep(&known.1)?;
    }
    tx.rollback().await?;
    println!("账本包含这个检查点的 {} 条,今后的签署都须与它一致", known.0.size);
    Ok(0)
}

fn private(path: &Path) -> Result<std::fs::File, Exit> {
    use std::os::unix::fs::OpenOptionsExt;
    Ok(std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?)
}

async fn checkpoint(at: &At) -> Done {
    let opened = open(at).await?;
    opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
    let newest = xh_ledger_store::newest_checkpoint(&mut opened.office.db.read().await?).await?;
    let newest = newest.ok_or_else(|| Exit::missing("账本还没有条目"))?;
    print!("{}", newest.note);
    eprint!("公钥:{}", opened.key.keys().vkeys());
    Ok(0)
}

/// Says how the clock stands to the ledger; with `accept`, that it is right.
async fn clock(at: &At, accept: bool) -> Done {
    let opened = open(at).await?;
    let now = opened.office.moment().at().clone();
    let newest = xh_ledger_store::newest_instant(&mut opened.office.db.read().await?).await?;
    let behind = newest.as_ref().map_or(0, |newest| newest.unix_micros() - now.unix_micros());
    println!("本机时钟:{}", now.as_str());
    println!("账本最新一条:{}", newest.as_ref().map_or("无,或已认定其时钟有误", |newest| newest.as_str()));
    let held = behind > xh_ledger_store::CLOCK_MAY_LAG;
    if accept && held {
        let mut tx = opened.office.db.write().await?;
        let from = xh_ledger_store::accept_clock(&mut tx).await?;
        tx.commit().await?;
        println!("已认定:第 {from} 条以前的时间不再作为依据,恢复写入;这些条目及其时间保留不变");
        return Ok(0);
    }
    Ok(u8::from(held))
}

async fn prove(at: &At, position: i64) -> Done {
    let opened = open(at).await?;
    let mut tx = opened.office.db.read().await?;
    let release = opened.office.law_in(&mut tx).await?;
    let shown = disclosable(&mut tx, &release, position).await?;
    let proof = xh_ledger_desk::prove(&mut tx, position, |name| shown.iter().any(|s| s == name)).await?;
    let proof = proof.ok_or_else(|| Exit::missing(format!("位置 {position} 还没有检查点覆盖")))?;
    println!("{}", proof.to_json().map_err(|e| Exit::failed(&e))?);
    Ok(0)
}

/// What anybody may see of the record at a position, under the strictest masking; nothing of any other entry.
async fn disclosable(
    tx: &mut xh_db::Tx<'_>,
    release: &xh_policy::Release,
    position: i64,
) -> Result<Vec<String>, Exit> {
    let stored = xh_ledger_store::entries(tx, position, position + 1).await?.pop();
    let Some(fields) = stored.map(|s| s.fields()).transpose()?.flatten() else { return Ok(Vec::new()) };
    let kind = fields.get("record_kind").and_then(|k| k.as_str()).and_then(|k| release.kind(k));
    let own = xh_registry::own_fields(&fields);
    Ok(kind.map_or_else(Vec::new, |kind| {
        xh_publication::disclosable(kind, &own, true, |column| release.visibility(column))
    }))
}

async fn audit(at: &At) -> Done {
    let opened = open(at).await?;
    let audited = crate::rebuild::audit(&opened.office.db, Some(&opened.key.keys().vkeys())).await;
    let audited = audited.map_err(|e| Exit::failed(&e))?;
    for finding in &audited.findings {
        println!("{} {}:{}", finding.table, finding.row, finding.what);
    }
    println!(
        "核对 {} 条,已删除正文 {} 条,发现 {} 处不符",
        audited.entries,
        audited.erased,
        audited.findings.len()
    );
    Ok(u8::from(!audited.findings.is_empty()))
}
