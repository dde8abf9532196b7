//! An empty library is served for the first time: one link, one token, and nobody else's.

use xh_db::Engine;

use crate::served::Served;
use crate::shop::Shop;

on_both! {
    fn the_first_administrator_comes_in_by_one_link(engine) {
        let shop = Shop::bare(engine);
        let server = Served::start(&shop);
        let link = server.says("/start?key=").expect("no link was printed");
        let at = link.find("/start").unwrap();
        let (path, key) = (link[at..].to_owned(), link[at + "/start?key=".len()..].to_owned());
        assert_eq!(key.len(), 43, "32 random bytes");
        for _ in 0..2 {
            assert_eq!(server.get(&path).status, 200, "looking uses nothing up");
        }
        let made = server.send("/start", &[("key", &key), ("name", "first"), ("days", "30")]);
        let token = made.body.find("xh_").map(|at| made.body[at..at + 50].to_owned()).unwrap();
        let again = server.send("/start", &[("key", &key), ("name", "second"), ("days", "30")]);
        assert_eq!((made.status, again.status, server.get(&path).status), (200, 410, 410));
        assert!(!again.body.contains("xh_"));

        // The token is one: an empty batch is unreadable, not unauthorised.
        let post = |token: &str| server.post("/api/v1/batches?kind=penalty", token, "").status;
        assert_eq!(post("xh_nobody"), 401);
        assert_ne!(post(&token), 401);
        assert!(!shop.holds(&token) && !shop.holds(&key), "only digests are kept");
        drop(server);
        assert_eq!(Served::start(&shop).says("/start?key="), None, "there is an administrator");

        // A link of another library opens nothing here, and the operator may always make one.
        let other = Shop::bare(engine);
        let (foreign, own) = (other.done(&["admin", "link"]), shop.done(&["admin", "link"]));
        let server = Served::start(&shop);
        let status = |link: &str| server.get(link[link.find("/start").unwrap()..].trim()).status;
        assert_eq!((status(&foreign), status(&own)), (404, 200));
    }
}

#[test]
fn a_second_start_within_the_hour_prints_no_second_link() {
    let shop = Shop::bare(Engine::Sqlite);
    assert!(Served::start(&shop).says("/start?key=").is_some());
    assert_eq!(Served::start(&shop).says("/start?key="), None);
}
