//! Where the database is, as an operator writes it.
//!
//! `sqlite:` and a path, a bare path, `sqlite::memory:`, or a `postgres://` URL. Not the configuration
//! file: that is composed in `apps/xinheng`.

use std::fmt;
use std::path::PathBuf;

use crate::fault::{Fault, Res};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file; made when it is not there, its folder is not.
    Sqlite(PathBuf),
    /// A throwaway SQLite database, gone with the last handle. It is a temporary file without syncing,
    /// so that readers and the writer behave exactly as on a kept file.
    SqliteMemory,
    /// A PostgreSQL URL.
    Postgres(String),
}

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// `Fault::Target` for an empty address or a scheme that is neither SQLite nor PostgreSQL.
    pub fn parse(given: &str) -> Res<Target> {
        let refused = |why: &str| Fault::Target { given: hidden(given), why: why.to_owned() };
        let path = given.strip_prefix("sqlite://").or_else(|| given.strip_prefix("sqlite:"));
        match path {
            Some(":memory:" | "") => return Ok(Target::SqliteMemory),
            Some(path) => return Ok(Target::Sqlite(PathBuf::from(path))),
            None => {}
        }
        if given.starts_with("postgres://") || given.starts_with("postgresql://") {
            return Ok(Target::Postgres(given.to_owned()));
        }
        match given.trim() {
            "" => Err(refused("地址为空，请给出 SQLite 文件路径或 postgres:// 地址")),
            text if text.contains("://") => Err(refused("只支持 sqlite: 与 postgres://")),
            _ => Ok(Target::Sqlite(PathBuf::from(given))),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Target::SqliteMemory => f.write_str("sqlite::memory:"),
            Target::Postgres(url) => f.write_str(&hidden(url)),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A URL without its password: in the part before `@`, and in `password=`.
fn hidden(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
    let (who, place) = rest.rsplit_once('@').map_or(("", rest), |(who, place)| (who, place));
    let user = who.split(':').next().unwrap_or_default();
    let at = if who.is_empty() { "" } else { "@" };
    let kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !p.starts_with("password")).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{scheme}://{user}{at}{place}{mark}{}", kept.join("&"))
}

#[cfg(test)]
mod tests;
