//! A sync fails: what is not on disk is not acknowledged. After a kill and a new start everything acknowledged is
//! there, and what was not may be sent again.

use xh_db::Engine;

use crate::acknowledged::body;
use crate::faults::{Switch, Wrong};
use crate::full::{document, filed, token};
use crate::served::Served;
use crate::shop::Shop;

const ROUNDS: usize = 4;

#[test]
fn what_could_not_be_synced_is_not_acknowledged() {
    let shop = Shop::with(Engine::Sqlite, 50, 1);
    let token = token(&shop);
    let (mut told, mut next) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let switch = Switch::new(&shop, "sync");
        let server = Served::of(switch.over(shop.command(&["serve", "--listen", "127.0.0.1:0"])));
        for _ in 0..=round {
            told.push(filed(&server, &token, next));
            next += 1;
        }
        switch.wrong(Wrong::Sync);
        for n in next..next + 3 {
            let answer = server.post("/api/v1/records?kind=penalty", &token, &body(&document(n)));
            assert!(
                answer.status >= 500 && answer.body.contains("是否已经生效还不知道"),
                "acknowledged without being on disk: {answer:?}"
            );
        }
        assert_eq!(server.get("/").status, 200, "readers are served");
        // Every second time it goes on by itself before it is killed.
        if round % 2 == 1 {
            switch.right();
            told.push(filed(&server, &token, next));
            next += 1;
        }
        server.kill();
        let again = Served::start(&shop);
        for (document, id) in &told {
            let answer = again.post("/api/v1/records?kind=penalty", &token, &body(document));
            assert!(
                answer.status == 200 && answer.body.contains(id),
                "{document} was acknowledged: {answer:?}"
            );
        }
        for n in next..next + 3 {
            told.push(filed(&again, &token, n));
        }
        next += 3;
        again.kill();
        shop.done(&["ledger", "audit"]);
    }
    shop.done(&["rebuild", "--check"]);
}
