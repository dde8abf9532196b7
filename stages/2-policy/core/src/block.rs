//! Blocks: fields that many templates share (who, by whom, what is never collected), written once.
//!
//! A kind names them in `head` and `tail`; a field of its own with the same id takes the place of the block's.
//! Once put in they are gone: a release knows kinds with fields, nothing else.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::kind::{Field, Kind};
use crate::load::{LintFault, Placed};

/// Fields under one name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    /// Stable id: `subject`.
    pub id: String,
    /// The fields, in the order of the template.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// Puts the blocks into every kind that names them.
pub(crate) fn put_in(kinds: &mut [Placed<Kind>], blocks: &[Placed<Block>], faults: &mut Vec<LintFault>) {
    let mut known: BTreeMap<&str, &[Field]> = BTreeMap::new();
    for it in blocks {
        if known.insert(&it.item.id, &it.item.fields).is_some() {
            let what = format!("字段组「{}」重复", it.item.id);
            faults.push(it.place.fault(what, "请改用不同的 id"));
        }
    }
    for it in kinds {
        let (head, tail) = (std::mem::take(&mut it.item.head), std::mem::take(&mut it.item.tail));
        for id in head.iter().chain(&tail).filter(|id| !known.contains_key(id.as_str())) {
            let what = format!("类别「{}」的字段组「{id}」没有登记", it.item.id);
            faults.push(it.place.fault(what, "请登记 [[block]] 或改正 id"));
        }
        let own = std::mem::take(&mut it.item.fields);
        let (before, behind) = (named(&known, &head, &own), named(&known, &tail, &own));
        it.item.fields = before.into_iter().chain(own).chain(behind).collect();
    }
}

/// The fields of these blocks that the kind has not written itself.
fn named(known: &BTreeMap<&str, &[Field]>, names: &[String], own: &[Field]) -> Vec<Field> {
    let blocks = names.iter().filter_map(|id| known.get(id.as_str()));
    let theirs = |field: &&Field| !own.iter().any(|mine| mine.id == field.id);
    blocks.flat_map(|fields| fields.iter()).filter(theirs).cloned().collect()
}
