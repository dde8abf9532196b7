//! The index as others see it: apply changes up to a ledger position, ask, page. Calls block; from async code
//! use a blocking thread.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::{DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::fault::{Doing, Res};
use crate::folder;
use crate::query::{self, Way};
use crate::rank::{Cursor, Found, InOrder};
use crate::schema::Fields;
use crate::similar;
use crate::text::{Question, fold};

/// Bytes the writer may fill before it writes a segment.
const WRITER_BYTES: usize = 32 << 20;
/// Most hits of one page.
const PAGE_MAX: usize = 1_000;

/// An organisation as the index knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// Opaque id; a later document with the same id takes its place. Sorts among equals. Not empty.
    pub id: String,
    /// Unified social credit code, GB 32100-2015; empty when there is none.
    pub uscc: String,
    /// Registered name as shown.
    pub name: String,
    /// Earlier names as shown.
    pub former_names: Vec<String>,
    /// District in words, for showing.
    pub district: String,
    /// Registration state in words, for showing.
    pub state: String,
}

/// One change to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Add the organisation or replace the one with its id.
    Put(Doc),
    /// Remove the organisation with this id; nothing happens when it is not there.
    Remove(String),
}

/// Why an organisation was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The whole code.
    Code,
    /// The beginning of the code.
    CodePrefix,
    /// The name: whole, its beginning or a part.
    Name,
    /// An earlier name, given here as shown.
    FormerName(String),
    /// Every word typed, in any order, in the name or earlier names.
    Words,
}

/// One organisation found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The organisation.
    pub doc: Doc,
    /// Why it was found.
    pub matched: Matched,
    /// Class of the match, 0 (words) to 7 (whole code): hits come in falling order of it.
    pub score: u8,
    /// The place of this hit in the order; give it back to go on behind it.
    pub place: Cursor,
}

/// Hits in order: better class, then shorter name, then id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// At most as many as were asked for.
    pub hits: Vec<Hit>,
    /// How many organisations match, on this page and all others.
    pub total: usize,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// The index. Clones share one index; one process writes it, any number of threads ask.
#[derive(Clone)]
pub struct SearchIndex {
    inner: Arc<Inner>,
}

struct Inner {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    writer: Mutex<Option<IndexWriter>>,
}

impl SearchIndex {
    /// Opens the index below `folder`, or makes an empty one there. One that cannot be read (damaged, other
    /// format) is dropped: `position` is then `None` and the follower starts again.
    ///
    /// # Errors
    /// When the folder cannot be made, read or written.
    pub fn open(folder: &Path) -> Res<SearchIndex> {
        let fields = Fields::new();
        SearchIndex::over(folder::open(folder, &fields)?, fields)
    }

    /// An index in memory.
    ///
    /// # Errors
    /// When Tantivy cannot make one.
    pub fn in_memory() -> Res<SearchIndex> {
        let fields = Fields::new();
        SearchIndex::over(folder::in_memory(&fields)?, fields)
    }

    fn over(index: Index, fields: Fields) -> Res<SearchIndex> {
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().doing("打开读取器")?;
        Ok(SearchIndex { inner: Arc::new(Inner { index, reader, fields, writer: Mutex::new(None) }) })
    }

    /// Ledger position noted by the last `apply`; `None` for an index that was never filled.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn position(&self) -> Res<Option<u64>> {
        let metas = self.inner.index.load_metas().doing("读取位置")?;
        Ok(metas.payload.and_then(|noted| noted.parse().ok()))
    }

    /// Organisations in the index.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.inner.reader.searcher().num_docs()
    }

    /// Applies the changes in order and notes `position`, all in one durable commit; then they are searchable
    /// here. An error leaves the index as it was. Costs a commit: give many changes at once while catching
    /// up.
    ///
    /// # Errors
    /// [`crate::Fault::Busy`] when another process writes; otherwise what Tantivy or the disk said.
    pub fn apply(&self, changes: &[Change], position: u64) -> Res<()> {
        let mut slot = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // INVARIANT: the slot holds a writer only when nothing is half written; a failed one is dropped with
        // its work.
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => self.inner.index.writer_with_num_threads(1, WRITER_BYTES).doing("取得写锁")?,
        };
        self.inner.write(&mut writer, changes, position)?;
        self.inner.reader.reload().doing("刷新")?;
        *slot = Some(writer);
        Ok(())
    }

    /// Finds organisations by code (whole, or four characters and more of its beginning) or by any part of
    /// their name or earlier names. Width, case, spaces, brackets and punctuation do not matter. An empty
    /// question finds nothing; no text whatever is an error. At most 1,000 hits a page.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, typed: &str, limit: usize, after: Option<&Cursor>) -> Res<Page> {
        let Some(question) = Question::read(typed) else { return Ok(Page::default()) };
        let limit = limit.clamp(1, PAGE_MAX);
        let searcher = self.inner.reader.searcher();
        let query = query::build(&self.inner.fields, &question);
        let mut found = searcher.search(&query, &InOrder { limit: limit + 1, after }).doing("查询")?;
        let more = found.places.len() > limit;
        found.places.truncate(limit);
        self.inner.page(&searcher, &question, found, more)
    }

    /// Present names that are written much like the question, the likest first: for a question that found nothing.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(&self, typed: &str, limit: usize) -> Res<Vec<String>> {
        similar::names(&self.inner.reader.searcher(), &self.inner.fields, typed, limit)
    }
}

impl Inner {
    fn write(&self, writer: &mut IndexWriter, changes: &[Change], position: u64) -> Res<()> {
        for change in changes {
            let id = match change {
                Change::Put(doc) => &doc.id,
                Change::Remove(id) => id,
            };
            writer.delete_term(Term::from_field_text(self.fields.id, id));
            if let Change::Put(doc) = change {
                writer.add_document(self.fields.write(doc)).doing("写入")?;
            }
        }
        let mut commit = writer.prepare_commit().doing("准备提交")?;
        commit.set_payload(&position.to_string());
        commit.commit().doing("提交")?;
        Ok(())
    }

    fn page(&self, searcher: &Searcher, question: &Question, found: Found, more: bool) -> Res<Page> {
        let total = found.total;
        let hits = found
            .places
            .into_iter()
            .map(|(place, address)| self.hit(searcher, question, place, address))
            .collect::<Res<Vec<Hit>>>()?;
        let next = hits.last().filter(|_| more).map(|hit| hit.place.clone());
        Ok(Page { hits, total, next })
    }

    fn hit(&self, searcher: &Searcher, question: &Question, place: Cursor, address: DocAddress) -> Res<Hit> {
        let stored: TantivyDocument = searcher.doc(address).doing("读取文档")?;
        let doc = self.fields.read(&stored);
        let score = 7_u8.saturating_sub(place.behind);
        let matched = matched(Way::best(f32::from(1_u16 << score)), &doc, question);
        Ok(Hit { doc, matched, score, place })
    }
}

fn matched(way: Way, doc: &Doc, question: &Question) -> Matched {
    match way {
        Way::Code => Matched::Code,
        Way::CodePrefix => Matched::CodePrefix,
        Way::Name | Way::NamePrefix | Way::NameExact => Matched::Name,
        Way::Words => Matched::Words,
        Way::Former | Way::FormerExact => {
            let holds = |exact: bool| {
                let mut folded = doc.former_names.iter().map(|name| (name, fold(name)));
                folded.find(
                    |(_, text)| if exact { *text == question.whole } else { text.contains(&question.whole) },
                )
            };
            let found = holds(true).or_else(|| holds(false));
            Matched::FormerName(found.map(|(name, _)| name.clone()).unwrap_or_default())
        }
    }
}
