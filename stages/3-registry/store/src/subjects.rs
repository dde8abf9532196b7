//! Subjects one at a time, and the page of changed ones that the search index follows.

use xh_db::{Fault, Res, Row, Tx, statements, values};
use xh_kernel::{Id, Uscc};
use xh_registry::Subject;

statements! {
    /// One subject by code.
    ONE_BY_CODE = "select id, uscc, name, state, division, provisional, version, position from registry_subject
                   where uscc = $1";
    /// One subject by id.
    ONE_BY_ID = "select id, uscc, name, state, division, provisional, version, position from registry_subject
                 where id = $1";
    /// How many are there?
    COUNT = "select count(*) as n from registry_subject";
    /// Names it was ever known by, in the order they came.
    NAMES_OF = "select name from registry_name where subject_id = $1 order by position, name_key";
    /// Subjects whose newest version stands at or behind a position, with every name.
    SINCE = "select s.id, s.uscc, s.name, s.state, s.division, s.position, n.name as other
             from registry_subject s left join registry_name n on n.subject_id = s.id
             where s.position >= $1 and s.position < $2 order by s.position, n.position, n.name_key";
    /// A page of subjects in the order of their codes.
    AFTER = "select id, uscc, name, state, division, provisional, version, position from registry_subject
             where uscc > $1 order by uscc limit $2";
}

/// A subject with every name it had, for the search index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectNames {
    /// Subject id.
    pub id: String,
    /// Its code.
    pub uscc: String,
    /// Its name now.
    pub name: String,
    /// Registration state.
    pub state: String,
    /// Division code.
    pub division: String,
    /// Names before.
    pub former: Vec<String>,
}

/// One subject by code.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subject_by_code(tx: &mut Tx<'_>, uscc: &Uscc) -> Res<Option<Subject>> {
    tx.one(ONE_BY_CODE, &values![uscc.as_str()]).await?.as_ref().map(subject).transpose()
}

/// One subject by id.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subject_by_id(tx: &mut Tx<'_>, id: &str) -> Res<Option<Subject>> {
    tx.one(ONE_BY_ID, &values![id]).await?.as_ref().map(subject).transpose()
}

/// How many subjects there are.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subject_count(tx: &mut Tx<'_>) -> Res<i64> {
    tx.one(COUNT, &[]).await?.map_or(Ok(0), |row| row.int("n"))
}

/// Names other than `now`, oldest first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn former_names(tx: &mut Tx<'_>, subject: &str, now: &str) -> Res<Vec<String>> {
    let rows = tx.all(NAMES_OF, &values![subject]).await?;
    let names: Res<Vec<String>> = rows.iter().map(|row| row.text("name")).collect();
    Ok(names?.into_iter().filter(|name| name != now).collect())
}

/// Subjects changed in positions `from..to`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subjects_since(tx: &mut Tx<'_>, from: i64, to: i64) -> Res<Vec<SubjectNames>> {
    let mut out: Vec<SubjectNames> = Vec::new();
    for row in tx.all(SINCE, &values![from, to]).await? {
        let id = row.text("id")?;
        if out.last().is_none_or(|last| last.id != id) {
            out.push(names_row(&row, id)?);
        }
        if let (Some(last), Some(other)) = (out.last_mut(), row.text_opt("other")?)
            && other != last.name
        {
            last.former.push(other);
        }
    }
    Ok(out)
}

/// A page of subjects behind `uscc`, in the order of codes.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn subjects_after(tx: &mut Tx<'_>, uscc: &str, limit: i64) -> Res<Vec<Subject>> {
    tx.all(AFTER, &values![uscc, limit]).await?.iter().map(subject).collect()
}

fn names_row(row: &Row, id: String) -> Res<SubjectNames> {
    Ok(SubjectNames {
        id,
        uscc: row.text("uscc")?,
        name: row.text("name")?,
        state: row.text("state")?,
        division: row.text("division")?,
        former: Vec::new(),
    })
}

pub(crate) fn subject(row: &Row) -> Res<Subject> {
    Ok(Subject {
        id: Id::parse(&row.text("id")?).map_err(|e| Fault::found("registry_subject.id", e))?,
        uscc: Uscc::parse(&row.text("uscc")?).map_err(|e| Fault::found("registry_subject.uscc", e))?,
        name: row.text("name")?,
        state: row.text("state")?,
        division: row.text("division")?,
        provisional: row.int("provisional")? == 1,
        version: row.int("version")?,
        position: row.int("position")?,
    })
}
