//! 公示栏: the records on publication, newest decision first, by kind.

use serde::Serialize;
use xh_web::page;

use crate::pages::{Freshness, RecordCard, home};

/// 公示栏
#[derive(Debug, Clone, Serialize)]
pub struct BoardPage {
    /// Kinds to choose from, 全部 first.
    pub kinds: Vec<KindFilter>,
    /// The records of this page.
    pub records: Vec<RecordCard>,
    /// Query string (without `?`) of the next page.
    pub next: Option<String>,
    /// Query string of the first page, when this is a later one.
    pub first: Option<String>,
    /// How fresh the list is.
    pub fresh: Freshness,
}

/// One kind to filter by.
#[derive(Debug, Clone, Serialize)]
pub struct KindFilter {
    /// Kind id for `?kind=`; empty = all.
    pub id: String,
    /// Its title.
    pub title: String,
    /// True for the one shown.
    pub current: bool,
}

fn kinds() -> Vec<KindFilter> {
    let kinds = [("", "全部"), ("penalty", "行政处罚"), ("licence", "行政许可")];
    let filter = |(id, title): &(&str, &str)| KindFilter {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
        current: id.is_empty(),
    };
    kinds.iter().map(filter).collect()
}

fn full() -> BoardPage {
    let home = home::samples::busy();
    BoardPage {
        kinds: kinds(),
        records: home.latest,
        next: Some("cursor=abc.def".to_owned()),
        first: None,
        fresh: home.fresh,
    }
}

fn empty() -> BoardPage {
    BoardPage { kinds: kinds(), records: Vec::new(), next: None, first: None, fresh: Freshness::default() }
}

page!(BoardPage, "board.html", samples = [full(), empty()]);
