//! The scanner behind [`super::read`]: one pass over the letters of a cell, no backtracking beyond one word.
//!
//! Not a general date library: it knows the shapes found in government sheets, dumps and exports.

use super::civil::{Day, civil, day_or_month, epoch, named, shift, span};
use super::letters::Scanner;
use super::{DateFault, Reading};
use crate::numerals;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Excel serial numbers that can be a day of an administrative record: 1970-01-01 to 2099-12-31.
const SERIALS: std::ops::RangeInclusive<i64> = 25_569..=73_050;

impl Scanner {
    /// The whole cell: one day, or two with a dash or 至 between them.
    pub(super) fn reading(mut self) -> Day {
        let first = self.day()?;
        self.time(first).and_then(|first| self.rest(first))
    }

    fn rest(&mut self, first: Reading) -> Day {
        self.trailing();
        if self.done() {
            return Ok(first);
        }
        if !self.range_mark() {
            return Err(DateFault::Unreadable);
        }
        self.trailing();
        let second = if self.done() || self.open_word() { Reading::OpenEnded } else { self.second()? };
        span(first, second)
    }

    fn second(&mut self) -> Day {
        let second = self.day()?;
        let second = self.time(second)?;
        self.trailing();
        if self.done() { Ok(second) } else { Err(DateFault::Unreadable) }
    }

    fn day(&mut self) -> Day {
        self.blanks();
        match self.peek() {
            Some(letter) if letter.is_ascii_digit() => self.in_digits(),
            Some(letter) if letter.is_ascii_alphabetic() => self.in_english(),
            Some(letter) if numerals::digit(letter).is_some() => self.in_chinese(),
            _ => Err(DateFault::Unreadable),
        }
    }

    fn in_digits(&mut self) -> Day {
        let (number, width) = self.number();
        match width {
            14 => self.compact(number / 1_000_000),
            13 => epoch(number / 1_000),
            8 => self.compact(number),
            6 => Err(DateFault::Imprecise),
            5 => self.serial(number),
            4 => self.after_year(number),
            1 | 2 => self.day_first(number, width),
            _ => Err(DateFault::Unreadable),
        }
    }

    fn compact(&mut self, number: i64) -> Day {
        civil(number / 10_000, number / 100 % 100, number % 100)
    }

    fn serial(&mut self, number: i64) -> Day {
        if self.take('.') {
            self.number();
        }
        if !SERIALS.contains(&number) {
            return Err(DateFault::Unreadable);
        }
        epoch((number - 25_569) * 86_400 - 8 * 3_600)
    }

    /// `2022` then month and day with any separators: - / . 年 月 日 、 · 度.
    fn after_year(&mut self, year: i64) -> Day {
        if self.done() || !self.separators() {
            return Err(DateFault::Imprecise);
        }
        if self.peek().and_then(numerals::digit).is_some() || self.peek() == Some('十') {
            return self.month_and_day(year);
        }
        let Some(month) = self.part() else { return Err(DateFault::Imprecise) };
        self.separators();
        let Some(day) = self.part() else { return Err(DateFault::Imprecise) };
        self.take('日');
        self.take('号');
        civil(year, month, day)
    }

    /// `15/11/2023`, `07-8月-22`, `7 Aug 2022`: the first number is not the year.
    fn day_first(&mut self, first: i64, width: usize) -> Day {
        if !self.separators() {
            return Err(DateFault::Unreadable);
        }
        if let Some(month) = self.month_name() {
            self.separators();
            let (year, width) = self.number();
            return named(year, width, month, first);
        }
        let (second, second_width) = self.number();
        let named_month = self.take('月');
        if !self.separators() && !named_month {
            return Err(DateFault::Unreadable);
        }
        let (year, year_width) = self.number();
        match (width.max(second_width) <= 2, year_width) {
            (true, 4 | 2) if named_month => named(year, year_width, second, first),
            (true, 4) => day_or_month(year, first, second),
            (true, 1 | 2) => Err(DateFault::ShortYear),
            _ => Err(DateFault::Unreadable),
        }
    }

    /// `Aug 7, 2022`, `Tue Aug 07 00:00:00 CST 2022`.
    fn in_english(&mut self) -> Day {
        if self.word_in(&WEEKDAYS).is_some() {
            self.separators();
        }
        let month = self.month_name().ok_or(DateFault::Unreadable)?;
        self.separators();
        let (day, _) = self.number();
        self.separators();
        self.clock();
        self.blanks();
        while self.peek().is_some_and(|letter| letter.is_ascii_alphabetic()) {
            self.at += 1;
        }
        self.separators();
        let (year, width) = self.number();
        named(year, width, month, day)
    }

