//! Where a deployment lives: its database, its data folder, its signing key; opened, migrated, with a release in force.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xh_db::{Db, Target};
use xh_ledger_desk::{LogKey, Memory};
use xh_policy_store::Office;

use crate::backup::KEY;
use crate::clock;
use crate::exit::Exit;
use crate::law;

/// The last checkpoint this node signed, in the data folder; no backup holds it.
pub const MEMORY: &str = "ledger.checkpoint";

/// Where to find it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The database.
    pub target: Target,
    /// Keys and the search index.
    pub data: PathBuf,
    /// The log's origin when the key must be made: the public host without scheme.
    pub origin: String,
}

/// A deployment at work.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Database, law and clock.
    pub office: Office,
    /// The log's key.
    pub key: Arc<LogKey>,
    /// The account that acts on the command line.
    pub actor: String,
    /// The data folder.
    pub data: PathBuf,
}

impl Place {
    /// A place by data folder (SQLite in it) and, when given, another database.
    ///
    /// # Errors
    /// `Exit` when the database address cannot be understood.
    pub fn new(data: &Path, database: Option<&str>, origin: &str) -> Result<Self, Exit> {
        let target = match database {
            Some(url) => Target::parse(url).map_err(|e| Exit::usage(e.to_string()))?,
            None => Target::Sqlite(data.join("xinheng.db")),
        };
        Ok(Self { target, data: data.to_owned(), origin: origin.to_owned() })
    }

    /// Whether there may be something: a file on SQLite; a server is asked only when it is opened.
    #[must_use]
    pub fn holds_something(&self) -> bool {
        match &self.target {
            Target::Sqlite(file) => file.exists(),
            _ => true,
        }
    }

    /// Opens it: migrates after a backup, adopts the embedded release into an empty ledger, finds or makes the key.
    ///
    /// # Errors
    /// `Exit` when the database or the key cannot be used.
    pub async fn open(&self) -> Result<Opened, Exit> {
        std::fs::create_dir_all(&self.data)?;
        let db = Db::open(&self.target).await?;
        let office = Office::new(db, clock::clock());
        let actor = xh_access::account(&office.db, &mut office.moment(), "command-line").await?;
        let mut tx = office.db.read().await?;
        let adopted = xh_policy_store::in_force_digest(&mut tx).await?;
        let signed = xh_ledger_store::newest_checkpoint(&mut tx).await?.is_some();
        drop(tx);
        if adopted.is_none() {
            xh_registry_desk::adopt(&office, &actor, &law::release(None)?).await?;
        }
        let key = key(&self.data.join(KEY), &self.origin, signed)?;
        let key = Arc::new(key.remembering(Memory::at(self.data.join(MEMORY))));
        Ok(Opened { office, key, actor, data: self.data.clone() })
    }
}

/// The key in the file; a new one only for a ledger that nobody has signed yet.
fn key(file: &Path, origin: &str, signed: bool) -> Result<LogKey, Exit> {
    if !file.exists() {
        if signed {
            let shown = file.display();
            let message =
                format!("账本已经签署过,却没有密钥文件「{shown}」;请放回单独保管的密钥,本程序不会另造一把");
            return Err(Exit { code: 5, message });
        }
        make_key(file, origin)?;
    }
    Ok(LogKey::parse(&std::fs::read_to_string(file)?)?)
}

/// A new key gets its name when it is whole; one that another process made meanwhile stands.
fn make_key(file: &Path, origin: &str) -> Result<(), Exit> {
    let key = LogKey::new(origin, &clock::seed()?)?;
    let mut part = tempfile::NamedTempFile::new_in(file.parent().unwrap_or(Path::new(".")))?;
    part.write_all(key.secret_text().as_bytes())?;
    part.as_file().sync_all()?;
    match part.persist_noclobber(file) {
        Err(fault) if fault.error.kind() != std::io::ErrorKind::AlreadyExists => Err(fault.error.into()),
        _ => Ok(()),
    }
}
