//! The catalogue: two persons adopt it, what it does not list cannot be filed, each organ owes its periods, an answer
//! clears them, and the next edition changes what is owed from its day on without losing what was owed before.

use serde_json::{Value, json};
use xh_db::{Db, both};
use xh_registry_desk::{ActFault, adopt_catalogue, propose_catalogue};
use xinheng::{law, rebuild};

use super::client::Client;
use super::counter::fine;
use super::office::{World, code, law_files};

const EDITION: &str = "city-shijiazhuang@2026";
const NOTHING: &str = "/api/v1/obligations/nothing";

/// From 16 November the city takes penalties only, by the quarter.
const NEXT: &str = r#"
[[catalogue]]
id = "city-shijiazhuang@2026-2"
title = "石家庄市公共信用信息目录（2026年第二版）"
based_on = "national@2024"
from = "2026-11-16"
cites = [{ source = "sjz-2019-plan", article = "（四）" }]
checked = "summary"
review_by = "2027-06-30"

[[city_item]]
item = "penalty"
editions = ["city-shijiazhuang@2026-2"]
providers = [{ every = true }]
cycle = { every = "quarter", due_workdays = 10 }
cites = [{ source = "sjz-2019-plan", article = "（四）" }]
"#;

/// The state of the bureau's penalties, period by period, as the API tells on a day.
async fn owed(world: &World, on: &str, item: &str) -> Vec<(String, String, String, Value)> {
    let organ = world.bureau.uscc.as_str();
    let address = format!("/api/v1/obligations?on={on}&organ={organ}&item={item}&state=all&limit=100");
    let told = world.ask(&address).await.json();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let items = told["items"].as_array().unwrap_or_else(|| panic!("{told}"));
    let line = |one: &Value| {
        (text(one, "period"), text(one, "due"), text(one, "state"), one["workdays_overdue"].clone())
    };
    items.iter().map(line).collect()
}

fn stands(line: &(String, String, String, Value)) -> (&str, &str, &str, &Value) {
    (&line.0, &line.1, &line.2, &line.3)
}

async fn adopted(world: &World, edition: &str, effective: &str) {
    let day = xh_kernel::Date::parse(effective).unwrap();
    let proposed = propose_catalogue(&world.office, "first person", edition, Some(day)).await.unwrap();
    let again = propose_catalogue(&world.office, "first person", edition, Some(day)).await.unwrap();
    assert_eq!((&again.id, again.changed), (&proposed.id, false), "the same open proposal is one");
    let alone = adopt_catalogue(&world.office, "first person", &proposed.id).await.unwrap_err();
    assert!(matches!(alone, ActFault::Refused(_)) && alone.to_string().contains("不能自己采用"), "{alone}");
    adopt_catalogue(&world.office, "second person", &proposed.id).await.unwrap();
    let twice = adopt_catalogue(&world.office, "third person", &proposed.id).await.unwrap_err();
    assert!(twice.to_string().contains("已经采用"), "{twice}");
}

async fn replays(world: &World) {
    assert_eq!(rebuild::check(&world.office.db).await.unwrap().differences, []);
    assert_eq!(rebuild::audit(&world.office.db, None).await.unwrap().findings, []);
}

