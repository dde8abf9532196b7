//! A department's row: whose act, about whom, known or new, and what the law makes of it.

use xh_kernel::{Date, Id, Moment};
use xh_ledger::{Draft, Fields};
use xh_policy::{FieldRole, Kind, KindRole, Release, due};
use xh_registry::{
    NaturalKey, Organ, RECORD_AMENDED, RECORD_FILED, RecordBody, SUBJECT_PROVISIONAL, SUPPLY_BEGUN,
    SubjectBody, SupplyBody, lawful, question,
};

use super::same::same;
use super::{Candidate, Ground, Known, KnownVersion, Outcome, draft, identifiers};
use crate::{Checked, Fault, HeldReason, KnownSubject, Resolution, SubjectClaim, resolve};

/// Files one row of a record kind.
pub(super) fn file(
    ground: Ground<'_>,
    known: &mut Known,
    row: &Candidate,
    moment: &mut Moment,
    drafts: &mut Vec<Draft>,
) -> Outcome {
    let organ = match authority(ground, known, &row.checked) {
        Ok(organ) => organ,
        Err(fault) => return Outcome::Rejected(vec![*fault]),
    };
    let (claim, found) = match about(ground, known, row, &organ) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let Some(document_key) = row.checked.document_key.clone() else {
        return Outcome::Rejected(vec![no_key(ground.kind)]);
    };
    let subject = found.unwrap_or_else(|| provisional(ground, known, &claim, moment, drafts));
    let key = NaturalKey {
        organ: organ.id.as_str().to_owned(),
        kind: ground.kind.id.clone(),
        document_key,
        subject: subject.as_str().to_owned(),
    };
    let body = body(ground, known, row, &organ, &key, subject, moment.today());
    supply(ground, known, &organ, moment, drafts);
    keep(ground, known, &key, &body, &organ, moment, drafts)
}

fn authority(ground: Ground<'_>, known: &Known, checked: &Checked) -> Result<Organ, Box<Fault>> {
    let claim = &checked.authority;
    let by_code = claim.code.and_then(|code| known.organs.by_code(code.as_str()));
    let by_name = || claim.name.as_deref().and_then(|name| known.organs.by_name(name));
    by_code
        .or_else(by_name)
        .or(ground.default_organ)
        .cloned()
        .ok_or_else(|| Box::new(unknown_authority(ground.kind, checked)))
}

/// Whom the row is about: the claim, and the subject's id where it is known. Figures are about the organ itself.
fn about(
    ground: Ground<'_>,
    known: &Known,
    row: &Candidate,
    organ: &Organ,
) -> Result<(SubjectClaim, Option<Id>), Outcome> {
    if ground.kind.role == KindRole::Statistics {
        let claim =
            SubjectClaim { name: organ.name.clone(), code: Some(organ.uscc), ..SubjectClaim::default() };
        let found = known.by_code.get(organ.uscc.as_str()).and_then(|subject| Id::parse(&subject.id).ok());
        return Ok((claim, found));
    }
    Ok((row.checked.subject.clone(), subject(known, row, organ)?))
}

/// The subject's id; `Ok(None)` when a provisional subject must be made.
fn subject(known: &Known, row: &Candidate, organ: &Organ) -> Result<Option<Id>, Outcome> {
    let claim = &row.checked.subject;
    if claim.code == Some(organ.uscc) {
        return Err(Outcome::Rejected(vec![authoritys_code(claim.name.as_str(), organ)]));
    }
    if let Some(settled) = &row.settled_subject {
        let found = known.by_code.get(settled).and_then(|s| Id::parse(&s.id).ok());
        return found.map(Some).ok_or(Outcome::Held(HeldReason::NameUnknown, Vec::new()));
    }
    let by_code = claim.code.and_then(|code| known.by_code.get(code.as_str()));
    let by_name = known.by_name.get(&xh_kernel::name_key(&claim.name)).map_or(&[][..], Vec::as_slice);
    let found = claim.identifiers().filter_map(|(_, number)| known.by_number.get(number));
    let by_number: Vec<KnownSubject> = found.flatten().cloned().collect();
    match resolve(claim, by_code, &by_number, by_name) {
        Resolution::Known(id) => Ok(Id::parse(&id).ok()),
        Resolution::Provisional(_) => Ok(None),
        Resolution::Held { reason, candidates } => Err(Outcome::Held(reason, candidates)),
    }
}

fn provisional(
    ground: Ground<'_>,
    known: &mut Known,
    claim: &SubjectClaim,
    moment: &mut Moment,
    drafts: &mut Vec<Draft>,
) -> Id {
    let id = moment.id();
    let Some(uscc) = claim.code else { return id };
    let body = SubjectBody {
        uscc,
        name: claim.name.clone(),
        former_names: Vec::new(),
        state: String::new(),
        provisional: true,
        identifiers: identifiers(claim, uscc),
        fields: Fields::new(),
    };
    drafts.push(draft(ground, id.clone(), 1, SUBJECT_PROVISIONAL, "", body.to_fields()));
    let subject = KnownSubject {
        id: id.as_str().to_owned(),
        code: Some(uscc),
        name: claim.name.clone(),
        former_names: Vec::new(),
        provisional: true,
    };
    known.by_name.entry(xh_kernel::name_key(&claim.name)).or_default().push(subject.clone());
    for number in body.identifiers {
        known.by_number.entry(number.value).or_default().push(subject.clone());
    }
    known.by_code.insert(uscc.as_str().to_owned(), subject);
    id
}

