//! Code cells as real files have them.

use super::{city, kinds};
use crate::{Facts, heading_key, read_codes};

fn check(cell: &str, expected: &str) {
    let release = city();
    let field = release.kind("penalty").unwrap().field("kinds").unwrap();
    let read = read_codes(field, cell);
    let ids: Vec<_> = read.ids.iter().map(String::as_str).collect();
    let unknown =
        if read.unknown.is_empty() { String::new() } else { format!(" ? {}", read.unknown.join("|")) };
    assert_eq!(format!("{}{unknown}", ids.join("+")), expected, "{cell}");
}

#[test]
fn kinds_of_penalty_in_any_punctuation() {
    check("罚款", "fine");
    check("警告;罚款", "fine+warning");
    check("警告；罚款", "fine+warning");
    check("警告,罚款,没收违法所得、没收非法财物", "confiscation+fine+warning");
    check("没收违法所得、没收非法财物,警告", "confiscation+warning");
    check("没收违法所得；罚款", "confiscation+fine");
    check("罚款;责令停产停业;没收违法所得、没收非法财物", "confiscation+fine+suspend_business");
    check("其他-警告", "warning");
    check("其他－通报批评", "criticism");
    check("其他（责令改正）", "other");
    check("其他-补办", "other");
    check("罚款,其他", "fine+other");
    check("其他", "other");
    check("警告、通报批评", "criticism+warning");
    check("警告\n罚款", "fine+warning");
    check("警告并处罚款500元", "fine+warning");
    check("责令当事人停止违法行为，没收违法所得，处违法所得2倍罚款。", "confiscation+fine");
    check("吊销许可", "revoke_licence");
    check("吊销许可;没收违法所得、没收非法财物", "confiscation+revoke_licence");
    check("不予罚款，警告", "warning");
}

#[test]
fn a_class_heading_is_not_its_gravest_kind() {
    check("暂扣或者吊销许可证、执照", "suspend_or_revoke_licence");
    check("暂扣或者吊销许可证、暂扣或者吊销执照", "suspend_or_revoke_licence");
    check("暂扣许可证件、降低资质等级、吊销许可证件", "suspend_or_revoke_licence");
    check("罚款；暂扣或者吊销许可证、执照", "fine+suspend_or_revoke_licence");
    check("限制开展生产经营活动、责令停产停业、责令关闭、限制从业", "business_class");
}

#[test]
fn what_is_no_kind_is_handed_back() {
    check("一般程序处罚", " ? 一般程序处罚");
    check("税务行政处罚", " ? 税务行政处罚");
    check("", "");
}

#[test]
fn headings_are_compared_without_width_brackets_and_line_ends() {
    assert_eq!(heading_key("罚款金额\n（万元）"), heading_key("罚款金额(万元)"));
    assert_eq!(heading_key("CF_XDR_MC"), heading_key("cf_xdr_mc"));
    assert_ne!(heading_key("罚款金额（万元）"), heading_key("罚款金额（元）"));
}

#[test]
fn two_columns_of_kinds_are_one_fact() {
    let mut facts = Facts::new();
    facts.add("kinds", kinds(&["fine"]), "处罚类别1");
    facts.add("kinds", kinds(&["revoke_licence"]), "处罚类别2");
    assert_eq!(facts.get("kinds"), Some(&kinds(&["fine", "revoke_licence"])));
    assert_eq!(facts.origin("kinds"), "处罚类别1、处罚类别2");
}
