//! The two times a question names, as people type them. A wrong one is a fault with its remedy, never a guess.

use xh_kernel::{Date, Instant, without_identity_numbers};

/// What was wrong with a time in the question: field, reason and remedy, Chinese, without a trailing stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{title}「{found}」{reason}，{remedy}")]
pub struct AskFault {
    /// Parameter name.
    pub field: &'static str,
    /// What the parameter is called.
    pub title: &'static str,
    /// What was typed, cut to 40 characters.
    pub found: String,
    /// What is wrong.
    pub reason: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// A state of knowledge as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownAt {
    /// Everything known now.
    Now,
    /// Entries below this ledger position.
    Position(i64),
    /// Entries made up to this instant.
    Instant(Instant),
}

/// The legal day asked for; absent or empty = today.
///
/// # Errors
/// [`AskFault`] when the text is no day of the form `2026-04-21`.
pub fn as_of(text: Option<&str>, today: Date) -> Result<Date, AskFault> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(today) };
    Date::parse(text).map_err(|_| AskFault {
        field: "as_of",
        title: "查询日期",
        found: cut(text),
        reason: "不存在或写法不对",
        remedy: "请按 2026-04-21 的写法填写",
    })
}

/// The state of knowledge asked for; `head` is the number of entries there are.
///
/// # Errors
/// [`AskFault`] when the text is neither a position up to `head` nor an RFC 3339 instant.
pub fn known_at(text: Option<&str>, head: i64) -> Result<KnownAt, AskFault> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(KnownAt::Now) };
    let fault = |reason| AskFault {
        field: "known_at",
        title: "账本位置或时刻",
        found: cut(text),
        reason,
        remedy: "请填账本现有的条数以内的整数，或 2026-04-01T08:00:00Z 这样的时刻",
    };
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let position: Option<i64> = text.parse().ok().filter(|position| *position <= head);
        return position.map(KnownAt::Position).ok_or_else(|| fault("超出账本现有的条数"));
    }
    Instant::parse(text).map(KnownAt::Instant).map_err(|_| fault("看不懂"))
}

/// What was typed, short, and without the number of a person: it is repeated on a page.
fn cut(text: &str) -> String {
    without_identity_numbers(text).chars().take(40).collect()
}
