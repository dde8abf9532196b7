//! What departments' systems send of themselves: JSON under the field codes of the national exchange, of both
//! generations, each in its wrapper. It takes the one way of every sheet: mapped by code, screened, filed once.

use serde_json::{Value, json};
use xh_db::{Db, both};
use xh_intake::Counts;

use super::office::{World, code, name};

fn subject(nth: usize) -> String {
    format!("石城示例{}商贸有限公司", name(nth))
}

/// A penalty as the edition of 2018 names its fields.
fn of_2018(nth: usize) -> Value {
    json!({
        "CF_XDR_MC": subject(nth), "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": code(nth), "CF_XDR_GSZC": null,
        "CF_WSH": format!("示应急罚〔2026〕{}号", nth + 11), "CF_WFXW": "违反安全生产规定",
        "CF_SY": "未按规定设置安全警示标志", "CF_YJ": "《示例条例》第十条", "CF_CFLB": "罚款", "CF_NR": "罚款",
        "CF_NR_FK": 0.5, "CF_JDRQ": "2026/05/06", "CF_CFJG": "石城市示例应急管理局",
    })
}

/// The same as the edition of 2016 names them.
fn of_2016(nth: usize) -> Value {
    json!({
        "CF_WSH": format!("示应急罚〔2026〕{}号", nth + 11), "CF_CFMC": "违反安全生产规定", "CF_CFLB1": "罚款",
        "CF_CFLB2": "", "CF_SY": "未按规定设置安全警示标志", "CF_YJ": "《示例条例》第十条", "CF_XDR_MC": subject(nth),
        "CF_XDR_SHXYM": code(nth), "CF_XDR_ZDM": "", "CF_XDR_GSDJ": "", "CF_XDR_SWDJ": "", "CF_XDR_SFZ": "",
        "CF_FR": "", "CF_JG": "罚款0.5万元", "CF_JDRQ": "2026-05-06", "CF_XZJG": "石城市示例应急管理局", "CF_ZT": "0",
        "DFBM": "130100", "SJC": "2026-05-07 08:00:00", "BZ": "",
    })
}

fn counts(c: &Counts) -> [u64; 7] {
    [c.rows, c.filed, c.amended, c.duplicate, c.rejected, c.held, c.refused_person]
}

both! {
    async fn a_wrapper_of_2018_is_read_by_its_codes_and_filed_once(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let mut rows: Vec<Value> = (0..4).map(of_2018).collect();
        let mut person = of_2018(5);
        (person["CF_XDR_MC"], person["CF_XDR_SHXYM"]) = (json!("甄无名"), json!(""));
        (person["CF_XDR_LB"], person["CF_XDR_ZJHM"]) = (json!("自然人"), json!("110101199003078515"));
        rows.insert(2, person);
        let sent = json!({ "code": 200, "message": "成功", "data": { "total": 5, "rows": rows } });
        let sent = serde_json::to_vec_pretty(&sent).unwrap();
        let first = world.import("exchange.json", &sent).await;
        assert_eq!(first.help, None, "{:?}", first.headings);
        assert_eq!(counts(&first.counts), [5, 4, 0, 0, 0, 0, 1]);
        assert_eq!(counts(&world.import("exchange.json", &sent).await.counts), [5, 0, 0, 4, 0, 0, 1]);
        for nth in 0..4 {
            world.only_record(nth).await;
        }
    }

    async fn an_array_of_2016_is_read_by_its_codes(db: &Db) {
        let world = World::open(db, "2026-05-20T01:00:00.000000Z").await;
        let sent = serde_json::to_vec(&(0..3).map(of_2016).collect::<Vec<_>>()).unwrap();
        let first = world.import("exchange.json", &sent).await;
        assert_eq!(first.help, None, "{:?} {:?}", first.help, first.headings);
        let c = first.counts;
        assert_eq!((c.rows, c.filed, c.rejected), (3, 3, 0), "{c:?}");
        world.only_record(1).await;
    }
}
