//! The order of hits: class of the match, then shorter name, then id. The order is total, so a page boundary
//! is a place in it and stays one when organisations come and go. Not weighted by anything about the
//! organisation.

use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{StrColumn, TermOrdHit};
use tantivy::fastfield::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::fault::{Fault, Res};
use crate::query::Way;
use crate::schema::{ID, LENGTH};

/// A place in the order of hits. Smaller comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// 7 − class, so that the best class is smallest.
    pub(crate) behind: u8,
    /// Characters of the folded name.
    pub(crate) length: u32,
    /// The organisation's id.
    pub(crate) id: String,
}

impl Cursor {
    /// Reads what [`Cursor`]'s `Display` wrote.
    ///
    /// # Errors
    /// [`Fault::Cursor`] for anything else.
    pub fn parse(text: &str) -> Res<Cursor> {
        Cursor::read(text).ok_or_else(|| Fault::Cursor { given: text.chars().take(40).collect() })
    }

    fn read(text: &str) -> Option<Cursor> {
        let mut parts = text.splitn(3, '.');
        let behind: u8 = parts.next()?.parse().ok().filter(|behind| *behind < 8)?;
        let length = parts.next()?.parse().ok()?;
        let id = parts.next().filter(|id| !id.is_empty() && id.len() <= 200)?.to_owned();
        Some(Cursor { behind, length, id })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}.{}", self.behind, self.length, self.id)
    }
}

/// The first `limit` hits after a place, and how many match in all.
pub(crate) struct InOrder<'a> {
    pub limit: usize,
    pub after: Option<&'a Cursor>,
}

/// What [`InOrder`] finds.
pub(crate) struct Found {
    pub total: usize,
    pub places: Vec<(Cursor, DocAddress)>,
}

impl Collector for InOrder<'_> {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let ids = reader.fast_fields().str(ID)?;
        let after = match (self.after, &ids) {
            (Some(after), Some(ids)) => Some((after.behind, after.length, first_ord_after(ids, &after.id)?)),
            _ => None,
        };
        let lengths = reader.fast_fields().u64(LENGTH)?;
        Ok(Segment { ordinal, limit: self.limit, after, ids, lengths, total: 0, best: BinaryHeap::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Found>>) -> tantivy::Result<Found> {
        let mut all = Found { total: 0, places: Vec::new() };
        for segment in segments {
            let segment = segment?;
            all.total += segment.total;
            all.places.extend(segment.places);
        }
        all.places.sort_by(|one, other| one.0.cmp(&other.0));
        all.places.truncate(self.limit);
        Ok(all)
    }
}

fn first_ord_after(ids: &StrColumn, id: &str) -> tantivy::Result<u64> {
    Ok(match ids.dictionary().term_ord_or_next(id)? {
        TermOrdHit::Exact(ord) => ord.saturating_add(1),
        TermOrdHit::Next(ord) => ord,
    })
}

/// (7 − class, length, ordinal of the id): inside a segment ordinals sort as ids do.
type Place = (u8, u32, u64);

/// The same for one segment.
pub(crate) struct Segment {
    ordinal: SegmentOrdinal,
    limit: usize,
    /// Places below this one were on earlier pages.
    after: Option<Place>,
    ids: Option<StrColumn>,
    lengths: Column<u64>,
    total: usize,
    best: BinaryHeap<(Place, DocId)>,
}

impl Segment {
    fn place(&self, doc: DocId, score: Score) -> Option<Place> {
        let ord = self.ids.as_ref()?.ords().first(doc)?;
        let length = self.lengths.first(doc).unwrap_or(0);
        Some((7 - Way::best(score) as u8, u32::try_from(length).unwrap_or(u32::MAX), ord))
    }

    fn named(&self, place: Place, doc: DocId) -> tantivy::Result<(Cursor, DocAddress)> {
        let (behind, length, ord) = place;
        let mut id = String::new();
        if let Some(ids) = &self.ids {
            ids.ord_to_str(ord, &mut id)?;
        }
        Ok((Cursor { behind, length, id }, DocAddress::new(self.ordinal, doc)))
    }
}

impl SegmentCollector for Segment {
    type Fruit = tantivy::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let Some(place) = self.place(doc, score) else { return };
        if self.after.is_some_and(|after| place < after) {
            return;
        }
        if self.best.len() < self.limit {
            self.best.push((place, doc));
        } else if let Some(mut worst) = self.best.peek_mut().filter(|worst| place < worst.0) {
            *worst = (place, doc);
        }
    }

    fn harvest(self) -> Self::Fruit {
        let places =
            self.best.iter().map(|(place, doc)| self.named(*place, *doc)).collect::<tantivy::Result<_>>()?;
        Ok(Found { total: self.total, places })
    }
}
