//! Tests of amounts.

use proptest::prelude::*;

use super::*;

#[test]
fn amounts_are_read_as_written() {
    let table = include_str!("../testdata/amount.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    for row in reader.records().map(Result::unwrap) {
        let read =
            if &row[0] == "wan" { Fen::from_wan_yuan_text(&row[1]) } else { Fen::from_yuan_text(&row[1]) };
        let found = read.map_or_else(|fault| fault.code().to_owned(), |fen| fen.0.to_string());
        assert_eq!(found, &row[2], "{row:?}");
    }
}

#[test]
fn amounts_are_shown_in_groups() {
    let check = |fen: i64, shown: &str, wan: &str| {
        assert_eq!((Fen(fen).to_string().as_str(), Fen(fen).wan_yuan_text().as_str()), (shown, wan));
    };
    check(0, "0.00元", "0");
    check(5, "0.05元", "0.000005");
    check(20_000, "200.00元", "0.02");
    check(123_456, "1,234.56元", "0.123456");
    check(100_000_000, "1,000,000.00元", "100");
    check(-123_456, "-1,234.56元", "-0.123456");
    check(i64::MIN, "-92,233,720,368,547,758.08元", "-9223372036854.775808");
}

#[test]
fn it_is_a_whole_number_in_json() {
    assert_eq!(serde_json::to_string(&Fen(123)).unwrap(), "123");
    assert_eq!(serde_json::from_str::<Fen>("123").unwrap(), Fen::from_yuan(1).checked_add(Fen(23)).unwrap());
    assert!(serde_json::from_str::<Fen>("1.5").is_err());
}

/// Formal Chinese numerals, written independently of the reader.
fn formal(mut yuan: i64) -> String {
    const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    let mut text = String::new();
    let mut gap = false;
    for (section, mark) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let four = yuan / section;
        yuan %= section;
        for (place, unit) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
            let digit = usize::try_from(four / place % 10).unwrap();
            match digit {
                0 => gap = !text.is_empty(),
                digit => {
                    text.push_str(if std::mem::take(&mut gap) { "零" } else { "" });
                    text.push_str(DIGITS[digit]);
                    text.push_str(unit);
                }
            }
        }
        text.push_str(if four > 0 { mark } else { "" });
    }
    format!("{text}元整")
}

proptest! {
    #[test]
    fn what_is_shown_can_be_read(fen in 0..i64::MAX / 100) {
        prop_assert_eq!(Fen::from_yuan_text(&Fen(fen).to_string()), Ok(Fen(fen)));
        prop_assert_eq!(Fen::from_wan_yuan_text(&Fen(fen).wan_yuan_text()), Ok(Fen(fen)));
    }

    #[test]
    fn formal_numerals_are_read(yuan in 1_i64..999_999_999_999) {
        prop_assert_eq!(Fen::from_yuan_text(&formal(yuan)), Ok(Fen::from_yuan(yuan)), "{}", formal(yuan));
    }

    #[test]
    fn nothing_panics(
        text in ".{0,24}", wording in "[0-9.,十百千万亿元角分整零一二三叁伍()]{0,24}", long in "[0-9.]{0,60}",
    ) {
        for text in [text, wording, long] {
            let _ = (Fen::from_yuan_text(&text), Fen::from_wan_yuan_text(&text));
        }
    }
}
