//! What organs owe on a day, as everyone may see it: who, which item, which period, and whether it came.

use serde::{Deserialize, Serialize};
use xh_db::{Res, Tx};
use xh_kernel::{Date, Uscc};
use xh_policy::Release;
use xh_publication::{AskFault, as_of, public_name};
use xh_registry::{InForce, Organ, Owed, Standing, looked_back};

use super::catalogue::level_title;
use super::quality::{fault, typed};

/// `?on=&organ=&item=&state=` as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ObligationsQuery {
    /// `2026-10-01`, not later than today.
    #[serde(default)]
    pub on: Option<String>,
    /// The organ's code.
    #[serde(default)]
    pub organ: Option<String>,
    /// Line of the catalogue.
    #[serde(default)]
    pub item: Option<String>,
    /// `owed`, `all`, or one of [`STATES`].
    #[serde(default)]
    pub state: Option<String>,
}

/// Words for how an obligation stands, the alarms first.
pub(crate) const STATES: [(&str, &str); 5] = [
    ("overdue", "逾期未报"),
    ("due", "待报送"),
    ("running", "未到期"),
    ("reported", "已报送"),
    ("nothing", "零报告"),
];

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ObligationsAsked {
    /// The legal day.
    pub on: Date,
    /// The organ's code; empty = all.
    pub organ: String,
    /// Line of the catalogue; empty = all.
    pub item: String,
    /// `owed` = due or overdue; `all`; or a state.
    pub state: String,
}

impl ObligationsAsked {
    /// Today's open ones.
    pub(crate) fn usual(today: Date) -> Self {
        Self { on: today, organ: String::new(), item: String::new(), state: "owed".to_owned() }
    }

    /// Reads the question; the fault is the visitor's.
    pub(crate) fn read(
        query: &ObligationsQuery,
        turns: &[InForce],
        organs: &[Organ],
        today: Date,
    ) -> Result<Self, AskFault> {
        let mut asked = Self { on: as_of(query.on.as_deref(), today)?, ..Self::usual(today) };
        if asked.on > today {
            let text = asked.on.to_string();
            return Err(fault("on", "日期", &text, "还没有到", "请填今天或以前的日期"));
        }
        if let Some(text) = typed(query.organ.as_ref()) {
            let known = Uscc::parse(text).ok().filter(|code| organs.iter().any(|organ| organ.uscc == *code));
            let unknown =
                || fault("organ", "单位代码", text, "没有登记", "请填单位的统一社会信用代码，或不填");
            known.ok_or_else(unknown)?.as_str().clone_into(&mut asked.organ);
        }
        if let Some(text) = typed(query.item.as_ref()) {
            let known = turns.iter().any(|turn| turn.catalogue.entry(text).is_some());
            let unknown = || fault("item", "目录事项", text, "不在目录内", "请从目录中选，如 penalty");
            asked.item = known.then(|| text.to_owned()).ok_or_else(unknown)?;
        }
        if let Some(text) = typed(query.state.as_ref()) {
            let known = ["owed", "all"].contains(&text) || STATES.iter().any(|(word, _)| *word == text);
            let remedy = "请填 owed、all、overdue、due、running、reported 或 nothing";
            asked.state = known
                .then(|| text.to_owned())
                .ok_or_else(|| fault("state", "状态", text, "不存在", remedy))?;
        }
        Ok(asked)
    }

    /// Whether a line is asked for, its state left aside.
    pub(crate) fn about(&self, line: &ObligationLine) -> bool {
        let all_or = |asked: &str, found: &str| asked.is_empty() || asked == found;
        all_or(&self.organ, &line.uscc) && all_or(&self.item, &line.item)
    }

    /// Whether a line is asked for.
    pub(crate) fn wants(&self, line: &ObligationLine) -> bool {
        let state = match self.state.as_str() {
            "all" => true,
            "owed" => matches!(line.standing, Standing::Due | Standing::Overdue { .. }),
            word => line.standing.word() == word,
        };
        state && self.about(line)
    }

    /// Parameters of an address that asks the same.
    pub(crate) fn address(&self) -> String {
        let mut out = format!("on={}&state={}", self.on, self.state);
        for (name, value) in [("organ", &self.organ), ("item", &self.item)] {
            if !value.is_empty() {
                out.push_str(&format!("&{name}={value}"));
            }
        }
        out
    }
}

/// One period of one organ and item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ObligationLine {
    /// The organ's code.
    pub uscc: String,
    /// Its public name.
    pub organ: String,
    /// Line of the catalogue.
    pub item: String,
    /// Its title.
    pub title: String,
    /// 市级, or the county.
    pub level: String,
    /// Edition.
    pub edition: String,
    /// Name of the period.
    pub period: String,
    /// The period in words.
    pub period_title: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Last day of the term.
    pub due: Date,
    /// The term runs over a year without official calendar.
    pub provisional: bool,
    /// How it stands.
    pub standing: Standing,
}

impl ObligationLine {
    fn of(owed: &Owed<'_>) -> Self {
        let of = &owed.obligation;
        Self {
            uscc: of.uscc.clone(),
            organ: public_name(&of.organ_name),
            item: of.entry.id.clone(),
            title: of.entry.title.clone(),
            level: level_title(of.entry).to_owned(),
            edition: of.edition.to_owned(),
            period: of.period.id.clone(),
            period_title: of.period.chinese(),
            from: of.period.from,
            to: of.period.to,
            due: of.due.day,
            provisional: of.due.provisional,
            standing: owed.standing,
        }
    }

    /// Where it stands in the list.
    pub(crate) fn place(&self) -> ObligationPlace {
        ObligationPlace(self.due, self.uscc.clone(), self.item.clone(), self.from)
    }
}

/// Where a list goes on: due day, organ, line of the catalogue, first day of the period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ObligationPlace(Date, String, String, Date);

/// Every obligation of the year up to a day, by due day, organ and item.
pub(crate) async fn obligation_lines(
    tx: &mut Tx<'_>,
    release: &Release,
    turns: &[InForce],
    on: Date,
) -> Res<Vec<ObligationLine>> {
    let owed = xh_registry_store::owed(tx, turns, release.calendar(), looked_back(on), on).await?;
    let mut lines: Vec<ObligationLine> = owed.iter().map(ObligationLine::of).collect();
    lines.sort_by_cached_key(ObligationLine::place);
    Ok(lines)
}

/// So many lines behind a place, and where to go on when there are more.
pub(crate) fn obligations_behind<'l>(
    lines: &[&'l ObligationLine],
    place: Option<&ObligationPlace>,
    rows: usize,
) -> (Vec<&'l ObligationLine>, Option<ObligationPlace>) {
    let behind = |line: &&ObligationLine| place.is_none_or(|after| line.place() > *after);
    let mut rest = lines.iter().copied().filter(behind);
    let here: Vec<&ObligationLine> = rest.by_ref().take(rows).collect();
    let next = here.last().filter(|_| rest.next().is_some()).map(|line| line.place());
    (here, next)
}
