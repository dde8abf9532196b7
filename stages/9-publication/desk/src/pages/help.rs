//! 帮助: whom to ask, what to do about a wrong record, privacy, accessibility, site map, what problems mean.

use serde::Serialize;
use xh_web::{ProblemKind, page};

use crate::pages::Freshness;

/// 帮助页
#[derive(Debug, Clone, Serialize)]
pub struct HelpPage {
    /// Counters one can go to; empty = telephone only.
    pub counters: Vec<Counter>,
    /// The kinds of problem answer, explained where their `type` points to.
    pub problems: Vec<HelpProblem>,
    /// How fresh.
    pub fresh: Freshness,
}

/// A counter.
#[derive(Debug, Clone, Serialize)]
pub struct Counter {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Opening hours.
    pub hours: String,
    /// Telephone.
    pub phone: String,
}

/// One kind of problem answer.
#[derive(Debug, Clone, Serialize)]
pub struct HelpProblem {
    /// Stable name.
    pub slug: String,
    /// HTTP status.
    pub status: u16,
    /// Title.
    pub title: String,
    /// What to do.
    pub advice: String,
}

impl HelpProblem {
    /// All kinds the house answers with.
    #[must_use]
    pub fn all() -> Vec<HelpProblem> {
        let explain = |kind: &ProblemKind| HelpProblem {
            slug: kind.slug().to_owned(),
            status: kind.status().as_u16(),
            title: kind.title().to_owned(),
            advice: kind.advice().to_owned(),
        };
        ProblemKind::ALL.iter().map(explain).collect()
    }
}

fn with_counters() -> HelpPage {
    let counter = Counter {
        name: "演示市政务服务大厅 信用窗口".to_owned(),
        address: "演示市示例路 1 号一层 12 号窗口（虚构）".to_owned(),
        hours: "工作日 9:00–12:00，13:30–17:00".to_owned(),
        phone: "000-0000-0001".to_owned(),
    };
    HelpPage { counters: vec![counter], problems: HelpProblem::all(), fresh: Freshness::default() }
}

fn telephone_only() -> HelpPage {
    HelpPage { counters: Vec::new(), problems: HelpProblem::all(), fresh: Freshness::default() }
}

page!(HelpPage, "help.html", samples = [with_counters(), telephone_only()]);
