//! The law is data: a period, a channel, a field and a condition are edited as text in a copy of `policy/`, adopted as
//! `xinheng policy release --folder` does, and seen at the counter. No Rust knows any of them.

use std::path::Path;

use xh_db::{Db, both};
use xh_policy::LawfulInterval;
use xinheng::law;

use super::counter::{HEADINGS, fine};
use super::office::{World, law_files};

const VALUES: &str = "national/values/publication-credit-china.toml";

/// From September on a general record is shown for half a year.
const SHORTER: &str = r#"
[[value]]
id = "repair36.general.max"
title = "一般失信信息最长公示期（缩短）"
value = 6
unit = "months"
from = "2026-09-01"
cites = [{ source = "ndrc-order-36", article = "第二章（公示期限）" }]
checked = "summary"
review_by = "2027-03-31"

[[scenario]]
id = "general.half_a_year"
title = "2026年9月10日罚款，答复为一般：公示六个月"
kind = "penalty"
seen_on = "2026-09-20"
facts = { decided_on = "2026-09-10", kinds = ["fine"], fine_fen = "30000元", settled_severity = "general" }
[scenario.expect]
intervals = [{ channel = "credit_china", from = "2026-09-10", until = "2027-03-10", rule = "ndrc36.publish.general" }]
"#;

/// A column that sheets may have from now on.
const VISITS: &str = r#"
[[kind.field]]
id = "visits"
title = "受检次数"
type = "number"
visibility = "public"
"#;

/// A county's board takes penalties of some size on those seldom visited.
const BOARD: &str = r#"
[[fact]]
id = "visits"
title = "受检次数"
type = "int"

[[channel]]
id = "county_board"
title = "县区公示栏"
when = [{ fact = "visits", present = true }]

[[value]]
id = "board.days"
title = "县区公示栏公示期"
value = 45
unit = "days"
from = "2026-09-01"
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"
review_by = "2027-03-31"

[[regime]]
id = "board"
title = "县区公示栏规定"
channel = "county_board"
kind = "penalty"
from = "2026-09-01"
start = "decided_on"
earlier_acts = false
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"

[[rule]]
id = "board.publish.seldom"
title = "受检三次以下的，公示四十五日"
regime = "board"
decides = "publish"
rank = 10
when = [{ fact = "visits", at_most = 3 }]
then = { publish = "board.days" }
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"
review_by = "2027-03-31"

[[rule]]
id = "board.publish.other"
title = "其他的不在县区公示栏公示"
regime = "board"
decides = "publish"
rank = 20
then = { not_published = "受检超过三次" }
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"
review_by = "2027-03-31"

[[scenario]]
id = "board.seldom"
title = "受检两次：县区公示栏四十五日"
kind = "penalty"
seen_on = "2026-10-09"
facts = { decided_on = "2026-10-08", kinds = ["warning"], visits = 2 }
[scenario.expect]
intervals = [{ channel = "county_board", from = "2026-10-08", until = "2026-11-22", rule = "board.publish.seldom" }]

[[scenario]]
id = "board.often"
title = "受检九次：县区公示栏不公示"
kind = "penalty"
seen_on = "2026-10-09"
facts = { decided_on = "2026-10-08", kinds = ["warning"], visits = 9 }
[scenario.expect]
intervals = []
"#;

/// A folder of law that a person edits.
struct Folder(tempfile::TempDir);

