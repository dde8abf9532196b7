//! The law in force with its calendar, and what the pages must still say.

use xh_db::Res;
use xh_web::SiteConfig;

use super::Finding;
use crate::place::Opened;

/// From this month on next year's calendar should be there: deadlines already reach into it.
const DECEMBER: i8 = 12;

/// The release in force and how far its working days are known.
pub(super) async fn law(opened: &Opened) -> Res<[Finding; 2]> {
    let release = opened.office.law().await?;
    let said = format!("{}(其中 {} 项仅据摘要)", release.title(), release.summary_only().len());
    let today = opened.office.moment().today();
    let last = release.calendar().last_official_year().unwrap_or(0);
    let wanted = today.year() + i16::from(today.month() >= DECEMBER);
    let remedy = "期限只能暂定;国务院公布放假安排后,请载入政策文件 calendar 并运行 xinheng policy release";
    let calendar = Finding::new("calendar", last >= wanted, format!("工作日历到 {last} 年"), remedy);
    Ok([Finding::new("policy", true, said, ""), calendar])
}

/// A demo owes nobody a number; a public site does.
pub(super) fn footer(site: &SiteConfig) -> Finding {
    let missing = site.missing();
    let said = if missing.is_empty() { "齐全".to_owned() } else { format!("缺 {}", missing.join("、")) };
    let said = format!("「{}」页脚{said}{}", site.name, if site.demo { "(演示站点)" } else { "" });
    let remedy = "请在城市档案 city.toml 中填写;没有取得的号码不要编造";
    Finding::new("footer", missing.is_empty() || site.demo, said, remedy)
}
