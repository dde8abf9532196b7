//! Where a subscriber of the change feed stands, and what a thing that moved means for it.
//!
//! A place has two halves, because two things change what is public: entries of the ledger, and the days on which
//! periods begin and end. An end needs no entry: the passing of its day is the change. A place is opaque to its
//! bearer and not secret; its mark tells a cut text, or a place in another log, from a good one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use sha2::{Digest, Sha256};
use xh_kernel::Date;
use xh_policy::Release;

use crate::shelf::own_channel;

const MARK_BYTES: usize = 9;
const LONGEST: usize = 512;

/// Everything before it has been told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPlace {
    /// Entries below this position.
    pub entry: i64,
    /// Beginnings and ends up to and including this legal day.
    pub day: Date,
    /// Behind that day, those up to this (day, record id).
    pub within: Option<(Date, String)>,
    /// The way things are shown, see [`view_of`].
    pub view: String,
}

/// The text is no place in this log's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("位置标记不完整，或不是本站给出的，请使用上一次回答中的 next；没有保存的，不带 after 从头取起")]
pub struct PlaceFault;

/// Why a good place leads nowhere any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooOld {
    /// Further back than the office keeps the feed.
    #[error("这个位置已超过变更记录的保留期限，请清空本地副本，不带 after 从头取起")]
    Horizon,
    /// Fields are shown in another way since then.
    #[error("信息类别或字段的公开口径已经调整，请清空本地副本，不带 after 从头取起")]
    View,
    /// The ledger has fewer entries than were told.
    #[error("这个位置在账本现有条目之后，请核对账本检查点，清空本地副本，不带 after 从头取起")]
    Ahead,
}

/// What happens to a thing in a subscriber's copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// It was not public and is.
    Add,
    /// It was public and is, perhaps with other content.
    Change,
    /// It is no longer public.
    Delete,
}

impl FeedPlace {
    /// The beginning: nothing has been told.
    #[must_use]
    pub fn start(today: Date, view: String) -> FeedPlace {
        FeedPlace { entry: 0, day: today, within: None, view }
    }

    /// The place as text for the feed of the log `origin`.
    #[must_use]
    pub fn seal(&self, origin: &str) -> String {
        let (day, record) = self.within.as_ref().map_or((String::new(), ""), |(d, r)| (d.to_string(), r));
        let text = format!("1|{}|{}|{day}|{record}|{}", self.entry, self.day, self.view);
        B64.encode(format!("{text}|{}", mark(origin, &text)))
    }

    /// Reads such a text.
    ///
    /// # Errors
    /// [`PlaceFault`] when it was cut, changed or made for another log.
    pub fn open(origin: &str, text: &str) -> Result<FeedPlace, PlaceFault> {
        if text.len() > LONGEST {
            return Err(PlaceFault);
        }
        let bytes = B64.decode(text).map_err(|_| PlaceFault)?;
        let whole = String::from_utf8(bytes).map_err(|_| PlaceFault)?;
        let (text, found) = whole.rsplit_once('|').ok_or(PlaceFault)?;
        if mark(origin, text) != found {
            return Err(PlaceFault);
        }
        read(text).ok_or(PlaceFault)
    }

    /// Is everything that was told before `other` also told before this place?
    #[must_use]
    pub fn covers(&self, other: &FeedPlace) -> bool {
        self.entry >= other.entry && self.days() >= other.days()
    }

    /// The last beginning or end that was told; behind every id of a day that was told whole.
    fn days(&self) -> (Date, &str) {
        self.within.as_ref().map_or((self.day, "~"), |(day, record)| (*day, record))
    }

    /// May the feed go on from here?
    ///
    /// # Errors
    /// [`TooOld`] when only a fresh copy leads to the present state.
    pub fn check(&self, view: &str, head: i64, oldest: Option<Date>) -> Result<(), TooOld> {
        match () {
            () if self.entry > head => Err(TooOld::Ahead),
            () if self.view != view => Err(TooOld::View),
            () if oldest.is_some_and(|oldest| self.day < oldest) => Err(TooOld::Horizon),
            () => Ok(()),
        }
    }
}

fn read(text: &str) -> Option<FeedPlace> {
    let mut parts = text.split('|');
    if parts.next() != Some("1") {
        return None;
    }
    let entry = parts.next()?.parse().ok().filter(|entry| *entry >= 0)?;
    let day = Date::parse(parts.next()?).ok()?;
    let (upto, record) = (parts.next()?, parts.next()?);
    let within = if upto.is_empty() { None } else { Some((Date::parse(upto).ok()?, record.to_owned())) };
    let view = parts.next()?.to_owned();
    parts.next().is_none().then_some(FeedPlace { entry, day, within, view })
}

fn mark(origin: &str, text: &str) -> String {
    let digest = Sha256::new().chain_update("xinheng/feed/v1\0").chain_update(origin).chain_update([0]);
    let digest = digest.chain_update(text).finalize();
    B64.encode(digest.get(..MARK_BYTES).unwrap_or_default())
}

/// A short digest of how the release lets things be shown. When it changes, a copy made before may hold what is no
/// longer shown, or lack what now is, in any record; so a copy is made anew.
#[must_use]
pub fn view_of(release: &Release) -> String {
    let mut digest = Sha256::new().chain_update(own_channel(release));
    for kind in release.kinds() {
        digest.update(format!("\0{}", kind.id));
        for field in &kind.fields {
            let shown = (&field.id, field.visibility, field.collect, field.kind, field.role, &field.codes);
            digest.update(serde_json::to_vec(&shown).unwrap_or_default());
        }
    }
    B64.encode(digest.finalize().get(..MARK_BYTES).unwrap_or_default())
}

/// What a thing that moved means for a subscriber. `known`: it was entered before the subscriber's place, so it may
/// be in the copy; `had`: it was public there; `ever`: it was public at some time; `has`: it is public now.
#[must_use]
pub fn moved(known: bool, had: bool, ever: bool, has: bool) -> Option<Move> {
    match (has, known && had, known && ever) {
        (true, true, _) => Some(Move::Change),
        (true, false, _) => Some(Move::Add),
        // A page tells things as they are now, so a copy may be ahead of its place: what could ever have been in it
        // is taken out. A copy that does not have it has nothing to do.
        (false, _, true) => Some(Move::Delete),
        (false, _, false) => None,
    }
}
