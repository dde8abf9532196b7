//! `doctor` and `config check`: what an operator asks before anything else.

use serde_json::json;

use super::open;
use crate::city;
use crate::cli::{Doctor, Profiled};
use crate::doctor::{Finding, examine};
use crate::exit::Done;
use crate::place::Place;

/// `config check`
pub(super) fn config(of: &Profiled) -> Done {
    let at = &of.at;
    let place = Place::new(&at.data, at.database.as_deref(), &at.origin)?;
    let site = city::site(&at.data, of.profile.as_deref())?;
    println!("data = {}", place.data.display());
    println!("database = {}", place.target);
    println!("origin = {}", place.origin);
    println!("ledger_key = {}(内容不显示)", place.data.join("ledger.key").display());
    println!("city = {}(区划 {} 个)", site.city, site.divisions.len());
    println!("office = {}", site.office);
    println!("site = {} {}", site.name, site.origin);
    println!("hotline = {} {}", site.hotline, site.hotline_hours);
    println!("demo = {}", site.demo);
    let missing = site.missing();
    println!("missing = {}", if missing.is_empty() { "无".to_owned() } else { missing.join("、") });
    Ok(0)
}

/// `doctor`
pub(super) async fn run(asked: &Doctor) -> Done {
    let of = &asked.of;
    let site = city::site(&of.at.data, of.profile.as_deref())?;
    let opened = open(&of.at).await?;
    let findings = examine(&opened, &site).await?;
    let ok = findings.iter().all(|one| one.ok);
    if asked.json {
        println!("{}", json!({ "ok": ok, "findings": findings }));
    } else {
        findings.iter().for_each(print);
    }
    Ok(u8::from(!ok))
}

fn print(one: &Finding) {
    let Finding { check, said, .. } = one;
    if one.ok {
        println!("正常 {check}:{said}");
    } else {
        println!("异常 {check}:{said}。{}", one.remedy);
    }
}
