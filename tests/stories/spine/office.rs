//! A small fictional credit office on any database: law adopted, two organs, a base library, penalties filed,
//! amended, answered and ended, the log signed. Clock and chance are constants, so every run is the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use xh_db::Db;
use xh_intake_desk::{FileOne, Filed, Filing, NothingAsked, report_nothing};
use xh_kernel::{Instant, Moment, Severity, Uscc};
use xh_ledger_desk::LogKey;
use xh_policy::Release;
use xh_policy_store::{Clock, Office};
use xh_registry::{Month, Organ, ProducedBody, SettledBody};
use xh_registry_desk::{NewOrgan, adopt_catalogue, propose_catalogue};

/// 2026-05-20 09:00 in Beijing.
const BEGUN: &str = "2026-05-20T01:00:00.000000Z";
const DAY: i64 = 86_400_000_000;
/// What no page may show: it names a (fictional) person.
pub const SECRET: &str = "当事人员工甄无名未戴安全帽进入现场";

pub struct World {
    pub office: Office,
    pub key: Arc<LogKey>,
    pub actor: String,
    pub bureau: Organ,
    /// Ids of the penalties, in the order of filing.
    pub records: Vec<String>,
    now: Arc<AtomicI64>,
}

impl World {
    /// An office with everything this issue can file, signed in three checkpoints.
    pub async fn build(db: &Db) -> World {
        let mut world = World::open(db, BEGUN).await;
        let filing = Filing::start(&world.office);
        for nth in 0..8 {
            world.register(&filing, nth, &format!("石城示例{}商贸有限公司", name(nth))).await;
        }
        world.register(&filing, 3, "石城示例改名商贸有限公司").await;
        world.sign().await;
        for nth in 0..12 {
            let filed = world.penalise(&filing, nth, "罚款伍仟元整").await;
            let Filed::Filed { id } = filed else { panic!("penalty {nth}: {filed:?}") };
            world.records.push(id);
        }
        for nth in [2, 5] {
            let filed = world.penalise(&filing, nth, "罚款肆仟元整（更正）").await;
            assert!(matches!(filed, Filed::Amended { .. }), "{filed:?}");
        }
        world.sign().await;
        world.answer().await;
        world.review().await;
        world.pass_days(1_500);
        xh_registry_desk::note_ended(&world.office, &world.actor).await.unwrap();
        world.count().await;
        world.catalogue().await;
        world.sign().await;
        world
    }

    /// An office with the repository's law and two organs, at this instant.
    pub async fn open(db: &Db, begun: &str) -> World {
        let now = Arc::new(AtomicI64::new(Instant::parse(begun).unwrap().unix_micros()));
        let office = Office::new(db.clone(), clock(&now));
        let mut moment = office.moment();
        let actor = moment.opaque().as_str().to_owned();
        let key = Arc::new(LogKey::new("xinheng.example.org", &[7; 32]).unwrap());
        xh_registry_desk::adopt(&office, &actor, &law()).await.unwrap();
        let bureau = organ(&office, &actor, 901, "石城市示例应急管理局", &["示例应急局"]).await;
        organ(&office, &actor, 902, "石城市示例市场监督管理局", &[]).await;
        let bureau = Organ { version: bureau.version, ..bureau };
        World { office, key, actor, bureau, records: Vec::new(), now }
    }

    pub async fn sign(&self) {
        let moment = self.office.moment();
        self.key.catch_up(&self.office.db, moment.at()).await.unwrap();
    }

    /// Lets microseconds pass.
    pub fn pass(&self, micros: i64) {
        self.now.fetch_add(micros, Ordering::Relaxed);
    }

    pub fn pass_days(&self, days: i64) {
        self.now.fetch_add(days * DAY, Ordering::Relaxed);
    }

    /// Nine in the morning of a day in Beijing; days may also be visited backwards, by asking only.
    pub fn on(&self, day: &str) {
        let at = Instant::parse(&format!("{day}T01:00:00.000000Z")).unwrap();
        self.now.store(at.unix_micros(), Ordering::Relaxed);
    }

    /// The base library tells a name of the organisation `nth`.
    pub async fn register(&self, filing: &Filing, nth: usize, name: &str) {
        let code = code(nth);
        let values = [
            ("subject_name", name),
            ("subject_code", code.as_str()),
            ("registered_on", "2019-03-01"),
            ("authority", "石城市示例市场监督管理局"),
        ];
        let filed = filing.file(self.one("registration", &values)).await.unwrap();
        assert!(matches!(filed, Filed::Filed { .. } | Filed::Amended { .. }), "{filed:?}");
    }

