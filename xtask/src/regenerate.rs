//! `cargo xtask regenerate`: writes every generated file anew. Whether they are fresh is said by the tests that
//! compare them and by tidy; this only saves typing. Look at the difference before it is kept.

use std::io;
use std::process::Command;

use crate::rules::statements;
use crate::tree::Tree;

/// Crates whose tests hold golden files: what pages look like, the API's description, receipts, faults of the law.
/// Not `xh-ledger`: its format cannot change after leaf 0, so its golden files are not for a program to rewrite.
const GOLDEN: [&str; 5] = ["xh-policy", "xh-intake", "xh-intake-desk", "xh-publication-desk", "xh-web"];

/// Writes them; answers whether every test that compares them held afterwards.
pub fn all() -> io::Result<bool> {
    let tree = Tree::load()?;
    let list = tree.root.join(statements::LIST);
    if let Some(folder) = list.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&list, statements::list(&tree))?;
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&tree.root).arg("test").env("UPDATE_EXPECT", "1").env("INSTA_UPDATE", "always");
    cargo.args(GOLDEN.iter().flat_map(|name| ["--package", name])).args(["--", "--skip", "::postgres"]);
    Ok(cargo.status()?.success())
}
