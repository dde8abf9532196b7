//! What a search can answer.

use crate::pages::fixtures::{LONG_NAME, fresh};
use crate::pages::{SearchHit, SearchPage, SearchState, Tag, highlight};

fn page(query: &str, state: SearchState, hits: Vec<SearchHit>) -> SearchPage {
    SearchPage {
        query: query.into(),
        read_as: None,
        state,
        hits,
        next: None,
        later_page: false,
        similar: Vec::new(),
        fresh: fresh(),
    }
}

fn hit(name: &str, uscc: &str, query: &str, status: &str) -> SearchHit {
    SearchHit {
        uscc: uscc.into(),
        name: highlight(name, query),
        former: None,
        status: (!status.is_empty()).then(|| Tag::registration(status)),
        district: Some("演示市长安区".into()),
        why: "名称相符".into(),
    }
}

pub(super) fn several() -> SearchPage {
    let query = "云衡";
    let hits = vec![
        hit("演示市云衡建设工程有限公司", "91130100000000019Q", query, "存续"),
        hit("云衡（演示）食品有限公司", "91130102000000016P", query, "注销"),
        hit("演示市长安区云衡便民服务中心", "52130100000000019R", query, "正常"),
        hit("演示市云衡商贸有限公司", "91130104000000010X", query, "吊销，未注销"),
        SearchHit { district: None, ..hit("云衡幼儿园", "12130100000000019X", query, "") },
    ];
    let read_as = Some("云衡".into());
    SearchPage {
        read_as, next: Some("eyJhIjoxfQ.c2ln".into()), ..page("云衡　", SearchState::Found, hits)
    }
}

pub(super) fn former_name() -> SearchPage {
    let query = "天平基建";
    let found = SearchHit {
        former: Some(highlight("演示市天平基建有限公司", query)),
        why: "曾用名相符".into(),
        ..hit("演示市云衡建设工程有限公司", "91130100000000019Q", query, "存续")
    };
    SearchPage { later_page: true, ..page(query, SearchState::Found, vec![found]) }
}

pub(super) fn long_names() -> SearchPage {
    let found =
        SearchHit { why: "代码相符".into(), ..hit(LONG_NAME, "91130100000000019Q", "", "存续") };
    page("91130100000000019Q", SearchState::Found, vec![found])
}

pub(super) fn nothing() -> SearchPage {
    let similar = vec!["云衡建设".into(), "云恒建设".into()];
    SearchPage { similar, ..page("云横建社", SearchState::Nothing, Vec::new()) }
}

pub(super) fn too_short() -> SearchPage {
    page("云", SearchState::TooShort, Vec::new())
}

pub(super) fn refused_person() -> SearchPage {
    page("", SearchState::Person, Vec::new())
}

pub(super) fn blank() -> SearchPage {
    page("", SearchState::Blank, Vec::new())
}
