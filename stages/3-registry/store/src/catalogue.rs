//! The catalogue: proposals, what is in force in turn, and whether a kind may be filed at all.

use xh_db::{Fault, Res, Row, Tx, statements, values};
use xh_kernel::{Date, Id};
use xh_policy::Catalogue;
use xh_registry::{Agreed, InForce, Proposal, in_turn};

statements! {
    /// Every proposal, oldest first.
    PROPOSALS = "select id, edition, title, digest, effective_on, proposed_by, proposed_at, adopted_by, adopted_at,
                 adopted_position from registry_catalogue order by position";
    /// One of them.
    PROPOSAL = "select id, edition, title, digest, effective_on, proposed_by, proposed_at, adopted_by, adopted_at,
                adopted_position from registry_catalogue where id = $1";
    /// Editions that were adopted, whole.
    ADOPTED = "select content, effective_on, adopted_position from registry_catalogue
               where adopted_position is not null order by effective_on, adopted_position";
    /// The edition in force on a day: its title and the kinds it covers.
    COVERS = "select title, kinds from registry_catalogue where adopted_position is not null and effective_on <= $1
              order by effective_on desc, adopted_position desc limit 1";
}

/// Every proposal, oldest first.
///
/// # Errors
/// `Fault` when the database fails or a row is broken.
pub async fn proposals(tx: &mut Tx<'_>) -> Res<Vec<Proposal>> {
    tx.all(PROPOSALS, &[]).await?.iter().map(row).collect()
}

/// One proposal.
///
/// # Errors
/// `Fault` when the database fails or the row is broken.
pub async fn proposal(tx: &mut Tx<'_>, id: &str) -> Res<Option<Proposal>> {
    tx.one(PROPOSAL, &values![id]).await?.as_ref().map(row).transpose()
}

/// The adopted catalogues as they follow each other.
///
/// # Errors
/// `Fault` when the database fails or a content cannot be read.
pub async fn turns(tx: &mut Tx<'_>) -> Res<Vec<InForce>> {
    let adopted = |row: &Row| {
        let catalogue = Catalogue::from_content(&row.text("content")?);
        let catalogue = catalogue.map_err(|e| Fault::found("registry_catalogue.content", e))?;
        Ok((catalogue, day(row, "effective_on")?, row.int("adopted_position")?))
    };
    let adopted: Res<Vec<_>> = tx.all(ADOPTED, &[]).await?.iter().map(adopted).collect();
    Ok(in_turn(adopted?))
}

/// The title of the edition in force on a day, when there is one and it does not cover this kind.
///
/// # Errors
/// `Fault` when the database fails.
pub async fn outside(tx: &mut Tx<'_>, kind: &str, on: Date) -> Res<Option<String>> {
    let Some(row) = tx.one(COVERS, &values![on.to_string()]).await? else { return Ok(None) };
    let covered = row.text("kinds")?.contains(&format!("|{kind}|"));
    if covered { Ok(None) } else { row.text("title").map(Some) }
}

fn day(row: &Row, column: &str) -> Res<Date> {
    Date::parse(&row.text(column)?).map_err(|e| Fault::found(format!("registry_catalogue.{column}"), e))
}

fn row(row: &Row) -> Res<Proposal> {
    let adopted = match row.text_opt("adopted_by")? {
        None => None,
        Some(by) => Some(Agreed { by, at: row.text("adopted_at")?, position: row.int("adopted_position")? }),
    };
    Ok(Proposal {
        id: Id::parse(&row.text("id")?).map_err(|e| Fault::found("registry_catalogue.id", e))?,
        edition: row.text("edition")?,
        title: row.text("title")?,
        digest: row.text("digest")?,
        effective_on: day(row, "effective_on")?,
        proposed_by: row.text("proposed_by")?,
        proposed_at: row.text("proposed_at")?,
        adopted,
    })
}
