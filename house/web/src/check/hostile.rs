//! Hostile text in every field: whatever a department types, it stays text.

use std::collections::BTreeSet;

use minijinja::Value;
use serde_json::Value as Json;

use super::scan::{Piece, pieces};
use crate::page::as_value;
use crate::{AnyPage, Frame, Language, Mode, Web};

const HOSTILE: &str = "<script>alert('1')</script>\" onload=\"x";

/// Fields (by name) whose text gets out of its place in some branch of the page.
pub(super) fn leaks(web: &Web, page: &AnyPage, value: &Value) -> Vec<String> {
    let Ok(json) = serde_json::to_value(value) else { return vec!["sample cannot be read back".to_owned()] };
    let mut names = BTreeSet::new();
    collect(&json, "", &mut names);
    let frame = |language| Frame::preview(web, Mode::Standard, "/preview?q=<script>").speaking(language);
    let leaking = names.iter().filter(|name| {
        let mut poisoned = json.clone();
        poison(&mut poisoned, "", name);
        let rendered = |language| frame(language).render(page.template, as_value(&poisoned));
        Language::ALL.into_iter().any(|language| rendered(language).is_ok_and(|html| leaked(&html)))
    });
    leaking.map(|name| format!("field {name} is not escaped")).collect()
}

fn collect(json: &Json, name: &str, names: &mut BTreeSet<String>) {
    match json {
        Json::String(_) => {
            names.insert(name.to_owned());
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, name, names)),
        Json::Object(fields) => fields.iter().for_each(|(key, field)| collect(field, key, names)),
        _ => {}
    }
}

fn poison(json: &mut Json, name: &str, wanted: &str) {
    match json {
        Json::String(text) if name == wanted => text.push_str(HOSTILE),
        Json::Array(items) => items.iter_mut().for_each(|item| poison(item, name, wanted)),
        Json::Object(fields) => fields.iter_mut().for_each(|(key, field)| poison(field, key, wanted)),
        _ => {}
    }
}

fn leaked(html: &str) -> bool {
    let handler = |piece: &Piece| piece.attribute("onload").is_some();
    html.contains("<script") || pieces(html).iter().any(handler)
}
