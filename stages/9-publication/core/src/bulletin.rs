//! What a subscriber is sent: which things moved, and between which places of the feed. Ids and dates only; whoever
//! wants content asks the feed, which answers as things are then. No name and no content is ever in a message.

use serde::Serialize;
use xh_kernel::Instant;

use crate::Move;

/// Things in one message at most; with ids of usual length that is about 15 kB, the specification wants less than 20.
pub const BULLETIN_MAX: usize = 100;

/// A message for a subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bulletin {
    /// `feed.changed`, or `feed.reset` when only a fresh copy leads to the present.
    #[serde(rename = "type")]
    sort: &'static str,
    timestamp: Instant,
    data: Told,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Told {
    /// The place before the first of the items; none after a reset.
    from: Option<String>,
    /// The place behind the last: what to acknowledge.
    position: String,
    /// There is more behind it already.
    more: bool,
    items: Vec<Item>,
}

/// One thing that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// `add`, `change` or `delete`.
    pub change: &'static str,
    /// `record`, `subject` or `organ`.
    pub object: &'static str,
    /// As in the feed.
    pub id: String,
    /// The kind of a record that is public.
    pub kind: Option<String>,
    /// Position of the entry that moved it.
    pub entry: Option<i64>,
    /// The day that moved it.
    pub day: Option<String>,
}

impl Move {
    /// The word of feed and messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Move::Add => "add",
            Move::Change => "change",
            Move::Delete => "delete",
        }
    }
}

impl Bulletin {
    /// What moved between two places.
    #[must_use]
    pub fn changed(at: Instant, from: String, position: String, more: bool, items: Vec<Item>) -> Bulletin {
        let data = Told { from: Some(from), position, more, items };
        Bulletin { sort: "feed.changed", timestamp: at, data }
    }

    /// A copy made before is to be thrown away; it is told again from this place on.
    #[must_use]
    pub fn reset(at: Instant, position: String) -> Bulletin {
        let data = Told { from: None, position, more: true, items: Vec::new() };
        Bulletin { sort: "feed.reset", timestamp: at, data }
    }

    /// How many things it tells, and how many of them are deletions.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let deletes = self.data.items.iter().filter(|item| item.change == Move::Delete.as_str()).count();
        (self.data.items.len(), deletes)
    }

    /// The bytes that are signed and sent.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
