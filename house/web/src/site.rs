//! What a deployer says about the site itself: its name, hotline, footer numbers and banner.
//!
//! It is not the law (that is `policy/`) and not secrets. The official banner and the filing numbers of the
//! footer are empty until a deployer fills them in; the demo says on every page that it is fictional.

use serde::{Deserialize, Serialize};

/// The portal's identity, composed into `xinheng.toml` as `[site]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    /// Name in the header and in every page title.
    pub name: String,
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

impl Default for SiteConfig {
    fn default() -> Self {
        SiteConfig {
            name: "信衡演示市信用门户".to_owned(),
            tagline: "公共信用信息 · 依法公示 · 可查可验".to_owned(),
            origin: "http://127.0.0.1:8080".to_owned(),
            hotline: "000-0000-0000（演示号码）".to_owned(),
            hotline_hours: "工作日 9:00–17:00".to_owned(),
            demo: true,
            official: None,
            footer: SiteFooter::default(),
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
