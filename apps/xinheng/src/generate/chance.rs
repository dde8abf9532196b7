//! Chance for the generator: one stream of ChaCha8 per row, all from the plan's seed. No system randomness.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// Which sheet a stream of chance serves, so that two sheets never share one.
#[derive(Debug, Clone, Copy)]
pub enum Lane {
    /// One stream per subject.
    Subject,
    /// One stream per penalty.
    Penalty,
}

/// The dice of one row.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of row `row` in a lane.
    pub fn new(seed: u64, lane: Lane, row: u32) -> Self {
        let mut key = [0; 32];
        for (place, byte) in key.iter_mut().zip(seed.to_le_bytes()) {
            *place = byte;
        }
        let lane = match lane {
            Lane::Subject => 1,
            Lane::Penalty => 2,
        };
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(lane << 32 | u64::from(row));
        Self(rng)
    }

    /// A number in `0 .. end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(end);
        u32::try_from(wide >> 32).unwrap_or_default()
    }

    /// A number in `from ..= to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of a list, all equally likely; the type's default when the list is empty.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let at = self.below(u32::try_from(list.len()).unwrap_or(u32::MAX));
        list.get(at as usize).copied().unwrap_or_default()
    }

    /// One of a list whose entries say how likely they are.
    pub fn weighted<T: Copy + Default>(&mut self, list: &[(u32, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, entry) in list {
            if left < *weight {
                return *entry;
            }
            left -= weight;
        }
        T::default()
    }
}
