//! The cookie is read leniently, and going back never leaves the site.

use super::*;

#[test]
fn an_unknown_cookie_is_the_standard_mode() {
    let mut headers = HeaderMap::new();
    assert_eq!(Mode::of(&headers), Mode::Standard);
    headers.insert(header::COOKIE, "a=1; xh_mode=elder-24; b=2".parse().unwrap());
    assert_eq!(Mode::of(&headers), Mode::Elder(TextSize::Larger));
    headers.insert(header::COOKIE, "xh_mode=<script>".parse().unwrap());
    assert_eq!(Mode::of(&headers), Mode::Standard);
    assert_eq!(Mode::parse("elder"), Mode::Elder(TextSize::Large));
}

#[test]
fn going_back_stays_on_this_site() {
    assert_eq!(local_path("/subjects/1?as_of=2026-01-01"), "/subjects/1?as_of=2026-01-01");
    for hostile in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nX: 1", "", "javascript:1"]
    {
        assert_eq!(local_path(hostile), "/", "{hostile}");
    }
}