    /// A penalty on the organisation `nth`; those beyond the base library become provisional subjects.
    pub async fn penalise(&self, filing: &Filing, nth: usize, content: &str) -> Filed {
        let (code, number) = (code(nth), format!("示应急罚〔2026〕{}号", nth + 1));
        let name = format!("石城示例{}商贸有限公司", name(nth));
        let decided = format!("2026-05-{:02}", nth + 1);
        let values = [
            ("subject_name", name.as_str()),
            ("subject_code", code.as_str()),
            ("document_no", number.as_str()),
            ("violation_kind", "违反安全生产规定"),
            ("violation_facts", SECRET),
            ("basis", "《示例条例》第十条"),
            ("kinds", "罚款"),
            ("content", content),
            ("fine_wan", "0.5"),
            ("decided_on", decided.as_str()),
            ("authority", "石城市示例应急管理局"),
        ];
        filing.file(self.one("penalty", &values)).await.unwrap()
    }

    fn one(&self, kind: &str, values: &[(&str, &str)]) -> FileOne {
        FileOne {
            kind: kind.to_owned(),
            organ: Some(self.bureau.clone()),
            actor: self.actor.clone(),
            values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        }
    }

    /// The bureau answers the first open question: general. The law must leave one.
    pub async fn answer(&self) {
        let mut tx = self.office.db.read().await.unwrap();
        let open = xh_registry_store::open_questions(&mut tx, 1).await.unwrap();
        drop(tx);
        let Some(question) = open.into_iter().next() else { panic!("the law settles every severity") };
        assert_eq!(question.organ, self.bureau.id.as_str());
        let body = SettledBody {
            kind: question.kind,
            unsettled: question.unsettled,
            severity: Severity::General,
            document: "示应急〔2026〕9号".to_owned(),
        };
        let answered = xh_registry_desk::answer(&self.office, &self.actor, &self.bureau, body).await.unwrap();
        assert!(answered.records > 0);
    }

    /// Two persons adopt the catalogue, and the bureau says that a month brought nothing.
    async fn catalogue(&self) {
        let from = xh_kernel::Date::parse("2030-01-01").ok();
        let edition = "city-shijiazhuang@2026";
        let proposed = propose_catalogue(&self.office, &self.actor, edition, from).await.unwrap();
        adopt_catalogue(&self.office, "another person", &proposed.id).await.unwrap();
        let (actor, organ) = (self.actor.as_str(), &self.bureau);
        let asked = NothingAsked { actor, organ, item: "penalty", period: "2030-03" };
        assert!(report_nothing(&self.office, asked).await.unwrap().changed);
    }

    /// The bureau says what it decided in the month that is over; said twice it is said once.
    pub async fn count(&self) {
        let month = Month::of(self.office.moment().today()).previous();
        let said = ProducedBody { kind: "penalty".to_owned(), month, produced: 12 };
        for first in [true, false] {
            let (office, bureau, said) = (&self.office, &self.bureau, said.clone());
            let counted = xh_registry_desk::count_produced(office, &self.actor, bureau, said).await.unwrap();
            assert_eq!(counted.changed, first);
        }
    }
}

/// Every act a microsecond later, with chance of its own.
fn clock(now: &Arc<AtomicI64>) -> Clock {
    let (now, drawn) = (Arc::clone(now), AtomicI64::new(0));
    Arc::new(move || {
        let at = now.fetch_add(1_000, Ordering::Relaxed);
        let mut seed = [42; 32];
        seed[..8].copy_from_slice(&drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Moment::new(Instant::from_unix_micros(at), seed)
    })
}

async fn organ(office: &Office, actor: &str, nth: usize, name: &str, aliases: &[&str]) -> Organ {
    let uscc = Uscc::with_check_digit(&format!("11130100{nth:09}")).unwrap();
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    let new = NewOrgan { uscc, name: name.to_owned(), aliases, system: String::new() };
    xh_registry_desk::register_organ(office, actor, new).await.unwrap()
}

/// Tells fictional organisations apart.
pub fn name(nth: usize) -> char {
    "甲乙丙丁戊己庚辛壬癸子丑寅卯".chars().nth(nth).unwrap()
}

/// The code of the organisation `nth`.
pub fn code(nth: usize) -> String {
    Uscc::with_check_digit(&format!("91130100{:09}", 100 + nth)).unwrap().as_str().to_owned()
}

/// The folder of the repository's law.
fn law_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy")
}

/// The repository's law.
fn law() -> Release {
    xinheng::law::release(Some(&law_folder())).unwrap_or_else(|exit| panic!("{exit:?}"))
}

/// The files of the repository's law by path.
pub fn law_files() -> BTreeMap<String, String> {
    xinheng::law::files(Some(&law_folder())).unwrap_or_else(|exit| panic!("{exit:?}"))
}
