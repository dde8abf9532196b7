//! What the outside world gives a command: the instant, and chance for ids and salts. The application makes
//! one from the clock and the system's randomness; a test makes one from constants and gets the same ids
//! every time.
//!
//! No clock and no randomness inside: all chance comes from the caller's seed through ChaCha20.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use crate::{Date, Id, Instant};

/// Bits of the counter behind the milliseconds: 12 before the variant and 18 behind it.
const COUNTER_BITS: u32 = 30;

/// The instant of a command and its source of ids and salts.
#[derive(Clone)]
pub struct Moment {
    at: Instant,
    chance: ChaCha20Rng,
    /// Milliseconds and counter of the last id; ids of one moment always ascend.
    last: Option<(u64, u32)>,
}

impl Moment {
    /// A moment at an instant, with 32 bytes of real randomness (or of a test's constants).
    #[must_use]
    pub fn new(at: Instant, seed: [u8; 32]) -> Self {
        Self { at, chance: ChaCha20Rng::from_seed(seed), last: None }
    }

    /// The instant.
    #[must_use]
    pub fn at(&self) -> &Instant {
        &self.at
    }

    /// The legal day: a day in Beijing, fixed +08:00.
    #[must_use]
    pub fn today(&self) -> Date {
        self.at.legal_day()
    }

    /// Moves on to a later instant; chance continues, ids keep ascending.
    pub fn advance(&mut self, at: Instant) {
        self.at = at;
    }

    /// A time-ordered identifier (UUID version 7): milliseconds, a counter, 44 random bits. For entries and
    /// streams.
    pub fn id(&mut self) -> Id {
        let (millis, counter) = self.next_tick();
        let mut bits = (u128::from(millis) & 0xffff_ffff_ffff) << 80;
        bits |= 0x7 << 76;
        bits |= u128::from(counter >> 18) << 64;
        bits |= 0b10 << 62;
        bits |= u128::from(counter & 0x3_ffff) << 44;
        bits |= u128::from(self.chance.next_u64() >> 20);
        Id::from_bytes(bits.to_be_bytes())
    }

    /// A fully random identifier (UUID version 4), which shows not even its time. For actors and tokens.
    pub fn opaque(&mut self) -> Id {
        let mut bytes = self.salt();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Id::from_bytes(bytes)
    }

    /// Sixteen random bytes.
    pub fn salt(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.chance.fill_bytes(&mut bytes);
        bytes
    }

    /// The next pair of milliseconds and counter, always greater than the last.
    fn next_tick(&mut self) -> (u64, u32) {
        let millis = u64::try_from(self.at.unix_micros().div_euclid(1_000)).unwrap_or_default();
        let tick = match self.last {
            Some((last, counter)) if last >= millis && counter + 1 < 1 << COUNTER_BITS => (last, counter + 1),
            Some((last, _)) if last >= millis => (last + 1, self.fresh_counter()),
            _ => (millis, self.fresh_counter()),
        };
        self.last = Some(tick);
        tick
    }

    /// A random start in the lower half, so that there is room to count.
    fn fresh_counter(&mut self) -> u32 {
        self.chance.next_u32() >> (32 - COUNTER_BITS + 1)
    }
}

/// Shows the instant only: the rest is secret.
impl std::fmt::Debug for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Moment({})", self.at)
    }
}

#[cfg(test)]
mod tests;
