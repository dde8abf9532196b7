//! The one normal form in which names, codes and questions meet. Not for showing: it loses what people write.

use unicode_normalization::UnicodeNormalization;

/// Longest question looked at, in characters as typed. No registered name is near it.
const QUESTION_MAX: usize = 512;

/// Folds text for matching: compatibility forms made one (NFKC: full width, circled, ligatures), lower case,
/// and only letters, digits and ideographs kept, so that spaces, brackets and punctuation do not matter.
///
/// ```
/// assert_eq!(xh_search::fold("信衡（石家庄）ＡＢＣ 公司"), "信衡石家庄abc公司");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfkc().filter(|letter| is_kept(*letter)).collect()
}

/// Rare-name characters still travel as private-use code points, so those are letters here.
fn is_kept(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{E000}'..='\u{F8FF}')
}

/// A question as typed, folded whole and word by word.
pub(crate) struct Question {
    /// Everything, folded.
    pub whole: String,
    /// The words between spaces, folded; empty when there is only one.
    pub words: Vec<String>,
}

/// Most words of one question that are looked at; more would be a sentence, not a name.
const WORDS_MAX: usize = 8;

impl Question {
    /// Nothing to look for gives `None`: an empty, too long or purely decorative question.
    pub fn read(typed: &str) -> Option<Question> {
        if typed.chars().nth(QUESTION_MAX).is_some() {
            return None;
        }
        let whole = fold(typed);
        if whole.is_empty() {
            return None;
        }
        let mut words: Vec<String> =
            typed.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        if words.len() < 2 || words.len() > WORDS_MAX {
            words.clear();
        }
        Some(Question { whole, words })
    }

    /// Whether the question may be the beginning of a code: four letters and digits or more, and no
    /// ideograph.
    pub fn may_be_code(&self) -> bool {
        (4..=18).contains(&self.whole.len()) && self.whole.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }
}
