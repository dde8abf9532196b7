//! Reads amounts in figures, in Chinese numerals (小写 and 大写) and in a mixture of both, with their units.
//!
//! 「三千五」 may be 3,005 or 3,500, 「三五千」 is neither: what can be read in two ways is refused, never guessed.

use super::{Fen, FenFault};
use crate::{is_placeholder, normal};

/// All sums are kept in hundred-millionths of a yuan, so that eight decimals of a yuan are exact.
const SCALE: i128 = 100_000_000;
const PER_FEN: i128 = SCALE / 100;
/// Beyond this no sum is counted: far above what fen can hold, far below what this arithmetic can.
const MOST: i128 = 10_i128.pow(26);
/// One yuan and ten thousand yuan: the unit that a column gives to figures without one.
pub(super) const YUAN: i128 = 1;
pub(super) const WAN: i128 = 10_000;

/// Words before an amount that say nothing about it.
const PREFIXES: [&str; 15] = [
    "人民币",
    "罚款金额",
    "罚款",
    "金额",
    "合计",
    "共计",
    "总计",
    "大写",
    "小写",
    "rmb",
    "cny",
    "¥",
    "￥",
    ":",
    "：",
];

/// Reads the text; figures without a unit are in the column's.
pub(super) fn read(text: &str, column_unit: i128) -> Result<Fen, FenFault> {
    let plain: String = text.chars().map(normal::half_width).filter(|c| !is_dropped(*c)).collect();
    if plain.bytes().all(|b| b != b'0') && is_placeholder(&plain) {
        return Err(FenFault::Empty);
    }
    let shown = || text.trim().chars().take(40).collect::<String>();
    let read_one = |part: &str| read_one(part, column_unit).map_err(|why| why.fault(shown()));
    let Some((main, inner)) = plain.strip_suffix(')').and_then(|rest| rest.split_once('(')) else {
        return read_one(&plain);
    };
    if !inner.contains(is_figure) {
        return read_one(&format!("{main}{inner}"));
    }
    let amount = read_one(main)?;
    if amount == read_one(inner)? { Ok(amount) } else { Err(FenFault::Disagrees(shown())) }
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || numeral(c).is_some()
}

/// Why a text is no amount, before it is known what to show.
enum Why {
    Unreadable,
    Negative,
    TooFine,
    TooLarge,
}

impl Why {
    fn fault(self, shown: String) -> FenFault {
        match self {
            Self::Unreadable => FenFault::Unreadable(shown),
            Self::Negative => FenFault::Negative(shown),
            Self::TooFine => FenFault::TooFine(shown),
            Self::TooLarge => FenFault::TooLarge(shown),
        }
    }
}

fn is_dropped(c: char) -> bool {
    c.is_whitespace() || normal::is_invisible(c) || matches!(c, '\'' | '"')
}

fn read_one(text: &str, column_unit: i128) -> Result<Fen, Why> {
    let mut body = text.trim_end_matches(['.', ',', ';', '。']);
    body = body.strip_suffix("人民币").unwrap_or(body);
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| strip_prefix_ignoring_case(body, prefix)) {
        body = rest;
    }
    if body.starts_with(normal::is_dash) || body.starts_with('负') {
        return Err(Why::Negative);
    }
    let fen = exactly(Reading::of(body, column_unit)?, PER_FEN)?;
    i64::try_from(fen).map(Fen).map_err(|_| Why::TooLarge)
}

fn strip_prefix_ignoring_case<'a>(body: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = body.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The quotient, when nothing is left over.
fn exactly(sum: i128, divisor: i128) -> Result<i128, Why> {
    if sum % divisor == 0 { Ok(sum / divisor) } else { Err(Why::TooFine) }
}

