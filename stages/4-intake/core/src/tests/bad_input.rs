//! Bad input that must be tried: each with the codes of its faults, or filed with what was noted.

use expect_test::expect;
use serde_json::json;

use super::fixture::{COLUMNS, COMPANY, GOOD, ORGAN, cells, checked, outcome, with};

fn check(field: &str, table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(cell, expected)| (cell, expected, outcome(&COLUMNS, &with(field, cell))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(cell, expected, found)| format!("{field} 「{cell}」: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes() {
    check(
        "uscc",
        &[
            (COMPANY, "filed"),
            (" 91130100000000019q\u{a0}", "filed"),
            ("９１１３０１０００００００００１９Ｑ", "filed"),
            ("91130100000000019Q(01)", "filed"),
            ("9113 0100 0000 0001 9Q\u{200b}", "filed"),
            ("91130100000000019A", "code.check_digit"),
            ("9113010000000019Q", "code.length"),
            ("91130100000000019QQ", "code.length"),
            ("9113O100000000019Q", "code.letter_for_digit"),
            ("9II3OIOOOOOOOOOI9Q", "code.letter_for_digit"),
            ("91130100******019Q", "code.masked"),
            ("9.1130100000E+17", "code.scientific"),
            ("000000000000000000", "filed / missing"),
            ("00000000000000000X", "filed / missing"),
            ("/", "filed / missing"),
            ("", "filed / missing"),
            ("91360000625912174E", "filed / code.inner"),
            ("625912173", "filed"),
            ("62591217-3", "filed"),
            ("625912174", "code.check_digit"),
            ("130100000000019", "filed"),
            (ORGAN, "filed"),
            ("51130100000000019W", "code.authority"),
        ],
    );
}

#[test]
fn the_authoritys_code_in_the_subjects_column() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "authority", "authority_code"];
    let row = |name, organ| cells(&[name, ORGAN, GOOD[2], GOOD[3], organ, ORGAN]);
    assert_eq!(outcome(&columns, &row(GOOD[0], "虚构市监督局")), "code.authority");
    assert_eq!(outcome(&columns, &row("虚构市监督局", "虚构市监督局")), "filed", "an organ fined by itself");
}

