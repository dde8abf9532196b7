//! The fictional city of the benches: its files, its empty databases, and its base library filed the way a person
//! would file it.

use std::path::{Path, PathBuf};

use xh_db::{Db, Engine, Target, testing};
use xh_intake::Counts;
use xh_intake_desk::{Asked, Decoder, import};
use xh_kernel::Uscc;
use xh_registry_desk::{NewOrgan, register_organ};
use xinheng::exit::Exit;
use xinheng::place::{Opened, Place};
use xinheng::{clock, generate};

use crate::{slices, workbook};

const SEED: u64 = 1;
const FOLDER: &str = "city";
/// The kinds of the generator's files, in their order.
const KINDS: [&str; 2] = ["registration", "penalty"];
/// Subjects read from the database at once.
const PAGE: i64 = 1_000;

/// An organisation to ask for.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its code.
    pub uscc: Uscc,
    /// Its name.
    pub name: String,
}

/// A fresh database and how to be rid of it.
#[derive(Debug)]
pub struct Fresh {
    /// Where it is.
    pub target: Target,
    made: Option<(Db, String)>,
}

impl Fresh {
    /// A migrated database without rows; on SQLite the file `name` in `folder`, fully synced.
    pub async fn new(engine: Engine, folder: &Path, name: &str) -> Result<Fresh, Exit> {
        if engine == Engine::Sqlite {
            return Ok(Fresh { target: Target::Sqlite(folder.join(name)), made: None });
        }
        let (db, name) = testing::postgres_with(&xh_db::embedded()?).await;
        Ok(Fresh { target: db.target().clone(), made: Some((db, name)) })
    }

    /// Drops it; a file goes with its folder.
    pub async fn gone(self) {
        if let Some((db, name)) = &self.made {
            testing::drop_postgres(db, name).await;
        }
    }
}

/// The city at work.
#[derive(Debug)]
pub struct City {
    /// Database, law, key.
    pub opened: Opened,
    /// How files are read.
    pub decoder: Decoder,
    files: PathBuf,
    fresh: Fresh,
}

impl City {
    /// Registers the organs and files the base library.
    pub async fn open(engine: Engine, work: &Path, folder: &Path) -> Result<City, Exit> {
        let fresh = Fresh::new(engine, folder, "xinheng.db").await?;
        let (data, origin) = (folder.join("data"), "bench.invalid".to_owned());
        let opened = Place { target: fresh.target.clone(), data, origin, suite: None }.open().await?;
        for organ in generate::organs() {
            let new =
                NewOrgan { uscc: organ.uscc, name: organ.name, aliases: Vec::new(), system: organ.system };
            register_organ(&opened.office, &opened.actor, new).await?;
        }
        let city = City { opened, decoder: decoder()?, files: work.join(FOLDER), fresh };
        city.import("registration").await?;
        Ok(city)
    }

    /// Imports the city's files of this kind, one after the other.
    pub async fn import(&self, kind: &str) -> Result<Counts, Exit> {
        let mut all = Counts::default();
        for path in self.parts(kind)? {
            all.join(self.import_file(kind, path).await?);
        }
        Ok(all)
    }

    /// Imports one file; some row of it must have been filed.
    pub async fn import_file(&self, kind: &str, path: PathBuf) -> Result<Counts, Exit> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let actor = self.opened.actor.clone();
        let asked = Asked { path, name, kind: kind.to_owned(), organ: None, actor };
        let imported = import(&self.opened.office, &self.decoder, asked, &|_| ()).await?;
        match imported.counts.filed {
            0 => {
                Err(Exit::usage(format!("「{kind}」没有一行入库：{:?} {:?}", imported.counts, imported.help)))
            }
            _ => Ok(imported.counts),
        }
    }

    /// The files of this kind, as `write` has noted them.
    pub fn parts(&self, kind: &str) -> Result<Vec<PathBuf>, Exit> {
        let noted = std::fs::read_to_string(self.files.join(kind))?;
        Ok(noted.lines().map(PathBuf::from).collect())
    }

    /// Some organisations of the base library, spread over it.
    pub async fn some(&self, count: usize) -> Result<Vec<Known>, Exit> {
        let mut tx = self.opened.office.db.read().await?;
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = xh_registry_store::subjects_after(&mut tx, &after, PAGE).await?;
            let Some(last) = page.last() else { break };
            last.uscc.as_str().clone_into(&mut after);
            all.extend(page.into_iter().map(|s| Known { uscc: s.uscc, name: s.name }));
        }
        let step = (all.len() / count.max(1)).max(1);
        Ok(all.into_iter().step_by(step).take(count).collect())
    }

    /// Closes and drops its database.
    pub async fn gone(self) {
        self.opened.office.db.close().await;
        self.fresh.gone().await;
    }
}

/// Writes the city's files, once for all engines. No file is larger than one upload may be.
pub fn write(work: &Path, asked: &crate::asked::Asked) -> Result<(), Exit> {
    let folder = work.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    let wanted = asked.growth.unwrap_or(asked.rows);
    let made = generated(&folder.join("files"), asked.subjects, wanted + 2 * workbook::ROWS)?;
    let [registration, penalty] = made.as_slice() else {
        return Err(Exit::missing("生成器写出的文件数不对"));
    };
    note(&folder, KINDS[0], &slices::split(registration, &folder)?)?;
    let (penalty, rest) = slices::halve(penalty, wanted, &folder)?;
    note(&folder, KINDS[1], &slices::split(&penalty, &folder)?)?;
    note(&folder, workbook::FILES, &workbook::write(&rest, &folder)?)
}

fn note(folder: &Path, name: &str, files: &[PathBuf]) -> Result<(), Exit> {
    let wrong = || Exit::usage("工作目录的路径不是 UTF-8");
    let lines: Option<Vec<&str>> = files.iter().map(|file| file.to_str()).collect();
    Ok(std::fs::write(folder.join(name), lines.ok_or_else(wrong)?.join("\n"))?)
}

/// The generator's files: the base library, then the penalties.
pub fn generated(folder: &Path, subjects: u32, records: u32) -> Result<Vec<PathBuf>, Exit> {
    let plan = generate::Plan { subjects, records, seed: SEED, today: clock::now().legal_day() };
    let files = generate::write(&plan, folder)?;
    Ok(files.into_iter().collect())
}

/// The `xinheng` program beside this one: the decoder of every import.
fn decoder() -> Result<Decoder, Exit> {
    let program = std::env::current_exe()?.with_file_name("xinheng");
    if !program.exists() {
        let message = "基准程序旁没有 xinheng，请先运行 cargo build --release -p xinheng";
        return Err(Exit::usage(message));
    }
    Ok(Decoder { program, limits: xh_exchange::Limits::default() })
}
