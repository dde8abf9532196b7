//! How a language is chosen, and how sentences are said.

use super::*;
use crate::say;

fn asked(uri: &str, cookie: &str, accept: &str) -> Language {
    let mut headers = HeaderMap::new();
    for (name, value) in [(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accept)] {
        if !value.is_empty() {
            headers.insert(name, value.parse().unwrap());
        }
    }
    Language::of(&headers, &uri.parse().unwrap())
}

#[test]
fn address_then_cookie_then_browser_then_chinese() {
    use Language::{Chinese, English};
    assert_eq!(asked("/", "", ""), Chinese);
    assert_eq!(asked("/", "", "en-GB,en;q=0.9,zh;q=0.8"), English);
    assert_eq!(asked("/", "", "fr, zh-CN;q=0.7, en;q=0.6"), Chinese);
    assert_eq!(asked("/", "", "en;q=0"), Chinese);
    assert_eq!(asked("/", "xh_mode=elder-20; xh_lang=zh", "en"), Chinese);
    assert_eq!(asked("/help?lang=en", "xh_lang=zh", "zh"), English);
    assert_eq!(asked("/help?lang=xx", "xh_lang=en", "zh"), English);
    assert_eq!(asked("/api/v1/subjects?lang=en", "xh_lang=en", ""), Chinese, "programs say it in the header");
    assert_eq!(asked("/api/v1/subjects", "xh_lang=zh", "en"), English);
}

#[test]
fn the_choice_leaves_the_rest_of_the_address_alone() {
    let uri = |text: &str| text.parse::<Uri>().unwrap();
    assert_eq!(without_choice(&uri("/search?q=a&lang=en&cursor=x")).unwrap(), uri("/search?q=a&cursor=x"));
    assert_eq!(without_choice(&uri("/help?lang=en")).unwrap(), uri("/help"));
    assert_eq!(without_choice(&uri("/help?slang=en")), None);
    let view = Language::English.view("/search?q=a");
    assert_eq!((view.tag, view.chinese.as_str()), ("en", "/search?q=a&lang=zh"));
}

#[test]
fn a_sentence_is_said_in_both_languages() {
    let said = say!("（还有 {days} 天）", days = 1_i64);
    assert_eq!(said.to_string(), "（还有 1 天）");
    assert_eq!(said.within(Language::English), "(1 day left)");
    let many = say!("（还有 {days} 天）", days = 1200_i64);
    assert_eq!(many.within(Language::English), "(1,200 days left)");
    let law = Said::from("依「令第58号」，最长公示一年");
    assert_eq!(law.within(Language::English), "依「令第58号」，最长公示一年");
    let typed = say!("没有找到「{query}」", query = "{query}<b>");
    assert_eq!(typed.within(Language::English), "Nothing found for “{query}<b>”");
}

#[test]
fn days_are_written_as_readers_write_them() {
    assert_eq!(days::day("2026-04-21", Language::English), "21 April 2026");
    assert_eq!(days::day("yesterday", Language::English), "yesterday");
    assert_eq!(days::weekday("2026-04-21", Language::English), "Tuesday");
    assert_eq!(days::month("2026年10月", Language::English), "October 2026");
    let at = days::instant("2026-11-23T17:55:26.123456Z", Language::English);
    assert_eq!(at, "24 November 2026, 01:55 (UTC+8)");
}

#[test]
fn the_catalogue_is_sound() {
    let all = Catalogue::read().unwrap();
    assert!(all.keys().count() > 300);
}

#[test]
fn every_kind_of_problem_is_explained_in_english() {
    let words = crate::ProblemKind::ALL.into_iter().flat_map(|kind| [kind.title(), kind.advice()]);
    let lost: Vec<&str> = words.filter(|text| !Said::from(*text).has_english()).collect();
    assert_eq!(lost, Vec::<&str>::new());
}
