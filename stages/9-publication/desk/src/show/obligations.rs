//! 应报事项: what organs owe on a day, the alarms first.

use axum::extract::{Query, State};
use axum::response::Response;
use xh_publication::public_name;
use xh_registry::{Organ, Standing};
use xh_web::{Frame, Place, Problem, Said, say};

use crate::load::said;
use crate::load::{
    ObligationLine, ObligationPlace, ObligationsAsked, ObligationsQuery, STATES, entered_at,
    obligation_lines, obligations_behind, today,
};
use crate::pages::{
    FilterLink, Freshness, ObligationRow, ObligationsPage, QualityOrgan, StateFigure, Tag, Tone,
};
use crate::show::desk::{Desk, page};
use crate::show::quality::CursorQuery;

const ROWS: usize = 40;

/// `GET /catalogue/obligations`
pub(crate) async fn obligations(
    State(desk): State<Desk>,
    frame: Frame,
    Query(query): Query<ObligationsQuery>,
    Query(going_on): Query<CursorQuery>,
) -> Result<Response, Problem> {
    let today = today(&desk.portal.office);
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let organs = xh_registry_store::organs(&mut tx).await?;
    let turns = xh_registry_store::turns(&mut tx).await?;
    let (asked, error) = match ObligationsAsked::read(&query, &turns, &organs, today) {
        Ok(asked) => (asked, None),
        Err(fault) => {
            (ObligationsAsked::usual(today), Some(say!("{fault}；下面是今天的情形", fault = said(&fault))))
        }
    };
    let list = format!("obligations/{}", asked.address());
    let cursor = going_on.cursor().filter(|_| error.is_none());
    let place: Option<ObligationPlace> =
        cursor.map(|text| desk.portal.web.cursors().open(&list, text)).transpose()?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let key = (asked.on, head, 0);
    let all = match desk.obligations.get(key) {
        Some(known) => known,
        None => obligation_lines(&mut tx, &release, &turns, asked.on).await?,
    };
    desk.obligations.put(key, &all);
    let lines: Vec<&ObligationLine> = all.iter().filter(|line| asked.wants(line)).collect();
    let (here, next) = obligations_behind(&lines, place.as_ref(), ROWS);
    let sealed = next.map(|next| desk.portal.web.cursors().seal(&list, &next)).transpose()?;
    let title = turns
        .iter()
        .rev()
        .find_map(|turn| turn.catalogue.entry(&asked.item))
        .map(|entry| entry.title.clone());
    let shown = ObligationsPage {
        adopted: !turns.is_empty(),
        item: title.map(|title| FilterLink { title, href: without_item(&asked), current: true }),
        lines: here.into_iter().map(|line| row(&asked, line)).collect(),
        figures: figures(&asked, &all),
        total: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        next: sealed.map(|cursor| format!("{}&cursor={cursor}", address(&asked))),
        first: place.map(|_| address(&asked)),
        error,
        fresh: Freshness { updated: entered_at(&mut tx, head).await?, source: None },
        ..empty(&asked, &organs, today)
    };
    page(&frame, &shown)
}

/// The question and its neighbours, without an answer.
fn empty(asked: &ObligationsAsked, organs: &[Organ], today: xh_kernel::Date) -> ObligationsPage {
    let organ = organs.iter().find(|organ| organ.uscc.as_str() == asked.organ);
    ObligationsPage {
        on: asked.on.to_string(),
        today: today.to_string(),
        adopted: false,
        state: asked.state.clone(),
        organ: organ.map(|organ| QualityOrgan {
            name: public_name(&organ.name),
            uscc: asked.organ.clone(),
            all: address(&ObligationsAsked { organ: String::new(), ..asked.clone() }),
        }),
        item: None,
        item_id: asked.item.clone(),
        figures: Vec::new(),
        states: states(asked),
        lines: Vec::new(),
        total: 0,
        next: None,
        first: None,
        error: None,
        fresh: Freshness::default(),
    }
}

fn address(asked: &ObligationsAsked) -> String {
    format!("/catalogue/obligations?{}", asked.address())
}

