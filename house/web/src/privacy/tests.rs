//! Addresses with a number of the standard's own example in every spelling.

use super::*;

fn check(typed: &str, shown: &str) {
    assert_eq!(address(typed), shown);
}

#[test]
fn an_identity_number_in_an_address_is_masked() {
    check("/api/v1/subjects/11010519491231002X", "/api/v1/subjects/***");
    check("/subjects/%31%31010519491231002X/x", "/subjects/***/x");
    check("/search?q=11010519491231002x&cursor=a", "/search?q=***&cursor=a");
    check("/search?q=110105+19491231+002X", "/search?q=***");
    let wide = "１１０１０５１９４９１２３１００２Ｘ";
    check(&format!("/subjects/{}", crate::text::query_escape(wide)), "/subjects/***");
    check("/a?b=%E5%BC%A0%2011010519491231002X", "/a?b=***");
}

#[test]
fn other_addresses_stay_as_they_are() {
    for one in ["/", "/subjects/91130100000000019Q", "/tile/0/x001/x234/067", "/search?q=%E4%BA%91%E8%A1%A1"]
    {
        check(one, one);
    }
}
