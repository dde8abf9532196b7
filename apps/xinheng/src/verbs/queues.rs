//! What waits for a person: held rows, columns, questions of severity.

use xh_intake::{Mapping, Target};
use xh_intake_desk::{Filed, HeldAnswer, Settled, settle_held, settle_shape};
use xh_kernel::Severity;
use xh_registry::SettledBody;

use super::open;
use crate::cli::{At, Held, MappingVerb, SeverityVerb};
use crate::exit::{Done, Exit};

/// `held`
pub(super) async fn held(asked: Held) -> Done {
    match asked {
        Held::List(at) => list_held(&at).await,
        Held::Settle { at, batch, row, subject, drop: _ } => {
            let opened = open(&at).await?;
            let answer = subject.map_or(HeldAnswer::Drop, HeldAnswer::Subject);
            match settle_held(&opened.office, &opened.actor, &batch, row, answer).await? {
                Settled::NotWaiting => Err(Exit::missing(format!("批次 {batch} 第 {row} 行不在待核队列中"))),
                Settled::NoSuchSubject(code) => Err(Exit::missing(format!("基础库中没有「{code}」"))),
                Settled::Dropped => say("已退回报送单位"),
                Settled::Done(outcome) => {
                    let filed = serde_json::to_string(&Filed::from(outcome)).map_err(|e| Exit::failed(&e))?;
                    say(&filed)
                }
            }
        }
    }
}

fn say(text: &str) -> Done {
    println!("{text}");
    Ok(0)
}

async fn list_held(at: &At) -> Done {
    let opened = open(at).await?;
    let mut tx = opened.office.db.read().await?;
    let (mut batch, mut row) = (String::new(), -1);
    loop {
        let page = xh_intake_store::waiting(&mut tx, &batch, row, 200).await?;
        let Some(last) = page.last() else { return Ok(0) };
        (batch, row) = (last.batch.clone(), last.sheet_row);
        for waiting in page {
            println!("{} 第 {} 行 {} {}", waiting.batch, waiting.sheet_row, waiting.faults, waiting.cells);
        }
    }
}

/// `mapping`
pub(super) async fn mapping(asked: MappingVerb) -> Done {
    match asked {
        MappingVerb::List(at) => {
            let opened = open(&at).await?;
            let mut tx = opened.office.db.read().await?;
            for settled in xh_intake_store::mappings(&mut tx).await? {
                println!("{} {} {} {}", settled.kind, settled.source, settled.shape, settled.mapping);
            }
            Ok(0)
        }
        MappingVerb::Settle { at, batch, columns } => settle_mapping(&at, &batch, &columns).await,
    }
}

async fn settle_mapping(at: &At, batch: &str, columns: &[String]) -> Done {
    let opened = open(at).await?;
    let mut tx = opened.office.db.read().await?;
    let stored = xh_intake_store::batch(&mut tx, batch).await?;
    drop(tx);
    let stored = stored.ok_or_else(|| Exit::missing(format!("没有批次「{batch}」")))?;
    let release = opened.office.law().await?;
    let kind =
        release.kind(&stored.kind).ok_or_else(|| Exit::usage(format!("没有类别「{}」", stored.kind)))?;
    let unreadable = |e: serde_json::Error| Exit::usage(format!("批次没有可确认的表头:{e}"));
    let headings: Vec<String> = serde_json::from_str(&stored.headings).map_err(unreadable)?;
    let mut mapping: Mapping = serde_json::from_str(&stored.mapping).map_err(unreadable)?;
    for said in columns {
        let (heading, field) =
            said.split_once('=').ok_or_else(|| Exit::usage(format!("「{said}」应写作 表头=字段")))?;
        let column = column(&headings, heading)?;
        let target = if field == "-" { Target::Ignored } else { Mapping::target_of(kind, field) };
        if target == Target::Unknown {
            return Err(Exit::usage(format!("「{}」没有字段「{field}」", kind.title)));
        }
        mapping.columns.resize(mapping.columns.len().max(column + 1), Target::Unknown);
        if let Some(slot) = mapping.columns.get_mut(column) {
            *slot = target;
        }
    }
    let shape = stored.shape;
    settle_shape(&opened.office, &opened.actor, &stored.organ, &shape, &kind.id, &mapping).await?;
    say("已确认,请重新导入该文件")
}

fn column(headings: &[String], said: &str) -> Result<usize, Exit> {
    if let Some(at) = headings.iter().position(|h| h.trim() == said.trim()) {
        return Ok(at);
    }
    match said.parse::<usize>() {
        Ok(number) if number >= 1 => Ok(number - 1),
        _ => Err(Exit::usage(format!("表头中没有「{said}」;可改用列序号(从 1 起)"))),
    }
}

/// `severity`
pub(super) async fn severity(asked: SeverityVerb) -> Done {
    match asked {
        SeverityVerb::List(at) => {
            let opened = open(&at).await?;
            let mut tx = opened.office.db.read().await?;
            for question in xh_registry_store::open_questions(&mut tx, 1_000).await? {
                let (name, asked) = (&question.organ_name, &question.unsettled);
                println!("{name} {} 「{asked}」 {} 条", question.kind, question.records);
            }
            Ok(0)
        }
        SeverityVerb::Answer { at, organ, kind, question, severity, document } => {
            let severity = Severity::parse(&severity).map_err(|e| Exit::usage(e.to_string()))?;
            let opened = open(&at).await?;
            let mut tx = opened.office.db.read().await?;
            let found =
                xh_registry_store::organs(&mut tx).await?.into_iter().find(|o| o.uscc.as_str() == organ);
            drop(tx);
            let organ = found.ok_or_else(|| Exit::missing(format!("认定单位「{organ}」未登记")))?;
            let body = SettledBody { kind, unsettled: question, severity, document };
            let answered = xh_registry_desk::answer(&opened.office, &opened.actor, &organ, body).await?;
            say(&format!("已据此重新认定 {} 条记录", answered.records))
        }
    }
}
