//! Our own tiny tokeniser: single characters, and pairs with a mark before the first and after the last, so
//! that
//! *contains*, *begins with* and *is* are all phrases of neighbouring pairs. No dictionary, no word guessing:
//! trade names are in none. The text is already folded.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands before the first character. Folded text never holds it.
pub(crate) const BEGIN: char = '\u{2}';
/// Stands after the last character. Folded text never holds it.
pub(crate) const END: char = '\u{3}';

/// The pairs of `BEGIN`, text, `END`: n + 1 of them for n characters.
pub(crate) fn marked_pairs(text: &str) -> Vec<String> {
    pairs(&std::iter::once(BEGIN).chain(text.chars()).chain(std::iter::once(END)).collect::<Vec<_>>())
}

/// Neighbouring characters, two by two.
pub(crate) fn pairs(letters: &[char]) -> Vec<String> {
    letters.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// Cuts into single characters.
#[derive(Clone, Default)]
pub(crate) struct Singles;

/// Cuts into marked pairs.
#[derive(Clone, Default)]
pub(crate) struct Pairs;

impl Tokenizer for Singles {
    type TokenStream<'a> = Grams;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Grams {
        Grams::over(text.chars().map(String::from).collect())
    }
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = Grams;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Grams {
        Grams::over(marked_pairs(text))
    }
}

/// Grams in order, each one position further. Offsets are not kept: nothing here highlights by them.
pub(crate) struct Grams {
    waiting: std::iter::Enumerate<std::vec::IntoIter<String>>,
    token: Token,
}

impl Grams {
    fn over(grams: Vec<String>) -> Grams {
        Grams { waiting: grams.into_iter().enumerate(), token: Token::default() }
    }
}

impl TokenStream for Grams {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.waiting.next() else { return false };
        self.token = Token { position, text, ..Token::default() };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
