//! All pages, all samples: rendered, checked, kept as snapshots.

use super::*;

#[test]
fn every_page_is_sound_in_every_state() {
    for (name, html) in xh_web::check::render_all(&all()) {
        insta::assert_snapshot!(name, html);
    }
}

#[test]
fn a_highlight_ignores_width_case_and_brackets() {
    let marked = |name: &str, query: &str| {
        let part = |part: &NamePart| if part.hit { format!("[{}]", part.text) } else { part.text.clone() };
        highlight(name, query).iter().map(part).collect::<String>()
    };
    assert_eq!(marked("演示市云衡建设工程有限公司", "云衡"), "演示市[云衡]建设工程有限公司");
    assert_eq!(marked("云衡（演示）ＡＢ食品", "衡演示 ab"), "云[衡（演示]）[ＡＢ]食品");
    assert_eq!(marked("云衡", ""), "云衡");
    assert_eq!(marked("云", "云衡"), "云");
}

#[test]
fn a_status_takes_its_tone_from_the_registers_words() {
    let tone = |status| Tag::registration(status).tone;
    assert_eq!(tone("存续（在营、开业、在册）"), Tone::Good);
    assert_eq!(tone("吊销，未注销"), Tone::Adverse);
    assert_eq!(tone("注销"), Tone::Ended);
    assert_eq!(tone("其他"), Tone::Plain);
}
