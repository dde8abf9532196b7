//! `demo`: a fictional city through the real import path, then served; prints a token and three things to try.

use std::path::Path;

use xh_intake_desk::{Asked, NothingAsked, NothingFault, import, report_nothing};
use xh_kernel::Severity;
use xh_publication_desk::OpenData;
use xh_registry::{Month, SettledBody};
use xh_registry_desk::{NewOrgan, register_organ};
use xh_web::SiteConfig;
use xh_web::token::Token;

use crate::cli::{Demo, Outgoing};
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
    serve::serve(&opened, listener, SiteConfig::default(), OpenData::default(), &Outgoing::default()).await?;
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
    answer_all(opened).await?;
    adopt_catalogue(opened).await
}

/// Two persons of the demo adopt the city's catalogue from three months back, so that what is owed can be seen.
async fn adopt_catalogue(opened: &Opened) -> Result<(), Exit> {
    let office = &opened.office;
    let law = office.law().await?;
    let today = office.moment().today();
    let Some(edition) = law.catalogues().into_iter().next_back() else { return Ok(()) };
    let from = Some(Month::of(today.plus_months(-3)).first_day().max(edition.from));
    let mut persons = Vec::new();
    for name in ["demo: 甲", "demo: 乙"] {
        persons.push(xh_access::account(&office.db, &mut office.moment(), name).await?);
    }
    let [first, second] = persons.as_slice() else { return Ok(()) };
    let proposed = xh_registry_desk::propose_catalogue(office, first, &edition.id, from).await?;
    xh_registry_desk::adopt_catalogue(office, second, &proposed.id).await?;
    report_nothing_of_inspections(opened, today).await
}

/// Most departments of the demo say that they inspected nobody, so that a few alarms stand out.
async fn report_nothing_of_inspections(opened: &Opened, today: xh_kernel::Date) -> Result<(), Exit> {
    let mut tx = opened.office.db.read().await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    drop(tx);
    for organ in organs.iter().skip(3) {
        for back in [-2, -1] {
            let period = Month::of(today.plus_months(back)).to_string();
            let asked = NothingAsked { actor: &opened.actor, organ, item: "inspection", period: &period };
            match report_nothing(&opened.office, asked).await {
                Ok(_) | Err(NothingFault::Refused(_)) => {}
                Err(NothingFault::Fault(fault)) => return Err(fault.into()),
            }
        }
    }
    Ok(())
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
