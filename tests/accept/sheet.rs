//! The answer to a sender: the marked-up sheet of a file with rejected rows, read again as the sender would send it.

use xh_exchange::{Limits, MARKED_STATE, SheetRow, decode_path};
use xh_intake::find_header;
use xh_intake_desk::{Imported, write_marked_sheet};

use crate::files::Told;
use crate::penalties::Penalties;
use crate::stage::{Res, Stage, name_of};
use crate::tally::Tally;

/// Writes and reads the sheet of the first file with rejected rows.
pub async fn check(stage: &Stage, all: &Penalties, tally: &mut Tally) -> Res<()> {
    let rejected =
        |told: &&Told| told.imported().is_some_and(|i| i.counts.rejected > 0 && i.counts.filed > 0);
    let Some(told) = all.files.iter().find(rejected) else {
        tally.check(false, "a file with filed and with rejected rows");
        return Ok(());
    };
    let Some(imported) = told.imported() else { return Ok(()) };
    println!("\n== marked sheet of {}", name_of(&told.path));
    let rows = marked(stage, &imported.batch).await?;
    let c = &imported.counts;
    let state = rows.first().and_then(|head| head.iter().position(|cell| cell == MARKED_STATE));
    tally.check(state.is_some(), "the sheet says what became of each row");
    let count = |words: &[&str]| {
        let word = |row: &&Vec<String>| {
            state.and_then(|at| row.get(at)).is_some_and(|s| words.contains(&s.as_str()))
        };
        rows.iter().skip(1).filter(word).count() as u64
    };
    tally.check(count(&["退回", "待核"]) == c.rejected + c.held, "as many rows are marked as were not filed");
    tally.check(
        rows.len() as u64 == 1 + c.rows - c.refused_person,
        "every row but those about persons is in it",
    );
    let reason =
        |row: &&Vec<String>| state.and_then(|at| row.get(at + 1)).is_some_and(|text| !text.is_empty());
    let reasons = rows.iter().skip(1).filter(reason).count() as u64;
    tally.check(reasons == c.rejected + c.held, "each of them says why");
    same_shape(stage, imported, &rows, tally).await
}

/// A corrected sheet must be understood like the first one, without asking a person again.
async fn same_shape(stage: &Stage, imported: &Imported, rows: &[Vec<String>], tally: &mut Tally) -> Res<()> {
    let law = stage.opened.office.law().await?;
    let kind = law.kind("penalty").ok_or("no such kind")?;
    let mut tx = stage.opened.office.db.read().await?;
    let batch = xh_intake_store::batch(&mut tx, &imported.batch).await?.ok_or("no such batch")?;
    let sample: Vec<Vec<String>> = rows.iter().take(30).cloned().collect();
    let shape = find_header(&sample, kind);
    tally.check(shape.digest == batch.shape, "the sheet that comes back has the shape of the one sent");
    if shape.digest != batch.shape {
        println!("       sent {}\n       back {:?}", batch.headings, shape.headings);
    }
    Ok(())
}

/// The rows of a batch's marked sheet, written to a file and decoded like any upload.
pub async fn marked(stage: &Stage, batch: &str) -> Res<Vec<Vec<String>>> {
    let path = stage.scratch.path().join("marked.xlsx");
    let written = write_marked_sheet(&stage.opened.office, batch, std::fs::File::create(&path)?).await?;
    let mut rows: Vec<SheetRow> = Vec::new();
    decode_path(&path, &Limits::default(), &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    if !written {
        return Err("the batch kept no rows".into());
    }
    Ok(rows
        .into_iter()
        .map(|row| row.cells.into_iter().map(xh_exchange::Cell::into_text).collect())
        .collect())
}
