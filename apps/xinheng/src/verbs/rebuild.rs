//! `rebuild`: replays the ledger into an empty database, or only compares.

use std::io::BufReader;

use xh_db::Db;

use super::open;
use crate::cli::Rebuild;
use crate::exit::{Done, Exit};
use crate::place::Place;

/// Runs the verb.
pub(super) async fn run(asked: Rebuild) -> Done {
    match (&asked.from, asked.check) {
        (None, _) => check(&asked).await,
        (Some(file), check_after) => {
            let place = Place::new(&asked.at.data, asked.at.database.as_deref(), &asked.at.origin)?;
            std::fs::create_dir_all(&place.data)?;
            let db = Db::open(&place.target).await?;
            let mut export = BufReader::new(std::fs::File::open(file)?);
            let entries = crate::rebuild::replay(&mut export, &db).await.map_err(|e| Exit::failed(&e))?;
            println!("已重建 {entries} 条");
            if check_after { check(&asked).await } else { Ok(0) }
        }
    }
}

async fn check(asked: &Rebuild) -> Done {
    let opened = open(&asked.at).await?;
    let checked = crate::rebuild::check(&opened.office.db).await.map_err(|e| Exit::failed(&e))?;
    for difference in &checked.differences {
        println!("{} {}:{:?} ≠ {:?}", difference.table, difference.key, difference.left, difference.right);
    }
    println!("重放 {} 条,{} 处不同", checked.entries, checked.differences.len());
    Ok(u8::from(!checked.differences.is_empty()))
}
