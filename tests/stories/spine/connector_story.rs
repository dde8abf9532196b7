//! A department's front-end database, read by a connector: PostgreSQL and MariaDB, each with every fault a source can
//! have. What is filed is filed once, and every row of the source is accounted for or said to be missing.

use std::path::Path;
use std::time::Duration;

use xh_db::{Db, both};
use xh_intake_desk::{ImportFault, PullAsked, pull};
use xh_intake_store::ConnectorRun;
use xh_pull::testing::Front;
use xh_pull::{ConnectorSpec, Engine};

use super::office::{World, code, name};

/// An office, a department's database, and the connector between them.
struct Between {
    world: World,
    front: Front,
    spec: ConnectorSpec,
}

/// The table as departments have it: names in Chinese, a reserved word, a name with a blank.
fn table(engine: Engine, rows: usize) -> Vec<String> {
    let quote = |name: &str| match engine {
        Engine::Postgres => format!("\"{name}\""),
        Engine::Mysql => format!("`{name}`"),
    };
    let text = "varchar(200)";
    let made = format!(
        "create table {} (id bigint primary key, {} timestamp(6) null, {} {text}, {} {text}, {} {text},
         {} {text}, {} numeric(12,6), {} date, {} {text})",
        quote("处罚 信息"),
        quote("order"),
        quote("名称"),
        quote("代码"),
        quote("文号"),
        quote("事由"),
        quote("罚款"),
        quote("日期"),
        quote("相对人证件")
    );
    let mut all = vec![made];
    all.extend((0..rows).map(|nth| row(engine, nth)));
    all
}

fn row(engine: Engine, nth: usize) -> String {
    let table = if engine == Engine::Postgres { "\"处罚 信息\"" } else { "`处罚 信息`" };
    format!(
        "insert into {table} values ({nth}, '2026-05-0{} 08:00:0{}.000001', '石城示例{}商贸有限公司', '{}',
         '示应急罚〔2026〕{}号', '未按规定设置安全警示标志', 0.5, '2026-05-06', null)",
        1 + nth / 3,
        nth % 3,
        name(nth),
        code(nth),
        nth + 11
    )
}

const COLUMNS: &str = "[columns]\n\"名称\" = \"CF_XDR_MC\"\n\"代码\" = \"CF_XDR_SHXYM\"\n\"文号\" = \"CF_WSH\"\n\
    \"事由\" = \"CF_SY\"\n\"罚款\" = \"CF_NR_FK\"\n\"日期\" = \"CF_JDRQ\"\n\"相对人证件\" = \"CF_XDR_ZJHM\"\n";

impl Between {
    async fn open(db: &Db, engine: Engine, rows: usize, more: &str) -> Self {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let front = Front::new(engine).await;
        for statement in table(engine, rows) {
            front.run(&statement).await;
        }
        let source = if engine == Engine::Postgres { "postgres" } else { "mysql" };
        let text = format!(
            "[connector]\nid = \"front\"\nkind = \"penalty\"\norgan = \"{}\"\nsource = \"{source}\"\n\
             url_env = \"X\"\ncursor = [\"order\", \"id\"]\npage = 3\n{more}\n{COLUMNS}",
            world.bureau.uscc.as_str()
        );
        let text = if more.contains("query") {
            text
        } else {
            text.replace("page = 3", "table = \"处罚 信息\"\npage = 3")
        };
        let spec = ConnectorSpec::parse(Path::new("front.toml"), &text).unwrap();
        Self { world, front, spec }
    }

    fn asked(&self) -> PullAsked {
        PullAsked {
            spec: self.spec.clone(),
            url: self.front.url.clone(),
            actor: self.world.actor.clone(),
            from_start: false,
            accept_columns: false,
            pause: Duration::from_millis(20),
        }
    }

    async fn run(&self) -> ConnectorRun {
        pull(&self.world.office, &self.asked()).await.unwrap()
    }

    /// A statement of the department, in the quotes of its engine.
    async fn says(&self, statement: &str) {
        let statement = match self.front.engine {
            Engine::Postgres => statement.replace('`', "\""),
            Engine::Mysql => statement.to_owned(),
        };
        self.front.run(&statement).await;
    }

