//! Which edition of a template a sheet follows, where two editions give one heading different meanings.
//!
//! 当前状态 is numbered from 0 in the 2016 template and from 1 in that of 2018: the cells cannot tell, the sheet's
//! other columns can. Basis: 发改办财金〔2018〕424号 and the templates it replaced.

use xh_policy::{Field, Kind};

use crate::mapping::Mapping;

/// Of several fields that share a heading, the one that is meant beside the columns already named.
#[must_use]
pub fn field_for(fields: &[String], named: &Mapping, kind: &Kind) -> Option<String> {
    let candidates: Vec<&Field> = fields.iter().filter_map(|id| kind.field(id)).collect();
    let (bound, free): (Vec<&Field>, Vec<&Field>) =
        candidates.into_iter().partition(|field| !field.beside.is_empty());
    let met: Vec<&Field> =
        bound.iter().copied().filter(|field| field.beside.iter().any(|id| named.gives(id))).collect();
    match (met.as_slice(), bound.is_empty(), free.as_slice()) {
        ([one], ..) | ([], false, [one]) => Some(one.id.clone()),
        _ => None,
    }
}
