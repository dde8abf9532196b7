//! `make bench`: what the house does beside the bare engine, on both engines, as ratios of one run. Reports, not
//! tests: it ends with 1 only when something could not be measured, never because a goal was missed.
//!
//! Each engine is measured in a process of its own, so that the memory of one says nothing about the other.

mod acts;
mod asked;
mod audited;
mod bulk;
mod city;
mod copy;
mod growth;
mod memory;
mod pages;
mod search;
mod sheet;
mod slices;
mod workbook;

use std::path::Path;
use std::process::{Command, ExitCode};

use asked::{Asked, Part};
use xinheng::exit::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = Asked::read().and_then(|asked| match asked.child.clone() {
        None => all(&asked),
        Some((part, work)) => one(&asked, part, &work),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            eprintln!("未能测量：{}", exit.message);
            ExitCode::from(1)
        }
    }
}

/// Writes the files once, then a child for each part; a part that fails does not keep the others from running.
fn all(asked: &Asked) -> Result<(), Exit> {
    let work = tempfile::Builder::new().prefix("xinheng-bench-").tempdir_in(&asked.folder)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (rows, subjects) = (asked.rows, asked.subjects);
    println!("{rows} 行，基础库 {subjects} 家，{cores} 个处理器，工作目录 {}", asked.folder.display());
    if asked.parts.iter().any(|part| part.engine().is_some()) {
        city::write(work.path(), asked)?;
    }
    let mut failed = Vec::new();
    for part in &asked.parts {
        if !child(asked, *part, work.path())? {
            failed.push(part.name());
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Exit { code: 1, message: failed.join("、") }) }
}

fn child(asked: &Asked, part: Part, work: &Path) -> Result<bool, Exit> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--child", part.name(), "--rows", &asked.rows.to_string()]);
    command.args(["--subjects", &asked.subjects.to_string()]);
    if let Some(growth) = asked.growth {
        command.args(["--growth", &growth.to_string()]);
    }
    command.arg("--work").arg(work);
    Ok(command.status()?.success())
}

fn one(asked: &Asked, part: Part, work: &Path) -> Result<(), Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = work.join(part.name());
    std::fs::create_dir_all(&folder)?;
    let sheet = match part.engine() {
        None => search::run(asked.subjects, &folder)?,
        Some(engine) => runtime.block_on(engine_part(asked, engine, work, &folder))?,
    };
    sheet.print(part.title());
    Ok(())
}

async fn engine_part(
    asked: &Asked,
    engine: xh_db::Engine,
    work: &Path,
    folder: &Path,
) -> Result<sheet::Sheet, Exit> {
    let mut sheet = sheet::Sheet::default();
    if engine == xh_db::Engine::Postgres {
        let socket = xh_db::testing::server().contains("host=/");
        sheet.note("连接方式", if socket { "套接字文件" } else { "网络地址" }.to_owned());
    }
    let city = city::City::open(engine, work, folder).await?;
    if asked.growth.is_some() {
        growth::run(&city, asked.rows, &mut sheet).await?;
    } else {
        bulk::run(&city, engine, asked, folder, &mut sheet).await?;
        workbook::run(&city, &mut sheet).await?;
        audited::run(&city, &mut sheet).await?;
        pages::run(&city, folder, &mut sheet).await?;
        acts::run(&city, folder, &mut sheet).await?;
    }
    city.gone().await;
    Ok(sheet)
}