    async fn batches(&self) -> usize {
        let mut tx = self.world.office.db.read().await.unwrap();
        xh_intake_store::recent(&mut tx, 1_000).await.unwrap().len()
    }

    async fn records(&self) -> i64 {
        let mut tx = self.world.office.db.read().await.unwrap();
        xh_registry_store::count_records(&mut tx).await.unwrap()
    }

    async fn waiting(&self) -> usize {
        let mut tx = self.world.office.db.read().await.unwrap();
        xh_intake_store::waiting(&mut tx, "", 0, 100).await.unwrap().len()
    }

    /// Waits until so many batches are there.
    async fn until_batches(&self, number: usize) {
        while self.batches().await < number {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    async fn end(self) {
        self.front.gone().await;
    }
}

fn told(run: &ConnectorRun) -> String {
    format!(
        "{} {}/{} = {}+{}+{}+{}+{}+{}",
        run.outcome,
        run.read_rows,
        run.source_rows,
        run.filed,
        run.amended,
        run.duplicate,
        run.rejected,
        run.held,
        run.refused_person
    )
}

/// Read, nothing new, one changed; a person's row leaves a count.
async fn everything_once_and_then_what_changed(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 8, "").await;
    b.says(
        "insert into `处罚 信息` values (90, '2026-05-09 08:00:00', '甄无名', null, '示应急罚〔2026〕90号', '事', 1,
         '2026-05-06', '110101199003078515')",
    )
    .await;
    let run = b.run().await;
    assert_eq!(told(&run), "even 9/9 = 8+0+0+0+0+1", "{run:?}");
    assert_eq!((run.batches, run.attempts, run.source_digest), (3, 1, run.read_digest));
    assert_ne!(run.source_digest, 0);
    assert_eq!(told(&b.run().await), "even 0/0 = 0+0+0+0+0+0");
    b.says("update `处罚 信息` set `罚款` = 0.75, `order` = '2026-05-10 00:00:00.5' where id = 4").await;
    b.says(
        "insert into `处罚 信息` select 91, '2026-05-10 00:00:00.6', `名称`, `代码`, `文号`, `事由`, `罚款`,
        `日期`, null from `处罚 信息` where id = 5",
    )
    .await;
    assert_eq!(told(&b.run().await), "even 2/2 = 0+1+1+0+0+0");
    for nth in 0..8 {
        b.world.only_record(nth).await;
    }
    b.end().await;
}

async fn a_row_that_changes_between_pages_is_read_as_it_was_and_again_as_it_is(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 9, "").await;
    let department = async {
        b.until_batches(1).await;
        b.says("update `处罚 信息` set `罚款` = 0.75, `order` = '2026-05-11 00:00:00' where id = 8").await;
        b.says("delete from `处罚 信息` where id = 7").await;
    };
    let (run, ()) = tokio::join!(b.run(), department);
    assert_eq!(told(&run), "even 9/9 = 9+0+0+0+0+0", "{run:?}");
    assert_eq!(told(&b.run().await), "even 1/1 = 0+1+0+0+0+0");
    b.end().await;
}

async fn a_source_that_vanishes_in_between_is_found_again(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 9, "").await;
    let cable = async {
        b.until_batches(1).await;
        b.front.cut().await;
    };
    let (run, ()) = tokio::join!(b.run(), cable);
    assert_eq!(told(&run), "even 9/9 = 9+0+0+0+0+0", "{run:?}");
    assert!(run.attempts >= 2, "{run:?}");
    let mut never = b.asked();
    let (head, tail) = never.url.split_once("127.0.0.1:").unwrap();
    // Nobody listens there.
    never.url = format!("{head}127.0.0.1:9/{}", tail.split_once('/').unwrap().1);
    never.spec.retries = 2;
    let run = pull(&b.world.office, &never).await.unwrap();
    assert_eq!((run.outcome.as_str(), run.attempts), ("stopped", 3), "{run:?}");
    assert!(run.why.contains("连接"), "{}", run.why);
    assert_eq!(told(&b.run().await), "even 0/0 = 0+0+0+0+0+0", "it goes on where it was");
    b.end().await;
}

