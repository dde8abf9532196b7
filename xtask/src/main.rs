//! `cargo xtask tidy`: the rules of the house that neither rustc nor clippy knows. Not a linter for style:
//! formatting is rustfmt's. The same check runs as a test, so that `cargo test` alone finds an untidy tree.
//! `cargo xtask regenerate` writes the generated files anew.

mod exceptions;
mod fault;
mod lexer;
mod regenerate;
mod rules;
mod tree;

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use fault::Fault;
use tree::Tree;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => report(tidy()),
        Some("regenerate") => regenerated(regenerate::all()),
        _ => {
            eprintln!("usage: cargo xtask tidy | regenerate");
            ExitCode::from(2)
        }
    }
}

/// Every fault in the tree of this workspace, in order of file and line.
fn tidy() -> std::io::Result<Vec<Fault>> {
    let tree = Tree::load()?;
    let mut faults = exceptions::excuse(&tree, rules::check_files(&tree));
    faults.extend(rules::statements::check(&tree));
    faults.extend(rules::cards::check(&tree));
    faults.extend(rules::imports::check(&rules::imports::workspace(&tree.root)?));
    faults.sort();
    Ok(faults)
}

fn report(found: std::io::Result<Vec<Fault>>) -> ExitCode {
    match found {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            faults.iter().for_each(|fault| println!("{fault}"));
            eprintln!("tidy: {} faults", faults.len());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("tidy: the tree could not be read: {error}");
            ExitCode::from(5)
        }
    }
}

fn regenerated(done: std::io::Result<bool>) -> ExitCode {
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("regenerate: {error}");
            ExitCode::from(5)
        }
    }
}
