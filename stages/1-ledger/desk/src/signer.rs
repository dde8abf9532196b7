//! The signing follower: hashes new entries into tiles and signs a checkpoint over them, under a lease, so that two
//! nodes never sign two trees of one size (C2SP tlog-checkpoint: never sign an inconsistent one).

use xh_db::{Db, Fault, Res, Tx};
use xh_kernel::Instant;
use xh_ledger::tree::{Growth, Tile, leaf_hash};
use xh_ledger::{Checkpoint, LogVerifier, NoteSigner, NoteVerifier, Sm2Signer};
use xh_ledger_store::{Checkpointed, StoredTile};

use crate::known::{Standing, standing};
use crate::memory::Memory;
use crate::tiles;

/// The lease a signer holds.
pub const SIGNER_LEASE: &str = "signer";
const PAGE: i64 = 16_384;

/// The log's signing key and origin; in a `gm` deployment a second key, whose line stands below the first.
#[derive(Debug)]
pub struct LogKey {
    signer: NoteSigner,
    sm2: Option<Sm2Signer>,
    memory: Option<Memory>,
}

impl LogKey {
    /// From the secret text kept in the key file; the key's name is the origin.
    ///
    /// # Errors
    /// `Fault` when the text is no signing key.
    pub fn parse(secret: &str) -> Res<Self> {
        let signer = NoteSigner::parse(secret.trim()).map_err(|e| Fault::found("账本签名密钥", e))?;
        Ok(Self { signer, sm2: None, memory: None })
    }

    /// A new key for an origin (the public host without scheme) from 32 random bytes.
    ///
    /// # Errors
    /// `Fault` when the origin cannot be a key name.
    pub fn new(origin: &str, seed: &[u8; 32]) -> Res<Self> {
        let signer = NoteSigner::new(origin, seed).map_err(|e| Fault::found("账本来源名称", e))?;
        Ok(Self { signer, sm2: None, memory: None })
    }

    /// With a memory of what it signed: a ledger that does not begin with that is not signed.
    #[must_use]
    pub fn remembering(self, memory: Memory) -> Self {
        Self { memory: Some(memory), ..self }
    }

    /// With an SM2 key, whose line every checkpoint then carries too.
    #[must_use]
    pub fn beside(self, sm2: Sm2Signer) -> Self {
        Self { sm2: Some(sm2), ..self }
    }

    /// The SM2 key of a `gm` deployment.
    #[must_use]
    pub fn sm2(&self) -> Option<&Sm2Signer> {
        self.sm2.as_ref()
    }

    /// What verifies all its lines.
    #[must_use]
    pub fn keys(&self) -> LogVerifier {
        LogVerifier { log: self.signer.verifier(), sm2: self.sm2.as_ref().map(Sm2Signer::verifier) }
    }

    /// The secret text for the key file.
    #[must_use]
    pub fn secret_text(&self) -> String {
        self.signer.to_secret_text()
    }

    /// The public verifier key.
    #[must_use]
    pub fn vkey(&self) -> String {
        self.signer.vkey()
    }

    /// What verifies its signatures.
    #[must_use]
    pub fn verifier(&self) -> NoteVerifier {
        self.signer.verifier()
    }

    /// The log's origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.signer.name()
    }

    /// Brings tiles and checkpoint up to the newest entry; answers the size signed, if it grew.
    ///
    /// # Errors
    /// `Fault` when the database fails, stored tiles do not continue, or the ledger does not begin with what was
    /// signed before.
    pub async fn catch_up(&self, db: &Db, now: &Instant) -> Res<Option<i64>> {
        self.recall(db).await?;
        let mut signed = None;
        while let Some(size) = self.step(db, now).await? {
            signed = Some(size);
        }
        Ok(signed)
    }

    /// Holds the ledger against the memory.
    async fn recall(&self, db: &Db) -> Res<()> {
        let Some(memory) = &self.memory else { return Ok(()) };
        // INVARIANT: the memory is read first. It tells only of entries that were durable before it was written, so a
        // state of the database that is seen later has them.
        let Some(last) = memory.last(&self.verifier())? else { return Ok(()) };
        let why = match standing(&mut db.read().await?, &last).await? {
            Standing::Begins => return Ok(()),
            Standing::Shorter { entries } => format!("只有 {entries} 条，本机已签署过 {} 条", last.size),
            Standing::Differs => format!("前 {} 条与本机签署过的检查点不同", last.size),
        };
        Err(Fault::found("账本", format!("{why}；继续签署会使账本分叉，已停止。请恢复更新的备份或副本")))
    }

    async fn step(&self, db: &Db, now: &Instant) -> Res<Option<i64>> {
        let mut tx = db.read().await?;
        let head = xh_ledger_store::head(&mut tx).await?;
        let done = xh_ledger_store::newest_checkpoint(&mut tx).await?.map_or(0, |c| c.size);
        if head <= done {
            return Ok(None);
        }
        let upto = head.min(done + PAGE);
        let mut growth = resume(&mut tx, done).await?;
        for entry in xh_ledger_store::leaf_page(&mut tx, done, upto).await? {
            growth.push(leaf_hash(&entry));
        }
        drop(tx);
        let signed = self.sign(&growth, upto, now)?;
        let grown: Vec<StoredTile> = growth.drain().into_iter().map(stored).collect();
        let mut tx = db.write().await?;
        // INVARIANT: another signer may have been quicker; a size is signed once, so this one gives way. Under the
        // ledger's lock, or two of them on PostgreSQL would both find nothing newer, and the shorter tile could win.
        xh_ledger_store::lock_head(&mut tx).await?;
        let newest = xh_ledger_store::newest_checkpoint(&mut tx).await?.map_or(0, |c| c.size);
        if newest == done {
            // Before anybody can see it: what is remembered and not published does no harm, the reverse would.
            self.memory.as_ref().map_or(Ok(()), |memory| memory.keep(&signed.note))?;
            xh_ledger_store::grow(&mut tx, &grown, &signed).await?;
            tx.commit().await?;
        }
        Ok(Some(upto))
    }

    fn sign(&self, growth: &Growth, size: i64, now: &Instant) -> Res<Checkpointed> {
        let root = growth.root();
        let checkpoint = Checkpoint { origin: self.origin().to_owned(), size: growth.size(), root };
        let note = checkpoint.sign(&self.signer).map_err(|e| Fault::found("检查点", e))?;
        let note = match &self.sm2 {
            Some(sm2) => sm2.add_to(&note).map_err(|e| Fault::found("检查点的 SM2 签名", e))?,
            None => note,
        };
        Ok(Checkpointed { size, root: root.to_vec(), note, at: now.as_str().to_owned() })
    }
}

async fn resume(tx: &mut Tx<'_>, size: i64) -> Res<Growth> {
    let size = u64::try_from(size).map_err(|e| Fault::found("ledger_checkpoint.size", e))?;
    let edge = tiles::load(tx, &Growth::edge_tiles(size)).await?;
    Growth::resume(size, &edge).map_err(|e| Fault::found("ledger_tile", e))
}

fn stored((tile, hashes): (Tile, Vec<u8>)) -> StoredTile {
    StoredTile { level: i64::from(tile.level), n: i64::try_from(tile.index).unwrap_or(i64::MAX), hashes }
}