    /// `二〇二二年八月七日`.
    fn in_chinese(&mut self) -> Day {
        let year = self.until('年').and_then(|text| numerals::year(&text)).ok_or(DateFault::Unreadable)?;
        self.take('度');
        self.month_and_day(year.into())
    }

    /// `八月七日`, also after a year in figures.
    fn month_and_day(&mut self, year: i64) -> Day {
        let month = self.until('月').and_then(|text| small(&text)).ok_or(DateFault::Imprecise)?;
        let tail: String = self.letters.get(self.at..).unwrap_or_default().iter().collect();
        let length = tail.chars().take_while(|letter| !matches!(letter, '日' | '号')).count();
        let text: String = tail.chars().take(length).collect();
        let day = small(&text).ok_or(DateFault::Imprecise)?;
        self.at += (length + 1).min(tail.chars().count());
        civil(year, i64::from(month), i64::from(day))
    }

    /// A clock time after the day; only a stated zone can move the day.
    fn time(&mut self, first: Reading) -> Day {
        self.weekday();
        self.take('T');
        for word in ["上午", "下午", "AM", "PM", "am", "pm"] {
            self.word(word);
        }
        let Some((hour, minute)) = self.clock() else { return Ok(first) };
        self.blanks();
        for word in ["AM", "PM", "am", "pm", "上午", "下午"] {
            self.word(word);
        }
        match self.zone() {
            Some(offset) => shift(first, i64::from(hour) * 60 + i64::from(minute) - offset + 480),
            None => Ok(first),
        }
    }

    /// `11:46`, `11:46:00.000`, `11时46分`; hour and minute.
    fn clock(&mut self) -> Option<(u8, u8)> {
        let back = self.at;
        self.blanks();
        let (hour, width) = self.number();
        if width == 0 || width > 2 || !(self.take(':') || self.take('时') || self.take('点')) {
            self.at = back;
            return None;
        }
        let (minute, _) = self.number();
        while self.take(':') || self.take('.') || self.take('分') || self.take('秒') {
            self.number();
        }
        Some((u8::try_from(hour).unwrap_or(0), u8::try_from(minute).unwrap_or(0)))
    }

    /// Minutes east of Greenwich, when the cell states it.
    fn zone(&mut self) -> Option<i64> {
        if self.take('Z') {
            return Some(0);
        }
        let sign = match self.peek() {
            Some('+') => 1,
            Some('-') => -1,
            _ => return None,
        };
        let back = self.at;
        self.at += 1;
        let (hours, width) = self.number();
        let minutes = if self.take(':') { self.number().0 } else { 0 };
        match width {
            2 => Some(sign * (hours * 60 + minutes)),
            4 => Some(sign * (hours / 100 * 60 + hours % 100)),
            _ => {
                self.at = back;
                None
            }
        }
    }

    fn weekday(&mut self) {
        self.blanks();
        let open = self.take('(');
        if self.word("星期") || self.word("周") {
            self.at += 1;
        }
        if open {
            self.take(')');
        }
    }

    fn trailing(&mut self) {
        while self.peek().is_some_and(|letter| matches!(letter, ' ' | '.' | '。' | ',' | ';' | '日')) {
            self.at += 1;
        }
    }

    fn range_mark(&mut self) -> bool {
        let back = self.at;
        while self.peek().is_some_and(|letter| "-~—–－～至到→起日 ".contains(letter)) {
            self.at += 1;
        }
        self.at > back
    }

    fn open_word(&mut self) -> bool {
        ["今", "长期", "永久", "无期限"].iter().any(|word| self.word(word)) && self.done()
    }

    fn separators(&mut self) -> bool {
        let back = self.at;
        while self.peek().is_some_and(|letter| "-/.年月度、·,_\\ 。—–﹒:".contains(letter)) {
            self.at += 1;
        }
        self.at > back
    }

    /// A month or day of one or two digits.
    fn part(&mut self) -> Option<i64> {
        let (number, width) = self.number();
        (1..=2).contains(&width).then_some(number)
    }

    fn month_name(&mut self) -> Option<i64> {
        self.word_in(&MONTHS).and_then(|at| i64::try_from(at + 1).ok())
    }
}

/// Months and days of a Chinese date may mix in Arabic digits.
fn small(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| numerals::small(text))
}