/// One reading from left to right: figures, then a unit, then the next.
#[derive(Default)]
struct Reading {
    /// Above the current 万 or 亿.
    high: i128,
    /// Within the current four digits.
    section: i128,
    /// Figures still waiting for their unit.
    number: Option<i128>,
    /// The unit that came last (10, 100, 1000, 10^4, 10^8), 0 at the beginning.
    last_unit: i128,
    /// Chinese numerals among the waiting figures; 0 when they are Arabic.
    numerals: u32,
    /// Whether the waiting figures are Chinese numerals directly behind a unit: 「三千五」.
    bare: bool,
    /// Yuan, jiao and fen that are settled.
    settled: i128,
    /// The smallest coin settled: 100 yuan, 10 jiao, 1 fen; 0 for none.
    coin: i128,
    /// Whether any unit was written.
    has_unit: bool,
}

impl Reading {
    fn of(text: &str, column_unit: i128) -> Result<i128, Why> {
        let mut reading = Self::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() || first == '.' {
                rest = reading.take_figures(rest)?;
                continue;
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            reading.take(first, rest)?;
        }
        reading.finish(column_unit)
    }

    fn take_figures<'a>(&mut self, text: &'a str) -> Result<&'a str, Why> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
        let (figures, rest) = text.split_at_checked(end).ok_or(Why::Unreadable)?;
        if self.number.is_some() {
            return Err(Why::Unreadable);
        }
        (self.number, self.numerals) = (Some(decimal(figures)?), 0);
        Ok(rest)
    }

    fn take(&mut self, c: char, rest: &str) -> Result<(), Why> {
        if let Some(digit) = numeral(c) {
            return self.take_numeral(digit);
        }
        match c {
            '十' | '拾' => self.take_small(10),
            '百' | '佰' => self.take_small(100),
            '千' | '仟' => self.take_small(1_000),
            '万' | '萬' => self.take_large(10_000),
            '亿' | '億' => self.take_large(100_000_000),
            '元' | '圆' | '圓' | '块' => self.take_coin(100),
            '角' | '毛' => self.take_coin(10),
            '分' => self.take_coin(1),
            '整' | '正' if rest.is_empty() && self.has_unit && self.number.is_none() => Ok(()),
            _ => Err(Why::Unreadable),
        }
    }

    /// 零 stands for skipped places; figures in a row (二〇〇〇) are read by place.
    fn take_numeral(&mut self, digit: i128) -> Result<(), Why> {
        let Some(before) = self.number else {
            self.bare = digit != 0 && self.last_unit > 10;
            (self.number, self.numerals) = (Some(digit * SCALE), 1);
            return Ok(());
        };
        if self.numerals == 0 {
            return Err(Why::Unreadable);
        }
        self.numerals += 1;
        self.number =
            Some(before.checked_mul(10).and_then(|n| n.checked_add(digit * SCALE)).ok_or(Why::TooLarge)?);
        if self.number > Some(MOST) { Err(Why::TooLarge) } else { Ok(()) }
    }

    fn take_small(&mut self, unit: i128) -> Result<(), Why> {
        let descends = self.last_unit == 0 || self.last_unit >= 10_000 || unit < self.last_unit;
        let number = match self.number.take() {
            // 「十五」 and 「一百零十」 leave out the one.
            None if unit == 10 => SCALE,
            Some(0) if unit == 10 => SCALE,
            Some(number) if number > 0 => number,
            _ => return Err(Why::Unreadable),
        };
        if !descends || self.is_run(number) {
            return Err(Why::Unreadable);
        }
        self.section += number.checked_mul(unit).ok_or(Why::TooLarge)?;
        self.mark(unit);
        Ok(())
    }

    fn take_large(&mut self, unit: i128) -> Result<(), Why> {
        let number = self.number.take().unwrap_or(0);
        let section = self.section + number;
        if (section == 0 && self.high == 0) || self.bare || self.is_run(number) {
            return Err(Why::Unreadable);
        }
        let product = |sum: i128| sum.checked_mul(unit).filter(|sum| *sum < MOST).ok_or(Why::TooLarge);
        self.high = if unit > 10_000 { product(self.high + section)? } else { self.high + product(section)? };
        self.section = 0;
        self.mark(unit);
        Ok(())
    }

    fn take_coin(&mut self, coin: i128) -> Result<(), Why> {
        let in_order = self.coin == 0 || coin < self.coin;
        let empty = self.number.is_none() && self.section == 0 && self.high == 0;
        if !in_order || empty {
            return Err(Why::Unreadable);
        }
        let sum = self.high + self.section + self.take_waiting()?;
        self.settled += exactly(sum * coin, 100)?;
        (self.high, self.section, self.coin) = (0, 0, coin);
        self.mark(0);
        Ok(())
    }

    /// The figures that wait for a unit and get none. 「三五元」 is three or five, 「二〇元」 is twenty.
    fn take_waiting(&mut self) -> Result<i128, Why> {
        let number = self.number.take().unwrap_or(0);
        let either = self.numerals == 2 && self.is_run(number) && number % (10 * SCALE) != 0;
        if self.bare || either { Err(Why::Unreadable) } else { Ok(number) }
    }

    /// Whether the figures are Chinese numerals in a row, read by place; no 千 or 万 may follow them.
    fn is_run(&self, number: i128) -> bool {
        self.numerals > 1 && number >= 10 * SCALE
    }

    fn mark(&mut self, unit: i128) {
        self.last_unit = unit;
        self.has_unit = true;
        self.bare = false;
    }

    /// Figures without any unit are in the column's; 「三千」 in a column of 万元 could be either.
    fn finish(mut self, column_unit: i128) -> Result<i128, Why> {
        let open = self.number.is_some() || self.section > 0 || self.high > 0;
        let ambiguous = self.has_unit && self.high == 0 && column_unit != YUAN;
        match (self.coin > 0, open) {
            (true, false) => Ok(self.settled),
            (false, true) if !self.has_unit => Ok(self.take_waiting()? * column_unit),
            (false, true) if !ambiguous => Ok(self.high + self.section + self.take_waiting()?),
            _ => Err(Why::Unreadable),
        }
    }
}

