//! Headers found below titles; columns settled, asked about, never guessed.

use expect_test::expect;

use super::fixture::{cells, header, kind, sheet, shown};
use crate::{MappingVerdict, propose};

const NAME: &str = "行政相对人名称";
const NUMBER: &str = "行政处罚决定书文号";
const DAY: &str = "处罚决定日期";
const ROW: [&str; 3] = ["虚构市示例商贸有限公司", "虚市监罚〔2023〕5号", "2023-04-12"];

fn check(rows: &[&[&str]], expected: &expect_test::Expect) {
    let sample = sheet(rows);
    let kind = kind();
    let shape = crate::find_header(&sample, &kind);
    let verdict = propose(&shape, &sample, &kind, true);
    let said = match verdict {
        MappingVerdict::Settled(mapping) => format!("settled: {}", shown(&mapping)),
        MappingVerdict::NeedsHelp(help) => {
            format!("help: {}\n{}", shown(&help.proposal), help.reasons.join("\n"))
        }
    };
    expected.assert_eq(&said);
}

#[test]
fn the_header_is_found_below_titles_notes_and_blank_rows() {
    let places = [
        header(&[&[NAME, NUMBER, DAY], &ROW]),
        header(&[&["行政处罚公示表", "Unnamed: 1", "Unnamed: 2"], &[NAME, NUMBER, DAY], &ROW]),
        header(&[&["附件2"], &["", "", ""], &["规则：日期按决定书", "/", "/"], &[NAME, NUMBER, DAY], &ROW]),
        header(&[&ROW, &ROW]),
        header(&[]),
    ];
    let rows: Vec<Option<usize>> = places.iter().map(|shape| shape.header_row).collect();
    assert_eq!(rows, [Some(0), Some(1), Some(3), None, None]);
    assert_eq!(places[0].digest, places[1].digest, "titles above do not change the shape");
    assert_eq!(places[0].digest, places[2].digest);
    assert_ne!(places[0].digest, places[3].digest);
}

#[test]
fn a_merged_header_of_two_rows_is_joined() {
    let shape = header(&[&["行政相对人", "", NUMBER, DAY], &["名称", "类别", "", ""], &ROW]);
    assert_eq!(shape.header_row, Some(1));
    assert_eq!(shape.headings, cells(&["行政相对人名称", "行政相对人类别", NUMBER, DAY]));
}

#[test]
fn width_hints_and_line_breaks_do_not_change_a_shape_and_order_does() {
    let plain = header(&[&[NAME, NUMBER, DAY]]);
    let dressed =
        header(&[&["行政相对人\n名称", " 行政处罚决定书　文号", "处罚决定\r\n日期", "", "Unnamed: 4"]]);
    assert_eq!(plain.digest, dressed.digest);
    assert_ne!(plain.digest, header(&[&[NUMBER, NAME, DAY]]).digest);
    assert_eq!(
        plain.digest,
        header(&[&[NAME, NUMBER, DAY, "处理结果", "原因与办法"]]).digest,
        "a marked sheet sent back"
    );
}

#[test]
fn sixteen_thousand_empty_columns_are_not_columns() {
    let mut wide = cells(&[NAME, NUMBER, DAY]);
    wide.resize(16_384, String::new());
    let shape = crate::find_header(&[wide, cells(&ROW)], &kind());
    assert_eq!(shape.headings.len(), 3);
}

#[test]
fn headings_settle_by_title_code_and_alias() {
    check(
        &[
            &["序号", "单位名称", "CF_WSH", "决定日期(YYYY-MM-DD)", "经办科室"],
            &["1", ROW[0], ROW[1], ROW[2], "一科"],
        ],
        &expect!["settled: . subject_name document_no decided_on ?"],
    );
}

#[test]
fn never_collected_columns_are_emptied() {
    check(
        &[&[NAME, NUMBER, DAY, "法定代表人证件号码", "证件号码"], &[ROW[0], ROW[1], ROW[2], "", ""]],
        &expect!["settled: subject_name document_no decided_on never never"],
    );
}

