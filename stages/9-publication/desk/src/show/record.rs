//! 记录页: what is shown of a record, and why.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use xh_db::{Fault, Tx};
use xh_kernel::{Citation, Instant};
use xh_ledger_store::Stored;
use xh_policy::{FieldRole, Kind, ReceiptNode, Release};
use xh_publication::{Given, NotShown, Shown, given_of, reasons, redacted};
use xh_web::{Frame, Problem};

use crate::load::{
    Found, RecordFile, Times, TimesQuery, entered_at, period, record as load_record, record_title, resolve,
    text_of, title_of_status, today,
};
use crate::pages::{
    Freshness, LedgerPlace, NotShownPage, NotShownReason, ReceiptNodeView, ReceiptView, RecordPage, Regime,
    Tag, TimelineStep, Tone, WhyShown, WithdrawnSaid, Withheld,
};
use crate::show::desk::{Desk, page};
use crate::show::subject::fact;

/// `GET /records/{id}`
pub(crate) async fn record(
    State(desk): State<Desk>,
    frame: Frame,
    Path(id): Path<String>,
    Query(query): Query<TimesQuery>,
) -> Result<Response, Problem> {
    let portal = &desk.portal;
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let (times, fault) = match resolve(&mut tx, today(&portal.office), &query).await? {
        Ok(times) => (times, None),
        Err((fault, now)) => (now, Some(fault)),
    };
    let file = match load_record(&mut tx, &release, &id, &times).await? {
        Found::Shown(file) => file,
        Found::Not(why) => return taken_down(&mut tx, &release, &frame, &id, why).await,
    };
    let Some(kind) = release.kind(&file.record.kind) else { return gone(&frame, NotShown::Unknown) };
    let mut shown = fill(&release, kind, &file, &times)?;
    shown.as_of = times.view(fault.as_ref());
    shown.fresh.updated = entered_at(&mut tx, times.known_at).await?;
    page(&frame, &shown)
}

/// The page that reveals nothing, with status 404.
pub(crate) fn gone(frame: &Frame, why: NotShown) -> Result<Response, Problem> {
    let reason = match why {
        NotShown::Ended => NotShownReason::Ended,
        NotShown::Unknown => NotShownReason::Unknown,
    };
    let shown = page(frame, &NotShownPage { reason, articles: Vec::new(), withdrawn: None })?;
    Ok((StatusCode::NOT_FOUND, shown).into_response())
}

/// What was taken back says why (行政处罚法 article 48); anything else that is not shown reveals nothing.
async fn taken_down(
    tx: &mut Tx<'_>,
    release: &Release,
    frame: &Frame,
    id: &str,
    why: NotShown,
) -> Result<Response, Problem> {
    let found = match why {
        NotShown::Ended => xh_registry_store::withdrawal_of(tx, id).await?,
        NotShown::Unknown => None,
    };
    let Some(row) = found else { return gone(frame, why) };
    let articles = release.rule(&row.rule).map_or_else(Vec::new, |rule| rendered(release, &rule.cites));
    let said = WithdrawnSaid {
        ground: row.ground.title().to_owned(),
        happened_on: row.happened_on.to_string(),
        withdrawn_on: row.withdrawn_on.to_string(),
        document: row.document,
        reason: row.reason,
    };
    let withdrawn_page = NotShownPage { reason: NotShownReason::Withdrawn, articles, withdrawn: Some(said) };
    Ok((StatusCode::NOT_FOUND, page(frame, &withdrawn_page)?).into_response())
}

fn rendered(release: &Release, cites: &[Citation]) -> Vec<String> {
    cites.iter().map(|cite| release.cite(cite)).collect()
}

fn fill(release: &Release, kind: &Kind, file: &RecordFile, times: &Times) -> Result<RecordPage, Problem> {
    let fields = given_of(kind, &file.record, file.person);
    let why = why(release, kind, file, times);
    let place = place(file)?;
    let timeline = timeline(file, times)?;
    let receipt = redacted(release, kind, &file.record.fields, file.decision.receipt.clone());
    let receipt = ReceiptView {
        evaluator: receipt.evaluator,
        release: receipt.release,
        seen_on: receipt.seen_on.to_string(),
        root: node(receipt.root),
    };
    Ok(RecordPage {
        id: file.record.id.clone(),
        kind: kind.title.clone(),
        title: record_title(kind, &fields),
        document_no: text_of(&fields, FieldRole::DocumentNo),
        authority: file.record.organ_name.clone(),
        subject_name: file.name.clone(),
        subject_uscc: file.uscc.as_str().to_owned(),
        state: Tag::new("公示中", Tone::Plain),
        adverse: kind.adverse,
        fields: fields.iter().filter_map(fact).collect(),
        withheld: fields.iter().filter_map(withheld).collect(),
        why,
        receipt: Some(receipt),
        timeline,
        ledger: place,
        as_of: times.view(None),
        fresh: Freshness { updated: None, source: Some(file.record.organ_name.clone()) },
    })
}

