//! `admin`: the organ register and bearer tokens.

use xh_kernel::{Instant, Uscc};
use xh_registry_desk::{NewOrgan, register_organ};
use xh_web::token::Token;

use super::open;
use crate::cli::{Admin, At, Link, OrganVerb, TokenVerb};
use crate::exit::{Done, Exit};

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

/// Runs the verb.
pub(super) async fn run(asked: Admin) -> Done {
    match asked {
        Admin::Organ(OrganVerb::List(at)) => list(&at).await,
        Admin::Organ(OrganVerb::Add { at, uscc, name, alias, system }) => {
            let uscc = Uscc::parse(&uscc).map_err(|e| Exit::usage(e.to_string()))?;
            let opened = open(&at).await?;
            let new = NewOrgan { uscc, name, aliases: alias, system };
            let organ = register_organ(&opened.office, &opened.actor, new).await?;
            println!("{} {} {}", organ.uscc.as_str(), organ.name, organ.id.as_str());
            Ok(0)
        }
        Admin::Link(asked) => new_link(&asked).await,
        Admin::Token(TokenVerb::New { at, name, organ, days }) => {
            new_token(&at, &name, organ.as_deref(), days).await
        }
        Admin::Token(TokenVerb::Revoke { at, name }) => {
            let opened = open(&at).await?;
            match xh_access::revoke(&opened.office.db, &opened.office.moment(), &name).await? {
                0 => Err(Exit::missing(format!("没有名为「{name}」的有效令牌"))),
                gone => {
                    println!("已作废 {gone} 个令牌");
                    Ok(0)
                }
            }
        }
    }
}

async fn list(at: &At) -> Done {
    let opened = open(at).await?;
    let mut tx = opened.office.db.read().await?;
    for organ in xh_registry_store::organs(&mut tx).await? {
        println!("{} {} {}", organ.uscc.as_str(), organ.name, organ.system);
    }
    Ok(0)
}

async fn new_token(at: &At, name: &str, organ: Option<&str>, days: Option<u32>) -> Done {
    let opened = open(at).await?;
    let organ = match organ {
        Some(code) => organ_id(&opened.office, code).await?,
        None => String::new(),
    };
    let token = Token::from_random(&crate::clock::seed()?);
    let mut moment = opened.office.moment();
    let until = days.map(|days| Instant::from_unix_micros(moment.at().unix_micros() + DAY * i64::from(days)));
    let (db, digest) = (&opened.office.db, token.digest());
    xh_access::keep_token_until(db, &mut moment, name, &organ, &digest, until.as_ref()).await?;
    println!("{}", token.text());
    eprintln!("令牌只显示这一次,请妥善保存");
    Ok(0)
}

/// A link in the place of any before it; whoever runs this has the data folder, and so every right already.
async fn new_link(asked: &Link) -> Done {
    let opened = open(&asked.at).await?;
    let link = xh_access::Link::from_random(&crate::clock::seed()?);
    let moment = opened.office.moment();
    xh_access::keep_link(&opened.office.db, &moment, &link, &opened.key.vkey()).await?;
    println!("{}{}?key={}", asked.url.trim_end_matches('/'), xh_access::START, link.text());
    eprintln!("链接一小时内有效,只能用一次;以前的链接已经作废");
    Ok(0)
}

/// The id of the organ with this code.
pub(crate) async fn organ_id(office: &xh_policy_store::Office, code: &str) -> Result<String, Exit> {
    let mut tx = office.db.read().await?;
    let found = xh_registry_store::organs(&mut tx).await?.into_iter().find(|o| o.uscc.as_str() == code);
    found.map(|o| o.id.as_str().to_owned()).ok_or_else(|| Exit::missing(format!("认定单位「{code}」未登记")))
}
