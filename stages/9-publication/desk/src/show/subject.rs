//! 主体页.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use xh_kernel::{Uscc, normalise_code};
use xh_policy::{FieldRole, FieldType, KindRole, Release};
use xh_publication::{Given, Shown, given};
use xh_registry::{DossierRecord, Empty, SectionView};
use xh_web::text::query_escape;
use xh_web::{Frame, Problem};

use crate::Portal;
use crate::load::{File, Of, Times, TimesQuery, card, entered_at, file, resolve, today};
use crate::pages::{AsOf, Fact, FormerName, Freshness, Section, SectionState, SubjectPage, Tag};
use crate::show::desk::{Desk, page};

const ROWS: usize = 20;

/// `?section=&cursor=`, beside the times.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SectionQuery {
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// Where a list of records goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place(pub String, pub String);

impl Place {
    /// The place of a record in the order newest first.
    pub(crate) fn of(one: &DossierRecord) -> Place {
        let decided = one.record.decided_on.map(|day| day.to_string()).unwrap_or_default();
        Place(decided, one.record.id.clone())
    }

    /// Whether a record comes behind this place.
    pub(crate) fn before(&self, one: &DossierRecord) -> bool {
        let other = Place::of(one);
        (&other.0, &other.1) < (&self.0, &self.1)
    }
}

/// `GET /subjects/{uscc}`
pub(crate) async fn subject(
    State(desk): State<Desk>,
    frame: Frame,
    Path(code): Path<String>,
    Query(query): Query<TimesQuery>,
    Query(section): Query<SectionQuery>,
) -> Result<Response, Problem> {
    let portal = &desk.portal;
    let clean = normalise_code(&code).value;
    let Ok(uscc) = Uscc::parse(&clean) else { return Err(Problem::not_found()) };
    if clean != code {
        return Ok(Redirect::to(&format!("/subjects/{}", uscc.as_str())).into_response());
    }
    let mut tx = portal.office.db.read().await?;
    let release = portal.office.law_in(&mut tx).await?;
    let (times, fault) = match resolve(&mut tx, today(&portal.office), &query).await? {
        Ok(times) => (times, None),
        Err((fault, now)) => (now, Some(fault)),
    };
    let Some(found) = file(&mut tx, &release, &uscc, &times).await? else {
        return Err(Problem::not_found());
    };
    let updated = entered_at(&mut tx, times.known_at).await?;
    let shown = fill(portal, &release, &found, &times, times.view(fault.as_ref()), &section, updated)?;
    page(&frame, &shown)
}

fn fill(
    portal: &Portal,
    release: &Release,
    file: &File,
    times: &Times,
    as_of: AsOf,
    asked: &SectionQuery,
    updated: Option<String>,
) -> Result<SubjectPage, Problem> {
    let (registration, masking) = registration(release, file);
    let mut sections = Vec::new();
    for view in &file.dossier.sections {
        let cursor = asked.cursor.as_deref().filter(|_| asked.section.as_deref() == Some(view.id.as_str()));
        sections.push(section(portal, release, file, view, times, cursor)?);
    }
    let former = file
        .former
        .iter()
        .map(|(name, until)| FormerName { name: name.clone(), until: until.map(|day| day.to_string()) });
    Ok(SubjectPage {
        name: file.body.name.clone(),
        uscc: file.subject.uscc.as_str().to_owned(),
        status: status(release, &file.body.state),
        tags: Vec::new(),
        former_names: former.collect(),
        provisional: file.body.provisional,
        registration_source: file.source.clone().filter(|_| !registration.is_empty()),
        masking,
        registration,
        as_of,
        fresh: Freshness { updated, source: sources(file) },
        sections,
    })
}

/// The registration status as a label: the register's code by its title.
pub(crate) fn status(release: &Release, state: &str) -> Option<Tag> {
    if state.is_empty() {
        return None;
    }
    Some(Tag::registration(&status_words(release, state)))
}

