//! `demo`: a fictional city through the real import path, then served; prints a token and three things to try.

use std::path::Path;

use xh_intake_desk::{Asked, import};
use xh_kernel::Severity;
use xh_publication_desk::OpenData;
use xh_registry::SettledBody;
use xh_registry_desk::{NewOrgan, register_organ};
use xh_web::SiteConfig;
use xh_web::token::Token;

use crate::cli::Demo;
use crate::exit::{Done, Exit};
use crate::place::{Opened, Place};
use crate::{clock, generate, serve, verbs};

/// Records for each subject.
const RECORDS: u32 = 10;

/// Runs the verb.
///
/// # Errors
/// `Exit` when the city cannot be made or served.
pub async fn run(asked: Demo) -> Done {
    serve::log();
    let temporary = tempfile::tempdir()?;
    let data = asked.data.clone().unwrap_or_else(|| temporary.path().join("data"));
    let listener = serve::bind(&asked.listen).await?;
    let address = listener.local_addr()?;
    let opened = Place::new(&data, None, &address.to_string())?.open().await?;
    build(&opened, temporary.path(), asked.subjects, asked.subjects.saturating_mul(RECORDS)).await?;
    let token = token(&opened).await?;
    println!("演示门户:http://{address}/  (演示数据,纯属虚构)");
    println!("接口令牌:{token}");
    println!("可以试试:");
    println!("  1. 打开 http://{address}/ ,搜索「{}」", example(&opened).await?);
    println!("  2. 打开一条记录,看它为何公示、到何日为止,再下载证明");
    println!("  3. curl http://{address}/checkpoint ,用任何 C2SP 工具核对账本");
    serve::serve(&opened, listener, SiteConfig::default(), OpenData::default()).await?;
    Ok(0)
}

/// Files the fictional city: organs, base library, penalties, and the authorities' answers.
///
/// # Errors
/// `Exit` when a file cannot be written or imported.
pub async fn build(opened: &Opened, folder: &Path, subjects: u32, records: u32) -> Result<(), Exit> {
    for organ in generate::organs() {
        let new = NewOrgan { uscc: organ.uscc, name: organ.name, aliases: Vec::new(), system: organ.system };
        register_organ(&opened.office, &opened.actor, new).await?;
    }
    let today = opened.office.moment().today();
    let plan = generate::Plan { subjects, records, seed: 1, today };
    let files = generate::write(&plan, &folder.join("city"))?;
    for (file, kind) in files.iter().zip(["registration", "penalty"]) {
        let asked = Asked {
            path: file.clone(),
            name: file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            kind: kind.to_owned(),
            organ: None,
            actor: opened.actor.clone(),
        };
        let done = import(&opened.office, &verbs::decoder()?, asked, &|_| ()).await?;
        let c = done.counts;
        eprintln!("{kind}:{} 行,入库 {},退回 {},待核 {}", c.rows, c.filed, c.rejected, c.held);
    }
    answer_all(opened).await
}

/// The demo's authorities have settled their severity classes, so that the portal is full.
async fn answer_all(opened: &Opened) -> Result<(), Exit> {
    let mut tx = opened.office.db.read().await?;
    let questions = xh_registry_store::open_questions(&mut tx, 10_000).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    drop(tx);
    for question in questions {
        let Some(organ) = organs.iter().find(|o| o.id.as_str() == question.organ) else { continue };
        let severity = match question.unsettled.contains("suspend") || question.unsettled.contains("stop") {
            true => Severity::Serious,
            false => Severity::General,
        };
        let (kind, unsettled) = (question.kind, question.unsettled);
        let body =
            SettledBody { kind, unsettled, severity, document: "演示分类公告〔2026〕1号".into() };
        xh_registry_desk::answer(&opened.office, &opened.actor, organ, body).await?;
    }
    Ok(())
}

async fn token(opened: &Opened) -> Result<String, Exit> {
    let token = Token::from_random(&clock::seed()?);
    let organ = generate::organs().into_iter().next();
    let organ = match organ {
        Some(organ) => verbs::organ_id(&opened.office, organ.uscc.as_str()).await?,
        None => String::new(),
    };
    let mut moment = opened.office.moment();
    xh_access::keep_token(&opened.office.db, &mut moment, "demo", &organ, &token.digest()).await?;
    Ok(token.text().to_owned())
}

async fn example(opened: &Opened) -> Result<String, Exit> {
    let mut tx = opened.office.db.read().await?;
    let first = xh_registry_store::subjects_after(&mut tx, "", 1).await?;
    Ok(first.first().map_or_else(String::new, |s| s.name.clone()))
}
