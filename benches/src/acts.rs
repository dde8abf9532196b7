//! P7: single records, each acknowledged when it is durable, from 64 clients and from one; beside the bare rate of
//! one small transaction after another, and of the disk alone.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use xh_db::{Db, values};
use xh_intake_desk::{FileOne, Filed, Filing};
use xh_registry::Organ;
use xinheng::exit::Exit;

use crate::city::{City, Known};
use crate::sheet::{Sheet, number};

const CLIENTS: u32 = 64;
const TIME: Duration = Duration::from_secs(5);
const YARDSTICK: Duration = Duration::from_secs(2);
const GOAL: f64 = 2_000.0;
/// Organisations that the acts are about.
const ABOUT: usize = 1_000;
/// Bytes of one synced write: a page.
const PAGE: [u8; 4_096] = [7; 4_096];

/// What every act of a run has in common.
struct Common {
    filing: Filing,
    organ: Organ,
    actor: String,
    day: String,
    about: Vec<Known>,
}

/// Measures the yardsticks, then the acts.
pub async fn run(city: &City, folder: &Path, sheet: &mut Sheet) -> Result<(), Exit> {
    let disk = synced(folder)?;
    let raw = bare(&city.opened.office.db).await?;
    let common = Arc::new(common(city).await?);
    let many = filed(&common, CLIENTS, 1).await?;
    let one = filed(&common, 1, 2).await?;
    sheet.note("P7 裸 fsync（同一目录）", format!("{} 次/s", number(disk)));
    sheet.note("   裸单行事务，一个客户端", format!("{} 次/s", number(raw)));
    sheet.at_least("P7 单条报送，64 个客户端", many, " 条/s", GOAL);
    sheet.note("   ÷ 裸单行事务", number(many / raw));
    sheet.note("   单条报送，一个客户端", format!("{} 条/s", number(one)));
    sheet.note("   ÷ 裸单行事务", number(one / raw));
    Ok(())
}

async fn common(city: &City) -> Result<Common, Exit> {
    let office = &city.opened.office;
    let mut about = city.some(ABOUT).await?;
    about.retain(|known| !known.uscc.is_individual_business());
    let mut tx = office.db.read().await?;
    let organ = xh_registry_store::organs(&mut tx).await?.into_iter().next();
    let organ = organ.ok_or_else(|| Exit::missing("没有已登记的认定单位"))?;
    let day = office.moment().today().to_string();
    Ok(Common { filing: Filing::start(office), organ, actor: city.opened.actor.clone(), day, about })
}

/// Acts a second of so many clients, each sending its next when the last was acknowledged.
async fn filed(common: &Arc<Common>, clients: u32, run: u32) -> Result<f64, Exit> {
    let began = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let common = Arc::clone(common);
            tokio::spawn(async move { common.client(began, run, client).await })
        })
        .collect();
    let mut done = 0_u64;
    for task in tasks {
        done += task.await.map_err(|fault| Exit::failed(&fault))??;
    }
    Ok(done as f64 / began.elapsed().as_secs_f64())
}

impl Common {
    async fn client(&self, began: Instant, run: u32, client: u32) -> Result<u64, Exit> {
        let mut done = 0;
        while began.elapsed() < TIME {
            match self.filing.file(self.act(run, client, done)?).await? {
                Filed::Filed { .. } => done += 1,
                other => return Err(Exit::usage(format!("报送未入库：{other:?}"))),
            }
        }
        Ok(done)
    }

    fn act(&self, run: u32, client: u32, number: u64) -> Result<FileOne, Exit> {
        let at = u64::from(client).wrapping_mul(97).wrapping_add(number) as usize % self.about.len().max(1);
        let known = self.about.get(at).ok_or_else(|| Exit::missing("基础库为空"))?;
        let year = self.day.get(..4).unwrap_or_default();
        let document = format!("基准罚〔{year}〕{run}{client:02}{number:07}号");
        let said = [
            ("subject_name", known.name.as_str()),
            ("subject_code", known.uscc.as_str()),
            ("subject_category", "法人及非法人组织"),
            ("document_no", &document),
            ("violation_kind", "违反价格管理规定"),
            ("violation_facts", "未按规定明码标价"),
            ("basis", "《中华人民共和国价格法》第四十二条"),
            ("kinds", "警告"),
            ("content", "给予警告"),
            ("decided_on", &self.day),
            ("authority", &self.organ.name),
            ("authority_code", self.organ.uscc.as_str()),
            ("source", &self.organ.name),
            ("source_code", self.organ.uscc.as_str()),
        ];
        let values = said.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
        let organ = Some(self.organ.clone());
        Ok(FileOne { kind: "penalty".to_owned(), organ, actor: self.actor.clone(), values })
    }
}

/// Begin, one row, commit, one after another: transactions a second.
async fn bare(db: &Db) -> Result<f64, Exit> {
    let (began, mut done) = (Instant::now(), 0_u32);
    while began.elapsed() < YARDSTICK {
        let mut tx = db.write().await?;
        let row = values![format!("bench-{done}"), "1"];
        tx.insert_many("house_setting", &["name", "content"], vec![row]).await?;
        tx.commit().await?;
        done += 1;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// A page appended and synced, one after another: syncs a second.
fn synced(folder: &Path) -> Result<f64, Exit> {
    let mut file = std::fs::File::create(folder.join("fsync"))?;
    let (began, mut done) = (Instant::now(), 0_u32);
    while began.elapsed() < YARDSTICK {
        file.write_all(&PAGE)?;
        file.sync_data()?;
        done += 1;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}
