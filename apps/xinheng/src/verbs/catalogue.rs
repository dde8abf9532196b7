//! `catalogue`: editions, two persons, what is owed, 零报告.

use std::path::Path;

use serde_json::json;
use xh_intake_desk::{NothingAsked, NothingFault, report_nothing};
use xh_kernel::Date;
use xh_policy::Catalogue;
use xh_registry::{InForce, Owed, Proposal, Standing, in_force_on, looked_back};
use xh_registry_desk::{adopt_catalogue, propose_catalogue};
use xh_web::token::Token;

use super::open;
use crate::cli::CatalogueVerb;
use crate::exit::{Done, Exit};
use crate::place::Opened;

/// Runs the verb.
pub(super) async fn run(asked: CatalogueVerb) -> Done {
    match asked {
        CatalogueVerb::Show { at, on, json } => show(&open(&at).await?, on.as_deref(), json).await,
        CatalogueVerb::Propose { at, edition, effective, token_file } => {
            let opened = open(&at).await?;
            let effective = effective.as_deref().map(day).transpose()?;
            let person = person(&opened, &token_file).await?;
            let done = propose_catalogue(&opened.office, &person, &edition, effective).await?;
            match done.changed {
                true => println!("已提出 {},自 {} 起生效;提案 {}", done.edition, done.effective_on, done.id),
                false => println!("同一提案已在等待采用:{}", done.id),
            }
            eprintln!("请由另一人执行:xinheng catalogue adopt {} --token-file 文件", done.id);
            Ok(0)
        }
        CatalogueVerb::Adopt { at, proposal, token_file } => {
            let opened = open(&at).await?;
            let person = person(&opened, &token_file).await?;
            let done = adopt_catalogue(&opened.office, &person, &proposal).await?;
            println!("已采用《{}》,自 {} 起施行", done.title, done.effective_on);
            Ok(0)
        }
        CatalogueVerb::Due { at, on, organ, all, json } => {
            let opened = open(&at).await?;
            due(&opened, on.as_deref(), organ.as_deref(), all, json).await
        }
        CatalogueVerb::Nothing { at, organ, item, period } => {
            nothing(&open(&at).await?, &organ, &item, &period).await
        }
    }
}

fn day(text: &str) -> Result<Date, Exit> {
    Date::parse(text).map_err(|e| Exit::usage(e.to_string()))
}

/// The account behind a token: a person of the credit office, never a department.
async fn person(opened: &Opened, file: &Path) -> Result<String, Exit> {
    let text = match file.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin())?,
        false => std::fs::read_to_string(file)?,
    };
    let unknown = || Exit::usage("令牌无效、已过期或已作废;请用 xinheng admin token new 姓名 取得");
    let token = Token::parse(text.trim()).ok_or_else(unknown)?;
    let now = opened.office.moment().at().clone();
    let bearer = xh_access::bearer(&opened.office.db, &token.digest(), &now).await?.ok_or_else(unknown)?;
    match bearer.organ.is_empty() {
        true => Ok(bearer.account),
        false => Err(xh_registry_desk::ActFault::from(xh_registry::CatalogueRefused::NotTheOffice).into()),
    }
}

async fn show(opened: &Opened, on: Option<&str>, as_json: bool) -> Done {
    let on = on.map(day).transpose()?.unwrap_or_else(|| opened.office.moment().today());
    let mut tx = opened.office.db.read().await?;
    let release = opened.office.law_in(&mut tx).await?;
    let (proposals, turns) =
        (xh_registry_store::proposals(&mut tx).await?, xh_registry_store::turns(&mut tx).await?);
    let editions = release.catalogues();
    let force = in_force_on(&turns, on);
    if as_json {
        let editions: Vec<_> = editions.iter().map(edition).collect();
        let force = force.map(turn);
        let proposals: Vec<_> = proposals.iter().map(proposal).collect();
        println!("{}", json!({"on": on, "in_force": force, "editions": editions, "proposals": proposals}));
        return Ok(0);
    }
    match force {
        Some(it) => println!("施行中:《{}》 {} 自 {} 起", it.catalogue.title, it.catalogue.id, it.from),
        None => println!("{on} 没有施行中的目录"),
    }
    for it in &editions {
        println!(
            "可采用:{} 《{}》 依据 {},自 {} 起,{} 项",
            it.id,
            it.title,
            it.based_on,
            it.from,
            it.entries.len()
        );
    }
    for it in &proposals {
        let stands = if it.adopted.is_some() { "已采用" } else { "待另一人采用" };
        println!("提案:{} {} 自 {} 起 {stands}", it.id.as_str(), it.edition, it.effective_on);
    }
    Ok(0)
}

