//! How templates speak: `t`, and the filters for words that arrive in fields.
//!
//! * `t("还有 {days} 天", days=n)`: a message; places are escaped, safe ones (components) go in as they are;
//! * `x|term`: one of our own fixed words, which must have English;
//! * `x|gloss`: a word that may have English (values, titles from the rules), else Chinese marked as such;
//! * `xs|terms`: several of these; `x|zh`: a name or legal text, always Chinese; `x|word`: for attributes, unmarked.

use minijinja::value::Kwargs;
use minijinja::{Environment, Error, HtmlEscape, Value};

use super::said::shown;
use super::{Language, Place, Said, catalogue, days};
use crate::text;

/// Marks what should have English and has none; the check of all pages looks for it.
pub(crate) const UNSAID: &str = "data-unsaid";

/// Adds `t`, the filters of words, and those of days, instants and the like, in one language.
pub(crate) fn register(env: &mut Environment<'static>, language: Language) {
    env.add_function("t", move |key: Value, places: Kwargs| message(&key, &places, language));
    env.add_filter("term", move |word: Value| Value::from_safe_string(glossed(&word, language, true)));
    env.add_filter("gloss", move |word: Value| Value::from_safe_string(glossed(&word, language, false)));
    env.add_filter("terms", move |words: Value| terms(&words, language));
    env.add_filter("zh", move |name: Value| Value::from_safe_string(chinese(&name, language)));
    env.add_filter("word", move |word: Value| said(&word).within(language));
    env.add_filter("day", move |iso: &str| days::day(iso, language));
    env.add_filter("weekday", move |iso: &str| days::weekday(iso, language));
    env.add_filter("instant", move |at: &str| days::instant(at, language));
    env.add_filter("month", move |words: &str| days::month(words, language));
}

fn said(value: &Value) -> Said {
    match value.downcast_object_ref::<Said>() {
        Some(said) => said.clone(),
        None => Said::from(value.to_string()),
    }
}

fn message(key: &Value, places: &Kwargs, language: Language) -> Result<Value, Error> {
    let key = match key.as_str() {
        Some(text) => text,
        None => return Ok(Value::from_safe_string(escaped(&said(key).within(language)))),
    };
    let known = if language == Language::English { catalogue().english(key) } else { None };
    let number = |name: &str| places.get::<Value>(name).ok().as_ref().and_then(number_of);
    // Messages of the catalogue hold no markup; anything else was typed by somebody.
    let ours = catalogue().english(key).is_some();
    let pattern = known.map_or(shown(key), |english| english.form(number));
    let mut out = if ours { pattern.to_owned() } else { escaped(pattern) };
    for name in places.args() {
        let place: Value = places.get(name)?;
        out = out.replace(&format!("{{{name}}}"), &filled(&place, language));
    }
    Ok(Value::from_safe_string(out))
}

/// Numbers as integers or as the text that `count` made of them.
fn number_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn filled(place: &Value, language: Language) -> String {
    match (place.is_safe(), place.as_i64()) {
        (true, _) => place.to_string(),
        (false, Some(number)) if place.is_number() => text::count(number),
        _ => escaped(&said(place).within(language)),
    }
}

/// A word in English where there is one, else in Chinese and marked.
fn glossed(word: &Value, language: Language, must: bool) -> String {
    if word.is_safe() {
        return word.to_string();
    }
    let said = said(word);
    let text = said.within(language);
    if language == Language::Chinese || !has_han(&text) {
        return escaped(&text);
    }
    if said.has_english() {
        return said.written(language, &marked);
    }
    match composed(&text) {
        Some(english) => english,
        None if must => format!("<span lang=\"zh\" {UNSAID}>{}</span>", escaped(&text)),
        None => format!("<span lang=\"zh\">{}</span>", escaped(&text)),
    }
}

/// What stands in a place of an English sentence; what was typed in Chinese is marked.
fn marked(place: &Place) -> String {
    match place {
        Place::Text(text) => {
            chinese(&Value::from(Said::from(text).within(Language::English)), Language::English)
        }
        Place::Said(said) => glossed(&Value::from_object((**said).clone()), Language::English, false),
        Place::Number(_) | Place::Day(_) => escaped(&place.within(Language::English)),
    }
}

/// Words put together by our own code: 「甲：乙」, 「甲、乙」, 「甲决定」, an amount.
fn composed(text: &str) -> Option<String> {
    let english = |part: &str| glossed(&Value::from(part), Language::English, false);
    if let Some(amount) = text.strip_suffix('元').filter(|amount| !has_han(amount)) {
        return Some(format!("CNY {}", escaped(amount)));
    }
    if text.ends_with('月') && !has_han(&days::month(text, Language::English)) {
        return Some(escaped(&days::month(text, Language::English)));
    }
    if let Some(kind) = text.strip_suffix("决定").filter(|kind| catalogue().english(kind).is_some()) {
        return Some(format!("{} decision", english(kind)));
    }
    if let Some((kind, rest)) = text.split_once('：').filter(|(kind, _)| catalogue().english(kind).is_some())
    {
        return Some(format!("{}: {}", english(kind), english(rest)));
    }
    let known = |part: &str| catalogue().english(part).is_some();
    let parts: Vec<&str> = text.split('、').collect();
    let some = parts.len() > 1 && parts.iter().any(|part| known(part));
    some.then(|| parts.iter().map(|part| english(part)).collect::<Vec<_>>().join(", "))
}

fn terms(words: &Value, language: Language) -> Result<Value, Error> {
    let all: Vec<String> = words.try_iter()?.map(|word| glossed(&word, language, false)).collect();
    let between = if language == Language::Chinese { "、" } else { ", " };
    Ok(Value::from_safe_string(all.join(between)))
}

fn chinese(name: &Value, language: Language) -> String {
    let text = plain(name);
    if language == Language::Chinese || !has_han(&text) {
        return text;
    }
    format!("<span lang=\"zh\">{text}</span>")
}

/// Text that cannot be taken for markup, in an element or in a quoted attribute.
fn escaped(text: &str) -> String {
    HtmlEscape(text).to_string()
}

/// A value's text; a component's markup stays as it is.
fn plain(value: &Value) -> String {
    if value.is_safe() { value.to_string() } else { escaped(&value.to_string()) }
}

/// Is there a Chinese character in a text?
pub(crate) fn has_han(text: &str) -> bool {
    text.chars()
        .any(|letter| matches!(u32::from(letter), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff))
}
