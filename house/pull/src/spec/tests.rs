//! Every single mistake in a connector file, with its line.

use std::path::Path;

use super::{ConnectorSpec, Engine, Secret, Taken};

const GOOD: &str = "[connector]
id = \"front-penalty\"
kind = \"penalty\"
organ = \"11130100MB0000019\"
source = \"mysql\"
url_env = \"FRONT\"
table = \"exchange.penalty\"
cursor = [\"updated_at\", \"id\"]
page = 500

[columns]
mc = \"CF_XDR_MC\"
dm = \"CF_XDR_SHXYM\"
";

fn faults(text: &str) -> String {
    let faults = ConnectorSpec::parse(Path::new("front.toml"), text).unwrap_err();
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn check(from: &str, to: &str, line: usize, words: &str) {
    assert!(GOOD.contains(from), "{from}");
    let said = faults(&GOOD.replacen(from, to, 1));
    assert!(said.starts_with(&format!("front.toml:{line}: ")) && said.contains(words), "{to}: {said}");
}

#[test]
fn a_connector_without_mistakes_is_read() {
    let spec = ConnectorSpec::parse(Path::new("/etc/xinheng/front.toml"), GOOD).unwrap();
    assert_eq!((spec.engine, spec.page, spec.timeout_seconds, spec.retries), (Engine::Mysql, 500, 30, 5));
    assert_eq!(spec.taken, Taken::Table(vec!["exchange".into(), "penalty".into()]));
    assert_eq!(spec.columns["dm"], "CF_XDR_SHXYM");
    let text = GOOD.replace("url_env = \"FRONT\"", "url_file = \"front.url\"");
    let spec = ConnectorSpec::parse(Path::new("/etc/xinheng/front.toml"), &text).unwrap();
    assert_eq!(spec.secret, Secret::File("/etc/xinheng/front.url".into()));
}

#[test]
fn each_mistake_is_told_with_its_line() {
    check("page = 500", "pages = 500", 9, "pages");
    check("url_env = \"FRONT\"", "url = \"mysql://u:p@h/d\"", 6, "地址和密码不写在这里");
    check("source = \"mysql\"", "source = \"oracle\"", 5, "oracle");
    check("kind = \"penalty\"\n", "", 1, "kind");
    check("id = \"front-penalty\"", "id = \"Front Penalty\"", 2, "小写字母");
    check("url_env = \"FRONT\"", "url_env = \"A\"\nurl_file = \"b\"", 7, "只能写一个");
    check("url_env = \"FRONT\"\n", "", 1, "缺少 url_env");
    check("table = \"exchange.penalty\"", "table = \"a.b.c\"", 7, "两段");
    check("table = \"exchange.penalty\"", "table = \"a;`drop\"", 7, "不是合法的名称");
    check("table = \"exchange.penalty\"", "table = \"exchange.\"", 7, "不是合法的名称");
    check("table = \"exchange.penalty\"\n", "", 1, "缺少 table");
    check("table = \"exchange.penalty\"", "query = \"select 1; drop table a\"", 7, "不得含分号");
    check("table = \"exchange.penalty\"", "query = \"delete from a\"", 7, "只能是一条 select");
    check("table =", "query = \"select 1\"\ntable =", 7, "只能写一个");
    check("[\"updated_at\", \"id\"]", "[\"updated_at\"]", 8, "两列");
    check("[\"updated_at\", \"id\"]", "[\"id\", \"id\"]", 8, "两列");
    check("page = 500", "page = 0", 9, "1 到 5000");
    check("page = 500", "page = 5001", 9, "1 到 5000");
    check("page = 500", "page = \"many\"", 9, "无法识别");
    check("page = 500", "timeout_seconds = 0", 9, "timeout_seconds");
    check("mc = \"CF_XDR_MC\"", "mc = \" \"", 12, "没有写对应的字段代码");
    check("mc = \"CF_XDR_MC\"", "mc = \"CF_XDR_SHXYM\"", 12, "对应同一字段");
    check("mc = ", "\"m\\\"c\" = ", 12, "不是合法的名称");
    check("[columns]\nmc = \"CF_XDR_MC\"\ndm = \"CF_XDR_SHXYM\"\n", "[columns]\n", 11, "[columns]");
    check("[columns]\nmc = \"CF_XDR_MC\"\ndm = \"CF_XDR_SHXYM\"\n", "", 1, "columns");
    check("page = 500", "page 500", 9, "无法识别");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let said = faults(&GOOD.replace("page = 500", "page = 0").replace("mc = \"CF_XDR_MC\"", "mc = \"\""));
    assert_eq!(said.lines().count(), 2, "{said}");
}
