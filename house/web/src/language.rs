//! The two languages of the house: Chinese first, English through one catalogue of messages.
//!
//! A visitor chooses by `?lang=en` (remembered in a cookie), else by the cookie, else by `Accept-Language`; without
//! any of these it is Chinese. Law stays in Chinese: names, legal texts and receipts are shown as they are and
//! marked `lang="zh"`. How to write a page: the catalogue is `messages/*.toml`, the words are said by `t` in a
//! template and by `say!` in Rust.

mod catalogue;
mod days;
mod said;
mod speech;

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use serde::Serialize;

pub(crate) use catalogue::catalogue;
pub use catalogue::{Catalogue, CatalogueFault};
pub use said::{Place, Said};
pub(crate) use speech::{UNSAID, has_han, register};

const COOKIE: &str = "xh_lang";

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文, the language of the law.
    #[default]
    Chinese,
    /// English.
    English,
}

/// What the templates see of a [`Language`].
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LanguageView {
    /// `zh-CN` or `en`.
    tag: &'static str,
    /// The same address in Chinese.
    chinese: String,
    /// The same address in English.
    english: String,
}

impl Language {
    /// Both, Chinese first.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The tag of BCP 47.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// As written in `?lang=`: `zh` or `en`, also with a region; anything else is no choice.
    #[must_use]
    pub fn parse(text: &str) -> Option<Language> {
        match text.split(['-', '_']).next()?.trim().to_ascii_lowercase().as_str() {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// The language of a request for an address; for programs (`/api/`) only `Accept-Language` speaks.
    #[must_use]
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Language {
        let accepted = || accepted(headers);
        if uri.path().starts_with("/api/") {
            return accepted().unwrap_or_default();
        }
        let kept = || crate::mode::cookie(headers, COOKIE).and_then(Language::parse);
        chosen(uri.query()).or_else(kept).or_else(accepted).unwrap_or_default()
    }

    /// The cookie that keeps a choice for a year. It holds nothing but the choice.
    pub(crate) fn cookie(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Language::Chinese => "xh_lang=zh; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
            Language::English => "xh_lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        })
    }

    /// The language with the addresses of both languages of a page.
    pub(crate) fn view(self, here: &str) -> LanguageView {
        let with = |tag: &str| format!("{here}{}lang={tag}", if here.contains('?') { '&' } else { '?' });
        LanguageView { tag: self.tag(), chinese: with("zh"), english: with("en") }
    }
}

/// The choice in an address.
pub(crate) fn chosen(query: Option<&str>) -> Option<Language> {
    query?.split('&').filter_map(|pair| pair.strip_prefix("lang=")).filter_map(Language::parse).next_back()
}

/// The same address without the choice, so that no handler has to know of it.
pub(crate) fn without_choice(uri: &Uri) -> Option<Uri> {
    let query = uri.query().filter(|query| query.split('&').any(|pair| pair.starts_with("lang=")))?;
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect();
    let path = uri.path();
    let text = if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(text.parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// The language liked best of those we have (RFC 9110 12.5.4); the first named wins among equals.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let text = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Language)> = None;
    for range in text.split(',') {
        let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
        let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        let (Some(language), Some(weight)) = (Language::parse(tag.trim()), weight) else { continue };
        if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests;
