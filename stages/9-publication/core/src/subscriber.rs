//! A subscriber: a place outside that is told of every change. Who is told, and when that ends, are acts in the
//! ledger; whether a single message arrived is not (that is the store's `delivery`).

use xh_kernel::{Citation, Date, Refusal, Workflow};
use xh_ledger::Fields;
use xh_registry::{BodyFault, Reader};

/// What is done about a subscriber; each is a kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriberAct {
    /// It is to be told from now on.
    Register,
    /// It asked for a break, or the office ordered one.
    Pause,
    /// It goes on where it stopped.
    Resume,
    /// Its key is made anew.
    Rotate,
    /// It answered that it wants no more, or did not answer for days.
    Disable,
    /// It is over for good.
    Remove,
}

impl SubscriberAct {
    /// Every act.
    pub const ALL: [SubscriberAct; 6] = [
        SubscriberAct::Register,
        SubscriberAct::Pause,
        SubscriberAct::Resume,
        SubscriberAct::Rotate,
        SubscriberAct::Disable,
        SubscriberAct::Remove,
    ];

    /// The kind of its entry.
    #[must_use]
    pub fn entry(self) -> &'static str {
        match self {
            SubscriberAct::Register => "subscriber.registered",
            SubscriberAct::Pause => "subscriber.paused",
            SubscriberAct::Resume => "subscriber.resumed",
            SubscriberAct::Rotate => "subscriber.rotated",
            SubscriberAct::Disable => "subscriber.disabled",
            SubscriberAct::Remove => "subscriber.removed",
        }
    }

    /// The act of an entry of this kind.
    #[must_use]
    pub fn of_entry(kind: &str) -> Option<SubscriberAct> {
        SubscriberAct::ALL.into_iter().find(|act| act.entry() == kind)
    }
}

/// Where a subscription stands. Whether it is failing just now is seen from its messages, not from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriberState {
    /// Nobody registered it.
    Unknown,
    /// It is told of every change.
    Active,
    /// It waits.
    Paused,
    /// It was given up for the time being; nothing is lost.
    Disabled,
    /// It is over.
    Removed,
}

impl SubscriberState {
    /// As stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SubscriberState::Unknown => "unknown",
            SubscriberState::Active => "active",
            SubscriberState::Paused => "paused",
            SubscriberState::Disabled => "disabled",
            SubscriberState::Removed => "removed",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(text: &str) -> Option<SubscriberState> {
        use SubscriberState as S;
        [S::Unknown, S::Active, S::Paused, S::Disabled, S::Removed]
            .into_iter()
            .find(|one| one.as_str() == text)
    }

    /// In words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            SubscriberState::Unknown => "未登记",
            SubscriberState::Active => "推送中",
            SubscriberState::Paused => "已暂停",
            SubscriberState::Disabled => "已停发",
            SubscriberState::Removed => "已注销",
        }
    }
}

/// Why an act on a subscriber is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubscriberRefused {
    /// Registered twice.
    #[error("这个接收方已经登记")]
    Registered,
    /// Nobody with this id.
    #[error("没有编号为「{0}」的接收方")]
    NoSuch(String),
    /// It is over.
    #[error("这个接收方已经注销，需要时请重新登记")]
    Removed,
    /// Only what runs can be paused.
    #[error("这个接收方{0}，不能暂停")]
    NotActive(&'static str),
    /// Only what stopped can go on.
    #[error("这个接收方正在推送中，不需要恢复")]
    Running,
    /// The same organ already has this address.
    #[error("这个地址已经由本单位登记，编号「{0}」；可先注销再登记")]
    Twice(String),
    /// The law in force knows no such kind.
    #[error("没有「{0}」这一信息类别")]
    NoSuchKind(String),
    /// No name.
    #[error("请写明接收方的名称，不超过 100 个字")]
    NoName,
    /// More than one organ may have.
    #[error("一个单位最多登记 {0} 个接收方，请先注销不用的")]
    TooMany(usize),
}

impl Refusal for SubscriberRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Registered => "already_registered",
            Self::NoSuch(_) => "no_such_subscriber",
            Self::Removed => "subscriber_removed",
            Self::NotActive(_) => "subscriber_not_active",
            Self::Running => "subscriber_running",
            Self::Twice(_) => "registered_twice",
            Self::NoSuchKind(_) => "no_such_kind",
            Self::NoName => "no_name",
            Self::TooMany(_) => "too_many_subscribers",
        }
    }

    fn sentence(&self) -> String {
        self.to_string()
    }

    fn cites(&self) -> Vec<Citation> {
        Vec::new()
    }

    fn earliest(&self) -> Option<Date> {
        None
    }
}

/// The life of a subscription.
#[derive(Debug, Clone, Copy)]
pub struct Subscription;

impl Workflow for Subscription {
    type State = SubscriberState;
    type Act = SubscriberAct;
    type Refused = SubscriberRefused;

    fn start() -> SubscriberState {
        SubscriberState::Unknown
    }

    fn step(state: &SubscriberState, act: &SubscriberAct) -> Result<SubscriberState, SubscriberRefused> {
        use SubscriberAct as A;
        use SubscriberState as S;
        match (state, act) {
            (S::Unknown, A::Register) | (S::Paused | S::Disabled, A::Resume) => Ok(S::Active),
            (S::Unknown, _) => Err(SubscriberRefused::NoSuch(String::new())),
            (S::Removed, _) => Err(SubscriberRefused::Removed),
            (_, A::Register) => Err(SubscriberRefused::Registered),
            (S::Active, A::Resume) => Err(SubscriberRefused::Running),
            (S::Active, A::Pause) => Ok(S::Paused),
            (other, A::Pause) => Err(SubscriberRefused::NotActive(other.chinese())),
            (S::Active, A::Disable) => Ok(S::Disabled),
            // A break stands, whatever a message on its way was answered.
            (other, A::Disable | A::Rotate) => Ok(*other),
            (_, A::Remove) => Ok(S::Removed),
        }
    }
}

/// The body of `subscriber.registered`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriberBody {
    /// What its owner calls it; no person's name.
    pub name: String,
    /// Where messages go.
    pub url: String,
    /// Kinds of records it wants; empty for all.
    pub kinds: Vec<String>,
    /// `v1a` or `v1`.
    pub scheme: String,
}

impl SubscriberBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        out.insert("name".to_owned(), self.name.as_str().into());
        out.insert("url".to_owned(), self.url.as_str().into());
        out.insert("kinds".to_owned(), self.kinds.clone().into());
        out.insert("scheme".to_owned(), self.scheme.as_str().into());
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field that is missing or has another type.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            name: read.text("name")?,
            url: read.text("url")?,
            kinds: read.get("kinds")?,
            scheme: read.text("scheme")?,
        })
    }
}

/// The payload of the other acts: why.
#[must_use]
pub fn ground_fields(ground: &str) -> Fields {
    Fields::from_iter([("ground".to_owned(), ground.into())])
}

/// Reads it back.
///
/// # Errors
/// `BodyFault` when it has another type.
pub fn ground_of(fields: &Fields) -> Result<String, BodyFault> {
    Reader(fields).text("ground")
}

#[cfg(test)]
mod tests;
