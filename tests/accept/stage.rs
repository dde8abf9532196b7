//! A fresh place with one fictional organ, and one door into it: the same import that the command uses.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xh_intake_desk::{Asked, Decoder, ImportFault, Imported, import};
use xh_kernel::Uscc;
use xh_registry::Organ;
use xh_registry_desk::{NewOrgan, register_organ};
use xinheng::place::{Opened, Place};

use crate::settled::Settlements;

/// What ends the run; a check that does not hold is no fault.
pub type Res<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The place, its organ and the answers a person would give about columns.
pub struct Stage {
    /// The deployment under test.
    pub opened: Opened,
    /// The decoding child.
    pub decoder: Decoder,
    /// The fictional organ in whose name all penalties are filed.
    pub organ: Organ,
    /// Answers about columns.
    pub settled: Settlements,
    /// The folder with the real files.
    pub real: PathBuf,
    /// Files made for the run; never inside the data folder.
    pub scratch: TempDir,
    /// The deployment's data folder.
    pub data: TempDir,
}

/// How one import ended.
pub enum Ended {
    /// It has counts.
    Counted(Box<Imported>),
    /// Nothing could be filed, and why.
    Refused(ImportFault),
    /// The program broke.
    Panicked,
}

impl Stage {
    /// A new place in a temporary folder.
    pub async fn open(real: PathBuf) -> Res<Self> {
        let (scratch, data) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let place = Place::new(data.path(), None, "accept.example").map_err(|exit| exit.message)?;
        let opened = place.open().await.map_err(|exit| exit.message)?;
        // Division 130100, a state organ; the organisation code is nobody's.
        let uscc = Uscc::with_check_digit("11130100MB0000019")?;
        let new =
            NewOrgan {
                uscc, name: "虚构市综合执法局".into(), aliases: Vec::new(), system: String::new()
            };
        let organ = register_organ(&opened.office, &opened.actor, new).await?;
        let decoder = Decoder { program: program()?, limits: xh_exchange::Limits::default() };
        Ok(Self { opened, decoder, organ, settled: Settlements::read()?, real, scratch, data })
    }

    /// Imports one file; records in the organ's name, registrations in nobody's.
    pub async fn import(&self, path: &Path, kind: &str) -> Ended {
        let asked = Asked {
            path: path.to_owned(),
            name: name_of(path),
            kind: kind.to_owned(),
            organ: (kind != "registration").then(|| self.organ.uscc.as_str().to_owned()),
            actor: self.opened.actor.clone(),
        };
        let (office, decoder) = (self.opened.office.clone(), self.decoder.clone());
        let work = tokio::spawn(async move { import(&office, &decoder, asked, &|_| ()).await });
        match work.await {
            Ok(Ok(imported)) => Ended::Counted(Box::new(imported)),
            Ok(Err(fault)) => Ended::Refused(fault),
            Err(_) => Ended::Panicked,
        }
    }

    /// Whom a settled mapping is remembered for.
    pub fn source(&self, kind: &str) -> &str {
        if kind == "registration" { "" } else { self.organ.id.as_str() }
    }

    /// Entries in the ledger.
    pub async fn head(&self) -> Res<i64> {
        let mut tx = self.opened.office.db.read().await?;
        Ok(xh_ledger_store::head(&mut tx).await?)
    }
}

/// The name of a file without its folder.
pub fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// `xinheng` beside this test, in the same target folder.
fn program() -> Res<PathBuf> {
    if let Some(program) = std::env::var_os("XINHENG_PROGRAM") {
        return Ok(program.into());
    }
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).ok_or("no target folder")?;
    let program = folder.join("xinheng");
    match program.exists() {
        true => Ok(program),
        false => Err("cargo build --package xinheng first".into()),
    }
}
