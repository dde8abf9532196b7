//! `webhook`: subscribers by the command line, as the credit office.

use xh_kernel::Instant;
use xh_publication::{SubscriberAct, SubscriberState};
use xh_publication_desk::{Courier, NewSubscriber, WebhookFault, act, register, resend};
use xh_publication_store::{Delivery, Subscriber};

use super::{open, organ_id};
use crate::cli::{At, One, Outgoing, WebhookVerb};
use crate::exit::{Done, Exit};
use crate::webhooks::courier;

const HOUR: i64 = 3_600_000_000;
const TOLD: i64 = 20;
const GROUND: &str = "命令行办理";

/// Runs the verb.
pub(super) async fn run(asked: WebhookVerb) -> Done {
    match asked {
        WebhookVerb::Add { at, outgoing, name, url, organ, kind, scheme, position } => {
            let new = NewSubscriber { organ: String::new(), name, url, kinds: kind, scheme, position };
            add(&at, &outgoing, organ.as_deref(), new).await
        }
        WebhookVerb::List { at, hours } => list(&at, hours).await,
        WebhookVerb::Show(one) => show(&one).await,
        WebhookVerb::Pause(one) => change(&one, SubscriberAct::Pause).await,
        WebhookVerb::Resume(one) => change(&one, SubscriberAct::Resume).await,
        WebhookVerb::Remove(one) => change(&one, SubscriberAct::Remove).await,
        WebhookVerb::Rotate(one) => change(&one, SubscriberAct::Rotate).await,
        WebhookVerb::Resend { one, message, position } => {
            let opened = open(&one.at).await?;
            let (message, position) = (message.as_deref(), position.as_deref());
            resend(&opened.office, opened.key.origin(), "", &one.id, message, position)
                .await
                .map_err(fault)?;
            println!("已安排重发");
            Ok(0)
        }
    }
}

async fn add(at: &At, outgoing: &Outgoing, organ: Option<&str>, new: NewSubscriber) -> Done {
    let opened = open(at).await?;
    let organ = match organ {
        Some(code) => organ_id(&opened.office, code).await?,
        None => String::new(),
    };
    let courier = courier(&opened, outgoing, None)?;
    let new = NewSubscriber { organ, ..new };
    let made = register(&courier.office, &courier.actor, &courier.origin, &courier.sender, new).await;
    let made = made.map_err(fault)?;
    println!("{} {} {}", made.id, made.name, made.url);
    key(&courier, &made);
    Ok(0)
}

/// Prints what the receiver verifies with.
fn key(courier: &Courier, of: &Subscriber) {
    println!("{}", courier.keys.current(of).shown());
    if of.scheme == "v1" {
        eprintln!("共享密钥只显示这一次,请妥善交给接收方");
    }
}

async fn change(one: &One, what: SubscriberAct) -> Done {
    let opened = open(&one.at).await?;
    let after = act(&opened.office, &opened.actor, "", &one.id, what, GROUND).await.map_err(fault)?;
    println!("{} {} {}", after.id, after.name, after.state.chinese());
    if what == SubscriberAct::Rotate {
        key(&courier(&opened, &Outgoing::default(), None)?, &after);
    }
    Ok(0)
}

async fn list(at: &At, hours: u32) -> Done {
    let opened = open(at).await?;
    let mut tx = opened.office.db.read().await?;
    for one in xh_publication_store::subscribers(&mut tx, "").await? {
        if one.state != SubscriberState::Removed {
            println!("{} {} {} {} {}", one.id, one.state.chinese(), one.name, one.url, one.ground);
        }
    }
    let until =
        Instant::from_unix_micros(opened.office.moment().at().unix_micros() - HOUR * i64::from(hours));
    let owed = xh_publication_store::owed(&mut tx, until.as_str()).await?;
    for one in &owed {
        eprintln!(
            "{} {}:自 {} 起收到停止公开 {} 条以上,未声明已应用",
            one.id, one.name, one.since, one.deletes
        );
    }
    Ok(u8::from(!owed.is_empty()))
}

async fn show(one: &One) -> Done {
    let opened = open(&one.at).await?;
    let mut tx = opened.office.db.read().await?;
    let missing = || Exit::missing(format!("没有编号为「{}」的接收方", one.id));
    let of = xh_publication_store::subscriber(&mut tx, &one.id).await?.ok_or_else(missing)?;
    let kinds = if of.kinds.is_empty() { "全部".to_owned() } else { of.kinds.join("、") };
    println!(
        "{} {}\n地址 {}\n类别 {kinds}\n签名 {} 第 {} 把",
        of.id, of.name, of.url, of.scheme, of.generation
    );
    println!("状态 {} 自 {} {}", of.state.chinese(), of.since, of.ground);
    if let Some(stands) = xh_publication_store::progress(&mut tx, &of.id).await? {
        let none = || "无".to_owned();
        println!("已推送到 {}", stands.place);
        println!("已应用到 {}", stands.acknowledged.unwrap_or_else(none));
        println!("欠声明自 {}", stands.owed_since.unwrap_or_else(none));
    }
    for message in xh_publication_store::deliveries(&mut tx, &of.id, TOLD).await? {
        println!("{}", line(&message));
    }
    Ok(0)
}

fn line(of: &Delivery) -> String {
    let (items, deletes, attempts) = (of.items, of.deletes, of.attempts);
    let end = match (&of.received_at, &of.fault) {
        (Some(at), _) => format!("{at} 送达"),
        (None, Some(fault)) => format!("{fault};{} 再发", of.next_at),
        (None, None) => "发送中".to_owned(),
    };
    format!("{} {items} 条(停止公开 {deletes} 条) 第 {attempts} 次 {end}", of.message)
}

fn fault(fault: WebhookFault) -> Exit {
    let message = fault.to_string();
    match (fault.refused(), fault) {
        (_, WebhookFault::NoMessage(_)) | (Some("no_such_subscriber"), _) => Exit::missing(message),
        (Some("unprocessable"), _) => Exit::usage(message),
        (Some(_), _) => Exit { code: 4, message },
        (None, fault) => Exit::failed(&fault),
    }
}
