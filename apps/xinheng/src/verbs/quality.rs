//! `quality count`: an organ's own monthly count, the denominator of what it reported.

use xh_registry::{Month, ProducedBody};
use xh_registry_desk::count_produced;

use super::open;
use crate::cli::QualityVerb;
use crate::exit::{Done, Exit};

/// Runs the verb.
pub(super) async fn run(asked: QualityVerb) -> Done {
    let QualityVerb::Count { at, organ, kind, month, produced } = asked;
    let month = Month::parse(&month).map_err(|e| Exit::usage(e.to_string()))?;
    let opened = open(&at).await?;
    let mut tx = opened.office.db.read().await?;
    let found = xh_registry_store::organs(&mut tx).await?.into_iter().find(|o| o.uscc.as_str() == organ);
    drop(tx);
    let organ = found.ok_or_else(|| Exit::missing(format!("单位「{organ}」未登记")))?;
    let body = ProducedBody { kind, month, produced: i64::from(produced) };
    let counted = count_produced(&opened.office, &opened.actor, &organ, body).await?;
    match (counted.changed, counted.before) {
        (false, _) => println!("与已申报的相同,没有改动"),
        (true, Some(before)) => {
            println!("{}产生 {produced} 件已申报,代替此前申报的 {before} 件", month.chinese());
        }
        (true, None) => println!("{}产生 {produced} 件已申报", month.chinese()),
    }
    Ok(0)
}
