//! The other groups of published files, each through the kind it is of: what became of every row, and how many files
//! need a person to name columns first. Nothing is settled here: the figure is how far the kinds read by themselves.

use std::path::{Path, PathBuf};

use xh_intake::Counts;

use crate::files::{End, Told, tell};
use crate::stage::{Res, Stage, name_of};
use crate::tally::Tally;

/// Folder, part of the file's name, kind; the first that fits. A file that fits none has no kind yet.
const KINDS: [(&str, &str, &str); 9] = [
    ("01_beijing_open_data/licence", "", "licence"),
    ("01_beijing_open_data/inspection", "", "inspection"),
    ("01_beijing_open_data/list", "经营异常", "abnormal_operation"),
    ("01_beijing_open_data/org", "奖励", "award"),
    ("01_beijing_open_data/org", "示范", "award"),
    ("01_beijing_open_data/org", "", "registration"),
    ("02_zhejiang_random_inspection/import_templates", "xzcf", "penalty"),
    ("02_zhejiang_random_inspection/import_templates", "punish", "penalty"),
    ("02_zhejiang_random_inspection/import_templates", "licence", "licence"),
];
/// The licence templates have a name of their own.
const LICENCE_TEMPLATE: &str = "xzxk";

/// The folders, in the order they are told.
const FOLDERS: [&str; 7] = [
    "01_beijing_open_data/licence",
    "01_beijing_open_data/inspection",
    "01_beijing_open_data/list",
    "01_beijing_open_data/org",
    "01_beijing_open_data/objection",
    "01_beijing_open_data/powers",
    "02_zhejiang_random_inspection/import_templates",
];

/// Figures of one group.
#[derive(Default)]
struct Group {
    files: u32,
    unaided: u32,
    helped: u32,
    empty: u32,
    unreadable: u32,
    without_kind: Vec<String>,
    counts: Counts,
}

/// Imports every group and prints its line.
pub async fn import_all(stage: &Stage, tally: &mut Tally) -> Res<()> {
    for folder in FOLDERS {
        println!("\n== {folder}");
        let mut group = Group::default();
        for path in files(&stage.real.join(folder))? {
            group.files += 1;
            match kind_of(folder, &name_of(&path)) {
                Some(kind) => group.add(&tell(stage, &path, kind, tally).await?),
                None => group.without_kind.push(name_of(&path)),
            }
        }
        group.print();
        tally.check(group.files > 0, &format!("{folder} has files"));
        tally.check(group.counts.adds_up(), &format!("the rows of {folder} add up"));
    }
    Ok(())
}

fn kind_of(folder: &str, name: &str) -> Option<&'static str> {
    if folder.contains("import_templates") && name.contains(LICENCE_TEMPLATE) {
        return Some("licence");
    }
    KINDS.into_iter().find(|(at, part, _)| *at == folder && name.contains(part)).map(|(_, _, kind)| kind)
}

fn files(folder: &Path) -> Res<Vec<PathBuf>> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(folder)? {
        files.push(item?.path());
    }
    files.sort();
    Ok(files)
}

impl Group {
    fn add(&mut self, told: &Told) {
        match &told.end {
            End::Unaided(imported) | End::Settled(imported) => {
                self.unaided += u32::from(matches!(told.end, End::Unaided(_)));
                self.helped += u32::from(matches!(told.end, End::Settled(_)));
                self.counts.join(imported.counts);
            }
            End::Lacking(_) => self.helped += 1,
            End::Empty => self.empty += 1,
            End::Unreadable(_) => self.unreadable += 1,
        }
    }

    fn print(&self) {
        let c = &self.counts;
        println!(
            "{} files: {} read by themselves, {} need mapping help, {} empty, {} unreadable, {} of no kind",
            self.files,
            self.unaided,
            self.helped,
            self.empty,
            self.unreadable,
            self.without_kind.len()
        );
        println!(
            "{} rows = filed {} + amended {} + duplicate {} + rejected {} + held {} + refused {}",
            c.rows, c.filed, c.amended, c.duplicate, c.rejected, c.held, c.refused_person
        );
        self.without_kind.iter().for_each(|name| println!("  of no kind: {name}"));
    }
}
