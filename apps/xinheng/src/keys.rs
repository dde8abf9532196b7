//! The log's keys in the data folder: found or made once, never made anew for a ledger that was signed with them.
//! Ed25519 is always there; the SM2 key is there when the deployment is of the suite `gm`, and from then on its
//! being there says so.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use xh_ledger::Sm2Signer;
use xh_ledger::note::lines;
use xh_ledger_desk::LogKey;

use crate::backup::KEY;
use crate::clock;
use crate::exit::Exit;

/// The SM2 key, PKCS#8 PEM, beside [`KEY`].
pub const SM2_KEY: &str = "ledger-sm2.pem";

/// What checkpoints are signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// Ed25519 以及 SM2(国密):检查点有两行签名
    Gm,
    /// 只用 Ed25519
    Intl,
}

/// Where keys are looked for, and what is known of the ledger they belong to.
#[derive(Debug, Clone, Copy)]
pub struct Keyring<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// The log's origin, for a key that must be made.
    pub origin: &'a str,
    /// What the operator asked for; without it the folder says.
    pub suite: Option<Suite>,
    /// The newest checkpoint in the database.
    pub newest: Option<&'a str>,
}

impl Keyring<'_> {
    /// Finds the keys; makes one only for a ledger that nobody has signed with such a key yet.
    ///
    /// # Errors
    /// `Exit` 5 when a key is lost, cannot be read or is another ledger's.
    pub fn open(&self) -> Result<LogKey, Exit> {
        let key = self.ed25519()?;
        Ok(match self.sm2(&key)? {
            Some(sm2) => key.beside(sm2),
            None => key,
        })
    }

    fn ed25519(&self) -> Result<LogKey, Exit> {
        let file = self.data.join(KEY);
        if !file.exists() {
            if self.newest.is_some() {
                let shown = file.display();
                return Err(lost(format!(
                    "账本已经签署过,却没有密钥文件「{shown}」;请放回单独保管的密钥,本程序不会另造一把"
                )));
            }
            let key = LogKey::new(self.origin, &clock::seed()?)?;
            make(&file, &key.secret_text())?;
        }
        Ok(LogKey::parse(&std::fs::read_to_string(&file)?)?)
    }

    fn sm2(&self, key: &LogKey) -> Result<Option<Sm2Signer>, Exit> {
        let (file, signed) = (self.data.join(SM2_KEY), self.second_line(key)?);
        if self.suite == Some(Suite::Intl) {
            return Ok(None);
        }
        if !file.exists() {
            if signed.is_some() {
                return Err(lost(missing(&file)));
            }
            if self.suite != Some(Suite::Gm) {
                return Ok(None);
            }
            make(&file, &new_sm2(key.origin())?)?;
        }
        let sm2 = read(&file, key.origin())?;
        match signed {
            Some(id) if id != sm2.verifier().key_id() => Err(lost(foreign(&file))),
            _ => Ok(Some(sm2)),
        }
    }

    /// The id of the second key that signed the newest checkpoint in this log's name.
    fn second_line(&self, key: &LogKey) -> Result<Option<[u8; 4]>, Exit> {
        let Some(newest) = self.newest else { return Ok(None) };
        let first = key.verifier().key_id();
        // A note that was spoiled in the database is for the audit to report, not a reason to refuse the key.
        let mut all = lines(newest).unwrap_or_default().into_iter();
        Ok(all.find(|line| line.name == key.origin() && line.key_id != first).map(|line| line.key_id))
    }
}

fn new_sm2(origin: &str) -> Result<String, Exit> {
    // One draw in 2³² is beyond the curve's order.
    let drawn = clock::seed().map(|seed| Sm2Signer::new(origin, &seed))?;
    let drawn = drawn.or_else(|fault| clock::seed().map_or(Err(fault), |seed| Sm2Signer::new(origin, &seed)));
    drawn.and_then(|sm2| sm2.to_secret_pem()).map_err(|e| Exit::failed(&e))
}

fn read(file: &Path, origin: &str) -> Result<Sm2Signer, Exit> {
    let pem = std::fs::read_to_string(file)?;
    Sm2Signer::from_pem(origin, &pem).map_err(|e| lost(format!("密钥文件「{}」:{e}", file.display())))
}

fn missing(file: &Path) -> String {
    format!(
        "账本的检查点带有 SM2 签名行,却没有密钥文件「{}」;请放回单独保管的密钥,本程序不会另造一把。\
         确要不再签 SM2,请用 --suite intl",
        file.display()
    )
}

fn foreign(file: &Path) -> String {
    format!(
        "密钥文件「{}」与最新检查点的 SM2 签名行不是同一把密钥;请放回原来的密钥。\
         确要更换,请先以 --suite intl 签署一个检查点",
        file.display()
    )
}

fn lost(message: String) -> Exit {
    Exit { code: 5, message }
}

/// A new key gets its name when it is whole; one that another process made meanwhile stands.
fn make(file: &Path, secret: &str) -> Result<(), Exit> {
    let folder = file.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
    // Made by `tempfile` for its owner only (0600).
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    part.write_all(secret.as_bytes())?;
    part.as_file().sync_all()?;
    match part.persist_noclobber(file) {
        Err(fault) if fault.error.kind() != std::io::ErrorKind::AlreadyExists => Err(fault.error.into()),
        _ => Ok(()),
    }
}
