//! `import`: files in, counts out; the exit code says whether a person is needed.

use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use tempfile::NamedTempFile;
use xh_intake_desk::{Asked, Decoder, Imported, Progress, import, write_marked_sheet};

use super::open;
use crate::cli::Import;
use crate::exit::{Done, Exit};
use crate::place::Opened;

/// Runs the verb.
pub(super) async fn run(asked: Import) -> Done {
    let opened = open(&asked.at).await?;
    let decoder = decoder()?;
    let mut sheet = sheet(&asked)?;
    let mut worst = 0;
    for file in &asked.files {
        let imported = one(&opened, &decoder, &asked, file).await?;
        if let Some((part, out)) = sheet.take() {
            write_marked_sheet(&opened.office, &imported.batch, part.as_file()).await?;
            part.persist(out).map_err(|fault| unwritable(out, &fault.error))?;
        }
        let needs = imported.counts.rejected + imported.counts.held > 0;
        worst = worst.max(u8::from(needs));
    }
    opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
    Ok(worst)
}

/// The place of the marked sheet, tried before anything is filed; it gets its name when it is whole.
fn sheet(asked: &Import) -> Result<Option<(NamedTempFile, &Path)>, Exit> {
    let Some(out) = asked.marked.as_deref() else { return Ok(None) };
    if asked.files.len() > 1 {
        return Err(Exit::usage("一张标注表只对应一个文件;请逐个文件导入,或去掉 --marked"));
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = NamedTempFile::new_in(folder).map_err(|fault| unwritable(out, &fault))?;
    Ok(Some((part, out)))
}

fn unwritable(out: &Path, fault: &std::io::Error) -> Exit {
    Exit::usage(format!("无法写入标注表「{}」:{fault};请检查目录与权限", out.display()))
}

/// The decoder this program starts: itself, with the hidden verb.
pub(crate) fn decoder() -> Result<Decoder, Exit> {
    let program = match std::env::var_os("XINHENG_PROGRAM") {
        Some(program) => program.into(),
        None => std::env::current_exe()?,
    };
    Ok(Decoder { program, limits: xh_exchange::Limits::default() })
}

async fn one(opened: &Opened, decoder: &Decoder, asked: &Import, file: &Path) -> Result<Imported, Exit> {
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let bar = bar(asked.quiet || asked.json);
    let request = Asked {
        path: file.to_owned(),
        name: name.clone(),
        kind: asked.kind.clone(),
        organ: asked.organ.clone(),
        actor: opened.actor.clone(),
    };
    let progress = |at: Progress| {
        bar.set_length(at.total);
        bar.set_position(at.counts.rows);
    };
    let imported = import(&opened.office, decoder, request, &progress).await;
    bar.finish_and_clear();
    let imported = imported.map_err(|fault| {
        let exit = Exit::from(fault);
        Exit { message: format!("{name}:{}", exit.message), ..exit }
    })?;
    if asked.json {
        print_json(&name, &imported);
    } else {
        print_text(&name, &imported);
    }
    Ok(imported)
}

fn bar(hidden: bool) -> ProgressBar {
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    match ProgressStyle::with_template("{bar:40} {pos}/{len} 行  {per_sec}  剩余 {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn print_json(name: &str, imported: &Imported) {
    let c = imported.counts;
    let line = json!({
        "file": name, "batch": imported.batch, "rows": c.rows, "filed": c.filed, "amended": c.amended,
        "duplicate": c.duplicate, "rejected": c.rejected, "held": c.held, "refused_person": c.refused_person,
        "seconds": imported.seconds, "position": imported.position, "encoding": imported.decoded.encoding,
        "needs_mapping": imported.help.is_some(),
    });
    println!("{line}");
}

fn print_text(name: &str, imported: &Imported) {
    let c = imported.counts;
    println!(
        "{name}:{} 行 = 入库 {} + 更新 {} + 重复 {} + 退回 {} + 待核 {} + 自然人不予受理 {}({:.1} 秒,账本至 {})",
        c.rows,
        c.filed,
        c.amended,
        c.duplicate,
        c.rejected,
        c.held,
        c.refused_person,
        imported.seconds,
        imported.position
    );
    for note in &imported.decoded.notes {
        println!("  提示:{note}");
    }
    let Some(help) = &imported.help else { return };
    println!("  列对应关系需要确认(批次 {}):", imported.batch);
    for reason in &help.reasons {
        println!("  - {reason}");
    }
    println!("  表头:{}", imported.headings.join(" | "));
    println!("  确认后重新导入:xinheng mapping settle {} --column '表头=字段'", imported.batch);
}
