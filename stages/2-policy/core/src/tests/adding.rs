//! A channel, a period and a condition are added with TOML alone; nothing in Rust knows them.

use super::{a_fine, day, files, load};
use crate::{Fact, judge};

const DRAFT: &str = r#"
[[fact]]
id = "visits"
title = "受检次数"
type = "int"

[[channel]]
id = "county_board"
title = "县区公示栏"
own = true
when = [{ fact = "visits", at_least = 1 }]

[[value]]
id = "draft.board"
title = "县区公示栏公示期"
value = 45
unit = "days"
from = "2026-09-01"
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"
review_by = "2027-03-31"

[[value]]
id = "draft.large_fine"
title = "较大罚款"
value = 20_000
unit = "yuan"
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
id = "board.publish.large"
title = "罚款达到较大数额且受检三次以下的，公示四十五日"
regime = "board"
decides = "publish"
rank = 10
when = [
    { fact = "fine_fen", at_least = "draft.large_fine" },
    { not = [{ any = [{ fact = "visits", at_least = 4 }, { fact = "kinds", has = "revoke_licence" }] }] },
]
then = { publish = "draft.board" }
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"
review_by = "2027-03-31"

[[rule]]
id = "board.publish.other"
title = "其他的不在县区公示栏公示"
regime = "board"
decides = "publish"
rank = 20
then = { not_published = "未达较大数额" }
cites = [{ source = "foi-2019", article = "第二十条" }]
checked = "text"
review_by = "2027-03-31"

[[scenario]]
id = "board.large"
title = "罚款3万元，受检两次：县区公示栏四十五日"
kind = "penalty"
seen_on = "2026-10-09"
facts = { decided_on = "2026-10-08", kinds = ["fine"], fine_fen = "30000元", visits = 2, settled_severity = "general" }
[scenario.expect]
intervals = [
    { channel = "county_board", from = "2026-10-08", until = "2026-11-22", rule = "board.publish.large" },
    { channel = "credit_china", from = "2026-10-08", until = "2027-10-08" },
]

[[scenario]]
id = "board.small"
title = "罚款3千元：县区公示栏不公示"
kind = "penalty"
seen_on = "2026-10-09"
facts = { decided_on = "2026-10-08", kinds = ["fine"], fine_fen = "3000元", visits = 2, settled_severity = "general" }
[scenario.expect]
intervals = [{ channel = "credit_china", from = "2026-10-08", until = "2027-10-08" }]
"#;

#[test]
fn one_toml_file_adds_a_channel_a_period_and_a_condition() {
    let mut files = files();
    let before = load(&files, "city-shijiazhuang");
    files.insert("national/rules/draft.toml".to_owned(), DRAFT.to_owned());
    let after = load(&files, "city-shijiazhuang");
    let facts = a_fine("2026-10-08").with("visits", Fact::Int(2), "检查记录");
    let channels = |release| {
        let judged = judge(release, "penalty", &facts, day("2026-10-09"));
        judged.intervals.iter().map(|it| (it.channel.clone(), it.until.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(channels(&before), [("credit_china".to_owned(), day("2027-10-08"))]);
    let board = ("county_board".to_owned(), day("2026-11-22"));
    assert_eq!(channels(&after), [board, ("credit_china".to_owned(), day("2027-10-08"))]);
    let many = a_fine("2026-10-08").with("visits", Fact::Int(4), "检查记录");
    assert_eq!(judge(&after, "penalty", &many, day("2026-10-09")).intervals.len(), 1);
}
