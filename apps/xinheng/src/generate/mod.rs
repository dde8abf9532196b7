//! A fictional city's sheets, made from a seed: the same plan gives the same bytes. For `demo`, tests and benches.
//!
//! Not a fixture of law: what a penalty leads to is the policy's business. All organisations are fictional, their
//! codes synthetic and well-formed (GB 32100-2015, GB 11714-1997); no person is named anywhere.
//!
//! Nothing is kept in memory: a subject is a pure function of its number, so a sheet of any length can be written.

mod breaches;
mod chance;
mod naming;
mod organs;
mod outcome;
mod penalty;
mod registration;
mod subject;
mod timing;
mod words;

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use xh_kernel::Date;

pub use organs::{DemoOrgan, organs};

/// How large a city, and which one of all possible ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Rows of the registration sheet.
    pub subjects: u32,
    /// Rows of the penalty sheet.
    pub records: u32,
    /// Another seed, another city.
    pub seed: u64,
    /// The last day on which anything may have happened.
    pub today: Date,
}

/// Writes the registration sheet (登记注册基本信息), heading first, UTF-8.
///
/// # Errors
/// When `out` cannot be written, or the plan asks for more subjects than there are different names.
pub fn registration_csv(plan: &Plan, out: impl Write) -> io::Result<()> {
    registration::sheet(plan, out)
}

/// Writes the penalty sheet (行政处罚, headings of the template of 2018, amounts in 万元), oldest decision first.
///
/// # Errors
/// When `out` cannot be written, or the plan asks for records without subjects.
pub fn penalty_csv(plan: &Plan, out: impl Write) -> io::Result<()> {
    penalty::sheet(plan, out)
}

/// Writes `registration.csv` and `penalty.csv` into a folder, which is made when missing; returns both paths.
///
/// # Errors
/// When the folder or a file cannot be written, or a sheet cannot be made.
pub fn write(plan: &Plan, dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let (registration, penalty) = (dir.join("registration.csv"), dir.join("penalty.csv"));
    registration_csv(plan, BufWriter::new(File::create(&registration)?))?;
    penalty_csv(plan, BufWriter::new(File::create(&penalty)?))?;
    Ok(vec![registration, penalty])
}