impl Folder {
    fn copied() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        law_files().iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.0.path().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replacen(from, to, 1));
    }

    fn append(&self, path: &str, text: &str) {
        let before = std::fs::read_to_string(self.0.path().join(path)).unwrap_or_default();
        self.write(path, &format!("{before}{text}"));
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What a legal officer writes on one afternoon.
fn amended() -> Folder {
    let folder = Folder::copied();
    let open = concat!(
        "id = \"repair36.general.max\"\ntitle = \"一般失信信息最长公示期\"\n",
        "value = 1\nunit = \"years\"\nfrom = \"2026-04-01\"\n",
    );
    folder.edit(VALUES, open, &format!("{open}to = \"2026-08-31\"\n"));
    folder.append(VALUES, SHORTER);
    folder.append("national/kinds/penalty.toml", VISITS);
    folder.append("national/rules/county-board.toml", BOARD);
    folder
}

/// A sheet with one column more.
fn sheet() -> Vec<u8> {
    let rows = [(0, "2"), (1, "9")].map(|(nth, visits)| {
        let row = fine(nth, &format!("示应急罚〔2026〕{nth}号"), "3", "2026-09-10");
        format!("{},{visits}\n", row.join(","))
    });
    format!("{},受检次数\n{}", HEADINGS.join(","), rows.concat()).into_bytes()
}

async fn intervals(world: &World, nth: usize) -> Vec<LawfulInterval> {
    let id = world.only_record(nth).await;
    let mut tx = world.office.db.read().await.unwrap();
    let row = xh_registry_store::record_of(&mut tx, &id, i64::MAX).await.unwrap().unwrap();
    row.record.intervals
}

async fn until(world: &World, nth: usize) -> Vec<(String, String)> {
    let told = intervals(world, nth).await.into_iter();
    told.map(|it| (it.channel, it.until.unwrap().to_string())).collect()
}

fn days(days: &[(&str, &str)]) -> Vec<(String, String)> {
    days.iter().map(|(channel, day)| ((*channel).to_owned(), (*day).to_owned())).collect()
}

both! {
    async fn an_edit_of_text_is_a_new_law(db: &Db) {
        let world = World::open(db, "2026-09-20T01:00:00.000000Z").await;
        assert_eq!(world.import("sheet.csv", &sheet()).await.counts.filed, 2);
        world.answer().await;
        for nth in [0, 1] {
            assert_eq!(until(&world, nth).await, days(&[("credit_china", "2027-09-10")]));
        }
        let folder = amended();
        let release = law::release(Some(folder.path())).unwrap_or_else(|exit| panic!("{}", exit.message));
        let adopted = xh_registry_desk::adopt(&world.office, &world.actor, &release).await.unwrap();
        assert_eq!((adopted.changed, adopted.records), (true, 2));
        // The new period counts at once, on page and API; the column was not collected before it had a meaning.
        assert_eq!(until(&world, 0).await, days(&[("credit_china", "2027-03-10")]));
        let record = world.only_record(0).await;
        let page = world.ask(&format!("/records/{record}")).await.text;
        assert!(page.contains("2027-03-10") && !page.contains("受检次数"), "{page}");
        // Sent again, the sheet brings the new field: two amendments, and the board takes one of them.
        let again = world.import("sheet.csv", &sheet()).await.counts;
        assert_eq!((again.rows, again.amended), (2, 2), "{again:?}");
        let board = days(&[("county_board", "2026-10-25"), ("credit_china", "2027-03-10")]);
        assert_eq!(until(&world, 0).await, board);
        assert_eq!(until(&world, 1).await, days(&[("credit_china", "2027-03-10")]));
        let api = world.ask(&format!("/api/v1/records/{record}")).await.json();
        assert_eq!(api["fields"]["visits"], 2, "{api}");
        assert!(api["conflicts"].to_string().contains("县区公示栏"), "{api}");
        assert!(api["receipt"].to_string().contains("board.publish.seldom"), "{api}");
        let page = world.ask(&format!("/records/{record}")).await.text;
        assert!(page.contains("受检次数") && page.contains("县区公示栏"), "{page}");
    }

    async fn a_slip_is_named_by_file_and_line_and_adopts_nothing(db: &Db) {
        let world = World::open(db, "2026-09-20T01:00:00.000000Z").await;
        let before = world.office.law().await.unwrap().digest().to_owned();
        let slips = [
            ("an unknown key", VALUES, "review_by = ", "reviewed_by = "),
            ("broken text", VALUES, "[[value]]", "[[value]"),
            ("no such value", "national/rules/penalty-credit-china-2026.toml", "repair36.general.max", "repair36.most"),
            ("an impossible day", VALUES, "2026-03-31", "2026-03-32"),
        ];
        for (what, path, from, to) in slips {
            let folder = amended();
            let line = 1 + law_files()[path].split(from).next().unwrap().matches('\n').count();
            folder.edit(path, from, to);
            let Err(exit) = law::release(Some(folder.path())) else { panic!("{what} is accepted") };
            assert_eq!(exit.code, 2, "{what}");
            let named = |said: &str| {
                let at = said.strip_prefix(&format!("{path}:")).and_then(|rest| rest.split(' ').next());
                // An item is named by its first line.
                at.and_then(|at| at.parse::<usize>().ok()).is_some_and(|at| at <= line && at + 10 > line)
            };
            assert!(exit.message.lines().any(named), "{what} at {path}:{line}: {}", exit.message);
        }
        assert_eq!(world.office.law().await.unwrap().digest(), before);
    }
}
