//! Which fields the index has, and how an organisation becomes a document and back. Not a wire format.
//!
//! When a field or the tokeniser changes, raise [`FORMAT`]: the old index is dropped and read again.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TantivyDocument, TextFieldIndexing, TextOptions,
    Value,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::grams::{Pairs, Singles};
use crate::index::Doc;
use crate::text::fold;

/// Version of everything in this file and in `grams.rs` and `text.rs`.
pub(crate) const FORMAT: u32 = 1;

/// Name of the fast column that decides among equals.
pub(crate) const ID: &str = "id";
/// Name of the fast column with the length of the folded name, in characters.
pub(crate) const LENGTH: &str = "length";

/// One handle per field.
#[derive(Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub code: Field,
    pub length: Field,
    pub name_pairs: Field,
    pub name_singles: Field,
    pub former_pairs: Field,
    pub former_singles: Field,
    uscc: Field,
    name: Field,
    former_name: Field,
    district: Field,
    state: Field,
}

impl Fields {
    pub fn new() -> Fields {
        let mut build = Schema::builder();
        let pairs = grams("pairs", IndexRecordOption::WithFreqsAndPositions);
        let singles = grams("singles", IndexRecordOption::Basic);
        Fields {
            id: build.add_text_field(ID, STRING | STORED | FAST),
            code: build.add_text_field("code", STRING | FAST),
            length: build.add_u64_field(LENGTH, FAST),
            name_pairs: build.add_text_field("name_pairs", pairs.clone()),
            name_singles: build.add_text_field("name_singles", singles.clone()),
            former_pairs: build.add_text_field("former_pairs", pairs),
            former_singles: build.add_text_field("former_singles", singles),
            uscc: build.add_text_field("uscc", STORED),
            name: build.add_text_field("name", STORED),
            former_name: build.add_text_field("former_name", STORED),
            district: build.add_text_field("district", STORED),
            state: build.add_text_field("state", STORED),
            schema: build.build(),
        }
    }

    pub fn write(&self, doc: &Doc) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let folded = fold(&doc.name);
        out.add_text(self.id, &doc.id);
        out.add_text(self.code, fold(&doc.uscc));
        out.add_u64(self.length, folded.chars().count() as u64);
        out.add_text(self.name_pairs, &folded);
        out.add_text(self.name_singles, &folded);
        for former in &doc.former_names {
            let folded = fold(former);
            out.add_text(self.former_pairs, &folded);
            out.add_text(self.former_singles, &folded);
            out.add_text(self.former_name, former);
        }
        let shown = [
            (self.uscc, &doc.uscc),
            (self.name, &doc.name),
            (self.district, &doc.district),
            (self.state, &doc.state),
        ];
        for (field, text) in shown {
            out.add_text(field, text);
        }
        out
    }

    pub fn read(&self, stored: &TantivyDocument) -> Doc {
        let all = |field| stored.get_all(field).filter_map(|value| value.as_str().map(String::from));
        let one = |field| all(field).next().unwrap_or_default();
        Doc {
            id: one(self.id),
            uscc: one(self.uscc),
            name: one(self.name),
            former_names: all(self.former_name).collect(),
            district: one(self.district),
            state: one(self.state),
        }
    }
}

/// The two tokenisers under the names the schema uses.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("singles", TextAnalyzer::from(Singles));
    manager.register("pairs", TextAnalyzer::from(Pairs));
    manager
}

fn grams(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}
