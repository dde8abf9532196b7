//! Days and chains of withdrawals, on a made-up fine.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use xh_kernel::{Id, Uscc};
use xh_policy::Release;

use super::*;

fn law() -> Release {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../policy");
    let mut files = BTreeMap::new();
    collect(&root, "", &mut files);
    Release::load(&files, "city-shijiazhuang").unwrap()
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if name.ends_with(".toml") {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn organ(system: &str) -> Organ {
    Organ {
        id: Id::parse("01980000-0000-7000-8000-000000000001").unwrap(),
        uscc: Uscc::with_check_digit("11130100000000902").unwrap(),
        name: "石城市示例市场监督管理局".to_owned(),
        system: system.to_owned(),
        version: 1,
    }
}

fn shown(channel: &str, from: &str) -> LawfulInterval {
    LawfulInterval {
        channel: channel.to_owned(),
        from: day(from),
        until: Some(day("2027-05-06")),
        rule: "r".to_owned(),
        release: "d".to_owned(),
        provisional: false,
    }
}

fn fine() -> KnownRecord {
    let fields =
        [("decided_on", json!("2026-05-06")), ("kinds", json!(["fine"])), ("status", json!("normal"))];
    KnownRecord {
        id: "0198".to_owned(),
        kind: "penalty".to_owned(),
        organ: "organ".to_owned(),
        organ_name: "石城市示例市场监督管理局".to_owned(),
        decided_on: Some(day("2026-05-06")),
        filed_on: day("2026-05-07"),
        status: "valid".to_owned(),
        severity: Some(xh_kernel::Severity::General),
        unsettled: None,
        body_position: 7,
        version: 1,
        intervals: vec![shown("credit_china", "2026-05-06"), shown("gsxt", "2026-05-06")],
        fields: fields.into_iter().map(|(id, value)| (id.to_owned(), value)).collect(),
        texts: BTreeMap::new(),
    }
}

fn said(happened_on: &str, known_on: &str) -> WithdrawalSaid {
    WithdrawalSaid {
        ground: WithdrawalGround::Revoked,
        happened_on: day(happened_on),
        known_on: day(known_on),
        document: "示复决〔2026〕3号".to_owned(),
        reason: "行政复议决定撤销".to_owned(),
        recipients: vec!["省平台".to_owned(), " ".to_owned(), "省平台".to_owned()],
    }
}

fn taken(happened_on: &str, today: &str) -> WithdrawalBody {
    withdraw(&law(), &fine(), &organ("samr"), &said(happened_on, happened_on), day(today)).unwrap()
}

#[test]
fn three_working_days_reach_over_the_holiday_and_three_days_do_not() {
    // National Day of 2026: off from the 1st to the 7th of October; revoked on Tuesday the 29th of September.
    let body = taken("2026-09-29", "2026-09-30");
    assert_eq!((body.due_on, body.provisional), (Some(day("2026-10-01")), false));
    assert_eq!(body.rule, "withdraw.apl48");
    let due: Vec<_> =
        body.recipients.iter().map(|it| (it.name.as_str(), it.due_on.unwrap().to_string())).collect();
    assert_eq!(due, [("channel:gsxt", "2026-10-08".to_owned()), ("省平台", "2026-10-01".to_owned())]);
}

#[test]
fn nothing_is_shown_from_the_day_of_the_withdrawal() {
    let body = taken("2026-09-29", "2026-09-30");
    assert!(body.change.intervals.iter().all(|it| it.until == Some(day("2026-09-30"))));
    assert_eq!(body.change.status, WITHDRAWN);
    let fresh = KnownRecord { intervals: vec![shown("credit_china", "2026-09-30")], ..fine() };
    let now =
        withdraw(&law(), &fresh, &organ(""), &said("2026-09-29", "2026-09-29"), day("2026-09-30")).unwrap();
    assert_eq!(now.change.intervals, [], "it came on the shelf today and goes today");
}

#[test]
fn what_is_incomplete_or_impossible_is_refused() {
    let (law, organ, today) = (law(), organ(""), day("2026-09-30"));
    let check = |record: &KnownRecord, said: &WithdrawalSaid| {
        withdraw(&law, record, &organ, said, today).unwrap_err()
    };
    let good = said("2026-09-29", "2026-09-29");
    let gone = KnownRecord { status: WITHDRAWN.to_owned(), ..fine() };
    assert_eq!(check(&gone, &good), WithdrawalRefused::Already);
    let document = WithdrawalSaid { document: " ".to_owned(), ..good.clone() };
    assert_eq!(check(&fine(), &document), WithdrawalRefused::NoDocument);
    let reason = WithdrawalSaid { reason: String::new(), ..good.clone() };
    assert_eq!(check(&fine(), &reason), WithdrawalRefused::NoReason);
    let named = WithdrawalSaid { reason: "当事人张三提起行政复议".to_owned(), ..good.clone() };
    assert_eq!(check(&fine(), &named), WithdrawalRefused::Forbidden("自然人姓名".to_owned()));
    for (happened, known) in
        [("2026-10-01", "2026-10-01"), ("2026-05-05", "2026-05-06"), ("2026-09-29", "2026-09-28")]
    {
        assert!(
            matches!(check(&fine(), &said(happened, known)), WithdrawalRefused::Day(_)),
            "{happened} {known}"
        );
    }
}

#[test]
fn a_link_is_told_once_confirmed_once_and_overdue_in_between() {
    let open = Notice {
        recipient: "省平台".to_owned(),
        due_on: Some(day("2026-10-01")),
        sent_on: None,
        confirmed_on: None,
    };
    assert!(!open.is_overdue(day("2026-10-01")) && open.is_overdue(day("2026-10-02")));
    let chain = [open.clone()];
    assert_eq!(may_note(Some(&chain), "省平台", true), Ok(()));
    assert_eq!(may_note(None, "省平台", true), Err(WithdrawalRefused::NotWithdrawn));
    assert_eq!(
        may_note(Some(&chain), "市平台", true),
        Err(WithdrawalRefused::NoSuchRecipient("市平台".to_owned()))
    );
    let told = Notice { sent_on: Some(day("2026-09-30")), ..open.clone() };
    assert!(may_note(Some(std::slice::from_ref(&told)), "省平台", false).is_err());
    assert_eq!(may_note(Some(&[told]), "省平台", true), Ok(()));
    let done = Notice { confirmed_on: Some(day("2026-10-08")), ..open };
    assert!(!done.is_overdue(day("2027-01-01")) && may_note(Some(&[done]), "省平台", true).is_err());
}

#[test]
fn a_payload_comes_back_whole_and_an_older_one_is_told() {
    let body = taken("2026-09-29", "2026-09-30");
    assert_eq!(WithdrawalBody::from_fields(&body.to_fields()), Ok(Some(body.clone())));
    assert_eq!(WithdrawalBody::from_fields(&body.change.to_fields()), Ok(None));
    let notice = NoticeBody { withdrawal: 9, recipient: "省平台".to_owned(), by: "公函".to_owned() };
    assert_eq!(NoticeBody::from_fields(&notice.to_fields()), Ok(notice));
    for ground in WithdrawalGround::ALL {
        assert_eq!(WithdrawalGround::parse(ground.as_str()), Some(ground));
        assert!(!ground.title().is_empty());
    }
}
