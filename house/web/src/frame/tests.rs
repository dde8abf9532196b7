//! The banner tells the truth about the site.

use super::*;
use crate::problem::ErrorPage;
use crate::{OfficialBanner, check};

fn shown(site: SiteConfig) -> String {
    let web = Web::new(site, &[0; 32], 0);
    let page = &ErrorPage::samples()[0].page;
    let html = Frame::preview(&web, Mode::Standard, "/x?a=\"<b>").show(page).unwrap().0;
    assert_eq!(check::broken(&html), Vec::<String>::new());
    html
}

#[test]
fn the_demo_says_it_is_fictional_whatever_else_is_configured() {
    let official = Some(OfficialBanner { text: "官方网站".into(), how_to_tell: "看域名".into() });
    let html = shown(SiteConfig { official, ..SiteConfig::default() });
    assert!(html.contains("演示数据，纯属虚构，非官方网站") && html.contains("noindex"));
    assert!(!html.contains("如何辨认"));
}

#[test]
fn the_official_banner_appears_only_when_configured() {
    let site = SiteConfig { demo: false, ..SiteConfig::default() };
    let plain = shown(site.clone());
    assert!(!plain.contains("演示数据") && !plain.contains("如何辨认") && !plain.contains("noindex"));
    let official =
        Some(OfficialBanner { text: "本站为某市官方网站".into(), how_to_tell: "看域名".into() });
    let html = shown(SiteConfig { official, ..site });
    assert!(html.contains("本站为某市官方网站") && html.contains("看域名"));
}