fn edition(it: &Catalogue) -> serde_json::Value {
    json!({
        "edition": it.id, "title": it.title, "based_on": it.based_on, "from": it.from, "to": it.to,
        "entries": it.entries.len(),
    })
}

fn turn(it: &InForce) -> serde_json::Value {
    json!({
        "edition": it.catalogue.id, "title": it.catalogue.title, "from": it.from, "until": it.until,
        "position": it.position,
    })
}

fn proposal(it: &Proposal) -> serde_json::Value {
    json!({
        "id": it.id.as_str(), "edition": it.edition, "title": it.title, "digest": it.digest,
        "effective_on": it.effective_on, "proposed_at": it.proposed_at,
        "adopted_at": it.adopted.as_ref().map(|agreed| &agreed.at),
    })
}

async fn due(opened: &Opened, on: Option<&str>, organ: Option<&str>, all: bool, as_json: bool) -> Done {
    let on = on.map(day).transpose()?.unwrap_or_else(|| opened.office.moment().today());
    let mut tx = opened.office.db.read().await?;
    let release = opened.office.law_in(&mut tx).await?;
    if let Some(code) = organ {
        super::organ_id(&opened.office, code).await?;
    }
    let turns = xh_registry_store::turns(&mut tx).await?;
    let owed = xh_registry_store::owed(&mut tx, &turns, release.calendar(), looked_back(on), on).await?;
    let open = |it: &&Owed<'_>| all || matches!(it.standing, Standing::Due | Standing::Overdue { .. });
    let of = |it: &&Owed<'_>| organ.is_none_or(|code| it.obligation.uscc == code);
    let listed: Vec<&Owed<'_>> = owed.iter().filter(open).filter(of).collect();
    let overdue = listed.iter().filter(|it| matches!(it.standing, Standing::Overdue { .. })).count();
    if as_json {
        let items: Vec<_> = listed.iter().map(|it| line(it)).collect();
        println!("{}", json!({"on": on, "total": items.len(), "overdue": overdue, "items": items}));
    } else {
        listed.iter().for_each(|it| println!("{}", words(it)));
        eprintln!("{on}:{} 期,其中逾期 {overdue} 期", listed.len());
    }
    Ok(u8::from(overdue > 0))
}

fn line(it: &Owed<'_>) -> serde_json::Value {
    let of = &it.obligation;
    let (days, workdays) = match it.standing {
        Standing::Overdue { days, workdays } => (Some(days), Some(workdays)),
        _ => (None, None),
    };
    json!({
        "organ": of.uscc, "organ_name": of.organ_name, "item": of.entry.id, "title": of.entry.title,
        "edition": of.edition, "period": of.period.id, "from": of.period.from, "to": of.period.to,
        "due": of.due.day, "provisional": of.due.provisional, "state": it.standing.word(),
        "days_overdue": days, "workdays_overdue": workdays,
    })
}

fn words(it: &Owed<'_>) -> String {
    let of = &it.obligation;
    let late = match it.standing {
        Standing::Overdue { days, workdays } => format!(" {days} 天({workdays} 个工作日)"),
        _ => String::new(),
    };
    let (state, period) = (it.standing.title(), of.period.chinese());
    let provisional = if of.due.provisional { "(暂定)" } else { "" };
    format!(
        "{state}{late}  {} {}  {}  {period}  应于 {}{provisional} 前报送",
        of.uscc, of.organ_name, of.entry.title, of.due.day
    )
}

async fn nothing(opened: &Opened, organ: &str, item: &str, period: &str) -> Done {
    let mut tx = opened.office.db.read().await?;
    let found = xh_registry_store::organs(&mut tx).await?.into_iter().find(|o| o.uscc.as_str() == organ);
    drop(tx);
    let organ = found.ok_or_else(|| Exit::missing(format!("单位「{organ}」未登记")))?;
    let asked = NothingAsked { actor: &opened.actor, organ: &organ, item, period };
    match report_nothing(&opened.office, asked).await {
        Ok(done) if done.changed => println!("已零报告:{item} {period}"),
        Ok(_) => println!("此前已零报告,没有改动"),
        Err(NothingFault::Refused(refused)) => return Err(Exit { code: 4, message: refused.to_string() }),
        Err(NothingFault::Fault(fault)) => return Err(fault.into()),
    }
    Ok(0)
}
