//! Single durable acts: one record at a time from many clients, filed in groups (design: group commit).
//! A group is the bulk path at size 64: loaded together, decided together, saved in multi-row statements.

use std::sync::Arc;

use serde::Serialize;
use xh_db::{Fault as DbFault, GroupWriter, Grouped, Res, Tx};
use xh_intake::filing::{Candidate, Outcome};
use xh_intake::{Binding, Checked, Fault, Mapping, Screen, Target, check, screen};
use xh_policy_store::Office;
use xh_registry::Organ;

use crate::save::{Terms, decide_and_save};

/// One record to file: the values by field id, as a client sends them.
#[derive(Debug, Clone)]
pub struct FileOne {
    /// Record kind.
    pub kind: String,
    /// The organ in whose name the client files.
    pub organ: Option<Organ>,
    /// Who files (opaque account id).
    pub actor: String,
    /// Field id and value as text.
    pub values: Vec<(String, String)>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Filed {
    /// A new record.
    Filed {
        /// Record id.
        id: String,
    },
    /// A new version.
    Amended {
        /// Record id.
        id: String,
    },
    /// Known, unchanged.
    Duplicate {
        /// Record id.
        id: String,
    },
    /// Not acceptable.
    Rejected {
        /// Every fault.
        faults: Vec<Fault>,
    },
    /// Only a person could say who it is about; a single record is not queued, it goes back with the question.
    Held {
        /// Stable code.
        code: String,
        /// The question.
        reason: String,
    },
    /// About a natural person: nothing of it was kept.
    RefusedPerson,
}

struct Act {
    terms: Arc<Terms>,
    checked: Box<Checked>,
}

/// The writer for single records.
pub struct Filing {
    office: Office,
    writer: GroupWriter<Act, Outcome>,
}

impl std::fmt::Debug for Filing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Filing").finish_non_exhaustive()
    }
}

impl Filing {
    /// Starts the writer task.
    #[must_use]
    pub fn start(office: &Office) -> Self {
        let writer = GroupWriter::start(office.db.clone(), Group { office: office.clone() });
        Self { office: office.clone(), writer }
    }

    /// Screens, checks and files one record; answers when it is durable.
    ///
    /// # Errors
    /// `Fault` when the kind is unknown or the database fails.
    pub async fn file(&self, one: FileOne) -> Res<Filed> {
        let release = self.office.law().await?;
        let kind = release.kind(&one.kind).ok_or_else(|| DbFault::found("信息类别", &one.kind))?;
        let columns = one.values.iter().map(|(field, _)| Mapping::target_of(kind, field)).collect();
        let mapping = Mapping { columns, ..Mapping::default() };
        let cells: Vec<String> = one.values.iter().map(|(_, value)| value.clone()).collect();
        if let Some(at) = mapping.columns.iter().position(|t| *t == Target::Unknown) {
            return Ok(Filed::Rejected { faults: vec![unknown_field(&one.values, at)] });
        }
        let terms =
            Terms { release: Arc::clone(&release), kind: one.kind, organ: one.organ, actor: one.actor };
        let mapping = terms.with_authority(&mapping);
        let binding = Binding::new(&mapping, kind);
        if let Screen::RefusedPerson(_) = screen(&binding.row(&cells)) {
            return Ok(Filed::RefusedPerson);
        }
        let checked = match check(&binding.row(&cells), self.office.moment().today()) {
            Ok(checked) => Box::new(checked),
            Err(faults) => return Ok(Filed::Rejected { faults }),
        };
        self.writer.submit(Act { terms: Arc::new(terms), checked }).await.map(Filed::from)
    }
}

struct Group {
    office: Office,
}

impl Grouped for Group {
    type Act = Act;
    type Answer = Outcome;

    async fn run(&mut self, tx: &mut Tx<'_>, acts: &mut Vec<Act>) -> Res<Vec<Outcome>> {
        let mut moment = self.office.moment();
        let mut outcomes: Vec<Option<Outcome>> = acts.iter().map(|_| None).collect();
        for alike in alike(acts) {
            let Some(terms) = alike.first().and_then(|at| acts.get(*at)).map(|act| Arc::clone(&act.terms))
            else {
                continue;
            };
            let rows: Vec<Candidate> = alike.iter().filter_map(|at| acts.get(*at)).map(candidate).collect();
            let (done, _) = decide_and_save(tx, &terms, &rows, &mut moment).await?;
            for (at, outcome) in alike.into_iter().zip(done) {
                if let Some(slot) = outcomes.get_mut(at) {
                    *slot = Some(outcome);
                }
            }
        }
        outcomes.into_iter().map(|o| o.ok_or_else(|| DbFault::found("处理结果", "缺少一项"))).collect()
    }

    fn key(_: &Act) -> Option<String> {
        // Acts on one natural key see each other inside a chunk (`Known` is kept up to date), so none must wait.
        None
    }
}

/// Positions of acts under the same terms, in order: one decision round each.
fn alike(acts: &[Act]) -> Vec<Vec<usize>> {
    let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, act) in acts.iter().enumerate() {
        let same = |other: usize| acts.get(other).is_some_and(|o| same_terms(&o.terms, &act.terms));
        match out.iter_mut().find(|(first, _)| same(*first)) {
            Some((_, members)) => members.push(at),
            None => out.push((at, vec![at])),
        }
    }
    out.into_iter().map(|(_, members)| members).collect()
}

fn same_terms(a: &Terms, b: &Terms) -> bool {
    a.kind == b.kind && a.actor == b.actor && a.organ == b.organ && a.release.digest() == b.release.digest()
}

fn candidate(act: &Act) -> Candidate {
    Candidate { sheet_row: 1, checked: (*act.checked).clone(), settled_subject: None }
}

impl From<Outcome> for Filed {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Filed(id) => Filed::Filed { id: id.as_str().to_owned() },
            Outcome::Amended(id) => Filed::Amended { id: id.as_str().to_owned() },
            Outcome::Duplicate(id) => Filed::Duplicate { id: id.as_str().to_owned() },
            Outcome::Rejected(faults) => Filed::Rejected { faults },
            Outcome::Held(reason, _) => {
                Filed::Held { code: reason.code().into(), reason: reason.sentence().into() }
            }
        }
    }
}

fn unknown_field(values: &[(String, String)], at: usize) -> Fault {
    let name = values.get(at).map_or_else(String::new, |(name, _)| name.clone());
    Fault {
        field: name.clone(),
        title: name.clone(),
        column: None,
        code: "unknown_field".into(),
        reason: format!("没有字段「{name}」"),
        remedy: "请按接口说明中的字段名提交".into(),
        found: name,
    }
}

/// The organ with this id; `None` for the empty id.
pub(crate) async fn organ_of(office: &Office, id: &str) -> Res<Option<Organ>> {
    let mut tx = office.db.read().await?;
    Ok(xh_registry_store::organs(&mut tx).await?.into_iter().find(|o| o.id.as_str() == id))
}
