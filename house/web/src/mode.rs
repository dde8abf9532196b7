//! The three ways a page can look: standard, elder (长辈版) and high contrast.
//!
//! The choice lives in a cookie and is applied by the server, so it works without script and without a
//! flash (无障碍环境建设法 art. 32; GB/T 37668-2019). It is a taste, not an account: it holds nothing personal.

use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// How the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// 标准版.
    #[default]
    Standard,
    /// 长辈版, with its text size.
    Elder(TextSize),
    /// 高对比: black and yellow.
    Contrast,
}

/// Base text size of the elder mode in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextSize {
    /// 20 px, the least the elder mode uses.
    #[default]
    Large,
    /// 24 px.
    Larger,
    /// 30 px.
    Largest,
}

/// What the templates see of a [`Mode`].
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct ModeView {
    /// `standard`, `elder` or `contrast`.
    name: &'static str,
    /// Base text size in CSS pixels.
    size: u8,
    /// The cookie's value.
    key: &'static str,
}

const COOKIE: &str = "xh_mode";
const ALL: [Mode; 5] = [
    Mode::Standard,
    Mode::Elder(TextSize::Large),
    Mode::Elder(TextSize::Larger),
    Mode::Elder(TextSize::Largest),
    Mode::Contrast,
];

impl Mode {
    /// Reads the cookie's text; anything unknown is the standard mode.
    #[must_use]
    pub fn parse(key: &str) -> Mode {
        let wanted = if key == "elder" { "elder-20" } else { key };
        ALL.into_iter().find(|mode| mode.view().key == wanted).unwrap_or_default()
    }

    /// Reads the mode from the request's cookies.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Mode {
        cookie(headers, COOKIE).map_or(Mode::Standard, Mode::parse)
    }

    pub(crate) fn view(self) -> ModeView {
        let (name, size, key) = match self {
            Mode::Standard => ("standard", 16, "standard"),
            Mode::Elder(TextSize::Large) => ("elder", 20, "elder-20"),
            Mode::Elder(TextSize::Larger) => ("elder", 24, "elder-24"),
            Mode::Elder(TextSize::Largest) => ("elder", 30, "elder-30"),
            Mode::Contrast => ("contrast", 16, "contrast"),
        };
        ModeView { name, size, key }
    }
}

/// The value of a cookie of a request.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    to: String,
    #[serde(default)]
    back: String,
}

/// `GET /mode?to=elder-20&back=/path`: remembers the choice for a year and goes back.
pub(crate) async fn choose(Query(choice): Query<Choice>) -> Response {
    let key = Mode::parse(&choice.to).view().key;
    let cookie = format!("{COOKIE}={key}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, local_path(&choice.back).to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, AppendHeaders(headers)).into_response()
}

/// The path to go back to, or the home page when it is not a path of this site.
fn local_path(back: &str) -> &str {
    let local = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    let printable = back.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    if local && printable { back } else { "/" }
}

#[cfg(test)]
mod tests;
