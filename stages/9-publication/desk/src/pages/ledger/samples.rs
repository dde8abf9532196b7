//! The ledger running, after an incident, and before its first checkpoint.

use crate::pages::fixtures::{commands, fresh};
use crate::pages::{CheckpointView, DayCount, Freshness, Incident, LedgerPage, WitnessView};

const ROOT: &str = "pkkHEhlxbHcDRnWwNvs+AXDbdCEXBkmYZQo1Qq0o1Yg=";
/// A made-up key of the second line.
const SECOND: &str =
    "localhost:8080+138f48ea+/3hpbmhlbmcuc20yLXNtMy92MQQZ8SQNKcioVPtZ7+VXXTUR6GicUU5ahp5C8oodPEFG";
const KEY: &str = "localhost:8080+9f2c41aa+AZ2c0vTqk1mC8Q3hKc7o5n1d0b8s6V4xY2w0u8r6p4n2";

fn day(day: &str, filed: i64, amended: i64, registered: i64, ended: i64) -> DayCount {
    let other = 3;
    DayCount {
        day: day.into(),
        filed,
        amended,
        registered,
        ended,
        other,
        total: filed + amended + registered + ended + other,
    }
}

pub(super) fn running() -> LedgerPage {
    let text = format!(
        "localhost:8080\n14402\n{ROOT}\n\n— localhost:8080 nyxBqgkB2c0vTqk1mC8Q3hKc7o5n1d0b8s6V4xY2w0\
         u8r6p4n2Q3hKc7o5n1d0b8s6V4xY2w0u8r6p4n2aZ9\n"
    );
    LedgerPage {
        origin: "localhost:8080".into(),
        address: "http://localhost:8080".into(),
        checkpoint: Some(CheckpointView {
            size: 14_402,
            root: ROOT.into(),
            signed_at: "2026-11-23T01:12:10.000000Z".into(),
            text,
            stale: false,
        }),
        verifier_key: KEY.into(),
        second_key: Some(SECOND.into()),
        commands: commands(),
        witnesses: Vec::new(),
        days: vec![
            day("2026-11-23", 212, 4, 0, 17),
            day("2026-11-20", 1_304, 21, 2, 9),
            day("2026-11-19", 988, 0, 1, 12),
        ],
        erased: 2,
        incidents: Vec::new(),
        fresh: Freshness { source: None, ..fresh() },
    }
}

pub(super) fn incident() -> LedgerPage {
    let mut page = running();
    page.checkpoint.iter_mut().for_each(|checkpoint| checkpoint.stale = true);
    page.witnesses = vec![WitnessView {
        name: "演示市档案馆".into(),
        seen_at: "2026-11-23T01:00:00.000000Z".into(),
    }];
    page.incidents = vec![Incident {
        at: "2026-11-23T01:40:00.000000Z".into(),
        title: "检查点签发中断 12 分钟".into(),
        text: "签名服务重启，期间记录照常记入，补签后核对一致。".into(),
    }];
    page
}

pub(super) fn empty() -> LedgerPage {
    LedgerPage { checkpoint: None, days: Vec::new(), erased: 0, fresh: Freshness::default(), ..running() }
}
