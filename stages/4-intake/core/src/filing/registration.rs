//! The base library's rows: a subject appears, is named anew, or is already known as it stands.

use xh_kernel::{Id, Moment, Uscc, name_key};
use xh_ledger::{Draft, Fields};
use xh_policy::FieldRole;
use xh_registry::{SUBJECT_REGISTERED, SubjectBody};

use super::{Candidate, Ground, Known, KnownRegistration, Outcome, draft, identifiers};
use crate::{Fault, HeldReason, KnownSubject};

/// Files one row of the base library.
pub(super) fn file(
    ground: Ground<'_>,
    known: &mut Known,
    row: &Candidate,
    moment: &mut Moment,
    drafts: &mut Vec<Draft>,
) -> Outcome {
    let Some(uscc) = row.checked.subject.code else {
        return Outcome::Rejected(vec![no_code(row)]);
    };
    let name = row.checked.subject.name.clone();
    match known.registrations.get(uscc.as_str()) {
        None => first(ground, known, row, uscc, name, moment, drafts),
        Some(before) if before.fresh && name_key(&before.name) != name_key(&name) => Outcome::Held(
            HeldReason::NameDiffers,
            id_of(known, uscc).iter().map(|id| id.as_str().to_owned()).collect(),
        ),
        Some(before) if !before.provisional && before.name == name && before.fields == row.checked.fields => {
            id_of(known, uscc).map_or_else(|| Outcome::Rejected(vec![no_code(row)]), Outcome::Duplicate)
        }
        Some(_) => again(ground, known, row, uscc, name, drafts),
    }
}

fn first(
    ground: Ground<'_>,
    known: &mut Known,
    row: &Candidate,
    uscc: Uscc,
    name: String,
    moment: &mut Moment,
    drafts: &mut Vec<Draft>,
) -> Outcome {
    let id = moment.id();
    let body = body(ground, row, uscc, name, Vec::new());
    remember(known, row, &body, &id, 1);
    drafts.push(draft(ground, id.clone(), 1, SUBJECT_REGISTERED, organ(ground), body.to_fields()));
    Outcome::Filed(id)
}

fn again(
    ground: Ground<'_>,
    known: &mut Known,
    row: &Candidate,
    uscc: Uscc,
    name: String,
    drafts: &mut Vec<Draft>,
) -> Outcome {
    let (Some(id), Some(before)) = (id_of(known, uscc), known.registrations.get(uscc.as_str())) else {
        return Outcome::Rejected(vec![no_code(row)]);
    };
    let (version, was_provisional) = (before.version + 1, before.provisional);
    let mut former = before.former_names.clone();
    if before.name != name && !before.name.is_empty() {
        former.insert(0, before.name.clone());
    }
    let body = body(ground, row, uscc, name, former);
    remember(known, row, &body, &id, version);
    drafts.push(draft(ground, id.clone(), version, SUBJECT_REGISTERED, organ(ground), body.to_fields()));
    if was_provisional { Outcome::Filed(id) } else { Outcome::Amended(id) }
}

fn organ(ground: Ground<'_>) -> &str {
    ground.default_organ.map_or("", |o| o.id.as_str())
}

fn body(
    ground: Ground<'_>,
    row: &Candidate,
    uscc: Uscc,
    name: String,
    mut former: Vec<String>,
) -> SubjectBody {
    for supplied in texts(ground, &row.checked.fields, FieldRole::FormerName) {
        if supplied != name && !former.contains(&supplied) {
            former.push(supplied);
        }
    }
    SubjectBody {
        uscc,
        former_names: former,
        state: texts(ground, &row.checked.fields, FieldRole::Status).pop().unwrap_or_default(),
        provisional: false,
        identifiers: identifiers(&row.checked.subject, uscc),
        fields: row.checked.fields.clone(),
        name,
    }
}

fn texts(ground: Ground<'_>, fields: &Fields, role: FieldRole) -> Vec<String> {
    let of_role = ground.kind.fields.iter().filter(|f| f.role == Some(role));
    of_role
        .filter_map(|f| fields.get(&f.id)?.as_str())
        .flat_map(|t| t.split([';', '；', '、']))
        .map(str::to_owned)
        .collect()
}

fn id_of(known: &Known, uscc: Uscc) -> Option<Id> {
    Id::parse(&known.by_code.get(uscc.as_str())?.id).ok()
}

fn remember(known: &mut Known, row: &Candidate, body: &SubjectBody, id: &Id, version: i64) {
    let subject = KnownSubject {
        id: id.as_str().to_owned(),
        code: Some(body.uscc),
        name: body.name.clone(),
        former_names: body.former_names.clone(),
        provisional: false,
    };
    let registration = KnownRegistration {
        version,
        provisional: false,
        name: body.name.clone(),
        former_names: body.former_names.clone(),
        fields: row.checked.fields.clone(),
        fresh: true,
    };
    known.by_name.entry(name_key(&body.name)).or_default().push(subject.clone());
    known.registrations.insert(body.uscc.as_str().to_owned(), registration);
    known.by_code.insert(body.uscc.as_str().to_owned(), subject);
}

fn no_code(row: &Candidate) -> Fault {
    Fault {
        field: "subject_code".into(),
        title: "统一社会信用代码".into(),
        column: None,
        code: "registration_without_code".into(),
        reason: "登记信息缺少有效的统一社会信用代码".into(),
        remedy: "请补充 18 位统一社会信用代码后重新报送;仅有旧注册号的主体不能建档".into(),
        found: row.checked.subject.name.clone(),
    }
}
