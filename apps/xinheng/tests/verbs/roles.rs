//! PostgreSQL with two roles, as deploy/postgres-roles.sql makes them: the serving role does all the work of a day, and
//! can neither change nor remove a row of the ledger, nor the triggers that guard it.

use std::process::Command;

use xh_db::{Db, Engine, Target, testing};

use crate::shop::{PROGRAM, Shop};

const SCRIPT: &str = include_str!("../../../../deploy/postgres-roles.sql");
const ROLE: &str = "xinheng_app";
/// What nobody may do to the ledger, the owner of its tables excepted; the last one is granted, and refused by the
/// trigger: no entry says that the body was erased.
const REFUSED: &str = include_str!("refused.sql");

mod the_serving_role_works_and_cannot_change_what_was_filed {
    #[test]
    fn postgres() {
        super::story();
    }
}

fn story() {
    let shop = Shop::with(Engine::Postgres, 100, 300);
    let owner = shop.db();
    let (role, url) = shop.wait(testing::with_role(&owner, ROLE, SCRIPT));
    let run = |words: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.args(words).arg("--data").arg(shop.data()).arg("--database").arg(&url);
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{words:?}: {text}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["import", "--kind", "penalty", "--json", &shop.file("city/penalty.csv")]);
    let record = shop.wait(a_record(&owner));
    run(&["ledger", "erase", &record, "--ground", "示例更正〔2026〕1号"]);
    run(&["ledger", "checkpoint"]);
    let backup = shop.file("backup");
    run(&["backup", &backup]);
    let statements: Vec<&str> = REFUSED.lines().filter(|line| !line.starts_with("--")).collect();
    let (unerased, forbidden) = statements.split_last().unwrap();
    assert_eq!(forbidden.len(), 14);
    for statement in forbidden {
        let why = shop.wait(refusal(&url, statement));
        assert!(why.contains("permission denied") || why.contains("must be owner"), "{statement}: {why}");
    }
    let why = shop.wait(refusal(&url, unerased));
    assert!(why.contains("only beside an erased entry"), "{why}");
    assert!(run(&["ledger", "audit"]).contains("发现 0 处不符"));
    shop.wait(testing::drop_role(&owner, &role));
}

/// What the server says to a statement of the serving role.
async fn refusal(url: &str, statement: &'static str) -> String {
    let db = Db::open(&Target::Postgres(url.to_owned())).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let ran = tx.run(statement, &[]).await;
    drop(tx);
    db.close().await;
    ran.map_or_else(|fault| testing::chain(&fault), |rows| format!("{rows} rows"))
}

async fn a_record(db: &Db) -> String {
    let mut tx = db.read().await.unwrap();
    let filed = xh_ledger_store::entries_of_kind(&mut tx, xh_registry::RECORD_FILED).await.unwrap();
    filed.last().unwrap().entry.stream.as_str().to_owned()
}
