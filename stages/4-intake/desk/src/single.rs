//! Single durable acts: one record at a time from many clients, filed in groups (design: group commit).
//! A group is the bulk path at size 64: loaded together, decided together, saved in multi-row statements.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;
use xh_access::{Before, KeptAnswer, Repeat};
use xh_db::{Fault as DbFault, GroupWriter, Grouped, Res, Tx};
use xh_intake::filing::{Candidate, Outcome};
use xh_intake::{Binding, Checked, Fault, Mapping, Screen, Target, blank_never, check, screen};
use xh_kernel::Moment;
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
        #[schema(value_type = Vec<Object>)]
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

impl Filed {
    /// The answer over HTTP to one that was filed.
    pub(crate) fn answer(&self) -> Res<KeptAnswer> {
        self.answer_of(if matches!(self, Filed::Duplicate { .. }) { 200 } else { 201 })
    }

    pub(crate) fn answer_of(&self, status: u16) -> Res<KeptAnswer> {
        let body = serde_json::to_string(self).map_err(|e| DbFault::found("回答", e))?;
        Ok(KeptAnswer { status, body })
    }

    /// Whether the ledger holds it.
    fn stands(&self) -> bool {
        matches!(self, Filed::Filed { .. } | Filed::Amended { .. } | Filed::Duplicate { .. })
    }
}

/// What a request that may come again came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FiledOnce {
    /// It was done now.
    Now(Filed),
    /// It was done before; this was the answer.
    Before(KeptAnswer),
    /// Its key was used for something else.
    Other,
}

struct Act {
    terms: Arc<Terms>,
    checked: Box<Checked>,
    repeat: Option<Repeat>,
}

/// The writer for single records.
pub struct Filing {
    office: Office,
    writer: GroupWriter<Act, FiledOnce>,
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
        match self.file_once(one, None).await? {
            FiledOnce::Now(filed) => Ok(filed),
            FiledOnce::Before(_) | FiledOnce::Other => Err(DbFault::found("处理结果", "没有键的请求")),
        }
    }

    /// The same for a request that may come again: its answer is stored in the transaction that files the record.
    pub(crate) async fn file_once(&self, one: FileOne, repeat: Option<Repeat>) -> Res<FiledOnce> {
        let release = self.office.law().await?;
        let kind = release.kind(&one.kind).ok_or_else(|| DbFault::found("信息类别", &one.kind))?;
        let columns = one.values.iter().map(|(field, _)| Mapping::target_of(kind, field)).collect();
        let mapping = Mapping { columns, ..Mapping::default() };
        let mut cells: Vec<String> = one.values.iter().map(|(_, value)| value.clone()).collect();
        if let Some(at) = mapping.columns.iter().position(|t| *t == Target::Unknown) {
            let faults = vec![unknown_field(&one.values, at)];
            return Ok(FiledOnce::Now(Filed::Rejected { faults }));
        }
        let terms =
            Terms { release: Arc::clone(&release), kind: one.kind, organ: one.organ, actor: one.actor };
        let mapping = terms.with_authority(&mapping);
        let binding = Binding::new(&mapping, kind);
        if let Screen::RefusedPerson(_) = screen(&binding.row(&cells)) {
            return Ok(FiledOnce::Now(Filed::RefusedPerson));
        }
        blank_never(&mut cells, &binding);
        let checked = match check(&binding.row(&cells), self.office.moment().today()) {
            Ok(checked) => Box::new(checked),
            Err(faults) => return Ok(FiledOnce::Now(Filed::Rejected { faults })),
        };
        self.writer.submit(Act { terms: Arc::new(terms), checked, repeat }).await
    }
}

struct Group {
    office: Office,
}

impl Grouped for Group {
    type Act = Act;
    type Answer = FiledOnce;

    async fn run(&mut self, tx: &mut Tx<'_>, acts: &mut Vec<Act>) -> Res<Vec<FiledOnce>> {
        let mut moment = self.office.moment();
        let mut answers = before(tx, acts).await?;
        for alike in alike(acts, &answers) {
            let Some(terms) = alike.first().and_then(|at| acts.get(*at)).map(|act| Arc::clone(&act.terms))
            else {
                continue;
            };
            let rows: Vec<Candidate> = alike.iter().filter_map(|at| acts.get(*at)).map(candidate).collect();
            let (done, _) = decide_and_save(tx, &terms, &rows, &mut moment).await?;
            for (at, outcome) in alike.into_iter().zip(done) {
                if let Some(slot) = answers.get_mut(at) {
                    *slot = Some(FiledOnce::Now(Filed::from(outcome)));
                }
            }
        }
        let missing = || DbFault::found("处理结果", "缺少一项");
        let answers: Vec<FiledOnce> =
            answers.into_iter().map(|one| one.ok_or_else(missing)).collect::<Res<_>>()?;
        keep(tx, &moment, acts, &answers).await?;
        Ok(answers)
    }

    fn key(act: &Act) -> Option<String> {
        // Acts on one natural key see each other inside a chunk (`Known` is kept up to date), so none must wait; of two
        // requests under one key the second must see the first one's answer.
        act.repeat.as_ref().map(|repeat| repeat.key().to_owned())
    }
}

/// What was answered before, asked under the lock; without any key nothing is asked.
async fn before(tx: &mut Tx<'_>, acts: &[Act]) -> Res<Vec<Option<FiledOnce>>> {
    if acts.iter().all(|act| act.repeat.is_none()) {
        return Ok(acts.iter().map(|_| None).collect());
    }
    xh_ledger_store::lock_head(tx).await?;
    let repeats: Vec<Option<&Repeat>> = acts.iter().map(|act| act.repeat.as_ref()).collect();
    let once = |before| match before {
        Before::New => None,
        Before::Answered(kept) => Some(FiledOnce::Before(kept)),
        Before::Other => Some(FiledOnce::Other),
    };
    Ok(xh_access::before_all(tx, &repeats).await?.into_iter().map(once).collect())
}

/// Keeps the answers of what stands; what changed nothing may be mended and sent under the same key.
async fn keep(tx: &mut Tx<'_>, moment: &Moment, acts: &[Act], answers: &[FiledOnce]) -> Res<()> {
    let mut kept = Vec::new();
    for (act, answer) in acts.iter().zip(answers) {
        if let (Some(repeat), FiledOnce::Now(filed)) = (&act.repeat, answer)
            && filed.stands()
        {
            kept.push((repeat, filed.answer()?));
        }
    }
    let all = kept.iter().map(|(repeat, answer)| (*repeat, answer)).collect();
    xh_access::keep_all(tx, moment.at(), all).await
}

/// Positions of acts under the same terms, in order: one decision round each. Answered ones are left out.
fn alike(acts: &[Act], answers: &[Option<FiledOnce>]) -> Vec<Vec<usize>> {
    let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, act) in acts.iter().enumerate().filter(|(at, _)| matches!(answers.get(*at), Some(None))) {
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
    let name = values.get(at).map_or("", |(name, _)| name);
    let name = xh_kernel::without_identity_numbers(name).into_owned();
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
