//! 报送质量 of a month as everyone may see it: counts by organ and kind. No record can be told from them.

use serde::{Deserialize, Serialize};
use xh_db::{Res, Tx};
use xh_kernel::{Date, Uscc};
use xh_policy::{Kind, KindRole, Release};
use xh_publication::{AskFault, public_name};
use xh_registry::{Month, Organ, Quality, quality};

/// `?month=&kind=&organ=` as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct QualityQuery {
    /// `2026-10`.
    #[serde(default)]
    pub month: Option<String>,
    /// Kind id.
    #[serde(default)]
    pub kind: Option<String>,
    /// The organ's code.
    #[serde(default)]
    pub organ: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The month of the decisions.
    pub month: Month,
    /// Kind id; empty = all.
    pub kind: String,
    /// The organ's code; empty = all.
    pub organ: String,
}

impl Asked {
    /// The last month that is over, with nothing left out.
    pub(crate) fn usual(today: Date) -> Asked {
        Asked { month: Month::of(today).previous(), kind: String::new(), organ: String::new() }
    }

    /// Reads the question; the fault is the visitor's.
    pub(crate) fn read(
        query: &QualityQuery,
        release: &Release,
        organs: &[Organ],
        today: Date,
    ) -> Result<Asked, AskFault> {
        let mut asked = Asked::usual(today);
        if let Some(text) = typed(query.month.as_ref()) {
            asked.month = month(text, today)?;
        }
        if let Some(text) = typed(query.kind.as_ref()) {
            let known = release.kind(text).filter(|kind| is_reported(kind));
            let unknown = || fault("kind", "信息类别", text, "不存在", "请从页面上的类别中选");
            asked.kind.clone_from(&known.ok_or_else(unknown)?.id);
        }
        if let Some(text) = typed(query.organ.as_ref()) {
            let known = Uscc::parse(text).ok().filter(|code| organs.iter().any(|organ| organ.uscc == *code));
            let unknown =
                || fault("organ", "单位代码", text, "没有登记", "请填单位的统一社会信用代码，或不填");
            known.ok_or_else(unknown)?.as_str().clone_into(&mut asked.organ);
        }
        Ok(asked)
    }

    /// Whether a line is asked for.
    pub(crate) fn wants(&self, line: &QualityLine) -> bool {
        let all_or = |asked: &str, found: &str| asked.is_empty() || asked == found;
        all_or(&self.kind, &line.quality.count.kind) && all_or(&self.organ, &line.uscc)
    }

    /// Parameters of an address that asks the same; the month is always said.
    pub(crate) fn address(&self) -> String {
        let mut out = format!("month={}", self.month);
        for (name, value) in [("kind", &self.kind), ("organ", &self.organ)] {
            if !value.is_empty() {
                out.push_str(&format!("&{name}={value}"));
            }
        }
        out
    }
}

/// A line with the names everyone may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QualityLine {
    /// The organ's code.
    pub uscc: String,
    /// Its name.
    pub organ: String,
    /// The kind's title.
    pub kind_title: String,
    /// The counts.
    pub quality: Quality,
}

impl QualityLine {
    /// Where it stands in the list.
    pub(crate) fn place(&self) -> (&str, &str) {
        (&self.uscc, &self.quality.count.kind)
    }
}

/// Where a list goes on: the organ's code and the kind.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct QualityPlace(String, String);

/// So many lines behind a place, and where to go on when there are more.
pub(crate) fn lines_behind<'l>(
    lines: &[&'l QualityLine],
    place: Option<&QualityPlace>,
    rows: usize,
) -> (Vec<&'l QualityLine>, Option<QualityPlace>) {
    let behind =
        |line: &&QualityLine| place.is_none_or(|after| line.place() > (after.0.as_str(), after.1.as_str()));
    let mut rest = lines.iter().copied().filter(behind);
    let here: Vec<&QualityLine> = rest.by_ref().take(rows).collect();
    let last = here.last().filter(|_| rest.next().is_some());
    let next = last.map(|line| QualityPlace(line.uscc.clone(), line.quality.count.kind.clone()));
    (here, next)
}

/// Every line of a month, by the organ's code and the kind.
pub(crate) async fn quality_lines(
    tx: &mut Tx<'_>,
    release: &Release,
    organs: &[Organ],
    month: Month,
) -> Res<Vec<QualityLine>> {
    let reported = xh_registry_store::reported(tx, month).await?;
    let produced = xh_registry_store::produced(tx, month).await?;
    let line = |quality: Quality| {
        let organ = organs.iter().find(|organ| organ.id.as_str() == quality.count.organ)?;
        let title = release.kind(&quality.count.kind).map(|kind| kind.title.clone());
        Some(QualityLine {
            uscc: organ.uscc.as_str().to_owned(),
            organ: public_name(&organ.name),
            kind_title: title.unwrap_or_else(|| quality.count.kind.clone()),
            quality,
        })
    };
    let mut lines: Vec<QualityLine> = quality(reported, produced).into_iter().filter_map(line).collect();
    lines.sort_by(|a, b| a.place().cmp(&b.place()));
    Ok(lines)
}

/// Kinds that departments report: all but the base library.
pub(crate) fn is_reported(kind: &Kind) -> bool {
    kind.role != KindRole::Registration
}

pub(super) fn typed(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn month(text: &str, today: Date) -> Result<Month, AskFault> {
    let remedy = "请按 2026-04 的写法填写，不晚于本月";
    let month = Month::parse(text).map_err(|_| fault("month", "月份", text, "不存在或写法不对", remedy))?;
    let begun = month.first_day() <= today;
    if begun { Ok(month) } else { Err(fault("month", "月份", text, "还没有到", remedy)) }
}

pub(super) fn fault(
    field: &'static str,
    title: &'static str,
    found: &str,
    reason: &'static str,
    remedy: &'static str,
) -> AskFault {
    AskFault { field, title, found: public_name(found).chars().take(40).collect(), reason, remedy }
}
