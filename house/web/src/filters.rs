//! The filters the templates use in every language: money, counts and codes in the form people read. Those for words
//! and days, which differ by language, are in [`crate::language`].
//!
//! They return text only, never markup (markup is written in templates), and hand unreadable input back
//! unchanged, so that a page never fails over one odd value. The words come from [`crate::text`].

use crate::text;
use minijinja::Environment;

/// Adds the house's filters to an environment.
pub(crate) fn register(env: &mut Environment<'static>) {
    env.add_filter("count", text::count);
    env.add_filter("fen", text::fen);
    env.add_filter("code_parts", |code: &str| text::code_parts(code));
    env.add_filter("groups", |hex: &str, width: usize| text::groups(hex, width));
    env.add_filter("query", |part: &str| text::query_escape(part));
}
