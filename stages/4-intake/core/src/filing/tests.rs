//! Chunks of rows under the law of this repository: what becomes of each row, and what is written for it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use xh_kernel::{Id, Instant, Moment, Severity, Uscc, name_key};
use xh_ledger::Draft;
use xh_policy::{Kind, Release};
use xh_registry::{Organ, RecordBody, SubjectBody};

use super::{Candidate, Ground, Known, KnownRegistration, Outcome, Plan, file};
use crate::filing::OrganBook;
use crate::tests::fixture::{COMPANY, ORGAN};
use crate::{Binding, KnownSubject, Mapping, check};

const NAME: &str = "虚构市示例商贸有限公司";
const BUREAU: &str = "虚构市市场监督管理局";
const PENALTY: &[&str] = &["subject_name", "subject_code", "document_no", "decided_on", "kinds", "fine_wan"];
const REGISTRATION: &[&str] = &["subject_name", "subject_code"];

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if name.ends_with(".toml") {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn release() -> &'static Release {
    static RELEASE: OnceLock<Release> = OnceLock::new();
    RELEASE.get_or_init(|| {
        let mut files = BTreeMap::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../policy"), "", &mut files);
        Release::load(&files, "city-shijiazhuang").unwrap()
    })
}

fn kind(id: &str) -> &'static Kind {
    release().kind(id).unwrap()
}

fn id(at: u8) -> Id {
    moment(at).id()
}

fn moment(seed: u8) -> Moment {
    Moment::new(Instant::parse("2026-11-23T02:00:00.000000Z").unwrap(), [seed; 32])
}

fn bureau() -> Organ {
    let uscc = Uscc::parse(ORGAN).unwrap();
    Organ { id: id(9), uscc, name: BUREAU.to_owned(), system: "samr".to_owned(), version: 1 }
}

fn company() -> KnownSubject {
    KnownSubject {
        id: id(1).as_str().to_owned(),
        code: Some(Uscc::parse(COMPANY).unwrap()),
        name: NAME.to_owned(),
        former_names: Vec::new(),
        provisional: false,
    }
}

/// A register with one bureau and one company.
fn register() -> Known {
    let names = [(name_key(BUREAU), bureau().id.as_str().to_owned())];
    let mut known = Known { organs: OrganBook::new(vec![bureau()], &names), ..Known::default() };
    known.by_name.insert(name_key(NAME), vec![company()]);
    known.by_code.insert(COMPANY.to_owned(), company());
    known
}

fn candidate(kind: &Kind, fields: &[&str], cells: &[&str]) -> Candidate {
    let columns = fields.iter().map(|field| Mapping::target_of(kind, field)).collect();
    let mapping = Mapping { columns, ..Mapping::default() };
    let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    let checked = check(&Binding::new(&mapping, kind).row(&cells), moment(0).today()).unwrap();
    Candidate { sheet_row: 1, checked, settled_subject: None }
}

/// A penalty with these name, code, document number, kinds and fine (ten thousand yuan).
fn penalty(name: &str, code: &str, document: &str, kinds: &str, fine: &str) -> Candidate {
    candidate(kind("penalty"), PENALTY, &[name, code, document, "2026-11-20", kinds, fine])
}

fn a_fine(document: &str, fine: &str) -> Candidate {
    penalty(NAME, COMPANY, document, "罚款", fine)
}

fn filed(kind_id: &str, known: &mut Known, rows: &[Candidate]) -> Plan {
    let organ = bureau();
    let ground =
        Ground { release: release(), kind: kind(kind_id), default_organ: Some(&organ), actor: "clerk" };
    file(ground, known, rows, &mut moment(7))
}

