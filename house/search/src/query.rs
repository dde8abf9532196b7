//! From a question to a Tantivy query whose score says *how* it matched: each way of matching adds its own
//! power of two, and the highest bit is the class by which hits are ordered. Not a relevance score.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::grams::{BEGIN, END, pairs};
use crate::schema::Fields;
use crate::text::Question;

/// Ways of matching, best last. The number is the bit, and the class of a hit is its highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Words = 0,
    Former = 1,
    Name = 2,
    NamePrefix = 3,
    CodePrefix = 4,
    FormerExact = 5,
    NameExact = 6,
    Code = 7,
}

impl Way {
    const ALL: [Way; 8] = [
        Way::Words,
        Way::Former,
        Way::Name,
        Way::NamePrefix,
        Way::CodePrefix,
        Way::FormerExact,
        Way::NameExact,
        Way::Code,
    ];

    /// The best way in a score that was added up from weights.
    pub fn best(score: f32) -> Way {
        let bits = score.max(1.0) as u32;
        Way::ALL.get(bits.ilog2() as usize).copied().unwrap_or(Way::Code)
    }

    fn weighs(self, query: Box<dyn Query>) -> Box<dyn Query> {
        let weight = f32::from(1_u16 << (self as u16));
        Box::new(ConstScoreQuery::new(query, weight))
    }
}

/// All ways in which the question may be meant.
pub(crate) fn build(fields: &Fields, question: &Question) -> BooleanQuery {
    let whole = question.whole.as_str();
    let mut ways = vec![
        Way::Name.weighs(contains(fields.name_pairs, fields.name_singles, whole)),
        Way::NamePrefix.weighs(phrase(fields.name_pairs, &format!("{BEGIN}{whole}"))),
        Way::NameExact.weighs(phrase(fields.name_pairs, &format!("{BEGIN}{whole}{END}"))),
        Way::Former.weighs(contains(fields.former_pairs, fields.former_singles, whole)),
        Way::FormerExact.weighs(phrase(fields.former_pairs, &format!("{BEGIN}{whole}{END}"))),
    ];
    if question.may_be_code() {
        ways.push(Way::CodePrefix.weighs(begins_with(fields.code, whole)));
        ways.push(Way::Code.weighs(term(fields.code, whole)));
    }
    if !question.words.is_empty() {
        let each = question.words.iter().map(|word| in_any_name(fields, word)).collect();
        ways.push(Way::Words.weighs(Box::new(BooleanQuery::intersection(each))));
    }
    BooleanQuery::union(ways)
}

fn in_any_name(fields: &Fields, word: &str) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(vec![
        contains(fields.name_pairs, fields.name_singles, word),
        contains(fields.former_pairs, fields.former_singles, word),
    ]))
}

fn contains(in_pairs: Field, in_singles: Field, text: &str) -> Box<dyn Query> {
    if text.chars().nth(1).is_none() { term(in_singles, text) } else { phrase(in_pairs, text) }
}

/// Neighbouring pairs at neighbouring positions: adjacency is checked, not hoped for. Takes two characters or
/// more.
fn phrase(field: Field, text: &str) -> Box<dyn Query> {
    let letters: Vec<char> = text.chars().collect();
    let terms: Vec<Term> = pairs(&letters).iter().map(|pair| Term::from_field_text(field, pair)).collect();
    match terms.as_slice() {
        [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn begins_with(field: Field, text: &str) -> Box<dyn Query> {
    let after_all = format!("{text}{}", char::MAX);
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_text(field, text)),
        Bound::Excluded(Term::from_field_text(field, &after_all)),
    ))
}
