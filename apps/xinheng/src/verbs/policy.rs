//! `policy`: check a folder of law, show what is in force on a day, adopt a release.

use xh_kernel::Date;

use super::open;
use crate::cli::PolicyVerb;
use crate::exit::{Done, Exit};
use crate::law;

/// Runs the verb.
pub(super) async fn run(asked: PolicyVerb) -> Done {
    match asked {
        PolicyVerb::Lint { folder } => {
            let release = law::release(folder.as_deref())?;
            println!("合格:{}  {}", release.title(), release.digest());
            for summary in release.summary_only() {
                println!("  仅据摘要,采用前须由法务核对原文:{summary}");
            }
            Ok(0)
        }
        PolicyVerb::Show { on, folder } => show(on.as_deref(), &law::release(folder.as_deref())?),
        PolicyVerb::Release { at, folder } => {
            let release = law::release(folder.as_deref())?;
            let opened = open(&at).await?;
            let adopted = xh_registry_desk::adopt(&opened.office, &opened.actor, &release).await?;
            match adopted.changed {
                true => println!("已采用 {};重新认定 {} 条记录", adopted.release, adopted.records),
                false => println!("{} 已在施行,无变化", adopted.release),
            }
            Ok(0)
        }
    }
}

fn show(on: Option<&str>, release: &xh_policy::Release) -> Done {
    let day = match on {
        Some(text) => Date::parse(text).map_err(|e| Exit::usage(e.to_string()))?,
        None => crate::clock::now().legal_day(),
    };
    println!("{}  {}  {}", release.title(), release.digest(), day);
    for value in release.values().iter().filter(|v| v.in_force(day)) {
        let cites: Vec<String> = value.cites.iter().map(|c| release.cite(c)).collect();
        println!("{}  {}  {}", value.id, value.text(), cites.join(";"));
    }
    Ok(0)
}