fn words(plan: &Plan) -> String {
    let word = |outcome: &Outcome| match outcome {
        Outcome::Filed(_) => "filed".to_owned(),
        Outcome::Amended(_) => "amended".to_owned(),
        Outcome::Duplicate(_) => "duplicate".to_owned(),
        Outcome::Rejected(faults) => faults.iter().map(|fault| fault.code.as_str()).collect(),
        Outcome::Held(reason, candidates) => format!("{} {}", reason.code(), candidates.len()),
    };
    plan.outcomes.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn kinds_of(drafts: &[Draft]) -> String {
    let one = |draft: &Draft| format!("{}@{}", draft.kind, draft.version);
    drafts.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn record(draft: &Draft) -> RecordBody {
    RecordBody::from_fields(&draft.fields).unwrap()
}

fn subject(draft: &Draft) -> SubjectBody {
    SubjectBody::from_fields(&draft.fields).unwrap()
}

#[test]
fn a_later_row_of_a_chunk_sees_the_earlier_ones() {
    let rows = [
        a_fine("虚市监罚〔2026〕5号", "0.3"),
        a_fine("虚市监罚〔2026〕5号", "0.30"),
        a_fine("虚市监罚〔2026〕5号", "0.4"),
        a_fine("虚市监罚〔2026〕6号", "0.3"),
    ];
    let plan = filed("penalty", &mut register(), &rows);
    assert_eq!(words(&plan), "filed, duplicate, amended, filed");
    let written = "supply.begun@1 record.filed@1 record.amended@2 record.filed@1";
    assert_eq!(kinds_of(&plan.drafts), written);
    assert_eq!(plan.drafts[1].stream, plan.drafts[2].stream);
    assert_eq!(plan.drafts[2].fields["f.fine_wan"], 400_000);
    assert_eq!(record(&plan.drafts[1]).subject, id(1));
    assert_eq!(record(&plan.drafts[1]).timely, Some(true));
}

#[test]
fn the_seventh_working_day_is_in_time_and_the_next_day_is_not() {
    let day = |text: &str| Some(text.parse::<xh_kernel::Date>().unwrap());
    let asked = |filed: &str| {
        super::record::timely(release(), kind("penalty"), day("2026-05-06"), day(filed).unwrap())
    };
    // 9 May 2026 is a Saturday that is worked.
    assert_eq!((asked("2026-05-14"), asked("2026-05-15")), (Some(true), Some(false)));
}

#[test]
fn the_style_of_a_document_numbers_brackets_is_nothing_new() {
    let mut known = register();
    assert_eq!(words(&filed("penalty", &mut known, &[a_fine("虚市监罚〔2026〕5号", "0.3")])), "filed");
    let styles = ["[2026]", "(2026)", "【2026】", "（2026）", "<2026>", "{2026}", "﹝ 2026 ﹞"];
    let again = styles.map(|year| a_fine(&format!("虚市监罚{year}5号"), "0.3"));
    assert!(again.iter().all(|row| row.checked.fields.contains_key("document_no_as_written")));
    let plan = filed("penalty", &mut known, &again);
    assert_eq!(words(&plan), ["duplicate"; 7].join(", "));
    assert_eq!(kinds_of(&plan.drafts), "");
    let other_brackets =
        ["虚罚（城）〔2026〕7号", "虚罚【城】〔2026〕7号"].map(|number| a_fine(number, "0.3"));
    assert_eq!(words(&filed("penalty", &mut known, &other_brackets)), "filed, duplicate");
    let corrections = [a_fine("虚市监罚[2026]5号", "0.4"), a_fine("虚市监罚2026第5号", "0.4")];
    assert_eq!(words(&filed("penalty", &mut known, &corrections)), "amended, amended");
}

#[test]
fn what_stood_in_a_cell_nobody_understood_is_compared() {
    let fine = |kinds| penalty(NAME, COMPANY, "虚市监罚〔2026〕5号", kinds, "0.3");
    let rows = [fine("罚款；某种处理"), fine("罚款；另一种处理"), fine("罚款；另一种处理")];
    assert_eq!(words(&filed("penalty", &mut register(), &rows)), "filed, amended, duplicate");
}

#[test]
fn the_authoritys_own_code_is_nobody_elses() {
    let rows = [penalty(NAME, ORGAN, "虚市监罚〔2026〕5号", "罚款", "0.3")];
    let plan = filed("penalty", &mut register(), &rows);
    assert_eq!(words(&plan), "authority_code_as_subject");
    assert_eq!(plan.drafts, []);
}

#[test]
fn an_unknown_code_becomes_one_provisional_subject_with_its_numbers() {
    let code = Uscc::with_check_digit("91130100MA0000002").unwrap();
    let fields = [PENALTY, &["registration_no", "taxpayer_id"]].concat();
    let row = |document| {
        let cells = ["虚构市新办商行", code.as_str(), document, "2026-11-20", "警告", ""];
        let cells = [&cells[..], &["13010000001234", code.as_str()]].concat();
        candidate(kind("penalty"), &fields, &cells)
    };
    let plan = filed("penalty", &mut register(), &[row("虚罚〔2026〕1号"), row("虚罚〔2026〕2号")]);
    assert_eq!(words(&plan), "filed, filed");
    let written = "subject.provisional@1 supply.begun@1 record.filed@1 record.filed@1";
    assert_eq!(kinds_of(&plan.drafts), written);
    let made = subject(&plan.drafts[0]);
    assert!(made.provisional);
    let numbers: Vec<_> = made.identifiers.iter().map(|i| (i.scheme.as_str(), i.value.as_str())).collect();
    assert_eq!(numbers, [("org_code", code.entity_id_part()), ("registration_no", "13010000001234")]);
    assert_eq!(record(&plan.drafts[2]).subject, plan.drafts[0].stream);
    assert_eq!(record(&plan.drafts[3]).subject, plan.drafts[0].stream);
}

#[test]
fn an_answer_of_the_authority_settles_the_same_question() {
    let row = [a_fine("虚市监罚〔2026〕5号", "30")];
    let open = record(&filed("penalty", &mut register(), &row).drafts[1]);
    let asked = open.unsettled.clone().unwrap();
    assert_eq!((asked.as_str(), open.severity), ("fine|10w-50w", None));
    let mut known = register();
    known.settled.insert((bureau().id.as_str().to_owned(), "penalty".to_owned(), asked), Severity::General);
    let settled = record(&filed("penalty", &mut known, &row).drafts[1]);
    assert_eq!((settled.unsettled, settled.severity), (None, Some(Severity::General)));
    assert!(settled.intervals != open.intervals);
}

#[test]
fn two_columns_of_kinds_are_judged_together() {
    let fields = [PENALTY, &["kinds_2"]].concat();
    let cells = [NAME, COMPANY, "虚罚〔2026〕1号", "2026-11-20", "警告", "", "吊销许可证件"];
    let row = candidate(kind("penalty"), &fields, &cells);
    let body = record(&filed("penalty", &mut register(), &[row]).drafts[1]);
    assert_eq!(body.severity, Some(Severity::Serious));
}

#[test]
fn a_settled_subject_is_asked_no_further() {
    let mut row = penalty("虚构县实验中学", COMPANY, "虚罚〔2026〕1号", "警告", "");
    assert_eq!(words(&filed("penalty", &mut register(), &[row.clone()])), "name_differs 1");
    row.settled_subject = Some(COMPANY.to_owned());
    assert_eq!(words(&filed("penalty", &mut register(), &[row])), "filed");
}

fn registration(name: &str, code: &str) -> Candidate {
    candidate(kind("registration"), REGISTRATION, &[name, code])
}

#[test]
fn two_names_for_one_code_in_a_chunk_are_held() {
    let code = Uscc::with_check_digit("91130100MA0000002").unwrap();
    let rows = ["虚构市甲商行", "虚构市乙商行", "虚构市甲商行"].map(|name| registration(name, code.as_str()));
    let plan = filed("registration", &mut Known::default(), &rows);
    assert_eq!(words(&plan), "filed, name_differs 1, duplicate");
    assert_eq!(kinds_of(&plan.drafts), "subject.registered@1");
}

#[test]
fn a_new_name_keeps_the_former_one() {
    let mut known = register();
    let before = KnownRegistration {
        version: 3,
        provisional: false,
        name: NAME.to_owned(),
        former_names: vec!["虚构市示例供销社".to_owned()],
        fields: registration(NAME, COMPANY).checked.fields,
        fresh: false,
    };
    known.registrations.insert(COMPANY.to_owned(), before);
    let same = filed("registration", &mut known.clone(), &[registration(NAME, COMPANY)]);
    assert_eq!((words(&same).as_str(), same.drafts.len()), ("duplicate", 0));
    let plan = filed("registration", &mut known, &[registration("虚构市新名商贸有限公司", COMPANY)]);
    assert_eq!(words(&plan), "amended");
    assert_eq!(kinds_of(&plan.drafts), "subject.registered@4");
    let body = subject(&plan.drafts[0]);
    assert_eq!(body.former_names, [NAME, "虚构市示例供销社"]);
    assert_eq!(plan.drafts[0].stream, id(1));
    assert_eq!(known.by_code[COMPANY].former_names, body.former_names);
}
