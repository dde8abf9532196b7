//! What these acts may refuse, in words for the person at the counter.

use xh_db::Fault;
use xh_kernel::{Citation, Date, Refusal};
use xh_registry::{CatalogueRefused, Month, ReviewRefused, WithdrawalRefused};

/// The state or the law says no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No record with this id.
    #[error("没有编号为「{0}」的记录")]
    NoSuchRecord(String),
    /// The stream was erased already.
    #[error("记录「{0}」的内容已经删除")]
    AlreadyErased(String),
    /// Nobody asks this question.
    #[error("没有记录在等待这一答复:「{0}」;请先用 severity list 查看待答复的问题")]
    NoSuchQuestion(String),
    /// The organ is not in the register.
    #[error("认定单位「{0}」未登记;请先用 admin organ add 登记")]
    NoSuchOrgan(String),
    /// No such kind, or one that is no act.
    #[error("没有可以申报产生数的信息类别「{0}」")]
    NoSuchKind(String),
    /// Only what is over can be counted.
    #[error("{}还没有结束,产生数最早可于{}申报", .0.chinese(), .0.end().chinese())]
    MonthNotOver(Month),
    /// The ground is missing.
    #[error("请写明依据或文书号")]
    NoGround,
    /// About the catalogue.
    #[error(transparent)]
    Catalogue(#[from] CatalogueRefused),
    /// About the review of free text.
    #[error(transparent)]
    Review(#[from] ReviewRefused),
    /// About a withdrawal.
    #[error(transparent)]
    Withdrawal(#[from] WithdrawalRefused),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRecord(_) => "no_such_record",
            Self::AlreadyErased(_) => "already_erased",
            Self::NoSuchQuestion(_) => "no_such_question",
            Self::NoSuchOrgan(_) => "no_such_organ",
            Self::NoSuchKind(_) => "no_such_kind",
            Self::MonthNotOver(_) => "month_not_over",
            Self::NoGround => "no_ground",
            Self::Catalogue(refused) => refused.code(),
            Self::Review(refused) => refused.code(),
            Self::Withdrawal(refused) => refused.code(),
        }
    }

    fn sentence(&self) -> String {
        self.to_string()
    }

    fn cites(&self) -> Vec<Citation> {
        Vec::new()
    }

    fn earliest(&self) -> Option<Date> {
        match self {
            Self::MonthNotOver(month) => Some(month.end()),
            Self::Catalogue(refused) => refused.earliest(),
            _ => None,
        }
    }
}

/// An act was refused, or the machine failed.
#[derive(Debug, thiserror::Error)]
pub enum ActFault {
    /// Refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<CatalogueRefused> for ActFault {
    fn from(refused: CatalogueRefused) -> Self {
        Self::Refused(refused.into())
    }
}

impl From<ReviewRefused> for ActFault {
    fn from(refused: ReviewRefused) -> Self {
        Self::Refused(refused.into())
    }
}

impl From<WithdrawalRefused> for ActFault {
    fn from(refused: WithdrawalRefused) -> Self {
        Self::Refused(refused.into())
    }
}
