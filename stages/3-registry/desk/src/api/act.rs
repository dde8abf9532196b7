//! One act over HTTP: token, key, act and answer in one transaction.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde_json::Value;
use xh_access::{Asking, Bearer, KeptAnswer, bearer_of};
use xh_db::{Fault, Tx};
use xh_policy_store::Office;
use xh_registry::{Edit, WithdrawalSaid};
use xh_web::{Problem, ProblemKind};

use super::ReviewDesk;
use crate::{
    ActFault, Noting, Refused, note_notice, propose_text, release_text, return_text, withdraw_record,
};

/// What is asked.
pub(super) enum Act {
    Propose(BTreeMap<String, Edit>),
    Release(Option<String>),
    Return(String),
    Withdraw(Box<WithdrawalSaid>),
    Note(Noting, String, String),
}

/// A request as it came.
pub(super) struct Came<'a> {
    pub record: &'a str,
    pub uri: &'a Uri,
    pub headers: &'a HeaderMap,
    pub body: &'a Bytes,
}

/// Who asks.
pub(super) async fn bearer(desk: &ReviewDesk, headers: &HeaderMap) -> Result<Bearer, Problem> {
    let now = desk.office.moment().at().clone();
    bearer_of(&desk.office.db, &now, headers).await
}

/// Does the act once, and answers the same to the same request.
pub(super) async fn perform(desk: &ReviewDesk, came: Came<'_>, act: Act) -> Result<Response, Problem> {
    let bearer = bearer(desk, came.headers).await?;
    let asking = Asking::begin(&desk.flights, &bearer, came.headers, came.uri, came.body)?;
    let mut tx = desk.office.db.write().await?;
    xh_ledger_store::lock_head(&mut tx).await?;
    if let Some(answer) = asking.before(&mut tx).await? {
        return Ok(answer);
    }
    within(&mut tx, &bearer, came.record).await?;
    let done = done(&desk.office, &mut tx, &bearer.account, came.record, act).await.map_err(problem)?;
    let answer = KeptAnswer { status: 200, body: done.to_string() };
    let answer = asking.after(&mut tx, &desk.office.moment(), answer).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn done(
    office: &Office,
    tx: &mut Tx<'_>,
    actor: &str,
    record: &str,
    act: Act,
) -> Result<Value, ActFault> {
    let told = match act {
        Act::Propose(edits) => serde_json::to_value(propose_text(office, tx, actor, record, &edits).await?),
        Act::Release(digest) => {
            serde_json::to_value(release_text(office, tx, actor, record, digest.as_deref()).await?)
        }
        Act::Return(reason) => serde_json::to_value(return_text(office, tx, actor, record, &reason).await?),
        Act::Withdraw(said) => serde_json::to_value(withdraw_record(office, tx, actor, record, &said).await?),
        Act::Note(noting, recipient, by) => {
            serde_json::to_value(note_notice(office, tx, actor, record, (noting, &recipient, &by)).await?)
        }
    };
    Ok(told.map_err(|e| Fault::found("办理结果", e))?)
}

/// A token of an organ acts on that organ's records alone.
pub(super) async fn within(tx: &mut Tx<'_>, bearer: &Bearer, record: &str) -> Result<(), Problem> {
    if bearer.organ.is_empty() {
        return Ok(());
    }
    let row = xh_registry_store::record_of(tx, record, i64::MAX).await?.ok_or_else(Problem::not_found)?;
    if row.record.organ == bearer.organ {
        return Ok(());
    }
    let words = "这个令牌只能办理本单位的记录；请改用该单位的令牌，或由信用主管部门办理";
    Err(Problem::new(ProblemKind::Forbidden, words))
}

/// Why an act was not done.
pub(super) fn problem(fault: ActFault) -> Problem {
    match fault {
        ActFault::Refused(Refused::NoSuchRecord(_)) => Problem::not_found(),
        ActFault::Refused(refused) => Problem::refused(&refused, &|cite| cite.article.clone()),
        ActFault::Fault(fault) => fault.into(),
    }
}

/// Reads a body; nothing of it is said again.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let words = |fault: serde_json::Error| {
        let place = format!("第 {} 行第 {} 列", fault.line(), fault.column());
        Problem::bad_request(format!("请求体看不懂（{place}），请对照接口说明检查字段的名称和类型"))
    };
    serde_json::from_slice(if body.is_empty() { b"{}" } else { body }).map_err(words)
}
