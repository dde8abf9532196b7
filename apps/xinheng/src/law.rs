//! The law this binary was built with: the folder `policy/`, embedded; or a folder named on the command line.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;
use xh_policy::Release;

use crate::exit::Exit;

/// The city bundle of the demo and of a first start.
pub const CITY: &str = "city-shijiazhuang";

#[derive(RustEmbed)]
#[folder = "../../policy"]
#[include = "*.toml"]
struct Embedded;

/// The files of a policy folder by relative path; the embedded ones without a folder.
///
/// # Errors
/// `Exit` when a file cannot be read.
pub fn files(folder: Option<&Path>) -> Result<BTreeMap<String, String>, Exit> {
    match folder {
        None => Ok(embedded()),
        Some(folder) => {
            let mut out = BTreeMap::new();
            walk(folder, folder, &mut out)?;
            Ok(out)
        }
    }
}

/// The release of a policy folder, complete or not at all.
///
/// # Errors
/// `Exit` that names each fault with file, line and remedy.
pub fn release(folder: Option<&Path>) -> Result<Release, Exit> {
    let files = files(folder)?;
    Release::load(&files, CITY).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Exit::usage(lines.join("\n"))
    })
}

fn embedded() -> BTreeMap<String, String> {
    let read = |path: std::borrow::Cow<'static, str>| {
        let file = Embedded::get(&path)?;
        Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
    };
    Embedded::iter().filter_map(read).collect()
}

fn walk(root: &Path, folder: &Path, out: &mut BTreeMap<String, String>) -> Result<(), Exit> {
    for item in std::fs::read_dir(folder)? {
        let path = item?.path();
        if path.is_dir() {
            walk(root, &path, out)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            out.insert(name, std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
