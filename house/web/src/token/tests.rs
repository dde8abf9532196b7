//! A token survives only as its digest, and a mistyped one is told apart.

use super::*;

#[test]
fn a_token_is_read_back_and_hidden() {
    let token = Token::from_random(&[9; 32]);
    assert_eq!(token.text().len(), 50);
    assert_eq!(Token::parse(token.text()), Some(token.clone()));
    assert_eq!(format!("{token:?}"), "Token(xh_…)");
    assert_eq!(token.digest().len(), 64);
    assert_ne!(token.digest(), Token::from_random(&[8; 32]).digest());
}

#[test]
fn a_mistyped_token_is_no_token() {
    let good = Token::from_random(&[9; 32]).text().to_owned();
    let swapped = good.replacen("CQ", "QC", 1);
    for text in ["", "xh_", &good[..49], &format!("{good}0"), &swapped, &good.replace("xh_", "gh_"), "xh_衡"]
    {
        assert_eq!(Token::parse(text), None, "{text}");
    }
}

#[test]
fn the_header_is_read_in_any_case() {
    let good = Token::from_random(&[9; 32]);
    let mut headers = HeaderMap::new();
    assert_eq!(Token::bearer(&headers), None);
    headers.insert(header::AUTHORIZATION, format!("bEaReR {}", good.text()).parse().unwrap());
    assert_eq!(Token::bearer(&headers), Some(good));
    headers.insert(header::AUTHORIZATION, "Basic eDp5".parse().unwrap());
    assert_eq!(Token::bearer(&headers), None);
}
