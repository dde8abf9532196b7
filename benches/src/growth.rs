//! P5: what a record costs in a large library beside what it cost in a small one: seconds and bytes of the first
//! and of the last `rows` records, all of them imported the way a person would.

use std::time::Instant;

use xinheng::exit::Exit;

use crate::city::City;
use crate::sheet::{Sheet, number};

const KIND: &str = "penalty";
const RATIO: f64 = 1.1;

/// One stretch of the growth.
#[derive(Debug, Default, Clone, Copy)]
struct Stretch {
    rows: u64,
    seconds: f64,
    bytes: u64,
}

/// Imports file after file; compares the first `rows` records with the last.
pub async fn run(city: &City, rows: u32, sheet: &mut Sheet) -> Result<(), Exit> {
    let db = &city.opened.office.db;
    let (mut all, mut size) = (Vec::new(), db.bytes().await?);
    for file in city.parts(KIND)? {
        let began = Instant::now();
        let counts = city.import_file(KIND, file).await?;
        let seconds = began.elapsed().as_secs_f64();
        let now = db.bytes().await?;
        all.push(Stretch { rows: counts.rows, seconds, bytes: now.saturating_sub(size) });
        size = now;
    }
    let total: u64 = all.iter().map(|one| one.rows).sum();
    let first = sum(all.iter(), rows);
    let last = sum(all.iter().rev(), rows);
    sheet.note("P5 记录", format!("{total} 条，数据库 {} GiB", number(size as f64 / f64::from(1 << 30))));
    for (title, stretch) in [("   最初", first), ("   最后", last)] {
        let each = stretch.rows.max(1) as f64;
        let (micros, bytes) = (stretch.seconds * 1e6 / each, stretch.bytes as f64 / each);
        let value = format!("{} µs，{} 字节", number(micros), number(bytes));
        sheet.note(&format!("{title} {} 条，每条", stretch.rows), value);
    }
    let each = |s: Stretch, what: f64| what / s.rows.max(1) as f64;
    let time = each(last, last.seconds) / each(first, first.seconds);
    let bytes = each(last, last.bytes as f64) / each(first, first.bytes as f64);
    sheet.at_most("P5 每条用时，最后 ÷ 最初", time, "", RATIO);
    sheet.at_most("P5 每条字节，最后 ÷ 最初", bytes, "", RATIO);
    Ok(())
}

/// Whole files until they hold so many rows.
fn sum<'a>(stretches: impl Iterator<Item = &'a Stretch>, rows: u32) -> Stretch {
    let mut all = Stretch::default();
    for one in stretches {
        if all.rows >= u64::from(rows) {
            break;
        }
        all = Stretch {
            rows: all.rows + one.rows,
            seconds: all.seconds + one.seconds,
            bytes: all.bytes + one.bytes,
        };
    }
    all
}
