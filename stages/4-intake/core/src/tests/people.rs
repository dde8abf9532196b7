//! Nobody is a subject: rows and sheets about people are refused, and nothing of them is left.
//!
//! Every number here is invented and belongs to nobody: division 130999 does not exist.

use super::fixture::{COLUMNS, COMPANY, GOOD, cells, header, kind, mapping, outcome, with};
use crate::{Binding, blank_never, person_template};

/// Well-formed numbers (GB 11643) of nobody.
const NOBODY: &str = "130999199003070014";

fn number(decoration: &str) -> String {
    decoration.replace("{}", NOBODY)
}

#[test]
fn the_invented_number_is_well_formed() {
    assert!(xh_kernel::is_identity_number(NOBODY));
}

#[test]
fn an_identity_number_in_an_entry_refuses_the_row_however_decorated() {
    let decorations = [
        "{}",
        " {} ",
        "{}(01)",
        "身份证{}",
        "{}（张某）",
        "‘{}",
        "\u{feff}{}",
        "1309 9919 9003 0700 14",
        "130999-19900307-0014",
        "１３０９９９１９９００３０７００１４",
    ];
    for decoration in decorations {
        for field in ["uscc", "subject_name", "document_no"] {
            let row = with(field, &number(decoration));
            assert_eq!(outcome(&COLUMNS, &row), "refused identity_number", "{field} 「{decoration}」");
        }
    }
    assert_eq!(
        outcome(&COLUMNS, &with("uscc", "130999199003070015")),
        "refused identity_number",
        "mistyped check"
    );
}

#[test]
fn an_identity_number_in_a_column_nobody_knows_refuses_the_row() {
    let mut row = cells(&GOOD);
    row.push(NOBODY.to_owned());
    assert_eq!(outcome(&COLUMNS, &row), "refused identity_number");
}

#[test]
fn a_category_says_person() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "subject_category"];
    let row = |category| cells(&[GOOD[0], COMPANY, GOOD[2], GOOD[3], category]);
    for category in ["自然人", " 自然人 ", "自然人（个人）", "公民"] {
        assert_eq!(outcome(&columns, &row(category)), "refused person_category", "{category}");
    }
    assert_eq!(outcome(&columns, &row("法人及非法人组织")), "filed");
    assert_eq!(outcome(&columns, &row("个体工商户")), "filed");
}

#[test]
fn without_an_organisations_code_the_name_must_be_an_organisations() {
    let row = |name: &str, code: &str| {
        let mut row = with("subject_name", name);
        row[1] = code.to_owned();
        outcome(&COLUMNS, &row)
    };
    assert_eq!(row("张三", ""), "refused no_organisation");
    assert_eq!(row("欧阳小虚", "/"), "refused no_organisation");
    assert_eq!(row("", ""), "refused no_organisation");
    assert_eq!(
        row("张三", "51130100000000019W"),
        "refused no_organisation",
        "the organ's own code names nobody"
    );
    assert_eq!(row("张三", COMPANY), "refused person_name");
    assert_eq!(row("买买提·艾力", COMPANY), "refused person_name");
    assert_eq!(row("John Nobody", COMPANY), "refused person_name");
    assert_eq!(
        row("张三", "92130102000000019J"),
        "filed",
        "an individual business bears its operator's name"
    );
    assert_eq!(row("虚构县实验中学", ""), "filed / missing", "only the template demands the code");
}

#[test]
fn identity_documents_of_the_subject_refuse_and_of_its_representative_are_emptied() {
    let columns =
        ["subject_name", "uscc", "document_no", "decided_on", "person_document", "representative_document"];
    let row = |code, own, theirs| cells(&["虚构市示例小吃店", code, GOOD[2], GOOD[3], own, theirs]);
    assert_eq!(outcome(&columns, &row("", "E12345678", "")), "refused identity_document");
    assert_eq!(outcome(&columns, &row("", "", NOBODY)), "filed / missing");
    assert_eq!(outcome(&columns, &row(COMPANY, NOBODY, NOBODY)), "filed");

    assert_eq!(
        outcome(&columns, &row("", COMPANY, "")),
        "filed / missing",
        "a licence is no identity document"
    );

    let (kind, mapping) = (kind(), mapping(&columns));
    let mut cells = row(COMPANY, NOBODY, NOBODY);
    blank_never(&mut cells, &Binding::new(&mapping, &kind));
    assert_eq!(cells[4..], ["", ""]);
    assert!(cells.iter().all(|cell| !cell.contains(NOBODY)));
}

#[test]
fn what_is_never_collected_stays_out_whatever_the_mapping_says() {
    let (kind, mut mapping) = (kind(), mapping(&COLUMNS));
    mapping.columns.push(crate::Target::Field("representative_document".to_owned()));
    let binding = Binding::new(&mapping, &kind);
    let mut row = cells(&GOOD);
    row.push(NOBODY.to_owned());
    let checked = crate::check(&binding.row(&row), super::fixture::today()).expect("filed");
    assert!(!checked.fields.contains_key("representative_document"));
    blank_never(&mut row, &binding);
    assert_eq!(row[6], "");
}

#[test]
fn running_text_keeps_no_identity_number() {
    let columns = ["subject_name", "uscc", "document_no", "decided_on", "facts", "-"];
    let (kind, mapping) = (kind(), mapping(&columns));
    let texts =
        ["当事人张某（{}）于4月", "公民身份号码：{}。", "{}X", "1309 9919 9003 0700 14，电话13800000000"];
    for text in texts {
        let long = format!("{}{}", number(text), "另查明，该单位未按规定申报。".repeat(4));
        let mut row = cells(&[GOOD[0], COMPANY, GOOD[2], GOOD[3], &number(text), &long]);
        assert_eq!(outcome(&columns, &row), "filed", "{text}");
        blank_never(&mut row, &Binding::new(&mapping, &kind));
        for cell in &row[4..] {
            assert!(!xh_kernel::contains_identity_number(cell), "{cell}");
            assert!(cell.contains("***"), "{cell}");
        }
    }
}

#[test]
fn codes_of_organisations_are_not_emptied() {
    let (kind, mapping) = (kind(), mapping(&COLUMNS));
    let mut row = cells(&GOOD);
    blank_never(&mut row, &Binding::new(&mapping, &kind));
    assert_eq!(row, cells(&GOOD));
}

#[test]
fn a_natural_person_template_is_known_by_its_headings() {
    let person = |headings: &[&str]| person_template(&header(&[headings]), &kind());
    assert!(person(&["行政相对人名称", "居民身份证号", "行政处罚决定书文号", "处罚决定日期"]));
    assert!(!person(&["行政相对人名称", "统一社会信用代码", "行政处罚决定书文号", "身份证号码"]));
    assert!(!person(&["行政相对人名称", "行政处罚决定书文号", "法定代表人证件号码"]));
}
