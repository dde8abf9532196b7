//! What a deployer says about the site itself: its name, hotline, footer numbers and banner.
//!
//! It is not the law (that is `policy/`) and not secrets. The official banner and the filing numbers of the
//! footer are empty until a deployer fills them in; the demo says on every page that it is fictional.

use serde::{Deserialize, Serialize};

/// The portal's identity: the demo's by default, a city's from its profile (`apps/xinheng`, city.rs).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    /// Name in the header and in every page title.
    pub name: String,
    /// The city, as people call it.
    pub city: String,
    /// The office that answers for the site.
    pub office: String,
    /// One line under the name.
    pub tagline: String,
    /// Public origin without a trailing slash, for example `https://credit.example.gov.cn`.
    pub origin: String,
    /// Telephone number that answers questions; shown in the footer and beside every "怎么办".
    pub hotline: String,
    /// When the hotline answers.
    pub hotline_hours: String,
    /// True while the data are fictional: the banner says so and search engines are asked to stay away.
    pub demo: bool,
    /// Shown instead of the demo banner, and only when a deployer has configured it.
    pub official: Option<OfficialBanner>,
    /// The footer block that public sites must carry.
    pub footer: SiteFooter,
    /// The city's own words on the front page.
    pub home: HomeText,
    /// The city's districts, counties and zones; read by handlers, never by templates.
    #[serde(skip_serializing)]
    pub divisions: Vec<Division>,
}

/// What a city says on its front page; what is empty is said in the house's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HomeText {
    /// The heading.
    pub title: String,
    /// The sentence under it.
    pub lead: String,
    /// One more paragraph, for what the office wants known now.
    pub notice: String,
}

/// A district, county or zone of the city. Zones (高新区, 化工园区) stand in no national table: the code is the city's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Six digits, as registers write them.
    pub code: String,
    /// As readers know it.
    pub name: String,
    /// Other ways registers write it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// "This is an official site", with how to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialBanner {
    /// For example 「本站为某某市人民政府官方网站」.
    pub text: String,
    /// How a visitor can tell: the domain, the identification mark.
    pub how_to_tell: String,
}

/// 主办、承办、标识码、备案号: obligatory configuration of a public site, empty in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteFooter {
    /// 主办单位.
    pub host: String,
    /// 承办单位.
    pub undertaker: String,
    /// 网站标识码.
    pub site_code: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安备案号.
    pub police_record: String,
    /// Counter address.
    pub address: String,
    /// Further links (provincial portal, 信用中国).
    pub links: Vec<FooterLink>,
}

/// One link of the footer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FooterLink {
    /// Link text.
    pub title: String,
    /// Absolute address or path.
    pub href: String,
}

impl SiteConfig {
    /// The division that a register names by code, name or another way of writing it.
    #[must_use]
    pub fn division(&self, given: &str) -> Option<&str> {
        let also = |one: &Division| one.aliases.iter().any(|it| it == given);
        let meant = |one: &&Division| one.code == given || one.name == given || also(one);
        self.divisions.iter().find(meant).map(|one| one.name.as_str())
    }

    /// What a public site must say and this one does not yet; nothing is ever put in its place.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let footer = &self.footer;
        let wanted = [
            ("网站标识码 footer.site_code", &footer.site_code),
            ("ICP 备案号 footer.icp", &footer.icp),
            ("公安备案号 footer.police_record", &footer.police_record),
        ];
        wanted.into_iter().filter(|(_, said)| said.is_empty()).map(|(what, _)| what).collect()
    }
}

impl Default for SiteConfig {
    fn default() -> Self {
        SiteConfig {
            name: "信衡演示市信用门户".to_owned(),
            city: "信衡演示市".to_owned(),
            office: "信衡演示市信用办公室（虚构）".to_owned(),
            tagline: "公共信用信息 · 依法公示 · 可查可验".to_owned(),
            origin: "http://127.0.0.1:8080".to_owned(),
            hotline: "000-0000-0000（演示号码）".to_owned(),
            hotline_hours: "工作日 9:00–17:00".to_owned(),
            demo: true,
            official: None,
            footer: SiteFooter::default(),
            home: HomeText::default(),
            divisions: Vec::new(),
        }
    }
}

impl Default for SiteFooter {
    fn default() -> Self {
        SiteFooter {
            host: "信衡演示市信用办公室（虚构）".to_owned(),
            undertaker: "信衡演示市数据中心（虚构）".to_owned(),
            site_code: String::new(),
            icp: String::new(),
            police_record: String::new(),
            address: String::new(),
            links: Vec::new(),
        }
    }
}
