//! Finds in free text what may not be published as it stands: numbers of people, their phones, plates, cards, addresses
//! and names, and marks of secrecy. Each finding is a place in the text and a class.
//!
//! It proposes and never decides: what a class becomes and who must agree is law given as data, and a person reads
//! every text before it is shown. A name without any cue beside it is not found; that is why the person is there. In
//! doubt a number is found rather than passed. Basis: 个人信息保护法 articles 4, 6 and 28; 政府信息公开条例 articles 14 and 15.

mod cards;
mod letters;
mod mail;
mod marks;
mod names;
mod numbers;
mod phones;
mod places;
mod plates;
mod surnames;

use serde::{Deserialize, Serialize};

use letters::Letters;

/// What was found; the order is the order of precedence where two overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingClass {
    /// A mark of classification: 机密★10年.
    SecrecyMark,
    /// 内部资料, 工作秘密.
    InternalMark,
    /// Number of an identity card, also mistyped or cut up.
    IdentityNumber,
    /// Passport or permit to travel, named as such.
    TravelDocument,
    /// Number of a bank card or account.
    BankAccount,
    /// Mobile phone.
    MobilePhone,
    /// Fixed line with its area code, or named as a phone.
    Landline,
    /// Electronic mail address.
    Email,
    /// Number plate of a vehicle.
    VehiclePlate,
    /// A pair of coordinates.
    Coordinates,
    /// Where a person lives.
    HomeAddress,
    /// A person's name beside a word that says so.
    PersonName,
    /// Words about a commercial secret.
    CommercialSecret,
}

impl FindingClass {
    /// Every class.
    pub const ALL: [Self; 13] = [
        Self::SecrecyMark,
        Self::InternalMark,
        Self::IdentityNumber,
        Self::TravelDocument,
        Self::BankAccount,
        Self::MobilePhone,
        Self::Landline,
        Self::Email,
        Self::VehiclePlate,
        Self::Coordinates,
        Self::HomeAddress,
        Self::PersonName,
        Self::CommercialSecret,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SecrecyMark => "secrecy_mark",
            Self::InternalMark => "internal_mark",
            Self::IdentityNumber => "identity_number",
            Self::TravelDocument => "travel_document",
            Self::BankAccount => "bank_account",
            Self::MobilePhone => "mobile_phone",
            Self::Landline => "landline",
            Self::Email => "email",
            Self::VehiclePlate => "vehicle_plate",
            Self::Coordinates => "coordinates",
            Self::HomeAddress => "home_address",
            Self::PersonName => "person_name",
            Self::CommercialSecret => "commercial_secret",
        }
    }
}

/// A place in a text, in bytes, on boundaries of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// First byte.
    pub from: usize,
    /// Byte behind the last.
    pub until: usize,
    /// What it is.
    pub class: FindingClass,
}

/// Everything found, in the order of the text; no two overlap.
#[must_use]
pub fn findings(text: &str) -> Vec<Finding> {
    let letters = Letters::of(text);
    let mut found: Vec<(usize, usize, FindingClass)> = Vec::new();
    marks::find(&letters, &mut found);
    numbers::find(&letters, &mut found);
    cards::find(&letters, &mut found);
    phones::find(&letters, &mut found);
    mail::find(&letters, &mut found);
    plates::find(&letters, &mut found);
    places::find(&letters, &mut found);
    names::find(&letters, &mut found);
    settled(&letters, found)
}

/// Takes them by precedence and length; what overlaps an earlier one is cut.
fn settled(letters: &Letters, mut found: Vec<(usize, usize, FindingClass)>) -> Vec<Finding> {
    found.sort_by_key(|(from, until, class)| (*class, std::cmp::Reverse(until - from), *from));
    let mut taken: Vec<Option<FindingClass>> = vec![None; letters.len()];
    for (from, until, class) in found {
        for slot in taken.iter_mut().take(until).skip(from).filter(|slot| slot.is_none()) {
            *slot = Some(class);
        }
    }
    let mut out: Vec<Finding> = Vec::new();
    let mut run = 0;
    while let Some(slot) = taken.get(run) {
        let end = taken.iter().skip(run).position(|one| one != slot).map_or(taken.len(), |more| run + more);
        if let (Some(class), Some((from, until))) = (slot, letters.bytes(run, end)) {
            out.push(Finding { from, until, class: *class });
        }
        run = end;
    }
    out
}

/// What stands where a finding stood: so many of its letters, then these words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement<'a> {
    /// Letters kept from the front.
    pub keep: usize,
    /// Words put behind them.
    pub words: &'a str,
}

/// The text with each finding replaced as `by` says (`None` leaves it), again and again until nothing is left to
/// replace; `None` when that does not end.
#[must_use]
pub fn replaced<'a>(text: &str, by: impl Fn(FindingClass) -> Option<Replacement<'a>>) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let next = once(&text, &by);
        if next == text {
            return Some(text);
        }
        text = next;
    }
    None
}

/// One replacement hardly ever uncovers another; a text that goes on is shown to nobody.
const ROUNDS: usize = 6;

fn once<'a>(text: &str, by: &impl Fn(FindingClass) -> Option<Replacement<'a>>) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for one in findings(text) {
        let Some(replacement) = by(one.class) else { continue };
        let hit = text.get(one.from..one.until).unwrap_or_default();
        out.push_str(text.get(at..one.from).unwrap_or_default());
        out.extend(hit.chars().take(replacement.keep));
        out.push_str(replacement.words);
        at = one.until;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests;
