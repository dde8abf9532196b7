//! One real file through the door: imported, settled if it must and can be, imported again.

use std::path::{Path, PathBuf};

use xh_intake::Counts;
use xh_intake_desk::{ImportFault, Imported};

use crate::settled::settle;
use crate::stage::{Ended, Res, Stage, name_of};
use crate::tally::Tally;

/// What became of a file.
pub struct Told {
    /// Where it is.
    pub path: PathBuf,
    /// How it ended.
    pub end: End,
}

/// The ways a file can end.
pub enum End {
    /// Read without a person's help.
    Unaided(Box<Imported>),
    /// Read after a person had named columns.
    Settled(Box<Imported>),
    /// Columns are missing that no one can supply: the reasons.
    Lacking(Vec<String>),
    /// Not one data row.
    Empty,
    /// Not readable at all: the sentence.
    Unreadable(String),
}

impl Told {
    /// The import that filed, if one did.
    pub fn imported(&self) -> Option<&Imported> {
        match &self.end {
            End::Unaided(imported) | End::Settled(imported) => Some(imported),
            _ => None,
        }
    }
}

/// Imports a file and prints its line.
pub async fn tell(stage: &Stage, path: &Path, kind: &str, tally: &mut Tally) -> Res<Told> {
    let name = name_of(path);
    let first = match counted(stage, path, kind, tally).await? {
        Ok(imported) => imported,
        Err(end) => return Ok(told(path, end)),
    };
    let Some(help) = first.help.clone() else {
        print("", &name, &first.counts, first.seconds);
        return Ok(told(path, End::Unaided(first)));
    };
    if !settle(stage, kind, &first.shape, &help).await? {
        println!("lacking   {name}: {}  [{}]", help.reasons.join("；"), first.shape);
        return Ok(told(path, End::Lacking(help.reasons)));
    }
    Ok(match counted(stage, path, kind, tally).await? {
        Ok(again) => {
            tally.check(again.help.is_none(), &format!("settled once, not asked again: {name}"));
            print("settled", &name, &again.counts, again.seconds);
            told(path, End::Settled(again))
        }
        Err(end) => told(path, end),
    })
}

fn told(path: &Path, end: End) -> Told {
    Told { path: path.to_owned(), end }
}

/// Imports; the counts must add up and nothing may panic.
async fn counted(
    stage: &Stage,
    path: &Path,
    kind: &str,
    tally: &mut Tally,
) -> Res<Result<Box<Imported>, End>> {
    let name = name_of(path);
    Ok(match stage.import(path, kind).await {
        Ended::Counted(imported) => {
            tally.check(imported.counts.adds_up(), &format!("the counts add up: {name}"));
            Ok(imported)
        }
        Ended::Refused(ImportFault::Empty) => {
            println!("empty     {name}");
            Err(End::Empty)
        }
        Ended::Refused(ImportFault::Unreadable(fault)) => {
            println!("unreadable {name}: {fault}");
            Err(End::Unreadable(fault.to_string()))
        }
        Ended::Refused(fault) => return Err(format!("{name}: {fault}").into()),
        Ended::Panicked => {
            tally.check(false, &format!("nothing panics: {name}"));
            Err(End::Unreadable("panic".into()))
        }
    })
}

fn print(mark: &str, name: &str, c: &Counts, seconds: f64) {
    println!(
        "{mark:<8} {:>6} rows = filed {:>6} + amended {:>4} + duplicate {:>4} + rejected {:>5} + held {:>5} + \
         refused {:>4}  {seconds:>6.1} s  {name}",
        c.rows, c.filed, c.amended, c.duplicate, c.rejected, c.held, c.refused_person
    );
}
