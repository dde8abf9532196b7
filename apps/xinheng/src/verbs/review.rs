//! `review`: free text before it is shown. Who proposes and who approves show their own tokens.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use xh_access::Bearer;
use xh_registry::{Edit, ReviewRefused, review_fields};
use xh_registry_desk::{
    ActFault, Refused, ReviewFile, ReviewLine, WorkList, propose_text, release_text, return_text,
    review_file, work_list,
};
use xh_web::token::Token;

use super::open;
use crate::cli::ReviewVerb;
use crate::exit::{Done, Exit};
use crate::place::Opened;

/// Lines of a page of the work list.
const PAGE: usize = 200;

/// Runs the verb.
pub(super) async fn run(asked: ReviewVerb) -> Done {
    match asked {
        ReviewVerb::List { at, proposed, json } => {
            let list = if proposed { WorkList::Proposed } else { WorkList::Waiting };
            list_all(&open(&at).await?, list, json).await
        }
        ReviewVerb::Show { at, record, json } => show(&open(&at).await?, &record, json).await,
        ReviewVerb::Propose { at, record, texts, withhold, token_file } => {
            let opened = open(&at).await?;
            let edits = edits(&texts, &withhold)?;
            propose(&opened, &bearer(&opened, &token_file).await?, &record, &edits).await
        }
        ReviewVerb::Approve { at, record, digest, clean: _, token_file } => {
            let opened = open(&at).await?;
            let person = bearer(&opened, &token_file).await?;
            match record {
                Some(record) => approve(&opened, &person, &record, digest.as_deref()).await,
                None => approve_clean(&opened, &person).await,
            }
        }
        ReviewVerb::Return { at, record, reason, token_file } => {
            let opened = open(&at).await?;
            let person = bearer(&opened, &token_file).await?;
            let mut tx = opened.office.db.write().await?;
            within(&opened, &mut tx, &person, &record).await?;
            return_text(&opened.office, &mut tx, &person.account, &record, &reason).await?;
            tx.commit().await?;
            println!("已退回,文字内容不公开,待重新审核");
            Ok(0)
        }
    }
}

/// Who bears the token in a file.
async fn bearer(opened: &Opened, file: &Path) -> Result<Bearer, Exit> {
    let text = match file.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin())?,
        false => std::fs::read_to_string(file)?,
    };
    let unknown = || Exit::usage("令牌无效、已过期或已作废;请用 xinheng admin token new 姓名 取得");
    let token = Token::parse(text.trim()).ok_or_else(unknown)?;
    let now = opened.office.moment().at().clone();
    xh_access::bearer(&opened.office.db, &token.digest(), &now).await?.ok_or_else(unknown)
}

/// A person of a department acts on that department's records alone.
async fn within(
    opened: &Opened,
    tx: &mut xh_db::Tx<'_>,
    person: &Bearer,
    record: &str,
) -> Result<ReviewFile, Exit> {
    let file = review_file(&opened.office, tx, record).await?;
    if person.organ.is_empty() || person.organ == file.record.organ {
        return Ok(file);
    }
    Err(Exit::usage("这个令牌只能办理本单位的记录;请改用该单位的令牌,或由信用主管部门办理"))
}

fn edits(texts: &[String], withhold: &[String]) -> Result<BTreeMap<String, Edit>, Exit> {
    let mut edits = BTreeMap::new();
    for said in texts {
        let (field, text) =
            said.split_once('=').ok_or_else(|| Exit::usage("--text 应写作 字段=公开的文字"))?;
        edits.insert(field.to_owned(), Edit::Text(text.to_owned()));
    }
    edits.extend(withhold.iter().map(|field| (field.clone(), Edit::Withhold)));
    Ok(edits)
}

async fn propose(opened: &Opened, person: &Bearer, record: &str, edits: &BTreeMap<String, Edit>) -> Done {
    let mut tx = opened.office.db.write().await?;
    within(opened, &mut tx, person, record).await?;
    let done = propose_text(&opened.office, &mut tx, &person.account, record, edits).await?;
    tx.commit().await?;
    let who = if done.two_persons { "另一人" } else { "本人或另一人" };
    println!("已提出审核意见,摘要 {}", done.digest);
    eprintln!("请由{who}执行:xinheng review approve {record} --digest {} --token-file 文件", done.digest);
    Ok(0)
}