async fn rows_at_one_place_are_refused_before_their_page_is_filed(db: &Db, engine: Engine) {
    let twice = "query = \"select * from `处罚 信息` union all select * from `处罚 信息` where id = 5\"";
    let twice = if engine == Engine::Postgres { twice.replace('`', "\\\"") } else { twice.to_owned() };
    let b = Between::open(db, engine, 8, &twice).await;
    let run = b.run().await;
    assert_eq!(told(&run), "stopped 3/9 = 3+0+0+0+0+0", "{run:?}");
    assert!(run.why.contains("不唯一") && run.why.contains(", 5"), "{}", run.why);
    b.end().await;
}

async fn a_source_that_goes_back_in_time_waits_for_a_person(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 6, "").await;
    b.run().await;
    b.says("update `处罚 信息` set `order` = '2026-04-01 00:00:00'").await;
    let run = b.run().await;
    assert_eq!(told(&run), "stopped 0/0 = 0+0+0+0+0+0");
    assert!(run.why.contains("--from-start"), "{}", run.why);
    let again = PullAsked { from_start: true, ..b.asked() };
    let run = pull(&b.world.office, &again).await.unwrap();
    assert_eq!(told(&run), "even 6/6 = 0+0+6+0+0+0", "{run:?}");
    b.says("delete from `处罚 信息`").await;
    assert_eq!(b.run().await.outcome, "stopped");
    b.end().await;
}

async fn a_column_that_goes_or_changes_stops_the_run(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 3, "").await;
    b.run().await;
    let change = match engine {
        Engine::Postgres => "alter table `处罚 信息` alter column `日期` type varchar(20) using `日期`::text",
        Engine::Mysql => "alter table `处罚 信息` modify column `日期` varchar(20)",
    };
    b.says(change).await;
    b.says("insert into `处罚 信息` values (9, '2026-05-09 08:00:00', '石城示例戊商贸有限公司', null, '示1号', '事',
        0.5, '2026-05-06', null)")
        .await;
    let run = b.run().await;
    assert!(run.outcome == "stopped" && run.why.contains("「日期」由 DATE 变为 VARCHAR"), "{run:?}");
    let accepted = PullAsked { accept_columns: true, ..b.asked() };
    assert_eq!(pull(&b.world.office, &accepted).await.unwrap().read_rows, 1);
    b.says("alter table `处罚 信息` drop column `事由`").await;
    let run = b.run().await;
    assert!(run.outcome == "stopped" && run.why.contains("「事由」"), "{run:?}");
    b.says("drop table `处罚 信息`").await;
    let run = b.run().await;
    assert!(run.outcome == "stopped" && run.why.contains("来源缺少"), "{run:?}");
    b.end().await;
}

async fn what_may_not_be_read_says_so_and_keeps_the_password(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 3, "").await;
    let mut wrong = b.asked();
    let (head, tail) = wrong.url.split_once('@').unwrap();
    let user = head.rsplit_once(':').unwrap().0;
    wrong.url = format!("{user}:geheim@{tail}");
    let run = pull(&b.world.office, &wrong).await.unwrap();
    assert_eq!((run.outcome.as_str(), run.attempts), ("stopped", 1), "not tried again");
    assert!(run.why.contains("拒绝登录") && !run.why.contains("geheim"), "{}", run.why);
    let other = if engine == Engine::Postgres { "mysql://u:geheim@h/d" } else { "postgres://u:geheim@h/d" };
    for url in [other, "nonsense"] {
        wrong.url = url.to_owned();
        let run = pull(&b.world.office, &wrong).await.unwrap();
        assert!(run.why.contains("地址无法识别") && !run.why.contains("geheim"), "{}", run.why);
    }
    assert_eq!(b.run().await.outcome, "even");
    b.end().await;
}

async fn rows_that_no_cursor_reaches_are_told(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 4, "").await;
    b.says("update `处罚 信息` set `order` = null where id = 2").await;
    let run = b.run().await;
    assert_eq!(told(&run), "uneven 3/3 = 3+0+0+0+0+0");
    assert!(run.why.contains("1 行的游标列为空"), "{}", run.why);
    b.end().await;
}

