//! Which character separates the columns: `,`, `;` or the tab, decided once from the first 64 KiB.
//!
//! The one under which most records have the same number of columns (two at least) wins; a tie goes to
//! the wider table, then to the comma. A file of one column reads the same under all three. Records with
//! a quote left inside a field do not count: that is what cutting through a quoted field looks like.

/// Records looked at; more do not change the answer.
const RECORDS_MAX: usize = 200;

/// Decides from the start of the decoded text. `cut` says that the sample ends in mid-record.
pub(crate) fn decide(sample: &str, cut: bool) -> u8 {
    let mut best = (0, 0, b',');
    for delimiter in [b',', b'\t', b';'] {
        let (regular, columns) = regularity(sample, delimiter, cut);
        if (regular, columns) > (best.0, best.1) {
            best = (regular, columns, delimiter);
        }
    }
    best.2
}

/// How many records share the commonest number of columns above one, and that number.
fn regularity(sample: &str, delimiter: u8, cut: bool) -> (usize, usize) {
    let mut widths = widths(sample, delimiter);
    if cut && widths.len() > 1 {
        widths.pop();
    }
    widths.retain(|width| *width > 1);
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    runs.map(|run| (run.len(), run.first().copied().unwrap_or_default())).max().unwrap_or_default()
}

fn widths(sample: &str, delimiter: u8) -> Vec<usize> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(sample.as_bytes());
    let mut record = ::csv::ByteRecord::new();
    let mut widths = Vec::new();
    while widths.len() <= RECORDS_MAX && matches!(reader.read_byte_record(&mut record), Ok(true)) {
        let cut_through = record.as_slice().contains(&b'"');
        widths.push(if cut_through { 0 } else { record.len() });
    }
    widths
}

#[cfg(test)]
mod tests;