async fn approve(opened: &Opened, person: &Bearer, record: &str, digest: Option<&str>) -> Done {
    let mut tx = opened.office.db.write().await?;
    within(opened, &mut tx, person, record).await?;
    release_text(&opened.office, &mut tx, &person.account, record, digest).await?;
    tx.commit().await?;
    println!("已核准,文字内容自即日起随记录公开");
    Ok(0)
}

/// Proposes and approves in one go what has no finding at all and asks for one person only.
async fn approve_clean(opened: &Opened, person: &Bearer) -> Done {
    let mut done = 0_u32;
    for line in lines(opened, WorkList::Waiting, &person.organ).await? {
        if line.findings > 0 || line.two_persons {
            continue;
        }
        let mut tx = opened.office.db.write().await?;
        let (office, who) = (&opened.office, person.account.as_str());
        match propose_text(office, &mut tx, who, &line.record, &BTreeMap::new()).await {
            Ok(proposed) if !proposed.two_persons => {}
            // Somebody changed it meanwhile: it stays on the list.
            Ok(_) | Err(ActFault::Refused(_)) => continue,
            Err(fault) => return Err(fault.into()),
        }
        release_text(office, &mut tx, who, &line.record, None).await?;
        tx.commit().await?;
        done += 1;
    }
    println!("已核准 {done} 条没有检出、一人即可审核的记录");
    Ok(0)
}

async fn lines(opened: &Opened, list: WorkList, organ: &str) -> Result<Vec<ReviewLine>, Exit> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let mut tx = opened.office.db.read().await?;
        let page = work_list(&opened.office, &mut tx, list, organ, &after, PAGE).await?;
        all.extend(page.lines);
        let Some(next) = page.next else { return Ok(all) };
        after = next;
    }
}

async fn list_all(opened: &Opened, list: WorkList, as_json: bool) -> Done {
    let lines = lines(opened, list, "").await?;
    if as_json {
        println!("{}", json!({ "items": lines }));
        return Ok(0);
    }
    for line in lines {
        let (day, persons) = (line.decided_on.unwrap_or_default(), if line.two_persons { 2 } else { 1 });
        let (record, kind, state) = (line.record, line.kind, line.state.as_str());
        println!(
            "{record} {kind} {} {day} {state} 字段 {} 检出 {} 须 {persons} 人",
            line.authority, line.fields, line.findings
        );
    }
    Ok(0)
}

async fn show(opened: &Opened, record: &str, as_json: bool) -> Done {
    let mut tx = opened.office.db.read().await?;
    let file = review_file(&opened.office, &mut tx, record).await?;
    let kind = file.kind().ok_or(Refused::from(ReviewRefused::NoText)).map_err(ActFault::from)?;
    let fields = review_fields(&file.release, kind, &file.record);
    let present = file.proposal.as_ref().filter(|it| it.content == file.record.body_position);
    if as_json {
        let one = |it: &xh_registry::FieldReview<'_>| {
            json!({ "field": it.field.id, "title": it.field.title, "text": it.text, "findings": it.counts,
                    "proposed": it.proposed })
        };
        let fields: Vec<_> = fields.iter().map(one).collect();
        let digest = present.map(|it| it.digest.as_str());
        println!(
            "{}",
            json!({ "record": record, "state": file.state(), "digest": digest, "fields": fields,
                               "texts": present.map(|it| &it.texts) })
        );
        return Ok(0);
    }
    println!("{} {} {}", kind.title, file.record.organ_name, file.state().as_str());
    for it in &fields {
        println!("\n{}({})", it.field.title, it.field.id);
        println!("  原文:{}", it.text);
        for (class, many) in &it.counts {
            let title =
                file.release.review_class(*class).map_or(class.as_str(), |ruled| ruled.title.as_str());
            println!("  检出:{title} {many} 处");
        }
        println!("  建议:{}", it.proposed.as_deref().unwrap_or("整段不公开"));
        if let Some(text) = present.and_then(|body| body.texts.get(&it.field.id)) {
            println!("  提出:{text}");
        }
    }
    if let Some(body) = present {
        println!("\n摘要:{}", body.digest);
        body.reasons.iter().for_each(|reason| println!("须由两人审核:{reason}"));
    }
    Ok(0)
}
