//! The days on which an organ owes an item in one cycle, through however many editions.

use std::collections::BTreeMap;

use xh_kernel::Date;
use xh_policy::{CatalogueEntry, Cycle};

use crate::catalogue::InForce;
use crate::organ::Organ;

/// An organ of the register, and since when it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// The organ.
    pub organ: Organ,
    /// Position of its first entry: an organ that the adopters could see owes from the first day.
    pub position: i64,
    /// Legal day of that entry; an organ registered later owes from there.
    pub since: Date,
}

/// One stretch of days.
#[derive(Debug)]
pub(super) struct Run<'c> {
    pub from: Date,
    /// First day it no longer applies.
    pub until: Option<Date>,
    pub cycle: Cycle,
    pieces: Vec<(Date, &'c str, &'c CatalogueEntry)>,
}

impl<'c> Run<'c> {
    /// Edition and line in force on a day of the run.
    pub(super) fn entry_at(&self, day: Date) -> Option<(&'c str, &'c CatalogueEntry)> {
        let piece = self.pieces.iter().rev().find(|(from, ..)| *from <= day)?;
        Some((piece.1, piece.2))
    }
}

/// Every run of this organ.
pub(super) fn runs<'c>(turns: &'c [InForce], supplier: &Supplier) -> Vec<Run<'c>> {
    let mut out: BTreeMap<&str, Vec<Run<'c>>> = BTreeMap::new();
    let organ = &supplier.organ;
    for turn in turns {
        let late = if supplier.position < turn.position { turn.from } else { turn.from.max(supplier.since) };
        if turn.until.is_some_and(|until| until <= late) {
            continue;
        }
        for entry in &turn.catalogue.entries {
            let Some(cycle) = entry.cycle else { continue };
            if !entry.is_supplied_by(organ.uscc, &organ.name, &organ.system) {
                continue;
            }
            let piece = (late, turn.catalogue.id.as_str(), entry);
            let runs = out.entry(&entry.id).or_default();
            match runs.last_mut() {
                Some(run) if run.until == Some(late) && same_length(run.cycle, cycle) => {
                    run.until = turn.until;
                    run.pieces.push(piece);
                }
                _ => runs.push(Run { from: late, until: turn.until, cycle, pieces: vec![piece] }),
            }
        }
    }
    out.into_values().flatten().collect()
}

fn same_length(one: Cycle, other: Cycle) -> bool {
    (one.every, one.workdays) == (other.every, other.workdays)
}
