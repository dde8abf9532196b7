//! `show`: one organisation's file on a day, at a state of knowledge.

use serde_json::{Value, json};
use xh_kernel::{Date, Uscc};
use xh_ledger::Fields;
use xh_policy::{Release, Visibility};
use xh_registry::{Asked, Dossier, Empty, KnownRecord};

use super::open;
use crate::cli::Show;
use crate::exit::{Done, Exit};

/// Runs the verb.
pub(super) async fn run(asked: Show) -> Done {
    let uscc = Uscc::parse(&asked.uscc).map_err(|e| Exit::usage(e.to_string()))?;
    let opened = open(&asked.at).await?;
    let today = opened.office.today();
    let mut tx = opened.office.db.read().await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let as_of = day(asked.as_of.as_deref(), today)?;
    let known_at = position(asked.known_at.as_deref(), head)?;
    let subject = xh_registry_store::subject_by_code(&mut tx, &uscc).await?;
    let subject = subject.ok_or_else(|| Exit::missing(format!("没有登记「{}」", uscc.as_str())))?;
    let release = opened.office.law_in(&mut tx).await?;
    let records = xh_registry_store::records_of(&mut tx, subject.id.as_str(), known_at).await?;
    let staff: Vec<Value> = records.iter().map(|record| record_json(&release, record)).collect();
    let supplied = xh_registry_store::supplied_kinds(&mut tx, known_at).await?;
    let asked_for = Asked { as_of, known_at };
    let dossier =
        Dossier::public(&release, asked_for, xh_publication::own_channel(&release), records, &supplied);
    let answer = json!({
        "uscc": uscc.as_str(), "name": subject.name, "state": subject.state, "provisional": subject.provisional,
        "as_of": as_of, "known_at": known_at, "position": head,
        "sections": dossier.sections.iter().map(section_json).collect::<Vec<_>>(),
        "records": staff,
    });
    if asked.json {
        println!("{answer}");
    } else {
        print_text(&uscc, &subject.name, &dossier, staff.len());
    }
    Ok(0)
}

fn day(text: Option<&str>, today: Date) -> Result<Date, Exit> {
    text.map_or(Ok(today), |text| Date::parse(text).map_err(|e| Exit::usage(format!("--as-of:{e}"))))
}

fn position(text: Option<&str>, head: i64) -> Result<i64, Exit> {
    let wrong = |text: &str| Exit::usage(format!("--known-at:「{text}」不是 0 到 {head} 之间的位置"));
    match text {
        None => Ok(head),
        Some(text) => text.parse().ok().filter(|p| (0..=head).contains(p)).ok_or_else(|| wrong(text)),
    }
}

/// What staff may see of a record, shown or not. Free text that nobody has released is not among it.
fn record_json(release: &Release, record: &KnownRecord) -> Value {
    let kind = release.kind(&record.kind);
    let may_be_seen = |id: &str| {
        let field = kind.and_then(|kind| kind.fields.iter().find(|field| field.id == id));
        field.is_some_and(|field| field.visibility != Visibility::Secret)
    };
    let fields: Fields = record.fields.clone().into_iter().filter(|(id, _)| may_be_seen(id)).collect();
    json!({
        "id": record.id, "kind": record.kind, "authority": record.organ_name, "decided_on": record.decided_on,
        "filed_on": record.filed_on, "status": record.status, "severity": record.severity,
        "unsettled": record.unsettled, "version": record.version, "position": record.body_position,
        "intervals": record.intervals, "fields": fields,
    })
}

fn section_json(section: &xh_registry::SectionView) -> Value {
    let ids: Vec<&str> = section.records.iter().map(|r| r.record.id.as_str()).collect();
    json!({ "id": section.id, "title": section.title, "count": ids.len(), "shown": ids, "empty": section.empty })
}

fn print_text(uscc: &Uscc, name: &str, dossier: &Dossier, all: usize) {
    println!("{name}  {}", uscc.as_str());
    println!("截至 {},账本位置 {}", dossier.asked.as_of, dossier.asked.known_at);
    for section in &dossier.sections {
        match section.empty {
            Some(Empty::NoRecord) => println!("{}:查询期内无相关记录", section.title),
            Some(Empty::NotProvided) => println!("{}:此项信息相关部门暂未提供", section.title),
            None => println!("{}:{} 条公示中", section.title, section.records.len()),
        }
        for shown in &section.records {
            let until =
                shown.shown.as_ref().and_then(|i| i.until).map_or_else(|| "无期限".into(), |d| d.to_string());
            println!(
                "  {} {} 公示至 {until} 之前  {}",
                shown.record.organ_name,
                shown.record.decided_on.map_or_else(String::new, |d| d.to_string()),
                shown.record.id
            );
        }
    }
    println!("档案共 {all} 条(含未公示)");
}
