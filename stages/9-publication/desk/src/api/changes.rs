//! The change feed: what became public, changed, or is public no longer, in an order that leads a copy to our state.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use xh_kernel::Uscc;
use xh_policy::{KindRole, Release};
use xh_publication::{FeedPlace, Move, given, given_of, own_channel, public_name, shown_now, view_of};
use xh_registry::Organ;
use xh_registry_store::ShownRecord;
use xh_web::paging::Limit;
use xh_web::rate::Asker;
use xh_web::{Problem, ProblemKind};

use crate::Portal;
use crate::api::answers::{PeriodOut, Stand, fields, paged};
use crate::load::{FeedPage, Moved, SubjectThing, Thing, Times, feed_page, today};
use crate::show::status_words;

/// Changes of a page when nothing is asked.
const USUAL: u32 = 100;
/// Most changes of a page.
const MOST: u32 = 1_000;

/// `?after=&limit=`
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesQuery {
    /// 上一次回答给出的 next；不填则从头取起
    #[serde(default)]
    after: Option<String>,
    /// 每页条数，1 至 1000，默认 100
    #[serde(default)]
    limit: Option<String>,
}

/// A record as a copy keeps it. Names stand with the organisation and the organ, whose changes are told by themselves.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedRecord {
    /// 信息类别
    kind: String,
    /// 单位的统一社会信用代码
    subject: String,
    /// 认定单位的统一社会信用代码
    authority: Option<String>,
    decided_on: Option<String>,
    filed_on: String,
    severity: Option<String>,
    /// 可以公开的字段；金额以分为单位，字段名以 _fen 结尾
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
    /// 公示期间
    period: PeriodOut,
    /// 内容所在的账本位置
    entry: i64,
}

/// An organisation as a copy keeps it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedSubject {
    /// 名称
    name: String,
    /// 登记状态
    status: Option<String>,
    /// 只在记录中出现过，尚未收到登记信息
    provisional: bool,
    /// 曾用名
    former_names: Vec<String>,
    /// 登记信息中可以公开的字段
    #[schema(value_type = Object)]
    registration: Map<String, Value>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeOut {
    /// add（新增）、change（变更）或 delete（停止公开，须从副本删除）；add 与 change 都是写入，重复应用结果相同
    op: String,
    /// record（记录）、subject（单位）或 organ（认定单位）
    object: String,
    /// 记录编号；单位和认定单位为统一社会信用代码
    id: String,
    /// 引起变更的账本位置
    entry: Option<i64>,
    /// 公示期间因此日开始或届满
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<FeedRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<FeedSubject>,
    /// 认定单位的名称
    #[serde(skip_serializing_if = "Option::is_none")]
    organ: Option<String>,
}

/// A page of changes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangesOut {
    items: Vec<ChangeOut>,
    /// 下一次请求的 after；应用完本页后保存，可一直使用
    next: String,
    /// 后面已经还有变更；为 false 时，副本与本站在 as_of 和 position 上一致
    more: bool,
    #[serde(flatten)]
    stand: Stand,
}

/// 公开内容的变更：新增、变更、停止公开，按次序应用即与本站一致
#[utoipa::path(get, path = "/api/v1/changes", tag = "open data", params(ChangesQuery),
    responses((status = 200, body = ChangesOut,
        headers(("Link" = String, description = "后面还有变更时，下一页的地址，rel=\"next\""),
            ("RateLimit" = String, description = "剩余次数 r 和恢复秒数 t"),
            ("RateLimit-Policy" = String, description = "每 w 秒 q 次"))),
        (status = 400, description = "after 不是本站给出的"),
        (status = 416, description = "after 太旧或在账本之后，须从头取起"),
        (status = 429, description = "超过次数，Retry-After 秒后再试")))]
pub(crate) async fn changes(
    State(portal): State<Portal>,
    Query(query): Query<ChangesQuery>,
    asker: Asker,
) -> Result<Response, Problem> {
    let admitted = portal.open.admit(&portal.office, &asker)?;
    let limit = Limit::parse(query.limit.as_deref(), USUAL, MOST)?.rows();
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let (day, head) = (today(&portal.office), xh_ledger_store::head(&mut tx).await?);
    let from = place(&portal, &release, query.after.as_deref(), day, head)?;
    let wanted = usize::try_from(limit).unwrap_or(1);
    let page = feed_page(&mut tx, &release, day, &from, head, wanted).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let next = page.next.seal(&portal.origin);
    let link = page.more.then(|| format!("/api/v1/changes?after={next}&limit={limit}"));
    let answer = out(&release, page, &organs, next, &Times::now(day, head));
    Ok(admitted.on(paged(answer, link.as_deref())))
}

