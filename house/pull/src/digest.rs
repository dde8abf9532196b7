//! A sum over rows that the source can make too: of each row the first 32 bits of the MD5 of its lengths and texts.
//! It finds what was lost or altered on the way. Not a seal: nobody is kept from forging it.

use md5::{Digest as _, Md5};

/// The sum of the rows seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest(u64);

impl Digest {
    /// A sum as stored.
    #[must_use]
    pub fn of(sum: u64) -> Self {
        Self(sum)
    }

    /// The sum.
    #[must_use]
    pub fn sum(self) -> u64 {
        self.0
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    /// Adds a row; nothing (`None`) and an empty text differ.
    pub fn add(&mut self, row: &[Option<String>]) {
        let part = |value: &Option<String>| match value {
            Some(text) => format!("{}:{text}", text.chars().count()),
            None => "-".to_owned(),
        };
        let text = row.iter().map(part).collect::<Vec<_>>().join("|");
        let hash = Md5::digest(text.as_bytes());
        let first = hash.iter().take(4).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        self.0 = self.0.wrapping_add(first);
    }
}