/// The process died after the batch and before the cursor had moved.
async fn a_page_filed_before_a_kill_is_not_filed_again(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 3, "").await;
    b.says("update `处罚 信息` set `代码` = null where id = 1").await;
    b.says("update `处罚 信息` set `日期` = null where id = 2").await;
    let first = b.run().await;
    assert_eq!(told(&first), "even 3/3 = 1+0+0+1+1+0");
    let (batches, waiting) = (b.batches().await, b.waiting().await);
    let mut tx = b.world.office.db.write().await.unwrap();
    let state = xh_intake_store::connector_state(&mut tx, "front").await.unwrap().unwrap();
    let begun = &first.begun_at;
    assert!(xh_intake_store::move_connector(&mut tx, &state, "", &state.kinds, begun).await.unwrap());
    tx.commit().await.unwrap();
    let again = b.run().await;
    assert_eq!(told(&again), "even 3/3 = 1+0+0+1+1+0", "the same batch, found again");
    assert_eq!((b.batches().await, b.waiting().await, b.records().await), (batches, waiting, 1));
    b.end().await;
}

async fn of_two_runs_at_once_one_works(db: &Db, engine: Engine) {
    let b = Between::open(db, engine, 9, "").await;
    let asked = b.asked();
    let (one, other) = tokio::join!(pull(&b.world.office, &asked), pull(&b.world.office, &asked));
    let busy = [&one, &other].iter().filter(|run| matches!(run, Err(ImportFault::Busy(_)))).count();
    assert_eq!(busy, 1, "{one:?} {other:?}");
    assert_eq!((b.records().await, b.batches().await), (9, 3));
    b.end().await;
}

async fn a_source_that_does_not_answer_is_given_up(db: &Db, engine: Engine) {
    let slow = match engine {
        Engine::Postgres => "query = \"select *, pg_sleep(3) from \\\"处罚 信息\\\"\"",
        Engine::Mysql => "query = \"select * from `处罚 信息` where sleep(3) = 0\"",
    };
    let slow = format!("{slow}\ntimeout_seconds = 1\nretries = 1");
    let b = Between::open(db, engine, 3, &slow).await;
    let run = b.run().await;
    assert_eq!((run.outcome.as_str(), run.attempts), ("stopped", 2), "{run:?}");
    assert!(run.why.contains("1 秒内没有回答"), "{}", run.why);
    b.end().await;
}

/// All of it on one kind of source.
macro_rules! from_source {
    ($module:ident, $engine:expr, [$($story:ident),* $(,)?]) => {
        mod $module {
            use super::{Engine, both, Db};
            $(both! {
                async fn $story(db: &Db) {
                    super::super::$story(db, $engine).await;
                }
            })*
        }
    };
}

from_source!(
    postgres,
    Engine::Postgres,
    [
        everything_once_and_then_what_changed,
        a_row_that_changes_between_pages_is_read_as_it_was_and_again_as_it_is,
        a_source_that_vanishes_in_between_is_found_again,
        rows_at_one_place_are_refused_before_their_page_is_filed,
        a_source_that_goes_back_in_time_waits_for_a_person,
        a_column_that_goes_or_changes_stops_the_run,
        what_may_not_be_read_says_so_and_keeps_the_password,
        rows_that_no_cursor_reaches_are_told,
        a_page_filed_before_a_kill_is_not_filed_again,
        of_two_runs_at_once_one_works,
        a_source_that_does_not_answer_is_given_up,
    ]
);

from_source!(
    mysql,
    Engine::Mysql,
    [
        everything_once_and_then_what_changed,
        a_row_that_changes_between_pages_is_read_as_it_was_and_again_as_it_is,
        a_source_that_vanishes_in_between_is_found_again,
        rows_at_one_place_are_refused_before_their_page_is_filed,
        a_source_that_goes_back_in_time_waits_for_a_person,
        a_column_that_goes_or_changes_stops_the_run,
        what_may_not_be_read_says_so_and_keeps_the_password,
        rows_that_no_cursor_reaches_are_told,
        a_page_filed_before_a_kill_is_not_filed_again,
        of_two_runs_at_once_one_works,
        a_source_that_does_not_answer_is_given_up,
    ]
);
