//! Where a deployment lives: its database, its data folder, its signing key; opened, migrated, with a release in force.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use xh_db::{Db, Target};
use xh_ledger_desk::{LogKey, Memory};
use xh_policy_store::Office;

use crate::backup::KEY;
use crate::clock;
use crate::exit::Exit;
use crate::keys::{Keyring, Suite};
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
    /// What checkpoints are signed with; without it the keys in the data folder say.
    pub suite: Option<Suite>,
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
        Ok(Self { target, data: data.to_owned(), origin: origin.to_owned(), suite: None })
    }

    /// The same with the suite that the operator asked for.
    #[must_use]
    pub fn in_suite(self, suite: Option<Suite>) -> Self {
        Self { suite, ..self }
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
        let signed = xh_ledger_store::newest_checkpoint(&mut tx).await?;
        office.saw(xh_ledger_store::newest_instant(&mut tx).await?.as_ref());
        drop(tx);
        if adopted.is_none() {
            xh_registry_desk::adopt(&office, &actor, &law::release(None)?).await?;
        }
        let newest = signed.as_ref().map(|signed| signed.note.as_str());
        let key = Keyring { data: &self.data, origin: &self.origin, suite: self.suite, newest }.open()?;
        let key = Arc::new(key.remembering(Memory::at(self.data.join(MEMORY))));
        one_log(&office, &key).await?;
        Ok(Opened { office, key, actor, data: self.data.clone() })
    }
}

/// A library is signed by one log: of two nodes that are started on an empty one, each with a key of its own, one
/// gives way.
async fn one_log(office: &Office, key: &LogKey) -> Result<(), Exit> {
    let (own, stands) = (key.vkey(), xh_access::settled(&office.db, "log", &key.vkey()).await?);
    if own == stands {
        return Ok(());
    }
    let message = format!(
        "本机的密钥文件 {KEY} 不是这个库的:库由公钥 {stands} 签署,本机为 {own};请把那把密钥复制到本机的数据目录"
    );
    Err(Exit { code: 5, message })
}
