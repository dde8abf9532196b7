//! Checks for the one test that renders all pages: structure, labels, language, escaping, policy.
//!
//! It reads the HTML our templates write with a small tag scanner; it is no validator for strangers' pages
//! (browser tests run one). Panics are its way to fail: it is called from tests only.

mod hostile;
mod rules;
mod scan;
mod spoken;

use crate::{AnyPage, Frame, Language, Mode, SiteConfig, TextSize, Web};

/// Renders every sample of every page, checks each (in three modes, and with hostile text in every field),
/// and
/// returns `(name, html of the page's own part)` for snapshots.
///
/// # Panics
/// When a page breaks a rule; the message names page, sample, mode and rule.
#[must_use]
#[expect(clippy::panic, reason = "a test helper fails by panicking")]
pub fn render_all(pages: &[AnyPage]) -> Vec<(String, String)> {
    let web = Web::new(SiteConfig::default(), &[0; 32], 0);
    let mut shots = Vec::new();
    let mut wrong = Vec::new();
    for page in pages {
        for (sample, value) in &page.samples {
            let name = format!("{}__{sample}", page.name);
            for mode in [Mode::Standard, Mode::Elder(TextSize::Large), Mode::Contrast] {
                let frame = Frame::preview(&web, mode, "/preview");
                match frame.render(page.template, value.clone()) {
                    Ok(html) => {
                        wrong.extend(
                            rules::broken(&html).into_iter().map(|rule| format!("{name} {mode:?}: {rule}")),
                        );
                        if mode == Mode::Standard {
                            shots.push((name.clone(), own_part(&html)));
                        }
                    }
                    Err(fault) => wrong.push(format!("{name} {mode:?}: {fault}")),
                }
            }
            wrong.extend(
                in_english(&web, page, value).into_iter().map(|rule| format!("{name} English: {rule}")),
            );
            wrong.extend(hostile::leaks(&web, page, value).into_iter().map(|leak| format!("{name}: {leak}")));
        }
    }
    if !wrong.is_empty() {
        panic!("{} faults\n{}", wrong.len(), wrong.join("\n"));
    }
    shots
}

/// The page in English: as sound as in Chinese, and no Chinese that is not marked as such.
fn in_english(web: &Web, page: &AnyPage, value: &minijinja::Value) -> Vec<String> {
    let frame = Frame::preview(web, Mode::Standard, "/preview").speaking(Language::English);
    match frame.render(page.template, value.clone()) {
        Ok(html) => rules::broken(&html).into_iter().chain(spoken::unmarked(&html)).collect(),
        Err(fault) => vec![fault.to_string()],
    }
}

/// What is broken in one rendered page, in words.
#[must_use]
pub fn broken(html: &str) -> Vec<String> {
    rules::broken(html)
}

/// The title and the main part: the frame around it is the same everywhere and would only make noise.
fn own_part(html: &str) -> String {
    let between = |open: &str, close: &str| {
        let (_, rest) = html.split_once(open)?;
        rest.split_once(close).map(|(inside, _)| inside.trim().to_owned())
    };
    let title = between("<title>", "</title>").unwrap_or_default();
    let main = between("<main", "</main>").unwrap_or_default();
    let lines = main.lines().map(str::trim).filter(|line| !line.is_empty());
    let body = lines.collect::<Vec<_>>().join("\n");
    format!("{title}\n<main{}{body}", if body.starts_with('>') { "" } else { " " })
}

#[cfg(test)]
mod tests;
