//! `connector`: lists, runs and shows the connectors of a folder. Addresses with passwords come from the environment or
//! from files that only their owner can read.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use xh_intake_desk::{PullAsked, pull};
use xh_intake_store::ConnectorRun;
use xh_pull::{ConnectorSpec, Secret, SpecFault};

use super::open;
use crate::cli::{ConnectorVerb, Connectors};
use crate::exit::{Done, Exit};
use crate::place::Opened;
use crate::serve::stopped;

/// Runs shown.
const RUNS: i64 = 20;
/// The first pause before a lost source is looked for again.
const PAUSE: Duration = Duration::from_secs(1);

type Read = (PathBuf, Result<ConnectorSpec, Vec<SpecFault>>);

/// Runs the verb.
pub(super) async fn run(asked: ConnectorVerb) -> Done {
    match asked {
        ConnectorVerb::List(of) => list(&of).await,
        ConnectorVerb::Show { of, id } => show(&of, &id).await,
        ConnectorVerb::Run { of, id, from_start, accept_columns, every } => {
            let spec = find(&of, &id)?;
            let url = secret(&spec.secret)?;
            let opened = open(&of.at).await?;
            let actor = opened.actor.clone();
            let asked = PullAsked { spec, url, actor, from_start, accept_columns, pause: PAUSE };
            match every {
                None => once(&of, &opened, &asked).await,
                Some(seconds) => again_and_again(&of, &opened, asked, seconds.max(1)).await,
            }
        }
    }
}

async fn once(of: &Connectors, opened: &Opened, asked: &PullAsked) -> Done {
    let run = pull(&opened.office, asked).await?;
    opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
    if of.json {
        println!("{}", shown(&run)?);
    } else {
        print(&run);
    }
    Ok(match run.outcome.as_str() {
        "even" if run.rejected + run.held == 0 => 0,
        "even" | "uneven" => 1,
        _ => 5,
    })
}

async fn again_and_again(of: &Connectors, opened: &Opened, mut asked: PullAsked, seconds: u64) -> Done {
    let work = async {
        loop {
            match once(of, opened, &asked).await {
                Err(exit) if exit.code == 2 => return Err(exit),
                Err(exit) => eprintln!("{}", exit.message),
                Ok(_) => (asked.from_start, asked.accept_columns) = (false, false),
            }
            tokio::time::sleep(Duration::from_secs(seconds)).await;
        }
    };
    tokio::select! {
        ended = work => ended,
        () = stopped() => Ok(0),
    }
}

async fn list(of: &Connectors) -> Done {
    let (all, opened) = (read_all(of)?, open(&of.at).await?);
    let (mut lines, mut faulty) = (Vec::new(), 0);
    for (path, read) in &all {
        match read {
            Ok(spec) => {
                let mut tx = opened.office.db.read().await?;
                let last = xh_intake_store::connector_runs(&mut tx, &spec.id, 1).await?.pop();
                lines.push((path, spec, last));
            }
            Err(faults) => {
                faulty = 1;
                faults.iter().for_each(|fault| eprintln!("{fault}"));
            }
        }
    }
    for (path, spec, last) in &lines {
        if of.json {
            let last = last.as_ref().map(shown).transpose()?;
            println!(
                "{}",
                json!({"id": spec.id, "title": spec.title, "kind": spec.kind, "file": path, "last": last})
            );
        } else {
            let last = last.as_ref().map_or_else(|| "从未运行".to_owned(), sentence);
            println!("{} {} {} {last}", spec.id, spec.kind, spec.title);
        }
    }
    if all.is_empty() {
        eprintln!("「{}」中没有连接器文件(*.toml)", folder(of).display());
    }
    Ok(if faulty == 1 { 2 } else { 0 })
}

async fn show(of: &Connectors, id: &str) -> Done {
    let (spec, opened) = (find(of, id)?, open(&of.at).await?);
    let mut tx = opened.office.db.read().await?;
    let state = xh_intake_store::connector_state(&mut tx, &spec.id).await?;
    let runs = xh_intake_store::connector_runs(&mut tx, &spec.id, RUNS).await?;
    let cursor = state.map_or_else(String::new, |state| state.cursor);
    if of.json {
        let runs = runs.iter().map(shown).collect::<Result<Vec<Value>, Exit>>()?;
        println!("{}", json!({"id": spec.id, "kind": spec.kind, "cursor": cursor, "runs": runs}));
        return Ok(0);
    }
    println!("{} {} 已读到 {}", spec.id, spec.kind, if cursor.is_empty() { "(尚未读取)" } else { &cursor });
    runs.iter().for_each(print);
    Ok(0)
}

fn print(run: &ConnectorRun) {
    println!("{}", sentence(run));
}

fn sentence(run: &ConnectorRun) -> String {
    let outcome = match run.outcome.as_str() {
        "even" => "对平",
        "uneven" => "未对平",
        _ => "中止",
    };
    format!(
        "{} {outcome}:来源 {} 行,读到 {} 行 = 入库 {} + 更新 {} + 重复 {} + 退回 {} + 待核 {} + 自然人不予受理 {}{}{}",
        run.done_at,
        run.source_rows,
        run.read_rows,
        run.filed,
        run.amended,
        run.duplicate,
        run.rejected,
        run.held,
        run.refused_person,
        if run.why.is_empty() { "" } else { ";" },
        run.why
    )
}

fn shown(run: &ConnectorRun) -> Result<Value, Exit> {
    serde_json::to_value(run).map_err(|fault| Exit::failed(&fault))
}

fn folder(of: &Connectors) -> PathBuf {
    of.folder.clone().unwrap_or_else(|| of.at.data.join("connectors"))
}

/// Every connector file of the folder, by name.
fn read_all(of: &Connectors) -> Result<Vec<Read>, Exit> {
    let folder = folder(of);
    let Ok(items) = std::fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for item in items {
        let path = item?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path)?;
        let read = ConnectorSpec::parse(&path, &text);
        all.push((path, read));
    }
    Ok(all)
}

fn find(of: &Connectors, id: &str) -> Result<ConnectorSpec, Exit> {
    let mut faults = Vec::new();
    for (path, read) in read_all(of)? {
        match read {
            Ok(spec) if spec.id == id => return Ok(spec),
            Ok(_) => {}
            Err(more) if path.file_stem().is_some_and(|stem| stem == id) => faults.extend(more),
            Err(_) => {}
        }
    }
    if faults.is_empty() {
        return Err(Exit::missing(format!("「{}」中没有连接器「{id}」", folder(of).display())));
    }
    Err(Exit::usage(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

/// The source's address.
fn secret(secret: &Secret) -> Result<String, Exit> {
    match secret {
        Secret::Env(name) => {
            std::env::var(name).map_err(|_| Exit::usage(format!("环境变量 {name} 没有设置来源地址")))
        }
        Secret::File(path) => file_secret(path),
    }
}

fn file_secret(path: &Path) -> Result<String, Exit> {
    let shown = path.display();
    let found = std::fs::metadata(path)
        .map_err(|fault| Exit::usage(format!("无法读取地址文件「{shown}」:{fault}")))?;
    if found.permissions().mode() & 0o077 != 0 {
        return Err(Exit::usage(format!("地址文件「{shown}」他人也能读取;请执行 chmod 600 后再运行")));
    }
    Ok(std::fs::read_to_string(path)?.trim().to_owned())
}