#[test]
fn a_missing_field_is_asked_for_and_proposed_from_content() {
    check(
        &[&[NAME, "号", DAY], &ROW, &["虚构县实验中学", "虚市监罚〔2023〕6号", "2023-04-13"]],
        &expect![[r#"
            help: subject_name document_no decided_on
            没有找到「行政处罚决定书文号」列
            第2列像是文号，可作为「行政处罚决定书文号」，请确认"#]],
    );
}

#[test]
fn without_a_header_everything_is_asked() {
    check(
        &[&ROW, &["虚构县实验中学", "虚市监罚〔2023〕6号", "2023-04-13"]],
        &expect![[r#"
            help: subject_name document_no decided_on
            表格没有可识别的标题行，请指明各列含义
            没有找到「行政相对人名称」列
            第1列像是单位名称，可作为「行政相对人名称」，请确认
            没有找到「行政处罚决定书文号」列
            第2列像是文号，可作为「行政处罚决定书文号」，请确认
            没有找到「处罚决定日期」列
            第3列像是日期，可作为「处罚决定日期」，请确认"#]],
    );
}

#[test]
fn a_heading_that_its_content_denies_is_asked_about() {
    let row = ["虚构市示例商贸有限公司", "虚市监罚〔2023〕5号", "罚款"];
    check(
        &[&[NAME, NUMBER, DAY], &row, &row, &row],
        &expect![[r#"
            help: subject_name document_no decided_on
            第3列「处罚决定日期」的内容不是日期，请核对"#]],
    );
}

#[test]
fn two_columns_for_one_field_are_settled_only_when_they_agree() {
    let head = [NAME, NUMBER, DAY, "决定日期"];
    check(
        &[&head, &[ROW[0], ROW[1], ROW[2], ""]],
        &expect!["settled: subject_name document_no decided_on ."],
    );
    check(
        &[&head, &[ROW[0], ROW[1], ROW[2], ROW[2]]],
        &expect!["settled: subject_name document_no decided_on decided_on"],
    );
    check(
        &[&head, &[ROW[0], ROW[1], ROW[2], "2023-05-01"]],
        &expect![[r#"
            help: subject_name document_no decided_on decided_on
            第3列、第4列都是「处罚决定日期」而内容不同，请指明用哪一列"#]],
    );
}

#[test]
fn an_amount_without_unit_is_settled_only_by_the_amounts_written_out() {
    let head = [NAME, NUMBER, DAY, "罚款金额(文字类型)", "处罚内容"];
    let row = |fine, content| [ROW[0], ROW[1], ROW[2], fine, content];
    check(
        &[&head, &row("15.0", "处罚款人民币拾伍万元整")],
        &expect!["settled: subject_name document_no decided_on fine content"],
    );
    check(
        &[&head, &row("3,000", "罚款人民币3000元")],
        &expect!["settled: subject_name document_no decided_on fine_yuan content"],
    );
    check(
        &[&head, &row("3000元", "警告")],
        &expect!["settled: subject_name document_no decided_on fine_yuan content"],
    );
    check(
        &[&head, &row("0.5", "罚款")],
        &expect![[r#"
            help: subject_name document_no decided_on fine content
            第4列「罚款金额(文字类型)」可能是罚款金额（万元）、或罚款金额（元），请指明"#]],
    );
}

#[test]
fn the_authority_must_be_named_by_the_sheet_or_the_sender() {
    let sample = sheet(&[&[NAME, NUMBER, DAY], &ROW]);
    let kind = kind();
    let shape = crate::find_header(&sample, &kind);
    let MappingVerdict::NeedsHelp(help) = propose(&shape, &sample, &kind, false) else {
        panic!("nobody said who decided");
    };
    assert_eq!(help.missing, ["authority"]);
}

#[test]
fn a_settled_mapping_survives_storage() {
    let mapping = super::fixture::mapping(&["subject_name", "-", "person_document"]);
    let text = serde_json::to_string(&mapping).expect("it writes");
    assert_eq!(serde_json::from_str::<crate::Mapping>(&text).expect("it reads"), mapping);
}
