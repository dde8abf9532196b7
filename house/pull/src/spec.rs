//! A connector as an operator writes it down, in TOML. Keys are closed; each mistake is told with its line. The address
//! with its password is never in it: it comes from the environment or from a file of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

/// Characters of a name at the source.
const NAME_MAX: usize = 64;
const PAGE_MAX: u32 = 5_000;
const COLUMNS_MAX: usize = 200;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
}

/// Where the address stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    /// In this variable of the environment.
    Env(String),
    /// In this file, readable by its owner only.
    File(PathBuf),
}

/// What is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// A table or view: its name in parts (schema, table).
    Table(Vec<String>),
    /// One `select` of the operator's own.
    Query(String),
}

/// A connector without mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorSpec {
    /// Its name, also that of its state.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Record kind.
    pub kind: String,
    /// Code of the organ that sends.
    pub organ: Option<String>,
    /// Which database.
    pub engine: Engine,
    /// Where its address stands.
    pub secret: Secret,
    /// What is read.
    pub taken: Taken,
    /// Time of change, and key: together unique, both ascending.
    pub cursor: [String; 2],
    /// Rows of a page, and of a batch.
    pub page: u32,
    /// Seconds for one statement.
    pub timeout_seconds: u32,
    /// How often a lost source is looked for again in one run.
    pub retries: u32,
    /// Column at the source → code, title or other heading of the kind's field.
    pub columns: BTreeMap<String, String>,
}

/// One mistake in a connector file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct SpecFault {
    /// The file, as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    connector: Spanned<Head>,
    columns: Spanned<BTreeMap<String, Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: Spanned<String>,
    #[serde(default)]
    title: String,
    kind: Spanned<String>,
    organ: Option<Spanned<String>>,
    source: Engine,
    url_env: Option<Spanned<String>>,
    url_file: Option<Spanned<String>>,
    table: Option<Spanned<String>>,
    query: Option<Spanned<String>>,
    cursor: Spanned<Vec<String>>,
    #[serde(default = "page")]
    page: Spanned<u32>,
    #[serde(default = "timeout")]
    timeout_seconds: Spanned<u32>,
    #[serde(default = "retries")]
    retries: Spanned<u32>,
}

fn page() -> Spanned<u32> {
    Spanned::new(0..0, 1_000)
}

fn timeout() -> Spanned<u32> {
    Spanned::new(0..0, 30)
}

fn retries() -> Spanned<u32> {
    Spanned::new(0..0, 5)
}

/// Gathers mistakes with their lines.
struct Check<'t> {
    file: String,
    text: &'t str,
    faults: Vec<SpecFault>,
}

impl Check<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    fn fault<T>(&mut self, at: &Spanned<T>, what: impl Into<String>) {
        let fault =
            SpecFault { file: self.file.clone(), line: self.line(at.span().start), what: what.into() };
        self.faults.push(fault);
    }

    fn name(&mut self, at: &Spanned<impl Sized>, name: &str, what: &str) {
        if !is_name(name) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
            self.fault(
                at,
                format!("{what}「{shown}」不是合法的名称;不得为空、含引号或控制字符,至多 {NAME_MAX} 字"),
            );
        }
    }

    fn within(&mut self, number: &Spanned<u32>, key: &str, from: u32, to: u32) -> u32 {
        let value = *number.get_ref();
        if !(from..=to).contains(&value) {
            self.fault(number, format!("{key} 应在 {from} 到 {to} 之间,写的是 {value}"));
        }
        value
    }
}

impl ConnectorSpec {
    /// Reads a connector; a relative `url_file` is looked for in the folder of the connector's file.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Vec<SpecFault>> {
        let mut check = Check { file: file.display().to_string(), text, faults: Vec::new() };
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = check.line(error.span().map_or(0, |span| span.start));
            vec![SpecFault { file: check.file.clone(), line, what: explain(error.message()) }]
        })?;
        let head = written.connector.get_ref();
        check_id(&mut check, &head.id);
        let secret = secret(&mut check, &written.connector, file);
        let taken = taken(&mut check, &written.connector);
        let cursor = cursor(&mut check, &head.cursor);
        let columns = columns(&mut check, &written.columns);
        let spec = Self {
            id: head.id.get_ref().clone(),
            title: head.title.clone(),
            kind: head.kind.get_ref().clone(),
            organ: head.organ.as_ref().map(|organ| organ.get_ref().clone()),
            engine: head.source,
            page: check.within(&head.page, "page", 1, PAGE_MAX),
            timeout_seconds: check.within(&head.timeout_seconds, "timeout_seconds", 1, 600),
            retries: check.within(&head.retries, "retries", 0, 20),
            secret,
            taken,
            cursor,
            columns,
        };
        if check.faults.is_empty() { Ok(spec) } else { Err(check.faults) }
    }
}

