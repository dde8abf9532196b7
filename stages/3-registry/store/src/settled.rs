//! Questions of severity that authorities still have to answer, and the answers they gave.

use xh_db::{Res, Tx, statements, values};

statements! {
    /// Open questions, the most frequent first.
    OPEN = "select r.organ_id, o.name as organ_name, r.kind, r.unsettled, count(*) as n
            from registry_record r join registry_organ o on o.id = r.organ_id
            where r.unsettled is not null and r.superseded is null
            group by r.organ_id, o.name, r.kind, r.unsettled
            order by count(*) desc, r.organ_id, r.kind, r.unsettled limit $1";
    /// Answers given so far.
    ANSWERS = "select organ_id, kind, unsettled, severity from registry_settled order by organ_id, kind, unsettled";
    /// Current records that wait for one answer, a page at a time.
    WAITING = "select id from registry_record where organ_id = $1 and kind = $2 and unsettled = $3
               and superseded is null and id > $4 order by id limit 500";
}

/// One open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The authority's organ id.
    pub organ: String,
    /// Its name.
    pub organ_name: String,
    /// The record kind.
    pub kind: String,
    /// Kinds of penalty and amount band.
    pub unsettled: String,
    /// How many records wait.
    pub records: i64,
}

/// Open questions, most waiting records first.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn open_questions(tx: &mut Tx<'_>, limit: i64) -> Res<Vec<Question>> {
    let rows = tx.all(OPEN, &values![limit]).await?;
    let question = |row: &xh_db::Row| {
        Ok(Question {
            organ: row.text("organ_id")?,
            organ_name: row.text("organ_name")?,
            kind: row.text("kind")?,
            unsettled: row.text("unsettled")?,
            records: row.int("n")?,
        })
    };
    rows.iter().map(question).collect()
}

/// ((organ, kind, question), severity) of every answer.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn answers(tx: &mut Tx<'_>) -> Res<Vec<((String, String, String), String)>> {
    let rows = tx.all(ANSWERS, &[]).await?;
    let answer = |row: &xh_db::Row| {
        let key = (row.text("organ_id")?, row.text("kind")?, row.text("unsettled")?);
        Ok((key, row.text("severity")?))
    };
    rows.iter().map(answer).collect()
}

/// Ids of current records that wait for this answer, behind `after`.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn records_with_question(
    tx: &mut Tx<'_>,
    organ: &str,
    kind: &str,
    question: &str,
    after: &str,
) -> Res<Vec<String>> {
    let rows = tx.all(WAITING, &values![organ, kind, question, after]).await?;
    rows.iter().map(|row| row.text("id")).collect()
}
