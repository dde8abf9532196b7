//! Names to try when nothing was found: those that share rare characters with the question, in the same order. A
//! wrong or missing character is forgiven; what half of all names have in common (有限公司) is no likeness.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyDocument, Term};

use crate::fault::{Doing, Res};
use crate::grams::pairs;
use crate::schema::Fields;
use crate::text::{Question, fold};

/// Names looked at more closely.
const CANDIDATES: usize = 50;
/// A gram in more than a twentieth of all names says nothing, once there are enough of them.
const COMMON_PART: u64 = 20;
const COMMON_LEAST: u64 = 50;

/// At most `limit` present names, the likest first.
pub(crate) fn names(searcher: &Searcher, fields: &Fields, typed: &str, limit: usize) -> Res<Vec<String>> {
    let Some(question) = Question::read(typed).filter(|question| question.whole.chars().nth(1).is_some())
    else {
        return Ok(Vec::new());
    };
    let terms = telling(searcher, fields, &question.whole)?;
    let collector = TopDocs::with_limit(CANDIDATES).order_by_score();
    let found = searcher.search(&BooleanQuery::union(terms), &collector).doing("查找相近名称")?;
    let mut names: Vec<(usize, usize, String)> = Vec::new();
    for (_, address) in found {
        let stored: TantivyDocument = searcher.doc(address).doing("读取文档")?;
        let name = fields.read(&stored).name;
        let (folded, letters) = (fold(&name), question.whole.chars().count());
        let shared = in_order(&question.whole, &folded);
        if shared >= 2 && shared * 2 >= letters {
            names.push((letters - shared, folded.chars().count(), name));
        }
    }
    names.sort();
    names.dedup();
    Ok(names.into_iter().map(|(_, _, name)| name).take(limit).collect())
}

/// The pairs and single characters of the question that are not common to many names.
fn telling(searcher: &Searcher, fields: &Fields, whole: &str) -> Res<Vec<Box<dyn Query>>> {
    let most = (searcher.num_docs() / COMMON_PART).max(COMMON_LEAST);
    let letters: Vec<char> = whole.chars().collect();
    let singles = letters.iter().map(|letter| (fields.name_singles, letter.to_string()));
    let grams = singles.chain(pairs(&letters).into_iter().map(|pair| (fields.name_pairs, pair)));
    let mut out: Vec<Box<dyn Query>> = Vec::new();
    for (field, gram) in grams {
        let term = Term::from_field_text(field, &gram);
        if searcher.doc_freq(&term).doing("统计字频")? <= most {
            // Rare grams weigh more: the score is BM25's.
            out.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
    }
    Ok(out)
}

/// How many characters of `one` stand in `other` in the same order, others between them or not.
fn in_order(one: &str, other: &str) -> usize {
    let mut row = vec![0_usize; other.chars().count() + 1];
    for letter in one.chars() {
        let (mut diagonal, mut left) = (0, 0);
        for (cell, against) in row.iter_mut().skip(1).zip(other.chars()) {
            let above = *cell;
            *cell = if letter == against { diagonal + 1 } else { above.max(left) };
            (diagonal, left) = (above, *cell);
        }
    }
    row.last().copied().unwrap_or(0)
}
