//! A city's profile: a TOML file beside the data (or named by `--profile`) that says who speaks on the pages, whom to
//! call, which districts there are. Not the law, and no secret. Closed keys; a mistake is told with file, line, remedy.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use xh_web::{Division, FooterLink, HomeText, OfficialBanner, SiteConfig, SiteFooter};

use crate::exit::Exit;

/// The profile's name in the data folder.
pub const FILE: &str = "city.toml";

/// The file as it may be written. What is left out stays empty: nothing of the demo is put in its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    city: Spanned<String>,
    office: Spanned<String>,
    name: Spanned<String>,
    #[serde(default)]
    tagline: String,
    origin: Spanned<String>,
    hotline: Spanned<String>,
    hotline_hours: Spanned<String>,
    #[serde(default = "yes")]
    demo: bool,
    official: Option<Spanned<OfficialBanner>>,
    #[serde(default)]
    footer: Footer,
    #[serde(default)]
    home: HomeText,
    #[serde(default)]
    division: Vec<Spanned<Division>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Footer {
    host: String,
    undertaker: String,
    site_code: Option<Spanned<String>>,
    icp: Option<Spanned<String>>,
    police_record: Option<Spanned<String>>,
    address: String,
    links: Vec<Spanned<FooterLink>>,
}

/// Until a deployer says otherwise, the data are fictional.
fn yes() -> bool {
    true
}

/// The site of a deployment: its profile, or the demo's words when there is none.
///
/// # Errors
/// `Exit` when the named file cannot be read, or a profile is wrong.
pub fn site(data: &Path, named: Option<&Path>) -> Result<SiteConfig, Exit> {
    let beside = data.join(FILE);
    let Some(file) = named.or_else(|| beside.exists().then_some(beside.as_path())) else {
        return Ok(SiteConfig::default());
    };
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|e| Exit::usage(format!("无法读取城市档案「{shown}」:{e};请核对 --profile")))?;
    parse(&shown, &text).map_err(|faults| Exit::usage(faults.join("\n")))
}

/// Reads a profile; answers every fault with file, line and remedy.
///
/// # Errors
/// The faults, one line each.
pub fn parse(file: &str, text: &str) -> Result<SiteConfig, Vec<String>> {
    let told = |at: usize, what: &str, remedy: &str| {
        let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
        format!("{file}:{line} {what};{remedy}")
    };
    let profile: Profile = toml::from_str(text).map_err(|fault| {
        let what = format!("不能读取:{}", fault.message().replace('\n', " "));
        let at = fault.span().map_or(0, |span| span.start);
        vec![told(at, &what, "请按 deploy/city 中的示例改正,不认识的键请删去")]
    })?;
    let faults = faults(&profile);
    if faults.is_empty() {
        return Ok(profile.site());
    }
    Err(faults.iter().map(|(span, what, remedy)| told(span.start, what, remedy)).collect())
}

/// A place in the text, what is wrong there, what to do.
type Wrong = (Range<usize>, String, &'static str);

fn faults(profile: &Profile) -> Vec<Wrong> {
    let mut faults = Vec::new();
    let said = [&profile.city, &profile.office, &profile.name, &profile.hotline, &profile.hotline_hours];
    for empty in said.into_iter().filter(|it| it.get_ref().trim().is_empty()) {
        faults.push((empty.span(), "不能为空".to_owned(), "请填写"));
    }
    let mut held = |text: &Spanned<String>, fits: bool, what: &str, remedy| {
        if !fits {
            faults.push((text.span(), format!("「{}」不是{what}", text.get_ref()), remedy));
        }
    };
    held(&profile.origin, is_origin(profile.origin.get_ref()), "网址", "请写作 https://主机名,末尾不带斜线");
    let footer = &profile.footer;
    let number = |text: &str| text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(text) = filled(footer.site_code.as_ref()) {
        held(text, number(text.get_ref()), "网站标识码", "网站标识码是 10 位数字;尚未取得时请留空");
    }
    if let Some(text) = filled(footer.icp.as_ref()) {
        let fits = text.get_ref().contains("ICP备") && text.get_ref().contains('号');
        held(text, fits, "ICP 备案号", "请照备案系统所示填写,如「某ICP备00000000号」;尚未取得时请留空");
    }
    if let Some(text) = filled(footer.police_record.as_ref()) {
        let fits = text.get_ref().contains("公网安备") && text.get_ref().contains('号');
        held(
            text,
            fits,
            "公安备案号",
            "请照备案系统所示填写,如「某公网安备00000000000000号」;尚未取得时请留空",
        );
    }
    if let Some(official) = profile.official.as_ref().filter(|_| profile.demo) {
        let what = "演示站点不得显示官方网站横幅".to_owned();
        faults.push((official.span(), what, "请写 demo = false,或删去 [official]"));
    }
    for link in footer.links.iter().filter(|link| !is_address(&link.get_ref().href)) {
        let what = format!("链接「{}」不是网址", link.get_ref().href);
        faults.push((link.span(), what, "请写作 https://… 或以 / 开头的路径"));
    }
    divisions(&profile.division, &mut faults);
    faults
}

fn filled(text: Option<&Spanned<String>>) -> Option<&Spanned<String>> {
    text.filter(|text| !text.get_ref().is_empty())
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', ' ', '?', '#']))
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with('/') && !text.starts_with("//")
}

/// A code has six digits; no code and no name means two divisions.
fn divisions(list: &[Spanned<Division>], faults: &mut Vec<Wrong>) {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for one in list {
        let (span, division) = (one.span(), one.get_ref());
        let code = &division.code;
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            faults.push((
                span.clone(),
                format!("区划代码「{code}」不是 6 位数字"),
                "请改正;自定的功能区也用 6 位数字",
            ));
        }
        if division.name.trim().is_empty() {
            faults.push((span.clone(), format!("区划「{code}」没有名称"), "请填写 name"));
        }
        let words = [code, &division.name].into_iter().chain(&division.aliases);
        for word in words {
            if let Some(other) = taken.insert(word, code).filter(|other| *other != code || word == code) {
                let what = format!("「{word}」已用于区划「{other}」");
                faults.push((span.clone(), what, "一个代码或名称只能指一个区划,请改正其一"));
            }
        }
    }
}

impl Profile {
    fn site(self) -> SiteConfig {
        let office = self.office.into_inner();
        let text = |given: Option<Spanned<String>>| given.map(Spanned::into_inner).unwrap_or_default();
        let Footer { host, undertaker, site_code, icp, police_record, address, links } = self.footer;
        let footer = SiteFooter {
            host: if host.is_empty() { office.clone() } else { host },
            undertaker,
            site_code: text(site_code),
            icp: text(icp),
            police_record: text(police_record),
            address,
            links: links.into_iter().map(Spanned::into_inner).collect(),
        };
        SiteConfig {
            name: self.name.into_inner(),
            city: self.city.into_inner(),
            office,
            tagline: self.tagline,
            origin: self.origin.into_inner(),
            hotline: self.hotline.into_inner(),
            hotline_hours: self.hotline_hours.into_inner(),
            demo: self.demo,
            official: self.official.map(Spanned::into_inner),
            footer,
            home: self.home,
            divisions: self.division.into_iter().map(Spanned::into_inner).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
