//! `backup` and `restore`: a deployment into a folder and back.

use std::time::Instant;

use super::open;
use crate::backup::{self, Wanted};
use crate::cli::{Backup, Restore};
use crate::exit::{Done, Exit};
use crate::place::Place;

/// `backup`
pub(super) async fn backup(asked: Backup) -> Done {
    let place = Place::new(&asked.at.data, asked.at.database.as_deref(), &asked.at.origin)?;
    if !place.holds_something() {
        return Err(Exit::missing(format!("「{}」中没有数据库;请核对 --data", asked.at.data.display())));
    }
    let began = Instant::now();
    let opened = open(&asked.at).await?;
    let made = backup::make(&opened, &asked.folder, asked.with_key).await?;
    backup::note_made(&opened.data, &made.made_at)?;
    let seconds = began.elapsed().as_secs_f64();
    println!("已备份 {} 条,检查点 {} 条,用时 {seconds:.1} 秒", made.entries, made.signed);
    if asked.with_key {
        eprintln!("备份中有签名密钥:谁拿到它,谁就能以本账本的名义签署;请加密并分开保管");
    }
    Ok(0)
}

/// `restore`
pub(super) async fn restore(asked: Restore) -> Done {
    let place = Place::new(&asked.at.data, asked.at.database.as_deref(), &asked.at.origin)?;
    let wanted = Wanted {
        folder: &asked.folder,
        place: &place,
        known: &asked.known,
        nothing_newer: asked.nothing_newer,
        key: asked.key.as_deref(),
    };
    let began = Instant::now();
    let restored = backup::restore(&wanted).await?;
    let seconds = began.elapsed().as_secs_f64();
    println!("已恢复 {} 条(备份于 {}),用时 {seconds:.1} 秒", restored.entries, restored.made_at);
    println!("请接着运行 xinheng ledger audit 核对,再启动服务");
    Ok(0)
}
