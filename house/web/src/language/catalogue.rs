//! The one catalogue of messages: the Chinese sentence is the key, the English one its value.
//!
//! A value is a sentence, or a table with `one`, `other` and `by` (the place whose number decides). Places are
//! written `{name}` and are the same on both sides. A key may end in `#word` to tell two senses of one Chinese word
//! apart; readers do not see that part. Messages hold no markup.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "messages/"]
#[include = "*.toml"]
struct Files;

/// All messages.
#[derive(Debug, Default)]
pub struct Catalogue(BTreeMap<String, English>);

/// The English of a message.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum English {
    /// One form.
    Same(String),
    /// Two forms, by a number.
    Counted {
        /// For exactly one.
        one: String,
        /// For any other number.
        other: String,
        /// The place that holds the number.
        by: String,
    },
}

/// The catalogue is wrong: a mistake of ours, found by its test.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {wrong}")]
pub struct CatalogueFault {
    file: String,
    wrong: String,
}

impl Catalogue {
    /// Reads all files.
    ///
    /// # Errors
    /// When a file is no TOML of this form, a key comes twice, places differ, or a message holds markup.
    pub fn read() -> Result<Catalogue, CatalogueFault> {
        let mut all = BTreeMap::new();
        for name in Files::iter() {
            let fault = |wrong: String| CatalogueFault { file: name.to_string(), wrong };
            let bytes = Files::get(&name).map(|file| file.data.into_owned()).unwrap_or_default();
            let text = String::from_utf8(bytes).map_err(|wrong| fault(wrong.to_string()))?;
            let table: BTreeMap<String, English> =
                toml::from_str(&text).map_err(|wrong| fault(wrong.to_string()))?;
            for (key, english) in table {
                if let Some(wrong) = wrong(&key, &english) {
                    return Err(fault(format!("「{key}」 {wrong}")));
                }
                if all.insert(key.clone(), english).is_some() {
                    return Err(fault(format!("「{key}」 comes twice")));
                }
            }
        }
        Ok(Catalogue(all))
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn english(&self, key: &str) -> Option<&English> {
        self.0.get(key)
    }
}

impl English {
    fn forms(&self) -> Vec<&str> {
        match self {
            English::Same(only) => vec![only],
            English::Counted { one, other, .. } => vec![one, other],
        }
    }

    /// The form for the places filled in; `number` tells the number in a place.
    pub(crate) fn form(&self, number: impl Fn(&str) -> Option<i64>) -> &str {
        match self {
            English::Same(only) => only,
            English::Counted { one, other, by } => {
                if number(by) == Some(1) {
                    one
                } else {
                    other
                }
            }
        }
    }
}

/// What is wrong with a message, in words.
fn wrong(key: &str, english: &English) -> Option<String> {
    let wanted = places(key);
    for form in english.forms() {
        if form.contains(['<', '>', '"', '&']) || key.contains(['<', '>', '"', '&']) {
            return Some("holds markup; use places and typographic quotation marks".to_owned());
        }
        let lost = places(form).symmetric_difference(&wanted).next().cloned();
        if let Some(place) = lost {
            return Some(format!("place {{{place}}} is on one side only"));
        }
    }
    match english {
        English::Counted { by, .. } if !wanted.contains(by.as_str()) => {
            Some(format!("counts by {{{by}}}, which is no place"))
        }
        _ => None,
    }
}

/// Names of the places of a message.
pub(crate) fn places(text: &str) -> BTreeSet<String> {
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    inside.map(|(name, _)| name.to_owned()).collect()
}

/// The catalogue, read once. A faulty one is empty: pages are then in Chinese, and its test is red.
pub(crate) fn catalogue() -> &'static Catalogue {
    static READ: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read().unwrap_or_default());
    &READ
}
