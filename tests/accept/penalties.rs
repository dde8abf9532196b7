//! Every published penalty file: how many need no help, and how many whole rows are filed without a person.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use xh_intake::Fault;
use xh_intake_store::WaitingRow;

use crate::eligible;
use crate::files::{End, Told, tell};
use crate::stage::{Res, Stage, name_of};
use crate::tally::{Tally, percent};

/// Files that must need no help, per cent.
const UNAIDED: u64 = 60;
/// Whole rows that must be filed without a person, per cent.
const FILED: u64 = 95;

/// What became of all penalty files.
pub struct Penalties {
    /// Each file.
    pub files: Vec<Told>,
    /// Rows that had everything.
    whole: u64,
    /// Those of them that were filed, or are one with a filed row.
    filed: u64,
}

/// Imports them all.
pub async fn import_all(stage: &Stage, tally: &mut Tally) -> Res<Penalties> {
    println!("\n== penalties");
    let mut all = Penalties { files: Vec::new(), whole: 0, filed: 0 };
    for path in published(stage)? {
        let told = tell(stage, &path, "penalty", tally).await?;
        weigh(stage, &told, &mut all).await?;
        all.files.push(told);
    }
    Ok(all)
}

/// Checks the two shares.
pub fn shares(all: &Penalties, tally: &mut Tally) {
    let unaided = all.files.iter().filter(|told| matches!(told.end, End::Unaided(_))).count() as u64;
    let settled = all.files.iter().filter(|told| matches!(told.end, End::Settled(_))).count();
    let files = all.files.len() as u64;
    let said = percent(unaided, files);
    println!("\nsettled by a person: {settled} files; not importable: {}", lost(all));
    tally.check(files > 0 && unaided * 100 >= files * UNAIDED, &format!("files that need no help: {said}"));
    let said = percent(all.filed, all.whole);
    let good = all.whole > 0 && all.filed * 100 >= all.whole * FILED;
    tally.check(good, &format!("whole rows filed without a person: {said}"));
}

/// Prints the ten commonest reasons of rows that were not filed.
pub async fn reasons(stage: &Stage, all: &Penalties) -> Res<()> {
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for told in &all.files {
        for row in waiting(stage, told).await?.values() {
            for fault in serde_json::from_str::<Vec<Fault>>(&row.faults)? {
                let key = format!("{:<9} {:<24} {}", row.state, fault.code, fault.field);
                *counted.entry(key).or_default() += 1;
            }
        }
    }
    let mut sorted: Vec<_> = counted.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    println!("\n== commonest reasons of rows rejected or held");
    sorted.iter().take(10).for_each(|(reason, count)| println!("{count:>6}  {reason}"));
    Ok(())
}

/// The rows of an imported file that were not filed, by number.
pub async fn waiting(stage: &Stage, told: &Told) -> Res<HashMap<i64, WaitingRow>> {
    let Some(imported) = told.imported() else { return Ok(HashMap::new()) };
    let mut tx = stage.opened.office.db.read().await?;
    let rows = xh_intake_store::rows_of(&mut tx, &imported.batch, -1, "", 10_000_000).await?;
    Ok(rows.into_iter().map(|row| (row.sheet_row, row)).collect())
}

fn published(stage: &Stage) -> Res<Vec<PathBuf>> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(stage.real.join("01_beijing_open_data").join("penalty"))? {
        files.push(item?.path());
    }
    files.sort();
    Ok(files)
}

async fn weigh(stage: &Stage, told: &Told, all: &mut Penalties) -> Res<()> {
    if told.imported().is_none() {
        return Ok(());
    }
    let law = stage.opened.office.law().await?;
    let kind = law.kind("penalty").ok_or("no such kind")?;
    let whole = eligible::rows(&told.path, kind, &stage.settled, &stage.organ.uscc)?;
    let waiting = waiting(stage, told).await?;
    let lost: Vec<&WaitingRow> = whole.iter().filter_map(|row| waiting.get(row)).collect();
    all.whole += whole.len() as u64;
    all.filed += (whole.len() - lost.len()) as u64;
    if !lost.is_empty() {
        println!("         of {} whole rows {} were not filed", whole.len(), lost.len());
    }
    if std::env::var_os("XINHENG_ACCEPT_SHOW").is_some() {
        lost.iter().for_each(|row| println!("           row {}: {}", row.sheet_row, row.faults));
    }
    Ok(())
}

fn lost(all: &Penalties) -> String {
    let name = |told: &Told| match &told.end {
        End::Lacking(reasons) => Some(format!("\n  {}: {}", name_of(&told.path), reasons.join("；"))),
        End::Unreadable(why) => Some(format!("\n  {}: {why}", name_of(&told.path))),
        End::Empty => Some(format!("\n  {}: no data row", name_of(&told.path))),
        End::Unaided(_) | End::Settled(_) => None,
    };
    all.files.iter().filter_map(name).collect()
}
