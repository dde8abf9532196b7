//! What the chunk before decided, while it is still being written: laid over what the database answers, so that a
//! chunk can be decided beside the writing of the last one. Only what these rows ask is carried, so nothing grows.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use xh_intake::KnownSubject;
use xh_intake::filing::{Candidate, Known};
use xh_kernel::name_key;
use xh_policy::Kind;

/// Lays `before`, the knowledge after the chunk before, over `known`, which the database answered.
pub(crate) fn carry(known: &mut Known, before: &Known, kind: &Kind, rows: &[Candidate]) {
    let asked = Asked::of(rows);
    absent(&mut known.by_code, &before.by_code, |code| asked.codes.contains(code));
    listed(&mut known.by_name, &before.by_name, &asked.names);
    listed(&mut known.by_number, &before.by_number, &asked.numbers);
    for (code, registration) in before.registrations.iter().filter(|(code, _)| asked.codes.contains(*code)) {
        if known.registrations.get(code).is_none_or(|loaded| loaded.version < registration.version) {
            let mut registration = registration.clone();
            registration.fresh = false;
            known.registrations.insert(code.clone(), registration);
        }
    }
    for (key, record) in &before.records {
        let asked = !kind.keyed_by_document() || asked.documents.contains(&key.document_key);
        if asked && known.records.get(key).is_none_or(|loaded| loaded.version < record.version) {
            known.records.insert(key.clone(), record.clone());
        }
    }
    known.supplied.extend(before.supplied.iter().cloned());
}

/// What the rows will look up.
struct Asked {
    codes: BTreeSet<String>,
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
    documents: BTreeSet<String>,
}

impl Asked {
    fn of(rows: &[Candidate]) -> Self {
        let claims = || rows.iter().map(|row| &row.checked.subject);
        let named = claims().filter_map(|claim| Some(claim.code?.as_str().to_owned()));
        let numbers = claims().flat_map(|claim| claim.identifiers().map(|(_, value)| value.to_owned()));
        Self {
            codes: named.chain(rows.iter().filter_map(|row| row.settled_subject.clone())).collect(),
            names: claims().map(|claim| name_key(&claim.name)).collect(),
            numbers: numbers.collect(),
            documents: rows.iter().filter_map(|row| row.checked.document_key.clone()).collect(),
        }
    }
}

fn absent<K: Clone + Eq + Hash, V: Clone>(
    known: &mut HashMap<K, V>,
    before: &HashMap<K, V>,
    asked: impl Fn(&K) -> bool,
) {
    for (key, value) in before.iter().filter(|(key, _)| asked(key)) {
        known.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

fn listed(
    known: &mut HashMap<String, Vec<KnownSubject>>,
    before: &HashMap<String, Vec<KnownSubject>>,
    asked: &BTreeSet<String>,
) {
    for (key, subjects) in before.iter().filter(|(key, _)| asked.contains(*key)) {
        let there = known.entry(key.clone()).or_default();
        for subject in subjects {
            if !there.iter().any(|one| one.id == subject.id) {
                there.push(subject.clone());
            }
        }
    }
}