/// `3,000.50` in hundred-millionths.
fn decimal(figures: &str) -> Result<i128, Why> {
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
    let whole = without_commas(whole).ok_or(Why::Unreadable)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(Why::Unreadable);
    }
    let fraction = fraction.trim_end_matches('0');
    let mantissa = format!("{whole}{fraction}").trim_start_matches('0').to_owned();
    if mantissa.len() > 20 || fraction.len() > 20 {
        return Err(if whole.len() > 15 { Why::TooLarge } else { Why::TooFine });
    }
    let (sum, places) = without_noise(mantissa.parse().unwrap_or(0), fraction.len());
    exactly(sum * SCALE, power_of_ten(places))
}

/// A spreadsheet shows 0.3 and stores 0.30000000000000004: the sixteenth and seventeenth figure are noise of
/// its arithmetic, told by a row of zeros or nines before them.
fn without_noise(mantissa: i128, places: usize) -> (i128, usize) {
    const ROW: i128 = 100_000;
    // Up to six decimals are money in 万元, and no noise is as short as fifteen figures.
    if mantissa < power_of_ten(14) || places <= 6 {
        return (mantissa, places);
    }
    for cut in (0..=2).filter(|cut| places >= cut + 5) {
        let head = mantissa / power_of_ten(cut);
        match head % ROW {
            0 => return (head, places - cut),
            99_999 => return (head + 1, places - cut),
            _ => {}
        }
    }
    (mantissa, places)
}

fn power_of_ten(places: usize) -> i128 {
    u32::try_from(places).ok().and_then(|places| 10_i128.checked_pow(places)).unwrap_or(i128::MAX)
}

/// Commas count only where they part groups of three figures, or of four as some do.
fn without_commas(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped =
        |len: usize| rest.iter().all(|group| group.len() == len) && (1..=len).contains(&first.len());
    (rest.is_empty() || grouped(3) || grouped(4)).then(|| whole.replace(',', ""))
}

fn numeral(c: char) -> Option<i128> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' | '壱' | '弌' => 1,
        '二' | '贰' | '貳' | '两' | '兩' | '弍' => 2,
        '三' | '叁' | '參' | '叄' | '参' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}
