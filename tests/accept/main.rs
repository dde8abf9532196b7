//! The acceptance run: real published files in, and what became of every row (`make accept DATA=FOLDER`).
//! Not part of `cargo test`: the files are not in the repository. Without a harness, because its table is the result
//! that people read; it ends with non-zero when a check fails.

mod again;
mod decoded;
mod eligible;
mod files;
mod groups;
mod office;
mod penalties;
mod people;
mod registers;
mod second_opinion;
mod settled;
mod sheet;
mod stage;
mod tally;

use std::process::ExitCode;

use stage::{Res, Stage};
use tally::Tally;

fn main() -> ExitCode {
    let Some(folder) = std::env::var_os("XINHENG_DATA") else {
        eprintln!("XINHENG_DATA is not set: make accept DATA=FOLDER");
        return ExitCode::from(2);
    };
    let mut tally = Tally::default();
    let run = tokio::runtime::Runtime::new().map_err(Into::into);
    let run: Res<()> = run.and_then(|runtime| runtime.block_on(all(folder.into(), &mut tally)));
    tally.check(run.is_ok(), &format!("the run came to its end ({run:?})"));
    tally.print()
}

async fn all(folder: std::path::PathBuf, tally: &mut Tally) -> Res<()> {
    let stage = Stage::open(folder).await?;
    office::check(&stage, tally)?;
    decoded::check(&stage, tally)?;
    second_opinion::check(&stage, tally)?;
    let registers = registers::import_all(&stage, tally).await?;
    let penalties = penalties::import_all(&stage, tally).await?;
    penalties::shares(&penalties, tally);
    penalties::reasons(&stage, &penalties).await?;
    sheet::check(&stage, &penalties, tally).await?;
    again::check(&stage, &registers, &penalties, tally).await?;
    groups::import_all(&stage, tally).await?;
    people::check(&stage, tally).await?;
    Ok(())
}