fn withheld(one: &Given<'_>) -> Option<Withheld> {
    match one.shown {
        Shown::Withheld(why) => Some(Withheld { label: one.field.title.clone(), why: why.to_owned() }),
        _ => None,
    }
}

fn why(release: &Release, kind: &Kind, file: &RecordFile, times: &Times) -> WhyShown {
    let told = reasons(release, kind, &file.interval, &file.decision);
    let regime = |one: xh_publication::RegimeSaid| Regime {
        title: one.title,
        from: file.interval.from.to_string(),
        until: one.until.map(|day| day.to_string()),
        articles: one.articles,
        applied: one.applied,
        remark: one.remark,
    };
    let channel = release.channel(&file.interval.channel);
    WhyShown {
        channel: channel.map_or_else(|| file.interval.channel.clone(), |channel| channel.title.clone()),
        because: told.because,
        period: period(&file.interval, times.as_of),
        articles: told.articles,
        severity: file.decision.severity.map(|class| class.title().to_owned()),
        regimes: told.regimes.into_iter().map(regime).collect(),
        conflicts: file.decision.conflicts.clone(),
    }
}

fn node(step: ReceiptNode) -> ReceiptNodeView {
    ReceiptNodeView {
        id: step.id,
        what: step.what,
        rule: step.rule,
        version: step.version,
        cites: step.cites,
        value: step.value,
        source: step.source,
        outcome: step.outcome,
        children: step.children.into_iter().map(node).collect(),
        lost: step.lost.into_iter().map(node).collect(),
    }
}

/// The entry that holds the content: what a proof is about.
fn place(file: &RecordFile) -> Result<LedgerPlace, Problem> {
    let content = file.entries.iter().find(|entry| entry.position == file.record.body_position);
    let Some(content) = content else {
        return Err(Fault::found("记录的条目", file.record.body_position).into());
    };
    Ok(LedgerPlace {
        position: content.position,
        leaf: hex(&content.entry.leaf),
        at: content.entry.at.clone(),
        proof_ready: file.ready,
    })
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn timeline(file: &RecordFile, times: &Times) -> Result<Vec<TimelineStep>, Problem> {
    let organ = Some(file.record.organ_name.clone());
    let mut steps = Vec::new();
    if let Some(day) = file.record.decided_on {
        steps.push(TimelineStep { by: organ.clone(), ..step(&day.to_string(), "作出决定", Tone::Plain) });
    }
    for entry in &file.entries {
        steps.push(TimelineStep { by: organ.clone(), ..entered(entry)? });
    }
    // The law lets it be shown from a day; before it was filed nobody could show it.
    let begun = file.interval.from.max(file.record.filed_on);
    steps.push(step(&begun.to_string(), "开始公示", Tone::Plain));
    if let Some(until) = file.interval.until {
        let provisional = file.interval.provisional.then(|| "暂定，待节假日安排公布".to_owned());
        let end = step(&until.to_string(), "期满，自动停止公示", Tone::Ended);
        steps.push(TimelineStep { detail: provisional, ..end });
    }
    for one in &mut steps {
        one.ahead = one.on > times.as_of.to_string();
    }
    steps.sort_by(|one, other| one.on.cmp(&other.on));
    Ok(steps)
}

fn entered(stored: &Stored) -> Result<TimelineStep, Problem> {
    let at = Instant::parse(&stored.entry.at).map_err(|e| Fault::found("条目的时刻", e))?;
    let what = title_of_status(&stored.entry.kind);
    let plain = step(&at.legal_day().to_string(), what, Tone::Plain);
    Ok(TimelineStep { position: Some(stored.position), ..plain })
}

fn step(on: &str, what: &str, tone: Tone) -> TimelineStep {
    TimelineStep {
        on: on.to_owned(),
        what: what.to_owned(),
        by: None,
        detail: None,
        position: None,
        tone,
        ahead: false,
    }
}
