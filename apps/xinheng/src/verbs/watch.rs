//! `watch`: looks into a folder again and again, until it is told to stop. A fault of the machine is told and tried
//! again, more and more seldom; nothing that lies in the folder is lost by it.

use std::time::Duration;

use xh_intake_desk::{Decoder, ImportFault, Watch, WatchAsked, Watched};

use super::{decoder, open};
use crate::cli::WatchFolder;
use crate::exit::{Done, Exit};
use crate::place::Opened;
use crate::serve::stopped;

/// The longest pause after faults.
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// Runs the verb.
pub(super) async fn run(asked: WatchFolder) -> Done {
    let opened = open(&asked.at).await?;
    let decoder = decoder()?;
    tokio::select! {
        ended = look(&asked, &opened, &decoder) => ended,
        () = stopped() => Ok(0),
    }
}

async fn look(asked: &WatchFolder, opened: &Opened, decoder: &Decoder) -> Done {
    let every = Duration::from_secs(asked.every.max(1));
    let Some(mut watch) = take(asked, opened, every).await? else {
        return Err(Exit {
            code: 5, message: "另一个进程正在监视这个目录;请等它结束再试".to_owned()
        });
    };
    let (mut worst, mut pause, mut looks) = (0, every, 0_u32);
    loop {
        match watch.poll(&opened.office, decoder).await {
            Ok(worked) => {
                worst = worst.max(tell(&worked));
                if !worked.is_empty() {
                    opened.key.catch_up(&opened.office.db, opened.office.moment().at()).await?;
                }
                (pause, looks) = (every, looks + 1);
            }
            Err(fault @ (ImportFault::NoSuchKind(..) | ImportFault::NoSuchOrgan(_))) => {
                return Err(fault.into());
            }
            Err(fault) if asked.once => return Err(fault.into()),
            Err(fault) => {
                pause = (pause * 2).min(PAUSE_MAX);
                eprintln!("{};{} 秒后再试", Exit::from(fault).message, pause.as_secs());
            }
        }
        // The first look sees what lies there, the second what has stood still since.
        if asked.once && looks > 1 {
            return Ok(worst);
        }
        let wait = if asked.once { Duration::from_secs(asked.whole_after) } else { pause };
        tokio::time::sleep(wait).await;
    }
}

/// The folder, as soon as nobody else holds it; at once or not at all for a single look.
async fn take(asked: &WatchFolder, opened: &Opened, every: Duration) -> Result<Option<Watch>, Exit> {
    let wanted = WatchAsked {
        folder: asked.folder.clone(),
        kind: asked.kind.clone(),
        organ: asked.organ.clone(),
        actor: opened.actor.clone(),
        whole_after: Duration::from_secs(asked.whole_after),
    };
    let mut told = false;
    loop {
        let taken = Watch::take(&opened.office, wanted.clone()).await?;
        if taken.is_some() || asked.once {
            return Ok(taken);
        }
        if !std::mem::replace(&mut told, true) {
            println!("另一个进程正在监视这个目录;本进程等待接手");
        }
        tokio::time::sleep(every).await;
    }
}

/// Prints what was done; 1 when somebody has to look.
fn tell(worked: &[Watched]) -> u8 {
    for one in worked {
        let place = if one.needs_a_person { "需要处理" } else { "已完成" };
        println!("{place} {}:{}({})", one.name, one.said, one.folder.display());
    }
    u8::from(worked.iter().any(|one| one.needs_a_person))
}
