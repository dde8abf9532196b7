//! A log under its signed checkpoint: who signed it, whether an entry is in it, whether it begins with an
//! older one. Whether all of it belongs together is asked in `walk`.

use std::fmt;

use signed_note::{Note, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::{
    Checkpoint, Hash, RecordProof, Tile, check_record, check_tree, prove_record, prove_tree, record_hash,
};

use crate::hashes::Hashes;
use crate::site::{HEIGHT, Site, WIDTH};

/// Largest tree that is looked at. Beyond it the shifts of `tlog_tiles` would overflow; no log is that large.
const SIZE_MAX: u64 = 1 << 48;

/// A log whose checkpoint was signed by the given key.
pub struct Log {
    /// Where it is served.
    pub site: Site,
    /// What was signed.
    pub signed: Checkpoint,
    verifier: StandardVerifier,
}

impl Log {
    /// Fetches the checkpoint and checks its signature and origin.
    pub fn open(base: &str, vkey: &str) -> Result<Log, String> {
        let verifier = StandardVerifier::new(vkey).map_err(|fault| format!("公钥无效（{fault}）"))?;
        let site = Site::new(base);
        let signed = verified(&site.checkpoint()?, &verifier)?;
        Ok(Log { site, signed, verifier })
    }

    /// A checkpoint of this log from elsewhere, if the same key signed it.
    pub fn verified(&self, note: &str) -> Result<Checkpoint, String> {
        verified(note, &self.verifier)
    }

    /// The tile at this place of the signed tree.
    pub fn tile(&self, level: u8, index: u64) -> Option<Tile> {
        let hashes = self.signed.size().checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or_default();
        let beyond = hashes.checked_sub(index.checked_mul(u64::from(WIDTH))?)?;
        let width = u32::try_from(beyond.min(u64::from(WIDTH))).ok()?;
        (width > 0).then(|| Tile::new(HEIGHT, level, index, width, false))
    }

    /// The bytes of one log entry.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, String> {
        let (bundle, place) = (index / u64::from(WIDTH), index % u64::from(WIDTH));
        let beyond = || format!("账本只有 {} 条", self.signed.size());
        let tile = self.tile(0, bundle).filter(|tile| place < tile.width().into()).ok_or_else(beyond)?;
        let entries = self.site.entries(&tile)?;
        usize::try_from(place).ok().and_then(|place| entries.into_iter().nth(place)).ok_or_else(beyond)
    }

    /// Proves from the tiles that the entry which is served at `index` is in the signed tree.
    pub fn includes(&self, index: u64) -> Result<String, String> {
        let leaf = record_hash(&self.entry(index)?);
        let hashes = Hashes::new(&self.site, self.signed.size());
        let proof = prove_record(self.signed.size(), index, &hashes).map_err(|fault| fault.to_string())?;
        included(&proof, &self.signed, index, leaf)?;
        Ok(format!("{} 个哈希的证明成立", proof.len()))
    }

    /// Proves from the tiles that the signed tree begins with the tree of an older checkpoint.
    pub fn extends(&self, older: &str) -> Result<String, String> {
        let (old, new) = (self.verified(older)?, &self.signed);
        let refused = |fault: tlog_tiles::Error| format!("{} 条到 {} 条：{fault}", old.size(), new.size());
        if old.size() == 0 {
            return Ok("旧检查点还没有条目".to_owned());
        }
        let hashes = Hashes::new(&self.site, new.size());
        let proof = prove_tree(new.size(), old.size(), &hashes).map_err(refused)?;
        check_tree(&proof, new.size(), *new.hash(), old.size(), *old.hash()).map_err(refused)?;
        Ok(format!("{} 条延续到 {} 条，{} 个哈希的证明成立", old.size(), new.size(), proof.len()))
    }
}

/// Whether a proof leads from a leaf to the root of a checkpoint.
pub fn included(proof: &RecordProof, signed: &Checkpoint, index: u64, leaf: Hash) -> Result<(), String> {
    check_record(proof, signed.size(), *signed.hash(), index, leaf)
        .map_err(|fault| format!("不在 {} 条的账本中（{fault}）", signed.size()))
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 签名的 {} 条账本", self.signed.origin(), self.signed.size())
    }
}

fn verified(note: &str, verifier: &StandardVerifier) -> Result<Checkpoint, String> {
    let note = Note::from_bytes(note.as_bytes()).map_err(|fault| format!("不是签名文本（{fault}）"))?;
    let known = VerifierList::new(vec![Box::new(verifier.clone())]);
    note.verify(&known).map_err(|fault| format!("签名不成立（{fault}）"))?;
    let signed = Checkpoint::from_bytes(note.text()).map_err(|fault| format!("格式有误（{fault}）"))?;
    if signed.origin() != verifier.name() {
        return Err(format!("属于账本「{}」，公钥却是「{}」的", signed.origin(), verifier.name()));
    }
    if signed.size() > SIZE_MAX {
        return Err(format!("{} 条，大得不可信", signed.size()));
    }
    Ok(signed)
}
