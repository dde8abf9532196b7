//! An outside verifier of the public log: `xh-judge <base-url> <vkey> [--entry N] [--old FILE] [--proof
//! FILE.json]`. It links no crate of this project. Tree, tiles and notes are those of `tlog_tiles` and
//! `signed_note`; what this project adds to the standards (leaves and record proofs) is written here a second
//! time, from the description of the format. One line for each check, then `N passed, N failed`; exit 1 when
//! a check fails, 2 for wrong usage.

mod args;

mod site;

mod hashes;
mod log;
mod walk;

mod canon;
mod record;

mod report;

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use args::Args;
use log::Log;
use report::Report;

fn main() -> ExitCode {
    let args = match Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(wrong) => {
            eprintln!("{wrong}\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    let mut report = Report::new(|line| println!("{line}"));
    judge(&args, &mut report);
    println!("{} passed, {} failed", report.passed, report.failed);
    if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Runs every check that was asked for. Without a good checkpoint there is nothing to hold the others
/// against.
fn judge(args: &Args, report: &mut Report) {
    let Some(log) = report.open("检查点", Log::open(&args.base, &args.vkey)) else { return };
    walk::check(&log, report);
    for &index in &args.entries {
        report.check(&format!("第 {index} 号条目在账本中"), log.includes(index));
    }
    for file in &args.older {
        report.check(&format!("与旧检查点 {file} 一致"), read(file).and_then(|note| log.extends(&note)));
    }
    for file in &args.proofs {
        record::check(&log, file, read(file), report);
    }
}

fn read(file: &str) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|fault| format!("读不到文件：{fault}"))
}
