//! A deployment of its own, on either engine, with organs and a base library, and the program run against
//! it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tokio::runtime::Runtime;
use xh_db::{Db, Engine, Migration, Target, testing};
use xh_registry_desk::{NewOrgan, register_organ};
use xinheng::place::Place;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_xinheng");

/// A place to work in.
pub struct Shop {
    folder: tempfile::TempDir,
    runtime: Runtime,
    postgres: Option<Server>,
}

/// A fresh database on the tests' server, dropped with its shop.
struct Server {
    db: Db,
    name: String,
    url: String,
}

/// What a run said.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shop {
    /// 300 organisations and 1,500 penalties generated; organs and base library filed.
    pub fn new(engine: Engine) -> Self {
        Self::with(engine, 300, 1_500)
    }

    pub fn with(engine: Engine, subjects: u32, records: u32) -> Self {
        let shop = Self::bare(engine);
        shop.generate("city", subjects, records, 7);
        shop.runtime.block_on(organs(&shop.place()));
        shop.import("registration", &shop.file("city/registration.csv"), &[]);
        shop
    }

    /// Nothing filed, not even opened.
    pub fn bare(engine: Engine) -> Self {
        Self::under(engine, &testing::embedded())
    }

    /// A database of another structure than this program's, and a data folder that is empty besides.
    pub fn made(engine: Engine, migrations: &[Migration]) -> Self {
        let shop = Self::under(engine, migrations);
        std::fs::create_dir(shop.data()).unwrap();
        shop.wait(async { Db::open_with(&shop.target(), migrations).await.unwrap().close().await });
        shop
    }

    fn under(engine: Engine, migrations: &[Migration]) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.unwrap();
        let postgres = (engine == Engine::Postgres).then(|| runtime.block_on(server(migrations)));
        Self { folder: tempfile::tempdir().unwrap(), runtime, postgres }
    }

    /// Writes a fictional city's two sheets into a folder.
    pub fn generate(&self, folder: &str, subjects: u32, records: u32, seed: u64) {
        let (subjects, records, seed) = (subjects.to_string(), records.to_string(), seed.to_string());
        let out = self.file(folder);
        let words = ["generate", "--subjects", &subjects, "--records", &records, "--seed", &seed];
        let ran = plain(&[&words[..], &["--out", &out]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    pub fn organ(&self) -> String {
        xinheng::generate::organs()[0].uscc.as_str().to_owned()
    }

    pub fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self.file(name)
    }

    /// Where the database is.
    pub fn target(&self) -> Target {
        self.place().target
    }

    /// The address of the database, when it is a server's.
    pub fn url(&self) -> Option<&str> {
        self.postgres.as_ref().map(|server| server.url.as_str())
    }

    /// Waits for work on the database.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The database beside the program: what anybody else sees of it.
    pub fn db(&self) -> Db {
        match &self.postgres {
            Some(server) => server.db.clone(),
            None => self.wait(Db::open(&Target::Sqlite(self.data().join("xinheng.db")))).unwrap(),
        }
    }

    pub fn command(&self, words: &[&str]) -> Command {
        self.command_at(&self.data(), words)
    }

    /// The same for another node: on PostgreSQL the same database, with a data folder of its own.
    pub fn command_at(&self, data: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(words).arg("--data").arg(data);
        if let Some(url) = self.url() {
            command.arg("--database").arg(url);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        ran(self.command(words))
    }

    /// Runs a verb that succeeds; answers what it printed.
    pub fn done(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.code, 0, "{words:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Imports a file and gives its counts; exit 0 or 1.
    pub fn import(&self, kind: &str, file: &str, more: &[&str]) -> Value {
        let mut words = vec!["import", "--kind", kind, "--json"];
        words.extend(more);
        words.push(file);
        counts(&self.run(&words))
    }

    /// Does any file of the data folder hold these bytes?
    pub fn holds(&self, planted: &str) -> bool {
        holds(&self.data(), planted.as_bytes())
    }

    fn place(&self) -> Place {
        Place::new(&self.data(), self.url(), "localhost:8080").unwrap()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        if let Some(server) = self.postgres.take() {
            self.runtime.block_on(testing::drop_postgres(&server.db, &server.name));
        }
    }
}

/// The counts of an import that ended; exit 0 or 1.
pub fn counts(ran: &Ran) -> Value {
    assert!(ran.code == 0 || ran.code == 1, "{} {}{}", ran.code, ran.out, ran.err);
    serde_json::from_str(ran.out.trim()).unwrap_or_else(|e| panic!("{e}: {}", ran.out))
}

/// What a child says that was started from [`Shop::command`].
pub fn ended(child: std::process::Child) -> Ran {
    said(&child.wait_with_output().unwrap())
}

async fn server(migrations: &[Migration]) -> Server {
    let (db, name) = testing::postgres_with(migrations).await;
    let Target::Postgres(url) = db.target().clone() else { panic!("not a PostgreSQL database") };
    Server { db, name, url }
}

async fn organs(place: &Place) {
    let opened = place.open().await.unwrap();
    for organ in xinheng::generate::organs() {
        let new = NewOrgan { uscc: organ.uscc, name: organ.name, aliases: Vec::new(), system: organ.system };
        register_organ(&opened.office, &opened.actor, new).await.unwrap();
    }
    opened.office.db.close().await;
}

/// Runs the program where it needs no place.
pub fn plain(words: &[&str]) -> Ran {
    let mut command = Command::new(PROGRAM);
    command.args(words);
    ran(command)
}

fn ran(mut command: Command) -> Ran {
    said(&command.output().unwrap())
}

fn said(output: &std::process::Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

fn holds(folder: &Path, planted: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, planted);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(planted.len()).any(|window| window == planted)
    })
}
