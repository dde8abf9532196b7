//! Days, instants and months in a language; unreadable values come back unchanged.

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

use super::Language;
use crate::text;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-04-21` → `2026年4月21日`, `21 April 2026`.
pub(crate) fn day(iso: &str, language: Language) -> String {
    match (language, iso.parse::<Date>()) {
        (Language::English, Ok(day)) => format!("{} {} {}", day.day(), month_name(day.month()), day.year()),
        _ => text::day(iso),
    }
}

/// `2026-04-21` → `星期二`, `Tuesday`.
pub(crate) fn weekday(iso: &str, language: Language) -> String {
    let (Language::English, Ok(day)) = (language, iso.parse::<Date>()) else { return text::weekday(iso) };
    let name = match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    name.to_owned()
}

/// An instant in Beijing (+08:00, the legal day); in English it says so.
pub(crate) fn instant(at: &str, language: Language) -> String {
    let (Language::English, Ok(stamp)) = (language, at.parse::<jiff::Timestamp>()) else {
        return text::instant(at);
    };
    let local = Offset::constant(8).to_datetime(stamp);
    let day = day(&local.date().to_string(), language);
    format!("{day}, {:02}:{:02} (UTC+8)", local.hour(), local.minute())
}

/// `2026年10月` → `October 2026`; in Chinese as it is.
pub(crate) fn month(words: &str, language: Language) -> String {
    let parts = words.trim_end_matches('月').split_once('年');
    let number = parts.and_then(|(year, month)| Some((year, month.parse::<i8>().ok()?)));
    match (language, number) {
        (Language::English, Some((year, month))) => format!("{} {year}", month_name(month)),
        _ => words.to_owned(),
    }
}

fn month_name(month: i8) -> &'static str {
    let at = usize::try_from(month).unwrap_or_default().saturating_sub(1);
    MONTHS.get(at).copied().unwrap_or_default()
}
