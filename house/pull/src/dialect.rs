//! What the two databases write differently: quotes, casts, the digest. Statements are put together here and nowhere
//! else; names come quoted out of [`quoted`], values are always parameters.

use crate::spec::{ConnectorSpec, Engine, Taken};
use crate::{Cursor, PullFault};

/// Kinds of column that are no text.
const BINARY: [&str; 9] =
    ["BYTEA", "BLOB", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB", "BINARY", "VARBINARY", "GEOMETRY", "BIT"];

/// A name in the quotes of the engine.
pub(crate) fn quoted(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        Engine::Mysql => format!("`{}`", name.replace('`', "``")),
    }
}

/// The statements of one connector.
#[derive(Debug, Clone)]
pub(crate) struct Statements {
    engine: Engine,
    from: String,
    columns: Vec<String>,
    cursor: [String; 2],
    /// What a parameter is cast to before it meets a cursor column.
    casts: [String; 2],
    page: u32,
}

impl Statements {
    /// Checks the columns' kinds (as the driver calls them) and prepares the texts.
    pub(crate) fn new(
        spec: &ConnectorSpec,
        kind_of: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, PullFault> {
        let names: Vec<&String> = spec.columns.keys().chain(&spec.cursor).collect();
        let missing: Vec<&str> =
            names.iter().filter(|name| kind_of(name).is_none()).map(|name| name.as_str()).collect();
        if !missing.is_empty() {
            return Err(PullFault::Missing { what: format!("列「{}」", missing.join("」「")) });
        }
        for name in &names {
            let kind = kind_of(name).unwrap_or_default();
            if BINARY.contains(&kind.as_str()) {
                let why = "不是文字,不能读取;请从 [columns] 中删去";
                return Err(PullFault::Kind { column: (*name).clone(), kind, why });
            }
        }
        let cast = |column: &String| cast(spec.engine, column, &kind_of(column).unwrap_or_default());
        let [changed, key] = &spec.cursor;
        Ok(Self {
            engine: spec.engine,
            from: from(spec),
            columns: names.iter().map(|name| quoted(spec.engine, name)).collect(),
            cursor: [quoted(spec.engine, changed), quoted(spec.engine, key)],
            casts: [cast(changed)?, cast(key)?],
            page: spec.page,
        })
    }

    /// The newest place of the source.
    pub(crate) fn newest(&self) -> String {
        let [changed, key] = &self.cursor;
        format!(
            "select {}, {} from {} where {changed} is not null and {key} is not null
             order by {changed} desc, {key} desc limit 1",
            self.text(changed),
            self.text(key),
            self.from
        )
    }

    /// Rows without a place, which no cursor ever reaches.
    pub(crate) fn placeless(&self) -> String {
        let [changed, key] = &self.cursor;
        format!(
            "select {} from {} where {changed} is null or {key} is null",
            self.text("count(*)"),
            self.from
        )
    }

    /// Is there a row at this place or behind it?
    pub(crate) fn reached(&self) -> (String, usize) {
        let (after, used) = self.beyond(1, ">=");
        (format!("select '1' from {} where {after} limit 1", self.from), used)
    }

    /// Number and digest of the rows behind `from` and up to `to`.
    pub(crate) fn counted(&self, from: Option<&Cursor>) -> String {
        let values = self.columns.iter().map(|column| self.measured(column)).collect::<Vec<_>>();
        let text = match self.engine {
            Engine::Postgres => format!("md5({})", values.join(" || '|' || ")),
            Engine::Mysql => format!("md5(concat_ws('|', {}))", values.join(", ")),
        };
        let first = match self.engine {
            Engine::Postgres => format!("sum(('x' || substr({text}, 1, 8))::bit(32)::bigint)"),
            Engine::Mysql => format!("sum(cast(conv(substr({text}, 1, 8), 16, 10) as unsigned))"),
        };
        let window = self.window(from);
        let (count, sum) = (self.text("count(*)"), self.text(&format!("coalesce({first}, 0)")));
        format!("select {count}, {sum} from {} where {window}", self.from)
    }

    /// The rows behind `from` and up to `to`, one more than a page: two at one place must be seen.
    pub(crate) fn rows(&self, from: Option<&Cursor>) -> String {
        let values = self.columns.iter().map(|column| self.text(column)).collect::<Vec<_>>().join(", ");
        let [changed, key] = &self.cursor;
        format!(
            "select {values} from {} where {} order by {changed}, {key} limit {}",
            self.from,
            self.window(from),
            self.page + 1
        )
    }

    /// `to` takes the first four parameters, `from` the next ones. Kept apart by engines: `?` has no number.
    fn window(&self, from: Option<&Cursor>) -> String {
        let (upto, used) = self.beyond(1, "<=");
        match from {
            Some(_) => format!("{upto} and {}", self.beyond(1 + used, ">").0),
            None => upto,
        }
    }

    /// `(changed, key)` compared with a place, in words that use an index; parameters: changed, changed, key.
    fn beyond(&self, first: usize, sign: &str) -> (String, usize) {
        let [changed, key] = &self.cursor;
        let [as_changed, as_key] = &self.casts;
        let strict = sign.trim_end_matches('=');
        let parameter = |nth: usize| match self.engine {
            Engine::Postgres => format!("${nth}"),
            Engine::Mysql => "?".to_owned(),
        };
        let cast = |nth: usize, kind: &str| format!("cast({} as {kind})", parameter(nth));
        let text = format!(
            "({changed} {strict} {} or ({changed} = {} and {key} {sign} {}))",
            cast(first, as_changed),
            cast(first + 1, as_changed),
            cast(first + 2, as_key)
        );
        (text, 3)
    }

    fn text(&self, value: &str) -> String {
        match self.engine {
            Engine::Postgres => format!("cast({value} as text)"),
            Engine::Mysql => format!("cast({value} as char character set utf8mb4)"),
        }
    }

    /// A value with its length, as [`crate::Digest`] takes it.
    fn measured(&self, column: &str) -> String {
        let text = self.text(column);
        match self.engine {
            Engine::Postgres => format!("coalesce(char_length({text}) || ':' || {text}, '-')"),
            Engine::Mysql => format!("coalesce(concat(char_length({text}), ':', {text}), '-')"),
        }
    }
}

/// Every column of the source, for asking what they are.
pub(crate) fn described(spec: &ConnectorSpec) -> String {
    format!("select * from {} limit 0", from(spec))
}

fn from(spec: &ConnectorSpec) -> String {
    match &spec.taken {
        Taken::Table(parts) => {
            parts.iter().map(|part| quoted(spec.engine, part)).collect::<Vec<_>>().join(".")
        }
        Taken::Query(text) => format!("({text}) as xinheng_source"),
    }
}

/// What a text is cast to before it is compared with a cursor column; a cast that rounds would lose rows.
fn cast(engine: Engine, column: &str, kind: &str) -> Result<String, PullFault> {
    let cast = match (engine, kind) {
        (Engine::Postgres, "CHAR" | "BPCHAR") => "bpchar",
        (Engine::Postgres, "INT2" | "INT4" | "INT8") => "bigint",
        (Engine::Postgres, "TEXT" | "VARCHAR") => "text",
        (Engine::Postgres, "NUMERIC") => "numeric",
        (Engine::Postgres, "DATE") => "date",
        (Engine::Postgres, "TIMESTAMP") => "timestamp",
        (Engine::Postgres, "TIMESTAMPTZ") => "timestamptz",
        (Engine::Postgres, "UUID") => "uuid",
        (Engine::Mysql, "CHAR" | "VARCHAR" | "TEXT" | "TINYTEXT" | "MEDIUMTEXT") => {
            "char character set utf8mb4"
        }
        (Engine::Mysql, "DATE") => "date",
        (Engine::Mysql, "DATETIME" | "TIMESTAMP") => "datetime(6)",
        (Engine::Mysql, "DECIMAL") => "decimal(65,10)",
        (Engine::Mysql, whole) if whole.contains("INT") && whole.ends_with("UNSIGNED") => "unsigned",
        (Engine::Mysql, whole) if whole.contains("INT") => "signed",
        _ => {
            let why = "不能作游标;请改用时间、日期、整数或文字列";
            return Err(PullFault::Kind { column: column.to_owned(), kind: kind.to_owned(), why });
        }
    };
    Ok(cast.to_owned())
}

#[cfg(test)]
mod tests;