#[test]
fn a_wrong_code_says_what_is_wrong_and_repairs_nothing() {
    let sentence = |cell: &str| {
        let faults = checked(&COLUMNS, &with("uscc", cell)).expect_err("a fault");
        faults.iter().map(crate::Fault::sentence).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        统一社会信用代码「91130100000000019A」：第18位校验码应为Q，代码中至少有一位有误。请对照营业执照或登记证书核对整个代码后改正"#]]
    .assert_eq(&sentence("91130100000000019A"));
    expect![[r#"
        统一社会信用代码「9113O100000000019Q」：代码中的字母O、I疑为数字0、1，是否应为「91130100000000019Q」。请对照营业执照核对后改正"#]]
    .assert_eq(&sentence("9113O100000000019Q"));
}

#[test]
fn legacy_numbers_in_the_code_column_are_claimed_as_what_they_are() {
    let claim = |cell: &str| checked(&COLUMNS, &with("uscc", cell)).expect("filed").subject;
    assert_eq!(claim("62591217-3").org_code.as_deref(), Some("625912173"));
    assert_eq!(
        claim("130100625912173000").taxpayer_id.as_deref(),
        Some("130100625912173"),
        "filled up with zeros"
    );
    assert_eq!(claim("130100000000019").registration_no.as_deref(), Some("130100000000019"));
    let old = claim("130100625912173");
    assert_eq!(
        (old.taxpayer_id.as_deref(), old.org_code.as_deref()),
        (Some("130100625912173"), Some("625912173"))
    );
    assert_eq!(old.code, None);
}

#[test]
fn a_taxpayer_number_that_is_a_credit_code_names_the_subject() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "taxpayer_id", "org_code"];
    let row = |code, taxpayer, org| cells(&[GOOD[0], code, GOOD[2], GOOD[3], taxpayer, org]);
    let notes = |row: &[String]| {
        let checked = checked(&columns, row).expect("filed");
        assert_eq!(checked.subject.code.map(|code| code.to_string()).as_deref(), Some(COMPANY));
        assert_eq!(checked.subject.taxpayer_id, None, "no second number to look up");
        checked.notes.join("\n")
    };
    expect!["纳税人识别号：填的是统一社会信用代码，已作为相对人的代码使用（三证合一后，纳税人识别号即统一社会信用代码）"]
        .assert_eq(&notes(&row("", COMPANY, "")));
    expect!["组织机构代码：填的是统一社会信用代码，已作为相对人的代码使用"]
        .assert_eq(&notes(&row("/", "", COMPANY)));
    expect![""].assert_eq(&notes(&row(COMPANY, COMPANY, "")));
    assert_eq!(
        outcome(&columns, &row("", "91130100000000019A", "")),
        "code.check_digit",
        "nothing is guessed"
    );
    assert_eq!(outcome(&columns, &row(ORGAN, COMPANY, "")), "codes_differ", "two codes, and nobody chooses");
}

#[test]
fn names() {
    check(
        "subject_name",
        &[
            ("\n\u{2002}虚构市示例商贸有限公司", "filed"),
            ("(白名单)虚构市示例商贸有限公司", "filed"),
            ("虚构市?例商贸有限公司", "name_lost_letters"),
            ("虚构市\u{fffd}例商贸有限公司", "name_lost_letters"),
            ("虚构市示例商贸有限公司、虚构市第二机械厂", "name_two"),
            ("虚构市示例商贸有限公司\n虚构县实验中学", "name_two"),
            ("", "missing"),
            ("/", "missing"),
        ],
    );
}

#[test]
fn days() {
    check(
        "decided_on",
        &[
            ("2022年8月7日", "filed"),
            ("15/11/2023 10:07", "filed"),
            ("44744", "filed"),
            ("2024-2-30", "date_impossible"),
            ("2021年度2  月", "date_imprecise"),
            ("2020-1-17至2023-1-16", "date_range"),
            ("2099/12/31", "date_sentinel"),
            ("1900/1/0 0:00:00", "missing"),
            ("2026-11-24", "date_future"),
            ("2026-11-23", "filed"),
            ("1989-12-31", "date_too_early"),
            ("/", "missing"),
        ],
    );
}

#[test]
fn document_numbers_in_nine_bracket_styles_have_one_key() {
    let styles =
        ["〔2023〕", "﹝2023﹞", "[2023]", "(2023)", "【2023】", "（2023）", "［2023］", "<2023>", "{2023}"];
    for style in styles {
        let checked =
            checked(&COLUMNS, &with("document_no", &format!("虚市监罚{style} 5 号"))).expect("filed");
        assert_eq!(checked.document_key.as_deref(), Some("虚市监罚20235"), "{style}");
        assert_eq!(checked.fields["document_no"], json!("虚市监罚〔2023〕5号"), "{style}");
        assert_eq!(checked.fields["document_no_as_written"], json!(format!("虚市监罚{style} 5 号")));
    }
    check(
        "document_no",
        &[
            ("密2024060569", "filed"),
            ("无", "missing"),
            ("责令改正通知书", "document_no"),
            ("2.02406E+11", "document_no"),
            ("5", "document_no"),
        ],
    );
}

#[test]
fn kinds_of_penalty_in_any_punctuation() {
    for cell in
        ["警告；罚款", "警告;罚款", "警告、罚款", "1.警告 2.罚款", "警告并处罚款", "警告\n罚款", "罚款，警告"]
    {
        let checked = checked(&COLUMNS, &with("kinds", cell)).expect("filed");
        assert_eq!(checked.fields["kinds"], json!(["fine", "warning"]), "{cell}");
    }
    let both = checked(&COLUMNS, &with("kinds", "没收违法所得、没收非法财物")).expect("filed");
    assert_eq!(both.fields["kinds"], json!(["confiscation"]));
    let partly = checked(&COLUMNS, &with("kinds", "警告；责令改正")).expect("filed");
    assert_eq!(partly.fields["kinds"], json!(["other", "warning"]));
    let strange = checked(&COLUMNS, &with("kinds", "一般程序处罚")).expect("filed");
    assert_eq!(strange.fields.get("kinds"), None, "which penalty it was stays open");
    assert_eq!(strange.fields["kinds_as_written"], json!("一般程序处罚"));
    assert_eq!(strange.warnings[0].code, "code_unknown");
}

#[test]
fn fines_with_units_commas_and_numerals() {
    let fen = |cell: &str| checked(&COLUMNS, &with("fine", cell)).expect(cell).fields.get("fine").cloned();
    let amounts = [
        ("0.02", 20_000),
        ("0.300000", 300_000),
        ("15", 15_000_000),
        ("15.0", 15_000_000),
        ("3,000.00元", 300_000),
        ("叁仟元整", 300_000),
        ("1.5万元", 1_500_000),
        ("0", 0),
        ("0.000000", 0),
        ("5E-2", 50_000),
        ("人民币伍仟元。", 500_000),
        ("１．２", 1_200_000),
    ];
    for (cell, expected) in amounts {
        assert_eq!(fen(cell), Some(json!(expected)), "{cell}");
    }
    assert_eq!(fen("/"), None);
    check(
        "fine",
        &[("-1", "amount.negative"), ("若干", "amount.unreadable"), ("0.0000001", "amount.too_fine")],
    );
}

#[test]
fn a_fine_that_its_own_text_contradicts_ten_thousandfold_is_refused() {
    let columns = ["subject_name", "document_no", "decided_on", "fine", "content"];
    let row = |fine, content| cells(&[GOOD[0], GOOD[2], GOOD[3], fine, content]);
    assert_eq!(outcome(&columns, &row("3000", "罚款人民币叁仟元整")), "amount_unit");
    assert_eq!(outcome(&columns, &row("0.3", "罚款人民币叁仟元整")), "filed");
    assert_eq!(outcome(&columns, &row("0.3", "罚款2000元，加处1000元")), "filed");
}

#[test]
fn a_rejected_row_carries_all_its_faults() {
    let row = cells(&["虚构市示例商贸有限公司", "91130100000000019A", "", "2024-2-30", "警告", "-3"]);
    assert_eq!(outcome(&COLUMNS, &row), "code.check_digit missing date_impossible amount.negative");
    let faults = checked(&COLUMNS, &row).expect_err("faults");
    let columns: Vec<Option<usize>> = faults.iter().map(|fault| fault.column).collect();
    assert_eq!(columns, [Some(1), Some(2), Some(3), Some(5)]);
    assert!(faults.iter().all(|fault| !fault.reason.is_empty() && !fault.remedy.is_empty()));
}

#[test]
fn what_only_the_template_demands_is_a_warning() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "facts", "valid_until"];
    let row = |until| cells(&[GOOD[0], COMPANY, GOOD[2], GOOD[3], "", until]);
    let checked = checked(&columns, &row("2024-2-30")).expect("filed");
    assert!(!checked.conforming);
    let codes: Vec<&str> = checked.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes, ["missing", "date_impossible"]);
    let open = super::fixture::checked(&columns, &row("2099/12/31")).expect("filed");
    assert_eq!(open.fields["valid_until"], json!(null));
}