fn place(
    portal: &Portal,
    release: &Release,
    after: Option<&str>,
    today: xh_kernel::Date,
    head: i64,
) -> Result<FeedPlace, Problem> {
    let view = view_of(release);
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(FeedPlace::start(today, view)) };
    let place =
        FeedPlace::open(&portal.origin, text).map_err(|fault| Problem::bad_request(fault.to_string()))?;
    let oldest = portal.open.feed_days.map(|days| today.plus_days(-i64::from(days)));
    let gone = |fault: xh_publication::TooOld| Problem::new(ProblemKind::OutOfRange, fault.to_string());
    place.check(&view, head, oldest).map_err(gone)?;
    Ok(place)
}

fn out(release: &Release, page: FeedPage, organs: &[Organ], next: String, times: &Times) -> ChangesOut {
    let items = page.moved.into_iter().filter_map(|one| change(release, organs, times, one)).collect();
    ChangesOut { items, next, more: page.more, stand: Stand::of(times) }
}

fn change(release: &Release, organs: &[Organ], times: &Times, one: Moved) -> Option<ChangeOut> {
    let op = match one.op {
        Move::Add => "add",
        Move::Change => "change",
        Move::Delete => "delete",
    };
    let (entry, day) = (one.entry, one.day);
    let said = |object: &str, id: String| ChangeOut {
        op: op.to_owned(),
        object: object.to_owned(),
        id,
        entry,
        day,
        record: None,
        subject: None,
        organ: None,
    };
    Some(match one.thing {
        Thing::Gone(id) => said("record", id),
        Thing::Record(shown) => {
            let record = record(release, organs, times, &shown)?;
            ChangeOut { record: Some(record), ..said("record", shown.row.record.id) }
        }
        Thing::Subject(thing) => {
            let id = thing.subject.uscc.as_str().to_owned();
            ChangeOut { subject: Some(subject(release, *thing)), ..said("subject", id) }
        }
        Thing::Organ(organ) => {
            let id = organ.uscc.as_str().to_owned();
            ChangeOut { organ: Some(public_name(&organ.name)), ..said("organ", id) }
        }
    })
}

fn record(release: &Release, organs: &[Organ], times: &Times, shown: &ShownRecord) -> Option<FeedRecord> {
    let record = &shown.row.record;
    let kind = release.kind(&record.kind)?;
    let interval = shown_now(record, own_channel(release), &times.today)?;
    let person = Uscc::parse(&shown.uscc).is_ok_and(|code| code.is_individual_business());
    let organ = organs.iter().find(|organ| organ.id.as_str() == record.organ);
    Some(FeedRecord {
        kind: kind.id.clone(),
        subject: shown.uscc.clone(),
        authority: organ.map(|organ| organ.uscc.as_str().to_owned()),
        decided_on: record.decided_on.map(|day| day.to_string()),
        filed_on: record.filed_on.to_string(),
        severity: record.severity.map(|class| class.as_str().to_owned()),
        fields: fields(&given_of(kind, record, person)),
        period: PeriodOut::of(interval),
        entry: record.body_position,
    })
}

fn subject(release: &Release, thing: SubjectThing) -> FeedSubject {
    let SubjectThing { subject, names, body } = thing;
    let kind = release.kinds().iter().find(|kind| kind.role == KindRole::Registration);
    let kind = kind.filter(|_| !body.provisional);
    let person = subject.uscc.is_individual_business();
    let former = names.iter().filter(|name| **name != subject.name).map(|name| public_name(name));
    FeedSubject {
        status: (!subject.state.is_empty()).then(|| status_words(release, &subject.state)),
        provisional: body.provisional,
        former_names: former.collect(),
        registration: kind.map(|kind| fields(&given(kind, &body.fields, person))).unwrap_or_default(),
        name: public_name(&subject.name),
    }
}