both! {
    async fn a_period_is_owed_goes_overdue_and_is_answered(db: &Db) {
        let world = World::open(db, "2026-08-03T01:00:00.000000Z").await;
        let before = world.ask("/api/v1/obligations?state=all").await.json();
        assert_eq!(before["total"], 0, "nothing is owed before a catalogue: {before}");
        adopted(&world, EDITION, "2026-08-01").await;
        world.on("2026-09-07");
        let august = owed(&world, "2026-09-07", "penalty").await;
        assert_eq!(stands(&august[0]), ("2026-08", "2026-09-07", "due", &Value::Null));
        // The fifth working day after August is 7 September; the alarm stands from the eighth.
        world.on("2026-09-09");
        let august = owed(&world, "2026-09-09", "penalty").await;
        assert_eq!(stands(&august[0]), ("2026-08", "2026-09-07", "overdue", &json!(2)));
        let page = world.ask("/catalogue/obligations").await.text;
        assert!(page.contains("逾期未报") && page.contains("石城市示例应急管理局"), "{page}");
        world.file(&[fine(0, "示应急罚〔2026〕31号", "3", "2026-08-20")]).await;
        let august = owed(&world, "2026-09-09", "penalty").await;
        assert_eq!(stands(&august[0]), ("2026-08", "2026-09-07", "reported", &Value::Null));
        let before = owed(&world, "2026-09-08", "penalty").await;
        assert_eq!(before[0].2, "overdue", "on the day before, it stood as it stood");
        // 1 to 7 October are days off, 10 October is a Saturday that is worked.
        world.on("2026-10-14");
        let september = owed(&world, "2026-10-14", "penalty").await;
        assert_eq!(stands(&september[1]), ("2026-09", "2026-10-13", "overdue", &json!(1)));
        replays(&world).await;
    }

    async fn a_signed_nothing_clears_a_period(db: &Db) {
        let world = World::open(db, "2026-08-03T01:00:00.000000Z").await;
        adopted(&world, EDITION, "2026-08-01").await;
        world.file(&[fine(0, "示应急罚〔2026〕32号", "3", "2026-08-02")]).await;
        let client = Client::new(&world).await;
        let body = |period: &str| json!({"item": "penalty", "period": period}).to_string().into_bytes();
        world.on("2026-09-20");
        for (period, says) in [("2026-09", "最早可于2026年10月1日"), ("2026-08", "已报送 1 条"), ("2026-13", "没有")] {
            let problem = client.post(NOTHING, &body(period)).await.problem(422);
            assert!(problem["detail"].as_str().unwrap().contains(says), "{period}: {problem}");
        }
        world.on("2026-10-20");
        let once = client.under("nothing-1");
        let first = once.post(NOTHING, &body("2026-09")).await;
        assert_eq!((first.status, &first.json()["changed"]), (201, &json!(true)), "{}", first.text());
        assert_eq!(once.post(NOTHING, &body("2026-09")).await.bytes, first.bytes);
        once.post(NOTHING, &body("2026-08")).await.problem(422);
        let again = client.post(NOTHING, &body("2026-09")).await;
        assert_eq!((again.status, &again.json()["changed"]), (200, &json!(false)));
        assert_eq!(owed(&world, "2026-10-20", "penalty").await[1].2, "nothing");
        client.bearing("").post(NOTHING, &body("2026-09")).await.problem(401);
        replays(&world).await;
    }

    async fn the_next_edition_changes_what_is_owed_and_what_may_be_filed(db: &Db) {
        let world = World::open(db, "2026-08-03T01:00:00.000000Z").await;
        adopted(&world, EDITION, "2026-10-01").await;
        world.on("2026-11-10");
        let mut files = law_files();
        let local = files.get_mut("city-shijiazhuang/catalogue.toml").unwrap();
        *local = local.replacen("from = \"2026-01-01\"\n", "from = \"2026-01-01\"\nto = \"2026-11-15\"\n", 1) + NEXT;
        let release = xh_policy::Release::load(&files, law::CITY).unwrap();
        xh_registry_desk::adopt(&world.office, &world.actor, &release).await.unwrap();
        let back = xh_kernel::Date::parse("2026-11-09").unwrap();
        let next = "city-shijiazhuang@2026-2";
        let refused = propose_catalogue(&world.office, "a", next, Some(back)).await.unwrap_err();
        assert!(refused.to_string().contains("2026年11月16日"), "{refused}");
        let refused = propose_catalogue(&world.office, "a", EDITION, Some(back)).await.unwrap_err();
        assert!(refused.to_string().contains("不得早于采用之日"), "{refused}");
        adopted(&world, next, "2026-11-16").await;
        world.on("2026-11-24");
        let lines = owed(&world, "2026-11-24", "penalty").await;
        let told: Vec<_> = lines.iter().map(|line| (line.0.as_str(), line.2.as_str())).collect();
        // October stays owed, November ends with the old edition, the quarter begins with the new one.
        assert_eq!(told, [("2026-10", "overdue"), ("2026-11", "overdue"), ("2026-Q4", "running")]);
        assert!(owed(&world, "2026-11-24", "inspection").await.iter().all(|line| line.0.as_str() <= "2026-11"));
        let client = Client::new(&world).await;
        let row = json!({"subject_name": "石城示例甲商贸有限公司", "subject_code": code(0), "registered_on": "2019-03-01"});
        let problem = client.post("/api/v1/records?kind=registration", row.to_string().as_bytes()).await.problem(422);
        assert!(problem.to_string().contains("不在施行中的《石家庄市公共信用信息目录（2026年第二版）》内"), "{problem}");
        let catalogue = world.ask("/api/v1/catalogue?on=2026-11-24").await.json();
        assert_eq!((&catalogue["edition"], &catalogue["total"]), (&json!(next), &json!(1)), "{catalogue}");
        let before = world.ask("/api/v1/catalogue?on=2026-11-15&limit=2").await.json();
        assert_eq!(before["edition"], EDITION);
        assert!(before["next"].is_string(), "{before}");
        replays(&world).await;
    }
}
