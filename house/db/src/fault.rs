//! What the machine may fail at when it speaks to its database.
//!
//! Written for the operator: what we were doing, with the source beneath. Not for what the law or the
//! state refuses: that is a `Refused` of the deciding stage and never passes through here.

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

/// What every call of the door answers.
pub type Res<T> = Result<T, Fault>;

/// The machine failed. No variant holds a bound value, so a message never shows personal data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The address of the database cannot be understood.
    #[error("数据库地址「{given}」无法识别：{why}")]
    Target { given: String, why: String },
    /// The database could not be opened.
    #[error("打不开数据库 {target}")]
    Open { target: String, source: sqlx::Error },
    /// A transaction could not be begun: the database is down, or somebody holds the lock too long.
    #[error("无法开始事务（数据库不可用，或写锁被占用超过等待时限）")]
    Begin { source: sqlx::Error },
    /// A statement failed.
    #[error("执行语句失败：{statement}")]
    Sql { statement: String, source: sqlx::Error },
    /// Connection or disk failed while committing: nobody knows whether the transaction is durable.
    #[error("提交时连接或磁盘出错，结果未知，请先核对再重试")]
    CommitUnknown { source: sqlx::Error },
    /// A column is absent, null, or of another type than asked.
    #[error("读取列「{name}」失败")]
    Column { name: String, source: sqlx::Error },
    /// What the database holds is not what the program can have written.
    #[error("库中的{what}不合规格：{why}")]
    Found { what: String, why: String },
    /// The number of `$n` differs from the number of values.
    #[error("语句需要 {takes} 个参数，实际给了 {given} 个：{statement}")]
    Placeholders { statement: String, takes: usize, given: usize },
    /// A row to be inserted does not fit the list of columns.
    #[error("写入 {table} 的一行有 {found} 个值，应为 {wanted} 个")]
    Shape { table: String, wanted: usize, found: usize },
    /// A text that should name a table or a column is no plain name.
    #[error("「{given}」不是合法的表名或列名")]
    Identifier { given: String },
    /// A newer program has migrated this database.
    #[error("数据库结构版本为 {found}，本程序只认识到 {known}：请改用新版程序，或恢复升级前的备份")]
    NewerSchema { found: i64, known: i64 },
    /// A migration that was applied reads differently today.
    #[error("迁移 {version:04}_{name} 在应用之后被改动过，拒绝继续")]
    MigrationChanged { version: i64, name: String },
    /// A migration was applied that this program does not have.
    #[error("数据库应用过迁移 {version:04}，本程序中没有这一步，拒绝继续")]
    MigrationMissing { version: i64 },
    /// The text of a migration breaks the rules of the house.
    #[error("迁移 {name} 第 {line} 行：{why}")]
    MigrationText { name: String, line: usize, why: String },
    /// A migration failed; on SQLite nothing of it remains.
    #[error("执行迁移 {version:04}_{name} 失败")]
    Migration { version: i64, name: String, source: Box<sqlx::migrate::MigrateError> },
    /// The SQLite file holds tables of another program.
    #[error("文件 {path} 中已有其他程序的表，不是信衡的数据库")]
    Foreign { path: PathBuf },
    /// A file beside the database could not be written, renamed or synced.
    #[error("{doing}失败：{path}")]
    File { doing: &'static str, path: PathBuf, source: std::io::Error },
    /// The call exists on one engine only.
    #[error("{doing}只适用于 {engine}")]
    WrongEngine { doing: &'static str, engine: &'static str },
    /// Nothing is written for now, for a reason that an operator can mend.
    #[error("暂不写入：{why}")]
    Held { why: String },
    /// The writer task has ended; nothing was written.
    #[error("写入任务已停止，请求没有执行")]
    Stopped,
    /// A command panicked while it was carried out; nothing of it was written.
    #[error("执行请求时程序出错（见日志），没有写入")]
    Panicked,
    /// A `Grouped` answered another number of acts than it was given.
    #[error("一组 {acts} 个请求得到 {answers} 个答复，整组撤销")]
    Answers { acts: usize, answers: usize },
    /// One fault that met a whole group.
    #[error("{0}")]
    Shared(#[source] Arc<Fault>),
}

impl Fault {
    /// For stores: a value read back does not parse. `what` is a Chinese noun, `why` the source.
    pub fn found(what: impl Into<String>, why: impl Display) -> Fault {
        Fault::Found { what: what.into(), why: why.to_string() }
    }

    pub(crate) fn sql(text: &str, source: sqlx::Error) -> Fault {
        Fault::Sql { statement: brief(text), source }
    }

    /// Whether a unique or primary key was already taken (a lost race, a repeated natural key).
    pub fn is_unique_violation(&self) -> bool {
        self.database().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }

    /// Whether the same call may succeed a moment later: busy, deadlock, serialization, connection.
    /// Never true where the first attempt may have been committed.
    pub fn is_retryable(&self) -> bool {
        self.is_unavailable() || self.code_is(&["40001", "40P01"])
    }

    /// Whether the database could not be reached or its lock not be had, whatever was asked.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Fault::Shared(inner) => inner.is_unavailable(),
            Fault::Begin { .. } | Fault::Stopped | Fault::Held { .. } => true,
            Fault::Sql { source, .. } | Fault::Open { source, .. } => {
                is_connection(source) || self.is_busy() || self.code_is(&["55P03", "57P01", "57P03"])
            }
            _ => false,
        }
    }

    /// Whether the disk beneath the database has no room left.
    pub fn is_full(&self) -> bool {
        self.code_is(&["13", "53100"])
    }

    /// Whether nobody knows if the act is done.
    pub fn is_unknown(&self) -> bool {
        match self {
            Fault::Shared(inner) => inner.is_unknown(),
            Fault::CommitUnknown { .. } => true,
            _ => false,
        }
    }

    /// Why nothing is written for now.
    pub fn held(&self) -> Option<&str> {
        match self {
            Fault::Shared(inner) => inner.held(),
            Fault::Held { why } => Some(why),
            _ => None,
        }
    }

    fn is_busy(&self) -> bool {
        // SQLite: the low byte of the extended code is the class; 5 is BUSY, 6 is LOCKED.
        let code = self.database().and_then(|e| e.code().and_then(|c| c.parse::<i64>().ok()));
        code.is_some_and(|c| c < 10_000 && matches!(c & 0xff, 5 | 6))
    }

    fn code_is(&self, codes: &[&str]) -> bool {
        self.database()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|c| codes.contains(&c.as_ref()))
    }

    fn database(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match self {
            Fault::Shared(inner) => inner.database(),
            Fault::Sql { source, .. } | Fault::Begin { source } | Fault::Open { source, .. } => {
                source.as_database_error()
            }
            _ => None,
        }
    }
}

/// Whether the connection, not the statement, is what failed.
pub(crate) fn is_connection(source: &sqlx::Error) -> bool {
    use sqlx::Error as E;
    matches!(source, E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_))
}

/// Whether a commit that failed so may be found by the next start all the same: SQLite's disk failed (`SQLITE_IOERR`),
/// PostgreSQL's did, or the server went down over it (classes 08, 57P, 58, XX).
pub(crate) fn is_disk(source: &sqlx::Error) -> bool {
    let Some(code) = source.as_database_error().and_then(sqlx::error::DatabaseError::code) else {
        return false;
    };
    if code.len() == 5 {
        return ["08", "57P", "58", "XX"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| code & 0xff == 10)
}

/// The first words of a statement on one line: enough to find it, without a page of placeholders.
pub(crate) fn brief(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(24).collect();
    words.join(" ").chars().take(160).collect()
}
