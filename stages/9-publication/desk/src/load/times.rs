//! The two times of a question against this ledger.

use serde::Deserialize;
use xh_db::{Res, Tx};
use xh_kernel::Date;
use xh_policy_store::Office;
use xh_publication::{AskFault, KnownAt};

use xh_web::say;

use crate::load::said;
use crate::pages::AsOf;

/// `?as_of=&known_at=` as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct TimesQuery {
    /// A day.
    #[serde(default)]
    pub as_of: Option<String>,
    /// A position or an instant.
    #[serde(default)]
    pub known_at: Option<String>,
}

/// The times answered for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Times {
    /// Today's legal day.
    pub today: Date,
    /// The legal day asked for.
    pub as_of: Date,
    /// Entries below this position were known.
    pub known_at: i64,
    /// Entries there are.
    pub head: i64,
    /// State of knowledge as typed.
    pub typed: Option<String>,
}

impl Times {
    /// Today, with everything known.
    pub(crate) fn now(today: Date, head: i64) -> Times {
        Times { today, as_of: today, known_at: head, head, typed: None }
    }

    /// True when the answer is about today and all that is known.
    pub(crate) fn current(&self) -> bool {
        self.as_of == self.today && self.typed.is_none()
    }

    /// The times for a page.
    pub(crate) fn view(&self, fault: Option<&AskFault>) -> AsOf {
        AsOf {
            today: self.today.to_string(),
            as_of: self.as_of.to_string(),
            known_at: self.typed.clone(),
            position: self.known_at,
            current: self.current(),
            error: fault.map(|fault| say!("{fault}；下面显示的是今天的内容", fault = said(fault))),
        }
    }
}

/// Today's legal day.
pub(crate) fn today(office: &Office) -> Date {
    office.today()
}

/// Reads the times asked for; the inner error is the visitor's.
pub(crate) async fn resolve(
    tx: &mut Tx<'_>,
    today: Date,
    query: &TimesQuery,
) -> Res<Result<Times, (AskFault, Times)>> {
    let head = xh_ledger_store::head(tx).await?;
    let now = Times::now(today, head);
    let as_of = match xh_publication::as_of(query.as_of.as_deref(), today) {
        Ok(day) => day,
        Err(fault) => return Ok(Err((fault, now))),
    };
    let known_at = match xh_publication::known_at(query.known_at.as_deref(), head) {
        Ok(KnownAt::Now) => return Ok(Ok(Times { as_of, ..now })),
        Ok(KnownAt::Position(position)) => position,
        Ok(KnownAt::Instant(at)) => xh_ledger_store::position_at(tx, &at).await?,
        Err(fault) => return Ok(Err((fault, now))),
    };
    let typed = query.known_at.as_deref().map(|text| text.trim().to_owned());
    Ok(Ok(Times { as_of, known_at, typed, ..now }))
}
