//! P3, first half: questions to the search index over the organisations of the generator. No database: the
//! index is the same beside either engine.

use std::path::Path;
use std::time::{Duration, Instant};

use xh_exchange::{Limits, SheetRow, decode_path};
use xh_kernel::Uscc;
use xh_search::{Change, Doc, SearchIndex, fold};
use xinheng::exit::Exit;

use crate::city::{Known, generated};
use crate::sheet::{Sheet, number, percentile};
use crate::slices;

const QUERIES: usize = 2_000;
const PER_PAGE: usize = 20;
const BATCH: usize = 20_000;
/// Milliseconds.
const GOAL: f64 = 300.0;

/// Ways to ask, in turn.
type Way = (&'static str, fn(&Known) -> String);
const WAYS: [Way; 6] = [
    ("整个名称", |known| known.name.clone()),
    ("名称中两个字", |known| part(&known.name, 2, 2)),
    ("名称中四个字", |known| part(&known.name, 2, 4)),
    ("名称开头六个字", |known| part(&known.name, 0, 6)),
    ("整个代码", |known| known.uscc.as_str().to_owned()),
    ("两个词", |known| format!("{} {}", part(&known.name, 0, 2), part(&known.name, 4, 2))),
];

/// Fills an index, then asks.
pub fn run(subjects: u32, folder: &Path) -> Result<Sheet, Exit> {
    let mut sheet = Sheet::default();
    let known = organisations(subjects, folder)?;
    let began = Instant::now();
    let index = filled(&folder.join("index"), &known)?;
    let seconds = began.elapsed().as_secs_f64();
    sheet.note(&format!("P3 索引 {} 家", index.count()), format!("{} s", number(seconds)));
    let mut all = Vec::with_capacity(QUERIES);
    for (at, (title, ask)) in WAYS.iter().enumerate() {
        let times = asked(&index, &known, at, *ask)?;
        let (half, most) = (percentile(&times, 0.5), percentile(&times, 0.99));
        sheet.note(&format!("   {title}，p50 / p99"), format!("{} / {} ms", number(half), number(most)));
        all.extend(times);
    }
    let title = format!("P3 检索 {} 次 p99", all.len());
    sheet.at_most(&title, percentile(&all, 0.99), " ms", GOAL);
    Ok(sheet)
}

/// Times of the questions of one way: every sixth of all, spread over the organisations.
fn asked(
    index: &SearchIndex,
    known: &[Known],
    way: usize,
    ask: fn(&Known) -> String,
) -> Result<Vec<Duration>, Exit> {
    let step = (known.len() / QUERIES).max(1);
    let turn = known.iter().step_by(step).take(QUERIES).skip(way).step_by(WAYS.len());
    let mut times = Vec::new();
    for one in turn {
        let question = ask(one);
        let began = Instant::now();
        let page = index.search(&question, PER_PAGE, None).map_err(|fault| Exit::failed(&fault))?;
        times.push(began.elapsed());
        if page.hits.is_empty() && !fold(&question).is_empty() {
            return Err(Exit::missing(format!("检索「{question}」没有结果")));
        }
    }
    Ok(times)
}

fn part(name: &str, from: usize, count: usize) -> String {
    name.chars().skip(from).take(count).collect()
}

fn filled(folder: &Path, known: &[Known]) -> Result<SearchIndex, Exit> {
    let index = SearchIndex::open(folder).map_err(|fault| Exit::failed(&fault))?;
    for (at, batch) in known.chunks(BATCH).enumerate() {
        let changes: Vec<Change> = batch.iter().map(put).collect();
        index.apply(&changes, at as u64 + 1).map_err(|fault| Exit::failed(&fault))?;
    }
    Ok(index)
}

fn put(known: &Known) -> Change {
    Change::Put(Doc {
        id: known.uscc.as_str().to_owned(),
        uscc: known.uscc.as_str().to_owned(),
        name: known.name.clone(),
        ..Doc::default()
    })
}

/// Names and codes of the generator's base library.
fn organisations(subjects: u32, folder: &Path) -> Result<Vec<Known>, Exit> {
    let files = generated(&folder.join("files"), subjects, 1)?;
    let file = files.first().ok_or_else(|| Exit::missing("生成器没有写出基础库"))?;
    let mut known = Vec::new();
    for part in slices::split(file, &folder.join("parts"))? {
        read(&part, &mut known)?;
    }
    match known.len() {
        0 => Err(Exit::missing("基础库文件里没有名称列")),
        _ => Ok(known),
    }
}

fn read(file: &Path, known: &mut Vec<Known>) -> Result<(), Exit> {
    let mut column = None;
    let mut row = |row: SheetRow| {
        match column {
            None => column = row.cells.iter().position(|cell| is_name(&cell.text())),
            Some(at) => known.extend(organisation(&row, at)),
        }
        Ok(())
    };
    decode_path(file, &Limits::default(), &mut row).map(drop).map_err(|fault| Exit::failed(&fault))
}

/// The heading of the name, in words or as a code of the template.
fn is_name(heading: &str) -> bool {
    ["名称", "MC", "name"].iter().any(|word| heading.contains(word))
}

fn organisation(row: &SheetRow, at: usize) -> Option<Known> {
    let uscc = row.cells.iter().find_map(|cell| Uscc::parse(&cell.text()).ok())?;
    let name = row.cells.get(at)?.text().into_owned();
    Some(Known { uscc, name })
}
