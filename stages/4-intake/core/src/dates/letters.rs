//! The letters of a cell and how far they are read: the moves the scanner makes, knowing no date.

/// A place in a cell.
pub(super) struct Scanner {
    pub(super) letters: Vec<char>,
    pub(super) at: usize,
}

impl Scanner {
    pub(super) fn new(words: &str) -> Self {
        Self { letters: words.chars().collect(), at: 0 }
    }

    /// Consumes an English word that begins with one of `words` (three letters); its index.
    pub(super) fn word_in(&mut self, words: &[&str]) -> Option<usize> {
        let text: String = self.letters.get(self.at..).unwrap_or_default().iter().collect();
        let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let lower = word.to_ascii_lowercase();
        let found = words.iter().position(|name| lower.starts_with(name))?;
        self.at += word.len();
        Some(found)
    }

    pub(super) fn word(&mut self, word: &str) -> bool {
        let here = self.letters.get(self.at..).unwrap_or_default();
        let fits = word.chars().zip(here).filter(|(a, b)| a == *b).count() == word.chars().count();
        if fits {
            self.at += word.chars().count();
        }
        fits
    }

    pub(super) fn until(&mut self, stop: char) -> Option<String> {
        let rest = self.letters.get(self.at..)?;
        let length = rest.iter().position(|letter| *letter == stop)?;
        let text = rest.iter().take(length).filter(|letter| **letter != ' ').collect();
        self.at += length + 1;
        Some(text)
    }

    /// Digits from here: their value (capped) and how many they are.
    pub(super) fn number(&mut self) -> (i64, usize) {
        let back = self.at;
        let mut number = 0_i64;
        while let Some(digit) = self.peek().and_then(|letter| letter.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(i64::from(digit));
            self.at += 1;
        }
        (number, self.at - back)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    pub(super) fn take(&mut self, letter: char) -> bool {
        let fits = self.peek() == Some(letter);
        self.at += usize::from(fits);
        fits
    }

    pub(super) fn blanks(&mut self) {
        while self.take(' ') {}
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.letters.len()
    }
}