fn explain(message: &str) -> String {
    if message.starts_with("unknown field `url`") {
        return "地址和密码不写在这里;请用 url_env(环境变量名)或 url_file(仅本人可读的文件)".to_owned();
    }
    format!("无法识别:{}", message.lines().next().unwrap_or_default())
}

fn check_id(check: &mut Check, id: &Spanned<String>) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.get_ref().is_empty() || id.get_ref().len() > NAME_MAX || !id.get_ref().chars().all(plain) {
        check.fault(id, "id 只能用小写字母、数字和连字符");
    }
}

fn secret(check: &mut Check, head: &Spanned<Head>, file: &Path) -> Secret {
    match (&head.get_ref().url_env, &head.get_ref().url_file) {
        (Some(name), None) => Secret::Env(name.get_ref().clone()),
        (None, Some(path)) => Secret::File(file.parent().unwrap_or(Path::new(".")).join(path.get_ref())),
        (Some(_), Some(second)) => {
            check.fault(second, "url_env 与 url_file 只能写一个");
            Secret::Env(String::new())
        }
        (None, None) => {
            check.fault(head, "缺少 url_env(环境变量名)或 url_file(仅本人可读的文件)");
            Secret::Env(String::new())
        }
    }
}

fn taken(check: &mut Check, head: &Spanned<Head>) -> Taken {
    match (&head.get_ref().table, &head.get_ref().query) {
        (Some(table), None) => {
            let parts: Vec<String> = table.get_ref().split('.').map(str::to_owned).collect();
            parts.iter().for_each(|part| check.name(table, part, "表名"));
            if parts.len() > 2 {
                check.fault(table, "表名至多两段:模式.表");
            }
            Taken::Table(parts)
        }
        (None, Some(query)) => {
            let text = query.get_ref().trim().trim_end_matches(';').trim();
            let first = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            if !matches!(first.as_str(), "select" | "with") || text.contains([';', '\0']) {
                check.fault(query, "query 只能是一条 select 语句,不得含分号");
            }
            Taken::Query(text.to_owned())
        }
        (Some(_), Some(query)) => {
            check.fault(query, "table 与 query 只能写一个");
            Taken::Table(Vec::new())
        }
        (None, None) => {
            check.fault(head, "缺少 table 或 query");
            Taken::Table(Vec::new())
        }
    }
}

fn cursor(check: &mut Check, cursor: &Spanned<Vec<String>>) -> [String; 2] {
    match cursor.get_ref().as_slice() {
        [changed, key] if changed != key => {
            check.name(cursor, changed, "游标列");
            check.name(cursor, key, "游标列");
            [changed.clone(), key.clone()]
        }
        _ => {
            check.fault(cursor, "cursor 应为两列:更新时间与主键,如 [\"updated_at\", \"id\"]");
            [String::new(), String::new()]
        }
    }
}

fn columns(
    check: &mut Check,
    columns: &Spanned<BTreeMap<String, Spanned<String>>>,
) -> BTreeMap<String, String> {
    if columns.get_ref().is_empty() || columns.get_ref().len() > COLUMNS_MAX {
        check.fault(columns, format!("[columns] 应有 1 到 {COLUMNS_MAX} 列"));
    }
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for (column, code) in columns.get_ref() {
        check.name(code, column, "列名");
        if code.get_ref().trim().is_empty() {
            check.fault(code, format!("列「{column}」没有写对应的字段代码;不需要的列请删去这一行"));
        } else if let Some(first) = taken.insert(code.get_ref(), column) {
            check.fault(code, format!("「{first}」与「{column}」对应同一字段「{}」", code.get_ref()));
        }
    }
    columns.get_ref().iter().map(|(column, code)| (column.clone(), code.get_ref().clone())).collect()
}

/// A name that may be quoted: no quotes, no controls, not blank, not long.
fn is_name(name: &str) -> bool {
    let sound = |c: char| !c.is_control() && !matches!(c, '"' | '`' | '\'' | '\\');
    !name.trim().is_empty() && name.chars().count() <= NAME_MAX && name.chars().all(sound)
}

#[cfg(test)]
mod tests;
