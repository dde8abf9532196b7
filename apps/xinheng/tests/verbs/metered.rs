//! `serve --admin`: the operator's listener says how far the ledger and its signature are, and nothing else; the public
//! one does not say it.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::Duration;

use crate::noted::reading;
use crate::served::{Answer, client, read};
use crate::shop::Shop;

on_both! {
    fn the_operator_sees_how_far_the_ledger_is_signed(engine) {
        let shop = Shop::with(engine, 30, 1);
        let mut command = shop.command(&["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (public, admin) = (address(lines.next()), address(lines.next()));
        let entries = reading(&shop, async |tx| xh_ledger_store::head(tx).await.unwrap());
        let mut said = String::new();
        let seen = (0..200).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            said = get(&admin).map(|answer| answer.body).unwrap_or_default();
            let names = ["xinheng_ledger_entries", "xinheng_ledger_signed_entries"];
            let [all, signed] = names.map(|name| gauge(&said, name));
            all == signed && all.is_some_and(|all| all >= entries)
        });
        let elsewhere = [format!("{public}metrics"), admin.replace("/metrics", "/")].map(|url| get(&url));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(seen && entries > 30, "{entries} entries, and it says {said}");
        assert_eq!(elsewhere.map(|answer| answer.map(|a| a.status)), [Some(404), Some(404)]);
    }
}

fn address(line: Option<std::io::Result<String>>) -> String {
    let line = line.unwrap().unwrap();
    line.find("http://").map(|at| line[at..].to_owned()).unwrap_or_else(|| panic!("「{line}」 is no address"))
}

fn gauge(text: &str, name: &str) -> Option<i64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

fn get(url: &str) -> Option<Answer> {
    read(client().get(url).call())
}
