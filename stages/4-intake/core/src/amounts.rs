//! Amounts written out in running text with their unit: `罚款人民币伍仟元`, `处以3,000.00元罚款`, `1.5万元`.
//!
//! Only to hold a column of amounts against the text beside it; no amount is taken from text into a record.

use xh_kernel::Fen;

use crate::text::half_width;

/// Text longer than this is not searched (characters).
const LONGEST: usize = 4_000;

/// Every amount in a text that ends in 元 or 圆, in reading order.
#[must_use]
pub fn in_text(text: &str) -> Vec<Fen> {
    if text.len() > LONGEST * 3 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for (at, unit) in text.match_indices(['元', '圆']) {
        let end = at + unit.len();
        found.extend(text.get(from..end).and_then(ending_in));
        from = end;
    }
    found
}

/// The amount that a piece of text ends in.
fn ending_in(piece: &str) -> Option<Fen> {
    let length: usize = piece.chars().rev().take_while(|letter| is_part(*letter)).map(char::len_utf8).sum();
    let amount = piece.get(piece.len() - length..)?;
    let amount: String = amount.chars().map(half_width).filter(|letter| !letter.is_whitespace()).collect();
    Fen::from_yuan_text(amount.trim_start_matches([',', '.'])).ok()
}

fn is_part(letter: char) -> bool {
    let letter = half_width(letter);
    letter.is_ascii_digit()
        || letter.is_whitespace()
        || matches!(letter, '.' | ',' | '元' | '圆' | '万' | '亿' | '十' | '百' | '千' | '拾' | '佰' | '仟')
        || "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两".contains(letter)
}
