//! What a person would answer about columns: `mappings.toml`, by digest of a sheet's headings.
//! Only files that have a document number, a subject and a day of decision can be settled; nothing is invented.

use std::collections::BTreeMap;

use serde::Deserialize;
use xh_intake::{Help, Mapping, Target};
use xh_intake_desk::settle_shape;
use xh_policy::Kind;

use crate::stage::{Res, Stage};

/// Every answer.
#[derive(Debug, Deserialize)]
pub struct Settlements {
    shape: Vec<Settlement>,
}

/// The answer for one shape.
#[derive(Debug, Deserialize)]
struct Settlement {
    /// Digest of the headings.
    digest: String,
    /// Column (from 1, as people count) to field id; `-` for none. The rest stays as proposed.
    columns: BTreeMap<String, String>,
}

impl Settlements {
    /// The answers beside this file.
    pub fn read() -> Res<Self> {
        Ok(toml::from_str(include_str!("mappings.toml"))?)
    }

    /// The mapping for a shape that needed help, if a person could say.
    pub fn mapping(&self, digest: &str, help: &Help, kind: &Kind) -> Res<Option<Mapping>> {
        let Some(found) = self.shape.iter().find(|shape| shape.digest == digest) else { return Ok(None) };
        let mut mapping = help.proposal.clone();
        for (column, field) in &found.columns {
            let at: usize = column.parse()?;
            mapping.columns.resize(mapping.columns.len().max(at), Target::Unknown);
            let place =
                at.checked_sub(1).and_then(|at| mapping.columns.get_mut(at)).ok_or("columns count from 1")?;
            *place = if field == "-" { Target::Ignored } else { Mapping::target_of(kind, field) };
        }
        Ok(Some(mapping))
    }
}

/// Settles a shape if the file's answers say how; `false` when the file cannot be imported.
pub async fn settle(stage: &Stage, kind: &str, digest: &str, help: &Help) -> Res<bool> {
    let office = &stage.opened.office;
    let law = office.law().await?;
    let known = law.kind(kind).ok_or("no such kind")?;
    let Some(mapping) = stage.settled.mapping(digest, help, known)? else { return Ok(false) };
    settle_shape(office, &stage.opened.actor, stage.source(kind), digest, kind, &mapping).await?;
    Ok(true)
}
