//! 首页, 公示栏, 帮助.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use xh_db::{Res, Tx};
use xh_kernel::{Date, Uscc};
use xh_policy::Release;
use xh_publication::{own_channel, public_name, shown_now};
use xh_registry_store::{ShownPage, ShownRecord};
use xh_web::{Frame, Problem};

use crate::load::{Of, card, entered_at, today};
use crate::pages::{
    BoardPage, Figure, Freshness, HelpPage, HelpProblem, HomePage, KindFilter, RecordCard, SearchExample,
};
use crate::show::desk::{Desk, page};

const LATEST: i64 = 6;
const BOARD_ROWS: usize = 20;

/// `GET /`
pub(crate) async fn home(State(desk): State<Desk>, frame: Frame) -> Result<Response, Problem> {
    let day = today(&desk.portal.office);
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    if let Some(known) = desk.home.get((day, head, 0)) {
        return page(&frame, &known);
    }
    let fresh = load_home(&mut tx, &release, day, head).await?;
    desk.home.put((day, head, 0), &fresh);
    page(&frame, &fresh)
}

async fn load_home(tx: &mut Tx<'_>, release: &Release, day: Date, head: i64) -> Res<HomePage> {
    let channel = own_channel(release);
    let wanted = ShownPage { channel, day, kind: "", after: None, limit: LATEST };
    let shown = xh_registry_store::shown_records(tx, wanted).await?;
    let figures = vec![
        figure(
            "在册单位",
            xh_registry_store::subject_count(tx).await?,
            "家",
            "已收到登记信息或至少一条记录的单位",
        ),
        figure(
            "公示中的记录",
            xh_registry_store::count_shown(tx, channel, day).await?,
            "条",
            "依法应当公示、今天仍在公示期内的记录",
        ),
        figure("账本条目", head, "条", "记入账本、不能悄悄改动的全部条目"),
    ];
    Ok(HomePage {
        today: day.to_string(),
        examples: examples(&shown),
        figures,
        latest: cards(release, &shown, day),
        notices: Vec::new(),
        fresh: Freshness { updated: entered_at(tx, head).await?, source: None },
    })
}

fn figure(label: &str, number: i64, unit: &str, meaning: &str) -> Figure {
    Figure { label: label.into(), number, unit: unit.into(), meaning: meaning.into() }
}

/// Two searches that find something: a code, and the middle of a name.
fn examples(shown: &[ShownRecord]) -> Vec<SearchExample> {
    let Some(first) = shown.first() else { return Vec::new() };
    let name = public_name(&first.name);
    let part: String = name.chars().skip(name.chars().count() / 3).take(3).collect();
    let example = |text: String, what: &str| SearchExample { text, what: what.to_owned() };
    vec![example(part, "名称中的几个字"), example(first.uscc.clone(), "统一社会信用代码")]
}

pub(crate) fn cards(release: &Release, shown: &[ShownRecord], day: Date) -> Vec<RecordCard> {
    let one = |one: &ShownRecord| {
        let record = &one.row.record;
        let interval = shown_now(record, own_channel(release), &day)?;
        let person = Uscc::parse(&one.uscc).is_ok_and(|code| code.is_individual_business());
        let of = Of { subject: Some((&one.name, &one.uscc)), person };
        card(release, record, interval, of, day)
    };
    shown.iter().filter_map(one).collect()
}

/// `?kind=&cursor=`
#[derive(Debug, Default, Deserialize)]
pub(crate) struct BoardQuery {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
}

/// Where a board goes on: day of the decision and id.
#[derive(Debug, Serialize, Deserialize)]
struct Place(String, String);

/// `GET /board`
pub(crate) async fn board(
    State(desk): State<Desk>,
    frame: Frame,
    Query(query): Query<BoardQuery>,
) -> Result<Response, Problem> {
    let day = today(&desk.portal.office);
    let mut tx = desk.portal.office.db.read().await?;
    let release = desk.portal.office.law_in(&mut tx).await?;
    let kind = query.kind.as_deref().filter(|id| release.kind(id).is_some()).unwrap_or_default();
    let list = format!("board/{kind}");
    let cursor = query.cursor.as_deref().filter(|text| !text.is_empty());
    let place = cursor.map(|text| desk.portal.web.cursors().open::<Place>(&list, text)).transpose()?;
    let after = place.as_ref().map(|place| (place.0.as_str(), place.1.as_str()));
    let limit = i64::try_from(BOARD_ROWS).unwrap_or(20) + 1;
    let wanted = ShownPage { channel: own_channel(&release), day, kind, after, limit };
    let mut shown = xh_registry_store::shown_records(&mut tx, wanted).await?;
    let more = shown.len() > BOARD_ROWS;
    shown.truncate(BOARD_ROWS);
    let next = match shown.last().filter(|_| more).map(|one| &one.row.record) {
        Some(last) => {
            let decided = last.decided_on.map(|day| day.to_string()).unwrap_or_default();
            let cursor = desk.portal.web.cursors().seal(&list, &Place(decided, last.id.clone()))?;
            Some(format!("kind={kind}&cursor={cursor}"))
        }
        None => None,
    };
    let head = xh_ledger_store::head(&mut tx).await?;
    let board = BoardPage {
        kinds: filters(&mut tx, &release, kind, day).await?,
        records: cards(&release, &shown, day),
        next,
        first: place.map(|_| format!("kind={kind}")),
        fresh: Freshness { updated: entered_at(&mut tx, head).await?, source: None },
    };
    page(&frame, &board)
}

/// The kinds of which something is shown today, and the one asked for, in the order of an organisation's file.
async fn filters(tx: &mut Tx<'_>, release: &Release, current: &str, day: Date) -> Res<Vec<KindFilter>> {
    let all = KindFilter { id: String::new(), title: "全部".to_owned(), current: current.is_empty() };
    let mut out = vec![all];
    let in_section =
        |id: &str| release.kinds().iter().filter(move |kind| kind.section == id).collect::<Vec<_>>();
    for kind in release.sections().iter().flat_map(|section| in_section(&section.id)) {
        let channel = own_channel(release);
        let any = ShownPage { channel, day, kind: &kind.id, after: None, limit: 1 };
        if kind.id == current || !xh_registry_store::shown_records(tx, any).await?.is_empty() {
            let (id, title) = (kind.id.clone(), kind.title.clone());
            out.push(KindFilter { current: id == current, id, title });
        }
    }
    Ok(out)
}

/// `GET /help`
pub(crate) async fn help(frame: Frame) -> Result<Response, Problem> {
    let help = HelpPage { counters: Vec::new(), problems: HelpProblem::all(), fresh: Freshness::default() };
    page(&frame, &help)
}