#[test]
fn columns_for_one_field_that_differ_in_a_row_are_a_fault() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "decided_on"];
    let row = |second| cells(&[GOOD[0], COMPANY, GOOD[2], GOOD[3], second]);
    assert_eq!(outcome(&columns, &row("2023-05-01")), "columns_differ");
    assert_eq!(outcome(&columns, &row("")), "filed");
}

#[test]
fn ragged_rows_are_read_as_far_as_they_go() {
    assert_eq!(outcome(&COLUMNS, &cells(&GOOD[..4])), "filed / missing");
    assert_eq!(outcome(&COLUMNS, &cells(&GOOD[..2])), "missing missing");
    let mut long = cells(&GOOD);
    long.extend(cells(&["", "备查", "x"]));
    assert_eq!(outcome(&COLUMNS, &long), "filed");
}

#[test]
fn invisible_characters_do_not_enter_running_text() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "facts"];
    let row = cells(&[GOOD[0], COMPANY, GOOD[2], GOOD[3], " 未按\u{202e}规定\u{0}申报\u{200b}\n第二行 "]);
    assert_eq!(checked(&columns, &row).expect("filed").fields["facts"], json!("未按规定申报\n第二行"));
}

#[test]
fn normalising_says_what_it_did() {
    let row = cells(&[
        " 虚构市示例商贸（集团）有限公司",
        "91130100000000019q",
        "虚市监罚[2023]5号",
        "2023-4-12",
        "警告",
        "",
    ]);
    expect![[r#"
        行政相对人名称：已去除首尾空白
        统一社会信用代码：已将小写字母转为大写
        行政处罚决定书文号：已统一括号"#]]
    .assert_eq(&checked(&COLUMNS, &row).expect("filed").notes.join("\n"));
}
