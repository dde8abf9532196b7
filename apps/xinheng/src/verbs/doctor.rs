//! `doctor` and `config check`: what an operator asks before anything else.

use std::io::Write;
use std::time::Instant;

use super::open;
use crate::cli::At;
use crate::exit::Done;
use crate::place::Place;

/// `config check`
pub(super) fn config(at: &At) -> Done {
    let place = Place::new(&at.data, at.database.as_deref(), &at.origin)?;
    println!("data = {}", place.data.display());
    println!("database = {}", without_password(&place.target.to_string()));
    println!("origin = {}", place.origin);
    println!("ledger_key = {}(内容不显示)", place.data.join("ledger.key").display());
    Ok(0)
}

fn without_password(target: &str) -> String {
    let Some((scheme, rest)) = target.split_once("://") else { return target.to_owned() };
    let Some((login, host)) = rest.rsplit_once('@') else { return target.to_owned() };
    let user = login.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{host}")
}

/// `doctor`
pub(super) async fn run(at: &At) -> Done {
    let opened = open(at).await?;
    let moment = opened.office.moment();
    let mut tx = opened.office.db.read().await?;
    let head = xh_ledger_store::head(&mut tx).await?;
    let signed = xh_ledger_store::newest_checkpoint(&mut tx).await?;
    let release = opened.office.law_in(&mut tx).await?;
    println!("时钟:{}(法定日 {})", moment.at().as_str(), moment.today());
    println!("落盘:每次 {:.2} 毫秒", fsync_millis(&opened.data)?);
    println!("账本:{head} 条,已签署 {}", signed.as_ref().map_or(0, |c| c.size));
    println!("政策:{}(其中 {} 项仅据摘要)", release.title(), release.summary_only().len());
    println!("工作日历:到 {} 年", release.calendar().last_official_year().unwrap_or(0));
    let late = signed.is_some_and(|c| c.at.as_str() > moment.at().as_str());
    if late {
        println!("异常:最新检查点的时间晚于本机时钟,请校时");
    }
    Ok(u8::from(late))
}

fn fsync_millis(folder: &std::path::Path) -> std::io::Result<f64> {
    let mut file = tempfile::tempfile_in(folder)?;
    let began = Instant::now();
    for _ in 0..20 {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
    }
    Ok(began.elapsed().as_secs_f64() * 1000.0 / 20.0)
}
