//! The filters the templates use: dates, instants, money, counts and codes in the form people read.
//!
//! They return text only, never markup (markup is written in templates), and hand unreadable input back
//! unchanged, so that a page never fails over one odd value. The words come from [`crate::text`].

use crate::text;
use minijinja::Environment;

/// Adds the house's filters to an environment.
pub(crate) fn register(env: &mut Environment<'static>) {
    env.add_filter("day", |iso: &str| text::day(iso));
    env.add_filter("weekday", |iso: &str| text::weekday(iso));
    env.add_filter("instant", |at: &str| text::instant(at));
    env.add_filter("count", text::count);
    env.add_filter("fen", text::fen);
    env.add_filter("code_parts", |code: &str| text::code_parts(code));
    env.add_filter("groups", |hex: &str, width: usize| text::groups(hex, width));
    env.add_filter("query", |part: &str| text::query_escape(part));
}
