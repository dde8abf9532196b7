//! From the one migration text to the text of one engine.
//!
//! Statement by statement, never by replacing substrings: only the type of a column in `create table`
//! and `alter table … add` is touched. On SQLite `BIGINT` becomes `INTEGER`, `BYTEA` becomes `BLOB` and
//! each table is `strict`; on PostgreSQL each `TEXT` sorts by bytes as SQLite does (style.md §2).
//! What lies between `-- only: sqlite` (or `postgres`) and `-- end` goes to that engine word for word.

use crate::sql::Engine;

/// Why a text is refused, with its 1-based line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub line: usize,
    pub why: String,
}

type Rewritten<T> = Result<T, Refused>;

/// The text for one engine. Lines keep their numbers, so that an engine's complaint finds its place.
pub(crate) fn rewrite(engine: Engine, source: &str) -> Rewritten<String> {
    let (mut out, mut plain, mut plain_from) = (String::new(), String::new(), 1);
    let mut fence: Option<(Engine, usize)> = None;
    for (at, line) in source.split_inclusive('\n').enumerate() {
        let number = at + 1;
        match (mark(line, number)?, fence) {
            (Mark::None, None) => plain.push_str(line),
            (Mark::None, Some((only, _))) => out.push_str(if only == engine { line } else { "\n" }),
            (Mark::Only(only), None) => {
                out.push_str(&statements(engine, &plain, plain_from, true)?);
                plain.clear();
                out.push('\n');
                fence = Some((only, number));
            }
            (Mark::End, Some(_)) => {
                out.push('\n');
                plain_from = number + 1;
                fence = None;
            }
            (Mark::Only(_), Some(_)) => return refused(number, "上一个 -- only 尚未以 -- end 结束"),
            (Mark::End, None) => return refused(number, "-- end 之前没有 -- only"),
        }
    }
    if let Some((_, line)) = fence {
        return refused(line, "-- only 没有以 -- end 结束");
    }
    out.push_str(&statements(engine, &plain, plain_from, false)?);
    Ok(out)
}

/// How many fenced blocks a text has; they are counted like `split!`.
pub(crate) fn fences(source: &str) -> usize {
    source.lines().enumerate().filter(|(at, line)| matches!(mark(line, *at), Ok(Mark::Only(_)))).count()
}

enum Mark {
    None,
    Only(Engine),
    End,
}

fn mark(line: &str, number: usize) -> Rewritten<Mark> {
    let Some(comment) = line.trim().strip_prefix("--") else { return Ok(Mark::None) };
    match comment.trim() {
        "only: sqlite" => Ok(Mark::Only(Engine::Sqlite)),
        "only: postgres" => Ok(Mark::Only(Engine::Postgres)),
        "end" => Ok(Mark::End),
        other if other.starts_with("only") && other.contains(':') => {
            refused(number, "只能写 -- only: sqlite 或 -- only: postgres")
        }
        _ => Ok(Mark::None),
    }
}

fn refused<T>(line: usize, why: impl Into<String>) -> Rewritten<T> {
    Err(Refused { line, why: why.into() })
}

