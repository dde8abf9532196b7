//! `withdraw`: a record taken back, and word from those who had it.

use serde_json::json;
use xh_kernel::Date;
use xh_registry::{WithdrawalGround, WithdrawalSaid};
use xh_registry_desk::{Noting, Withdrawn, note_notice, withdraw_record, withdrawn_list};

use super::open;
use crate::cli::{Noted, Withdraw, WithdrawVerb};
use crate::exit::{Done, Exit};
use crate::place::Opened;

const PAGE: i64 = 200;

/// Runs the verb.
pub(super) async fn run(asked: Withdraw) -> Done {
    match asked.verb {
        None => take(asked).await,
        Some(WithdrawVerb::List { at, overdue, json }) => list(&open(&at).await?, overdue, json).await,
        Some(WithdrawVerb::Told(noted)) => note(noted, Noting::Sent).await,
        Some(WithdrawVerb::Confirm(noted)) => note(noted, Noting::Confirmed).await,
    }
}

async fn take(asked: Withdraw) -> Done {
    let missing = |what: &str| Exit::usage(format!("请写明{what}"));
    let record = asked.record.ok_or_else(|| missing("记录编号"))?;
    let grounds = "--ground 应为 revoked、changed、unlawful 或 void";
    let ground = WithdrawalGround::parse(&asked.ground).ok_or_else(|| Exit::usage(grounds))?;
    let happened_on = asked.on.as_deref().ok_or_else(|| missing("撤销等情形的日期(--on)"))?;
    let document = asked.document.ok_or_else(|| missing("文书号(--document)"))?;
    let reason = asked.reason.ok_or_else(|| missing("撤回理由(--reason)"))?;
    let (happened_on, known) = (day(happened_on)?, asked.known.as_deref().map(day).transpose()?);
    let opened = open(&asked.at).await?;
    let known_on = known.unwrap_or_else(|| opened.office.moment().today());
    let said =
        WithdrawalSaid { ground, happened_on, known_on, document, reason, recipients: asked.recipients };
    let mut tx = opened.office.db.write().await?;
    let done = withdraw_record(&opened.office, &mut tx, &opened.actor, &record, &said).await?;
    tx.commit().await?;
    tell(&done, asked.json);
    Ok(0)
}

fn day(text: &str) -> Result<Date, Exit> {
    Date::parse(text).map_err(|e| Exit::usage(e.to_string()))
}

async fn note(asked: Noted, noting: Noting) -> Done {
    let opened = open(&asked.at).await?;
    let mut tx = opened.office.db.write().await?;
    let (office, actor) = (&opened.office, opened.actor.as_str());
    let said = (noting, asked.recipient.as_str(), asked.by.as_str());
    let done = note_notice(office, &mut tx, actor, &asked.record, said).await?;
    tx.commit().await?;
    tell(&done, false);
    Ok(0)
}

async fn list(opened: &Opened, overdue: bool, as_json: bool) -> Done {
    let (mut all, mut below) = (Vec::new(), None);
    let mut tx = opened.office.db.read().await?;
    loop {
        let (page, next) = withdrawn_list(&opened.office, &mut tx, overdue, below, PAGE).await?;
        all.extend(page);
        let Some(next) = next else { break };
        below = Some(next);
    }
    // Subscribers of the feed are told by the feed; who received a deletion and has not said so owes word too.
    let now = opened.office.moment().at().clone();
    let subscribers = xh_publication_store::owed(&mut tx, now.as_str()).await?;
    if as_json {
        let owed = subscribers.iter().map(|one| json!({ "name": one.name, "since": one.since }));
        println!("{}", json!({ "items": all, "subscribers": owed.collect::<Vec<_>>() }));
    } else {
        all.iter().for_each(|one| tell(one, false));
        for one in &subscribers {
            println!("订阅方 {} 自 {} 起未声明已停止公开", one.name, one.since);
        }
    }
    Ok(u8::from(all.iter().any(|one| one.overdue > 0)))
}

fn tell(done: &Withdrawn, as_json: bool) {
    if as_json {
        println!("{}", json!(done));
        return;
    }
    let title = WithdrawalGround::parse(&done.ground).map_or("已撤回", WithdrawalGround::title);
    let due = done.due_on.as_deref().unwrap_or("未定");
    println!(
        "{} {title} {} 撤回 {} 期限 {due} {}",
        done.record, done.happened_on, done.withdrawn_on, done.document
    );
    for notice in &done.notices {
        let state = match (&notice.confirmed_on, &notice.sent_on) {
            (Some(day), _) => format!("{day} 确认"),
            (None, Some(day)) => format!("{day} 已通知,待确认"),
            (None, None) => "未通知".to_owned(),
        };
        let due = notice.due_on.map_or_else(|| "未定".to_owned(), |day| day.to_string());
        println!("  {} 最迟 {due} {state}", notice.recipient);
    }
}