/// The registration status in words.
pub(crate) fn status_words(release: &Release, state: &str) -> String {
    let kind = release.kinds().iter().find(|kind| kind.role == KindRole::Registration);
    let field = kind.and_then(|kind| kind.field_of(FieldRole::Status));
    field.map_or(state, |field| field.code_title(state)).to_owned()
}

/// Everyone who supplied something shown here.
fn sources(file: &File) -> Option<String> {
    let records = file.dossier.sections.iter().flat_map(|section| &section.records);
    let mut names: Vec<&str> = records.map(|one| one.record.organ_name.as_str()).collect();
    names.extend(file.source.as_deref().filter(|_| !file.body.provisional));
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join("、"))
}

fn registration(release: &Release, file: &File) -> (Vec<Fact>, Option<String>) {
    let kind = release.kinds().iter().find(|kind| kind.role == KindRole::Registration);
    let Some(kind) = kind.filter(|_| !file.body.provisional) else { return (Vec::new(), None) };
    let fields = given(kind, &file.body.fields, file.person);
    let head = |one: &&Given<'_>| {
        !matches!(
            one.field.role,
            Some(FieldRole::SubjectName | FieldRole::SubjectCode | FieldRole::FormerName | FieldRole::Status)
        )
    };
    let facts: Vec<Fact> = fields.iter().filter(head).filter_map(fact).collect();
    let masked = file.person && fields.iter().any(|one| matches!(one.shown, Shown::Masked(_)));
    let masking = "个体工商户的经营者姓名和经营场所可能属于个人信息，按规定隐去一部分";
    (facts, masked.then(|| masking.to_owned()))
}

/// A field as a labelled value; nothing when it is withheld.
pub(crate) fn fact(one: &Given<'_>) -> Option<Fact> {
    let text = one.text()?;
    let label = crate::load::amount_title(&one.field.title);
    let fact = match one.field.kind {
        FieldType::Date => Fact::day(label, &text),
        FieldType::Code => Fact::code(label, &text),
        FieldType::Text if text.chars().nth(40).is_some() => Fact::long(label, &text),
        _ => Fact::text(label, &text),
    };
    Some(match one.shown {
        Shown::Masked(_) => fact.noted("按规定隐去一部分"),
        Shown::Released(_) => fact.noted("经审核公开"),
        _ => fact,
    })
}

fn section(
    portal: &Portal,
    release: &Release,
    file: &File,
    view: &SectionView,
    times: &Times,
    cursor: Option<&str>,
) -> Result<Section, Problem> {
    let list = format!("subject/{}/{}", file.subject.uscc.as_str(), view.id);
    let place = cursor.map(|text| portal.web.cursors().open::<Place>(&list, text)).transpose()?;
    let behind = |one: &&DossierRecord| place.as_ref().is_none_or(|place| place.before(one));
    let mut rest = view.records.iter().filter(behind);
    let here: Vec<&DossierRecord> = rest.by_ref().take(ROWS).collect();
    let next = match here.last().filter(|_| rest.next().is_some()) {
        Some(last) => Some(onwards(&portal.web.cursors().seal(&list, &Place::of(last))?, &view.id, times)),
        None => None,
    };
    let of = Of { subject: None, person: file.person };
    let one = |one: &&DossierRecord| card(release, &one.record, one.shown.as_ref()?, of, times.as_of);
    Ok(Section {
        id: view.id.clone(),
        title: view.title.clone(),
        state: match view.empty {
            None => SectionState::Records,
            Some(Empty::NoRecord) => SectionState::NoRecord,
            Some(Empty::NotProvided) => SectionState::NotProvided,
        },
        count: i64::try_from(view.records.len()).unwrap_or(i64::MAX),
        records: here.iter().filter_map(one).collect(),
        next,
    })
}

fn onwards(cursor: &str, section: &str, times: &Times) -> String {
    let mut query = format!("section={section}&cursor={cursor}");
    if times.as_of != times.today {
        query.push_str(&format!("&as_of={}", times.as_of));
    }
    if let Some(typed) = &times.typed {
        query.push_str(&format!("&known_at={}", query_escape(typed)));
    }
    query
}
