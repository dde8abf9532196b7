//! Everything once more: what is known already adds nothing to the ledger.

use crate::files::Told;
use crate::penalties::Penalties;
use crate::stage::{Ended, Res, Stage, name_of};
use crate::tally::Tally;

/// Imports every file again.
pub async fn check(stage: &Stage, registers: &[Told], penalties: &Penalties, tally: &mut Tally) -> Res<()> {
    println!("\n== everything again");
    let before = stage.head().await?;
    let registers = registers.iter().map(|told| (told, "registration"));
    let penalties = penalties.files.iter().map(|told| (told, "penalty"));
    for (told, kind) in registers.chain(penalties).filter(|(told, _)| told.imported().is_some()) {
        once_more(stage, told, kind).await?;
    }
    let after = stage.head().await?;
    tally.check(before == after, &format!("a second import adds no entry ({before} before, {after} after)"));
    Ok(())
}

async fn once_more(stage: &Stage, told: &Told, kind: &str) -> Res<()> {
    let name = name_of(&told.path);
    match stage.import(&told.path, kind).await {
        Ended::Counted(again) => {
            let c = again.counts;
            if c.filed + c.amended > 0 {
                println!("         {name}: filed {} and amended {} again", c.filed, c.amended);
            }
            Ok(())
        }
        Ended::Refused(fault) => Err(format!("{name}: {fault}").into()),
        Ended::Panicked => Err(format!("{name}: panic").into()),
    }
}
