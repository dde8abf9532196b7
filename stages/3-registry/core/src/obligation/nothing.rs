//! 零报告: an organ says that a period which is over brought nothing of an item.

use xh_kernel::{Citation, Date, Refusal};
use xh_ledger::Fields;

use super::{Owed, Standing};
use crate::body::{BodyFault, Reader, put};

/// The body of `report.nothing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NothingBody {
    /// The line of the catalogue.
    pub entry: String,
    /// Its edition.
    pub edition: String,
    /// Name of the period.
    pub period: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl NothingBody {
    /// The ledger payload.
    #[must_use]
    pub fn to_fields(&self) -> Fields {
        let mut out = Fields::new();
        put(&mut out, "entry", &self.entry);
        put(&mut out, "edition", &self.edition);
        put(&mut out, "period", &self.period);
        put(&mut out, "from", self.from);
        put(&mut out, "to", self.to);
        out
    }

    /// Reads a payload back.
    ///
    /// # Errors
    /// `BodyFault` naming the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, BodyFault> {
        let read = Reader(fields);
        Ok(Self {
            entry: read.text("entry")?,
            edition: read.text("edition")?,
            period: read.text("period")?,
            from: read.get("from")?,
            to: read.get("to")?,
        })
    }
}

/// Why a "nothing to report" is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NothingRefused {
    /// The organ does not owe this.
    #[error(
        "按施行中的目录，该单位没有「{0}」在「{1}」这一期的报送任务；请用 catalogue due 查看应报的事项和期次"
    )]
    NotOwed(String, String),
    /// The period still runs.
    #[error("{period}还没有结束，最早可于{earliest}零报告", earliest = .earliest.chinese())]
    NotOver {
        /// The period in words.
        period: String,
        /// First day on which it may be said.
        earliest: Date,
    },
    /// There are records.
    #[error("{0}已报送 {1} 条，不能零报告；如属误报，请更正或撤回")]
    Reported(String, i64),
}

impl Refusal for NothingRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOwed(..) => "nothing.not_owed",
            Self::NotOver { .. } => "nothing.not_over",
            Self::Reported(..) => "nothing.reported",
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
            Self::NotOver { earliest, .. } => Some(*earliest),
            _ => None,
        }
    }
}

/// The entry to write for one item and period of one organ's list; none when it was said before.
///
/// # Errors
/// [`NothingRefused`] when the organ does not owe it, while the period runs, and when records came.
pub fn nothing(
    owed: &[Owed<'_>],
    entry: &str,
    period: &str,
    today: Date,
) -> Result<Option<NothingBody>, NothingRefused> {
    let asked = |it: &&Owed<'_>| it.obligation.entry.id == entry && it.obligation.period.id == period;
    let Some(found) = owed.iter().find(asked) else {
        return Err(NothingRefused::NotOwed(entry.to_owned(), period.to_owned()));
    };
    let of = &found.obligation;
    match found.standing {
        Standing::Reported { many, .. } => Err(NothingRefused::Reported(of.period.chinese(), many)),
        Standing::Nothing { .. } => Ok(None),
        _ if !of.period.is_over(today) => {
            Err(NothingRefused::NotOver { period: of.period.chinese(), earliest: of.period.to.tomorrow() })
        }
        _ => Ok(Some(NothingBody {
            entry: of.entry.id.clone(),
            edition: of.edition.to_owned(),
            period: of.period.id.clone(),
            from: of.period.from,
            to: of.period.to,
        })),
    }
}
