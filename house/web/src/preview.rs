//! Writes every page with every sample in every mode to a folder, with the assets beside them.
//!
//! For looking at pages without a server of ours: serve the folder with any static file server. Used by the
//! desks' `pages` example; the running application never calls it.

use std::fs;
use std::io::{self, Error};
use std::path::Path;

use crate::{AnyPage, Frame, Mode, SiteConfig, TextSize, Web, assets};

const MODES: [(&str, Mode); 3] =
    [("standard", Mode::Standard), ("elder", Mode::Elder(TextSize::Large)), ("contrast", Mode::Contrast)];

/// Writes `<folder>/<mode>/<page>__<sample>.html` and the assets; answers how many pages were written.
///
/// # Errors
/// When a file cannot be written or a template fails.
pub fn write(pages: &[AnyPage], folder: &Path) -> io::Result<usize> {
    for (address, bytes) in assets::all() {
        save(&folder.join(address.trim_start_matches('/')), &bytes)?;
    }
    let web = Web::new(SiteConfig::default(), &[0; 32], 0);
    let mut written = 0;
    for page in pages {
        for (sample, value) in &page.samples {
            for (folder_name, mode) in MODES {
                let frame = Frame::preview(&web, mode, home_of(page.name));
                let html = frame.render(page.template, value.clone()).map_err(Error::other)?;
                save(
                    &folder.join(folder_name).join(format!("{}__{sample}.html", page.name)),
                    html.as_bytes(),
                )?;
                written += 1;
            }
        }
    }
    Ok(written)
}

/// A likely path of the page, so that the header shows where one is.
fn home_of(page: &str) -> &'static str {
    let known = [
        ("Home", "/"),
        ("Search", "/search"),
        ("Subject", "/subjects/x"),
        ("Board", "/board"),
        ("Record", "/records/x"),
        ("Proof", "/records/x/proof"),
        ("Ledger", "/ledger"),
        ("Policy", "/policy"),
        ("Help", "/help"),
    ];
    known.iter().find(|(start, _)| page.starts_with(start)).map_or("/preview", |(_, path)| path)
}

fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}
