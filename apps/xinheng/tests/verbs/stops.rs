//! SIGTERM: a request under way is carried out and answered, nobody new is let in, the process ends by itself with 0,
//! and what was acknowledged is there.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::acknowledged::body;
use crate::served::Served;
use crate::shop::Shop;

const DOCUMENT: &str = "演客罚〔2026〕停00001号";

on_both! {
    fn a_request_under_way_is_answered_before_the_end(engine) {
        let shop = Shop::with(engine, 50, 1);
        let token = shop.done(&["admin", "token", "new", "client", "--organ", &shop.organ()]);
        let server = Served::start(&shop);
        let body = body(DOCUMENT);
        let head = format!(
            "POST /api/v1/records?kind=penalty HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            server.address(), token.trim(), body.len()
        );
        let (first, rest) = body.as_bytes().split_at(body.len() / 2);
        let mut request = TcpStream::connect(server.address()).unwrap();
        request.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        request.write_all(&[head.as_bytes(), first].concat()).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        server.terminate();
        let shut = (0..100).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            TcpStream::connect(server.address()).is_err()
        });
        assert!(shut, "five seconds after SIGTERM somebody new was let in");
        request.write_all(rest).unwrap();
        let mut answer = String::new();
        request.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        assert_eq!(server.ended(), Some(0));
        let again = Served::start(&shop).post("/api/v1/records?kind=penalty", token.trim(), &body);
        assert_eq!(again.status, 200, "it was acknowledged and is not known: {}", again.body);
        shop.done(&["ledger", "audit"]);
    }
}