fn without_item(asked: &ObligationsAsked) -> String {
    address(&ObligationsAsked { item: String::new(), ..asked.clone() })
}

fn in_state(asked: &ObligationsAsked, word: &str) -> String {
    address(&ObligationsAsked { state: word.to_owned(), ..asked.clone() })
}

fn states(asked: &ObligationsAsked) -> Vec<FilterLink> {
    let link = |(word, title): (&str, &str)| FilterLink {
        title: title.to_owned(),
        href: in_state(asked, word),
        current: word == asked.state,
    };
    [("owed", "待报送和逾期"), ("all", "全部")].into_iter().chain(STATES).map(link).collect()
}

/// How many stand how, of the organ and item asked for; none when nothing is owed at all.
fn figures(asked: &ObligationsAsked, all: &[ObligationLine]) -> Vec<StateFigure> {
    let about: Vec<&ObligationLine> = all.iter().filter(|line| asked.about(line)).collect();
    if about.is_empty() {
        return Vec::new();
    }
    let count = |word: &str| {
        let many = about.iter().filter(|line| line.standing.word() == word).count();
        i64::try_from(many).unwrap_or(i64::MAX)
    };
    let figure = |label: &str, word: &str, count: i64, meaning: String| StateFigure {
        label: label.to_owned(),
        count,
        meaning,
        href: in_state(asked, word),
    };
    let (reported, nothing) = (count("reported"), count("nothing"));
    let told = format!("已报送 {reported} 期，零报告 {nothing} 期");
    vec![
        figure("逾期未报", "overdue", count("overdue"), "期限已过，没有回音".to_owned()),
        figure("待报送", "due", count("due"), "期次已结束，还在期限内".to_owned()),
        figure("未到期", "running", count("running"), "期次还没有结束".to_owned()),
        figure("已回音", "all", reported + nothing, told),
    ]
}

fn row(asked: &ObligationsAsked, line: &ObligationLine) -> ObligationRow {
    ObligationRow {
        organ: line.organ.clone(),
        href: address(&ObligationsAsked { organ: line.uscc.clone(), ..asked.clone() }),
        item: line.title.clone(),
        county: line.item.contains('@').then(|| line.level.clone()),
        period: period(line),
        due: line.due.to_string(),
        provisional: line.provisional,
        state: Tag::new(line.standing.title(), tone(line.standing)),
        note: note(line.standing),
    }
}

/// The period in words: a whole month, quarter or year, else its days.
fn period(line: &ObligationLine) -> Said {
    let year = line.from.year().to_string();
    if line.period_title.contains('至') {
        let (from, to) = (Place::Day(line.from.to_string()), Place::Day(line.to.to_string()));
        return say!("{from}至{to}", from = from, to = to);
    }
    let month = i64::from(line.from.month());
    match line.period.len() {
        4 => say!("{year}年", year = year),
        _ if line.period.contains('Q') => {
            say!("{year}年第 {quarter} 季度", year = year, quarter = (month - 1) / 3 + 1)
        }
        _ => say!("{year}年{month}月", year = year, month = month),
    }
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Overdue { .. } => Tone::Adverse,
        Standing::Due => Tone::Warn,
        Standing::Running => Tone::Plain,
        Standing::Reported { .. } | Standing::Nothing { .. } => Tone::Good,
    }
}

fn note(standing: Standing) -> Said {
    match standing {
        Standing::Overdue { days, workdays } => {
            say!("已过 {days} 天（{workdays} 个工作日）", days = days, workdays = workdays)
        }
        Standing::Reported { on, many, late: false } => {
            say!("首件{day}报来，共 {many} 件", day = Place::Day(on.to_string()), many = many)
        }
        Standing::Reported { on, many, late: true } => {
            say!("首件{day}报来，共 {many} 件，已过期限", day = Place::Day(on.to_string()), many = many)
        }
        Standing::Nothing { on, late: false } => say!("{day}声明", day = Place::Day(on.to_string())),
        Standing::Nothing { on, late: true } => say!("{day}声明，已过期限", day = Place::Day(on.to_string())),
        Standing::Due | Standing::Running => Said::default(),
    }
}
