//! A sentence made in Rust, to be said in the asker's language at the rim.
//!
//! `say!("日期「{given}」不存在", given = text)`. A plain text becomes a sentence too: it is looked up whole, and
//! said in Chinese when the catalogue does not have it (law, names, what was typed).

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};
use serde::{Serialize, Serializer};

use super::{Language, catalogue, days};
use crate::{privacy, text};

/// A message with what stands in its places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    key: String,
    places: Vec<(&'static str, Place)>,
}

/// What stands in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Text, looked up whole.
    Text(String),
    /// A number.
    Number(i64),
    /// A day, ISO.
    Day(String),
    /// Another sentence.
    Said(Box<Said>),
}

impl Said {
    /// A message of the catalogue.
    #[must_use]
    pub fn new(key: &str) -> Said {
        Said { key: key.to_owned(), places: Vec::new() }
    }

    /// Fills one place.
    #[must_use]
    pub fn with(mut self, name: &'static str, place: impl Into<Place>) -> Said {
        self.places.push((name, place.into()));
        self
    }

    /// The sentence in a language, as plain text.
    #[must_use]
    pub fn within(&self, language: Language) -> String {
        self.written(language, &|place| place.within(language))
    }

    /// The sentence in a language, its places written by `write`.
    pub(crate) fn written(&self, language: Language, write: &dyn Fn(&Place) -> String) -> String {
        let known = if language == Language::English { catalogue().english(&self.key) } else { None };
        let number = |name: &str| match self.places.iter().find(|(known, _)| *known == name) {
            Some((_, Place::Number(number))) => Some(*number),
            _ => None,
        };
        let pattern = known.map_or(shown(&self.key), |english| english.form(number));
        let mut out = pattern.to_owned();
        for (name, place) in &self.places {
            out = out.replace(&format!("{{{name}}}"), &write(place));
        }
        out
    }

    /// Is there nothing to say?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Is there English for it?
    pub(crate) fn has_english(&self) -> bool {
        catalogue().english(&self.key).is_some()
    }

    /// The same sentence without identity numbers.
    pub(crate) fn discreet(mut self) -> Said {
        self.key = privacy::words(self.key);
        for (_, place) in &mut self.places {
            match place {
                Place::Text(text) => *text = privacy::words(std::mem::take(text)),
                Place::Said(said) => **said = std::mem::take(&mut **said).discreet(),
                Place::Number(_) | Place::Day(_) => {}
            }
        }
        self
    }
}

impl Place {
    pub(crate) fn within(&self, language: Language) -> String {
        match self {
            Place::Text(text) => Said::new(text).within(language),
            Place::Number(number) => text::count(*number),
            Place::Day(iso) => days::day(iso, language),
            Place::Said(said) => said.within(language),
        }
    }
}

/// What a reader sees of a key.
pub(crate) fn shown(key: &str) -> &str {
    match key.rsplit_once('#') {
        Some((text, sense)) if !sense.is_empty() && sense.bytes().all(|b| b.is_ascii_lowercase()) => text,
        _ => key,
    }
}

impl fmt::Display for Said {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.within(Language::Chinese))
    }
}

impl Object for Said {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.is_empty()
    }

    fn render(self: &Arc<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, out)
    }
}

/// Templates receive the sentence itself, everybody else its Chinese.
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_object(self.clone()).serialize(serializer)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Said {
        Said::new(text)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Said {
        Said { key: text, places: Vec::new() }
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Said {
        Said::new(text)
    }
}

impl From<&str> for Place {
    fn from(text: &str) -> Place {
        Place::Text(text.to_owned())
    }
}

impl From<String> for Place {
    fn from(text: String) -> Place {
        Place::Text(text)
    }
}

impl From<&String> for Place {
    fn from(text: &String) -> Place {
        Place::Text(text.clone())
    }
}

impl From<Said> for Place {
    fn from(said: Said) -> Place {
        Place::Said(Box::new(said))
    }
}

impl From<i64> for Place {
    fn from(number: i64) -> Place {
        Place::Number(number)
    }
}

impl From<u32> for Place {
    fn from(number: u32) -> Place {
        Place::Number(i64::from(number))
    }
}

impl From<usize> for Place {
    fn from(number: usize) -> Place {
        Place::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// Makes a [`Said`]: the Chinese sentence, then its places.
#[macro_export]
macro_rules! say {
    ($key:literal $(, $name:ident = $place:expr)* $(,)?) => {
        $crate::Said::new($key)$(.with(stringify!($name), $place))*
    };
}
