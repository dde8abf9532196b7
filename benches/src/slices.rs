//! Sheets cut into files that may be uploaded: each begins with the heading. A line is a row; a sheet whose cells
//! held line breaks would be refused, for then the counts would not be those that were asked for.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use xinheng::exit::Exit;

/// Rows of one file: under the limit of bytes of one upload.
const ROWS: usize = 250_000;

/// Cuts a sheet into files of at most [`ROWS`] rows, named after it.
pub fn split(sheet: &Path, folder: &Path) -> Result<Vec<PathBuf>, Exit> {
    std::fs::create_dir_all(folder)?;
    let mut cut = Cut::open(sheet)?;
    let stem = sheet.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut files = Vec::new();
    while cut.more() {
        let file = folder.join(format!("{stem}-{}.csv", files.len() + 1));
        cut.write(&file, ROWS)?;
        files.push(file);
    }
    Ok(files)
}

/// The first `rows` rows of a sheet, and the others.
pub fn halve(sheet: &Path, rows: u32, folder: &Path) -> Result<(PathBuf, PathBuf), Exit> {
    let mut cut = Cut::open(sheet)?;
    let (first, rest) = (folder.join("first.csv"), folder.join("rest.csv"));
    cut.write(&first, rows as usize)?;
    cut.write(&rest, usize::MAX)?;
    Ok((first, rest))
}

/// A sheet that is being cut.
struct Cut {
    lines: std::iter::Peekable<std::io::Lines<BufReader<File>>>,
    heading: String,
}

impl Cut {
    fn open(sheet: &Path) -> Result<Cut, Exit> {
        let mut lines = BufReader::new(File::open(sheet)?).lines().peekable();
        let heading = lines.next().ok_or_else(|| Exit::missing("文件没有标题行"))??;
        Ok(Cut { lines, heading })
    }

    fn more(&mut self) -> bool {
        self.lines.peek().is_some()
    }

    fn write(&mut self, file: &Path, rows: usize) -> Result<(), Exit> {
        let mut out = BufWriter::new(File::create(file)?);
        writeln!(out, "{}", self.heading)?;
        for line in self.lines.by_ref().take(rows) {
            let line = line?;
            if !line.matches('"').count().is_multiple_of(2) {
                return Err(Exit::usage("有单元格含换行，无法按行切分"));
            }
            writeln!(out, "{line}")?;
        }
        Ok(out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_file_and_each_has_the_heading() {
        let folder = tempfile::tempdir().unwrap();
        let sheet = folder.path().join("a.csv");
        std::fs::write(&sheet, "h\n1\n2\n3\n").unwrap();
        let (first, rest) = halve(&sheet, 2, folder.path()).unwrap();
        assert_eq!(std::fs::read_to_string(&first).unwrap(), "h\n1\n2\n");
        assert_eq!(std::fs::read_to_string(&rest).unwrap(), "h\n3\n");
        let files = split(&first, folder.path()).unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(std::fs::read_to_string(&files[0]).unwrap(), "h\n1\n2\n");
        std::fs::write(&sheet, "h\n\"1\n2\"\n").unwrap();
        assert!(split(&sheet, folder.path()).is_err());
    }
}
