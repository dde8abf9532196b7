//! P1: a file of penalties from its bytes to its last commit, beside a bare insert of exactly the rows it left.
//! Ratio = bare seconds ÷ import seconds: 1 would be an import that costs nothing but its inserts.

use std::path::Path;
use std::time::Instant;

use xh_db::{Db, Engine};
use xinheng::exit::Exit;

use crate::asked::Asked;
use crate::city::{City, Fresh};
use crate::copy::{Before, read};
use crate::memory;
use crate::sheet::{Sheet, number};

const RATIO: f64 = 0.5;
const MEMORY: f64 = 512.0;

/// Imports, copies, compares.
pub async fn run(
    city: &City,
    engine: Engine,
    asked: &Asked,
    folder: &Path,
    sheet: &mut Sheet,
) -> Result<(), Exit> {
    let db = &city.opened.office.db;
    let before = Before::note(db).await?;
    let anew = memory::begin();
    let began = Instant::now();
    let c = city.import("penalty").await?;
    let seconds = began.elapsed().as_secs_f64();
    let peak = memory::peak();
    let title = format!("P1 导入 {} 行（基础库 {} 家）", asked.rows, asked.subjects);
    sheet.note(&title, format!("{} s，{} 行/s", number(seconds), number(c.rows as f64 / seconds)));
    sheet.note("   入库 / 更新 / 重复", format!("{} / {} / {}", c.filed, c.amended, c.duplicate));
    sheet.note("   退回 / 待核 / 不予受理", format!("{} / {} / {}", c.rejected, c.held, c.refused_person));
    let (inserted, bare) = bare(db, &before, engine, folder).await?;
    sheet.note("   裸插入同样的行", format!("{} s，{inserted} 行", number(bare)));
    sheet.at_least("P1 裸插入 ÷ 导入", bare / seconds, "", RATIO);
    let name = if anew { "   导入时内存峰值" } else { "   内存峰值（含导入之前）" };
    match peak {
        Some(peak) => sheet.at_most(name, peak, " MiB", MEMORY),
        None => sheet.note(name, "内核未提供".to_owned()),
    }
    let began = Instant::now();
    city.opened.key.catch_up(db, city.opened.office.moment().at()).await?;
    sheet.note("   随后签署检查点", format!("{} s", number(began.elapsed().as_secs_f64())));
    Ok(())
}

/// Rows and seconds of the bare insert, into a database that holds what was there before.
async fn bare(db: &Db, before: &Before, engine: Engine, folder: &Path) -> Result<(usize, f64), Exit> {
    let mut copy = read(db, before).await?;
    let fresh = Fresh::new(engine, folder, "bare.db").await?;
    let other = Db::open(&fresh.target).await?;
    copy.write_base(&other).await?;
    let rows = copy.left.rows;
    let began = Instant::now();
    copy.write_left(&other).await?;
    let seconds = began.elapsed().as_secs_f64();
    other.close().await;
    fresh.gone().await;
    Ok((rows, seconds))
}