fn body(
    ground: Ground<'_>,
    known: &Known,
    row: &Candidate,
    organ: &Organ,
    key: &NaturalKey,
    subject: Id,
    today: Date,
) -> RecordBody {
    let checked = &row.checked;
    let answer = |asked: &str| {
        let key = (organ.id.as_str().to_owned(), ground.kind.id.clone(), asked.to_owned());
        known.settled.get(&key).copied()
    };
    let decision = lawful(ground.release, ground.kind, &checked.fields, organ, &answer, today);
    RecordBody {
        subject,
        kind: ground.kind.id.clone(),
        document_key: key.document_key.clone(),
        decided_on: checked.decided_on,
        filed_on: today,
        status: status(ground.kind, &checked.fields),
        severity: decision.severity,
        unsettled: decision.unsettled.as_ref().map(question),
        conforming: checked.conforming,
        timely: timely(ground.release, ground.kind, checked.decided_on, today),
        intervals: decision.intervals,
        fields: checked.fields.clone(),
    }
}

fn status(kind: &Kind, fields: &Fields) -> String {
    let field = kind.fields.iter().find(|f| f.role == Some(FieldRole::Status));
    let value = field.and_then(|f| fields.get(&f.id)).and_then(serde_json::Value::as_str);
    value.unwrap_or("valid").to_owned()
}

/// Was it filed by the last day? The day of the decision itself does not count, the last of the period does.
pub(super) fn timely(
    release: &Release,
    kind: &Kind,
    decided_on: Option<Date>,
    filed_on: Date,
) -> Option<bool> {
    due(release, &kind.id, decided_on?).map(|due| filed_on <= due.deadline.day)
}

fn supply(
    ground: Ground<'_>,
    known: &mut Known,
    organ: &Organ,
    moment: &mut Moment,
    drafts: &mut Vec<Draft>,
) {
    let key = (ground.kind.id.clone(), organ.id.as_str().to_owned());
    if known.supplied.insert(key) {
        let body = SupplyBody { kind: ground.kind.id.clone(), first_on: moment.today() };
        drafts.push(draft(ground, moment.id(), 1, SUPPLY_BEGUN, organ.id.as_str(), body.to_fields()));
    }
}

fn keep(
    ground: Ground<'_>,
    known: &mut Known,
    key: &NaturalKey,
    body: &RecordBody,
    organ: &Organ,
    moment: &mut Moment,
    drafts: &mut Vec<Draft>,
) -> Outcome {
    let before = known.records.get(key);
    if let Some(known) = before.filter(|b| same(ground.kind, &b.fields, &body.fields)) {
        return Outcome::Duplicate(known.id.clone());
    }
    let (id, version) = before.map_or_else(|| (moment.id(), 1), |b| (b.id.clone(), b.version + 1));
    let kind = if version == 1 { RECORD_FILED } else { RECORD_AMENDED };
    drafts.push(draft(ground, id.clone(), version, kind, organ.id.as_str(), body.to_fields()));
    let now =
        KnownVersion { id: id.clone(), version, status: body.status.clone(), fields: body.fields.clone() };
    known.records.insert(key.clone(), now);
    if version == 1 { Outcome::Filed(id) } else { Outcome::Amended(id) }
}

fn unknown_authority(kind: &Kind, checked: &Checked) -> Fault {
    let title = title_of(kind, FieldRole::AuthorityName, "认定单位");
    let found = checked.authority.name.clone().unwrap_or_default();
    Fault {
        field: "authority".into(),
        title: title.to_owned(),
        column: None,
        code: "authority_unknown".into(),
        reason: format!("{title}「{found}」不在认定单位登记中"),
        remedy: format!("请填写{title}统一社会信用代码，或先登记该单位，或在导入时指定报送单位"),
        found,
    }
}

fn authoritys_code(name: &str, organ: &Organ) -> Fault {
    Fault {
        field: "subject_code".into(),
        title: "统一社会信用代码".into(),
        column: None,
        code: "authority_code_as_subject".into(),
        reason: format!("「{name}」的代码栏填写的是认定单位「{}」自己的代码", organ.name),
        remedy: "请改填行政相对人的统一社会信用代码".into(),
        found: organ.uscc.as_str().to_owned(),
    }
}

/// Nothing tells this act from another of its kind.
fn no_key(kind: &Kind) -> Fault {
    let titles = |ids: &[String]| {
        let fields = ids.iter().filter_map(|id| kind.field(id));
        fields.map(|field| field.title.as_str()).collect::<Vec<_>>().join("、")
    };
    let otherwise = Some(titles(&kind.otherwise)).filter(|titles| !titles.is_empty());
    let title =
        [Some(titles(&kind.natural_key)), otherwise].into_iter().flatten().collect::<Vec<_>>().join("，或");
    Fault {
        field: kind.natural_key.first().cloned().unwrap_or_default(),
        column: None,
        code: "document_missing".into(),
        reason: format!("缺少{title}，不能与同类的其他信息区分"),
        remedy: format!("请填写{title}"),
        found: String::new(),
        title,
    }
}

/// What this kind calls the field in this role.
fn title_of<'k>(kind: &'k Kind, role: FieldRole, otherwise: &'k str) -> &'k str {
    kind.field_of(role).map_or(otherwise, |field| field.title.as_str())
}