fn statements(engine: Engine, text: &str, from: usize, fence_follows: bool) -> Rewritten<String> {
    let (mut out, mut line) = (String::with_capacity(text.len() * 2), from);
    let mut statement = Statement::new(engine);
    for (kind, token) in Tokens(text) {
        if kind == Kind::Semicolon {
            statement.close();
            out.push_str(&statement.text);
            out.push_str(token);
            statement = Statement::new(engine);
        } else {
            statement.take(kind, token, line)?;
        }
        line += token.matches('\n').count();
    }
    if fence_follows && !statement.words.is_empty() {
        return refused(line, "-- only 不能写在一条语句中间（缺少分号）");
    }
    statement.close();
    out.push_str(&statement.text);
    Ok(out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Quoted,
    Blank,
    Semicolon,
    Other,
}

/// One statement as it is being read.
struct Statement {
    engine: Engine,
    text: String,
    /// Where the last token that is not blank ends: `strict` goes there, before a closing comment.
    end: usize,
    words: Vec<String>,
    depth: usize,
    /// Words of the present column definition: the first is its name, the second its type.
    definition: Option<Vec<String>>,
}

impl Statement {
    fn new(engine: Engine) -> Statement {
        let (text, words) = (String::new(), Vec::new());
        Statement { engine, text, end: 0, words, depth: 0, definition: None }
    }

    fn take(&mut self, kind: Kind, token: &str, line: usize) -> Rewritten<()> {
        match kind {
            Kind::Word | Kind::Quoted => self.word(token, line)?,
            _ => self.punctuation(token),
        }
        if kind != Kind::Blank {
            self.end = self.text.len();
        }
        Ok(())
    }

    fn word(&mut self, token: &str, line: usize) -> Rewritten<()> {
        let lower = token.to_ascii_lowercase();
        let in_columns = self.creates_table() && self.depth == 1;
        let in_addition = self.alters_table() && self.depth == 0;
        let mut written = token.to_owned();
        if let Some(definition) = self.definition.as_mut().filter(|_| in_columns || in_addition)
            && !(in_addition && lower == "column" && definition.is_empty())
        {
            definition.push(lower.clone());
            if definition.len() == 2 && !definition.first().is_some_and(|w| is_constraint(w)) {
                written = column_type(self.engine, &lower, line)?;
            }
        }
        if in_addition && lower == "add" {
            self.definition = Some(Vec::new());
        }
        self.text.push_str(&written);
        self.words.push(lower);
        Ok(())
    }

    fn punctuation(&mut self, token: &str) {
        match token {
            "(" => self.depth += 1,
            ")" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let opens = token == "(" || token == ",";
        if opens && self.depth == 1 && self.creates_table() {
            self.definition = Some(Vec::new());
        }
        self.text.push_str(token);
    }

    fn close(&mut self) {
        if self.engine == Engine::Sqlite && self.creates_table() {
            let comma = if self.words.ends_with(&["without".into(), "rowid".into()]) { "," } else { "" };
            self.text.insert_str(self.end, &format!("{comma} strict"));
        }
    }

    fn creates_table(&self) -> bool {
        starts(&self.words, &["create", "table"])
    }

    fn alters_table(&self) -> bool {
        starts(&self.words, &["alter", "table"])
    }
}

fn starts(words: &[String], head: &[&str]) -> bool {
    words.len() >= head.len() && words.iter().zip(head).all(|(word, wanted)| word == wanted)
}

fn is_constraint(word: &str) -> bool {
    matches!(word, "primary" | "unique" | "check" | "foreign" | "constraint")
}

fn column_type(engine: Engine, word: &str, line: usize) -> Rewritten<String> {
    let ty = match (word, engine) {
        ("text", Engine::Sqlite) => "TEXT",
        ("text", Engine::Postgres) => "TEXT collate \"C\"",
        ("bigint", Engine::Sqlite) => "INTEGER",
        ("bigint", Engine::Postgres) => "BIGINT",
        ("bytea", Engine::Sqlite) => "BLOB",
        ("bytea", Engine::Postgres) => "BYTEA",
        _ => return refused(line, format!("列类型只能是 TEXT、BIGINT、BYTEA，不能是「{word}」")),
    };
    Ok(ty.to_owned())
}

/// Cuts a text into words, quoted texts, blanks (with comments), semicolons and the rest.
struct Tokens<'t>(&'t str);

impl<'t> Iterator for Tokens<'t> {
    type Item = (Kind, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.0.chars().next()?;
        let rest = self.0;
        let (kind, length) = match first {
            _ if rest.starts_with("--") => (Kind::Blank, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (Kind::Blank, rest.find("*/").map_or(rest.len(), |at| at + 2)),
            '\'' => (Kind::Other, quoted(rest, '\'')),
            '"' => (Kind::Quoted, quoted(rest, '"')),
            ';' => (Kind::Semicolon, 1),
            c if c.is_whitespace() => (Kind::Blank, run(rest, char::is_whitespace)),
            c if is_word(c) => (Kind::Word, run(rest, is_word)),
            c => (Kind::Other, c.len_utf8()),
        };
        let (token, left) = rest.split_at(length);
        self.0 = left;
        Some((kind, token))
    }
}

fn run(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a quoted text; a doubled quote inside reads as two texts side by side, which is harmless.
fn quoted(text: &str, quote: char) -> usize {
    text.char_indices().skip(1).find(|(_, c)| *c == quote).map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests;
