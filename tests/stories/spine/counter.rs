//! Both sides of the counter: a department's sheet goes in by the real import, with its decoding child; anybody asks
//! the real routes. No job runs here unless a story runs it.

use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::Value;
use tower::ServiceExt as _;
use xh_intake_desk::{Asked, Decoder, Imported, import};
use xh_search::SearchIndex;
use xh_web::SiteConfig;
use xinheng::place::Opened;

use super::office::{World, code, name};

/// Headings of the sheets in these stories.
pub const HEADINGS: [&str; 10] = [
    "行政相对人名称",
    "统一社会信用代码",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
];

/// A row of a penalty sheet: a fine on the organisation `nth`.
pub fn fine(nth: usize, document: &str, fine_wan: &str, decided: &str) -> Vec<String> {
    let subject = format!("石城示例{}商贸有限公司", name(nth));
    let code = code(nth);
    let (facts, content) = ("未按规定设置安全警示标志", "罚款");
    let cells = [
        &subject,
        &code,
        document,
        "违反安全生产规定",
        facts,
        "《示例条例》第十条",
        "罚款",
        content,
        fine_wan,
        decided,
    ];
    cells.map(str::to_owned).to_vec()
}

/// The rows as a CSV file under [`HEADINGS`].
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let lines = std::iter::once(HEADINGS.join(",")).chain(rows.iter().map(|row| row.join(",")));
    lines.map(|line| format!("{line}\n")).collect::<String>().into_bytes()
}

/// What a visitor was told.
pub struct Told {
    pub status: u16,
    pub text: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

impl World {
    /// Imports penalties as `xinheng import --kind penalty --organ …` does.
    pub async fn import(&self, name: &str, bytes: &[u8]) -> Imported {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let asked = Asked {
            path,
            name: name.to_owned(),
            kind: "penalty".to_owned(),
            organ: Some(self.bureau.uscc.as_str().to_owned()),
            actor: self.actor.clone(),
        };
        import(&self.office, &decoder(), asked, &|_| ()).await.unwrap()
    }

    /// Imports a sheet of fines that are all new, and says so.
    pub async fn file(&self, rows: &[Vec<String>]) {
        let imported = self.import("fines.csv", &csv(rows)).await;
        assert_eq!(imported.help, None, "{:?}", imported.headings);
        assert_eq!(imported.counts.filed, rows.len() as u64, "{:?}", imported.counts);
    }

    /// Every route of the program over this office.
    pub fn counter(&self) -> Router {
        let opened = Opened {
            office: self.office.clone(),
            key: self.key.clone(),
            actor: self.actor.clone(),
            data: Path::new("none").to_owned(),
        };
        let search = SearchIndex::in_memory().unwrap();
        xinheng::serve::router(&opened, search, SiteConfig::default(), decoder())
            .unwrap_or_else(|e| panic!("{e:?}"))
    }

    /// Asks one address.
    pub async fn ask(&self, path: &str) -> Told {
        let accept = if path.starts_with("/api/") { "application/json" } else { "text/html" };
        let request = Request::get(path).header("accept", accept).body(Body::empty()).unwrap();
        let answer = self.counter().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap();
        Told { status, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// The only record of an organisation, staff's view: shown or not.
    pub async fn only_record(&self, nth: usize) -> String {
        let mut tx = self.office.db.read().await.unwrap();
        let uscc = xh_kernel::Uscc::parse(&code(nth)).unwrap();
        let subject = xh_registry_store::subject_by_code(&mut tx, &uscc).await.unwrap().unwrap();
        let known = xh_registry_store::records_of(&mut tx, subject.id.as_str(), i64::MAX).await.unwrap();
        assert_eq!(known.len(), 1, "{known:?}");
        known[0].id.clone()
    }
}

/// The decoding child of the stories.
pub fn decoder() -> Decoder {
    let program = env!("CARGO_BIN_EXE_xh-story-decoder").into();
    Decoder { program, limits: xh_exchange::Limits::default() }
}
