//! Counts the checks and prints the last lines. Not a harness: a failed check does not stop the run.

use std::process::ExitCode;

/// How many checks held.
#[derive(Debug, Default)]
pub struct Tally {
    passed: u32,
    failed: u32,
}

impl Tally {
    /// Notes one check; what does not hold is printed where it happened, and again by its count at the end.
    pub fn check(&mut self, holds: bool, what: &str) {
        match holds {
            true => self.passed += 1,
            false => self.failed += 1,
        }
        println!("{} {what}", if holds { "ok    " } else { "FAILED" });
    }

    /// The counts, once in cargo's words for `scripts/test.sh` and once for people.
    pub fn print(&self) -> ExitCode {
        let verdict = if self.failed == 0 { "ok" } else { "FAILED" };
        println!("\ntest result: {verdict}. {} passed; {} failed; 0 ignored", self.passed, self.failed);
        println!("{} passed, {} failed", self.passed, self.failed);
        ExitCode::from(u8::from(self.failed > 0))
    }
}

/// A part of a whole in per cent, one decimal, without floats.
pub fn percent(part: u64, whole: u64) -> String {
    let tenths = (part * 1_000).checked_div(whole).unwrap_or(0);
    format!("{}.{} % ({part} of {whole})", tenths / 10, tenths % 10)
}
