//! Each rule with a sample that it passes and one that it catches, and the tree itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::exceptions::{LIST, excuse_by};
use crate::fault::Fault;
use crate::lexer::Rust;
use crate::rules::imports::{self, Package};
use crate::rules::{cards, check_files, limits, statements};
use crate::tree::{File, Tree};

#[test]
fn this_tree_is_tidy() {
    let faults = crate::tidy().unwrap();
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

/// Rules and lines of the faults in one file.
fn faults(path: &str, text: &str) -> Vec<(&'static str, usize)> {
    let tree = Tree::of(PathBuf::new(), vec![File::new(path, text)]);
    let mut found: Vec<_> = check_files(&tree).iter().map(|fault| (fault.rule, fault.line)).collect();
    found.sort_unstable();
    found
}

/// A file with a proper head.
#[track_caller]
fn good(path: &str, text: &str) {
    assert_eq!(faults(path, &format!("//! Head.\n{text}")), [], "{path}: {text}");
}

#[track_caller]
fn bad(rule: &'static str, line: usize, path: &str, text: &str) {
    assert_eq!(faults(path, &format!("//! Head.\n{text}")), [(rule, line)], "{path}: {text}");
}

const CORE: &str = "stages/3-registry/core/src/subject.rs";
const STORE: &str = "stages/3-registry/store/src/subject.rs";
const DESK: &str = "stages/4-intake/desk/src/batch.rs";

#[test]
fn the_lexer_tells_code_from_strings_and_comments() {
    let check = |source: &str, code: &str, strings: &[(usize, &str)]| {
        let read = Rust::read(source);
        let expected: Vec<(usize, String)> =
            strings.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
        assert_eq!((read.code.as_str(), read.strings), (code, expected), "{source}");
    };
    check("a // \"b\"\nc", "a       \nc", &[]);
    check("a /* {\n /* } */ */ b", "a     \n            b", &[]);
    check("f(\"a\\\"{\n\")", "f(\"    \n\")", &[(1, "a\\\"{\n")]);
    check("\n r#\"a\"b\"# x", "\n r#\"   \"# x", &[(2, "a\"b")]);
    check("br\"{\" bar\"c\"", "br\" \" bar\" \"", &[(1, "{"), (1, "c")]);
    check("'{' '\\'' '\\u{7b}' 'a: &'b str", "                  'a: &'b str", &[]);
    check("'信' b'\\\\' \"", "    b     \"", &[(1, "")]);
    check("r#type \"", "r#type \"", &[(1, "")]);
    for open in ["\"", "/*", "'", "r#\"", "'\\", "b'", "/* /* */"] {
        Rust::read(open);
    }
}

#[test]
fn markup_stays_out_of_rust() {
    good(DESK, "fn f() { g(\"a < b > c <!-- <x/> <row> <T>\"); } // <p>");
    good("house/web/src/tests.rs", "const PAGE: &str = \"<p>\";");
    bad("html", 3, DESK, "fn f() {\n g(\"x </p>\"); }");
    bad("html", 2, DESK, "const LINK: &str = r#\"<a href=\"x\">\"#;");
}

#[test]
fn core_does_not_wait() {
    good(DESK, "async fn f() { g().await }");
    good(CORE, "// async\nfn asynchronous() {}");
    bad("waiting", 3, CORE, "\nasync fn f() {}");
    bad("waiting", 2, "stages/0-kernel/src/date.rs", "fn f() { g.await }");
}

#[test]
fn only_apps_ask_for_time_and_chance() {
    good("apps/xinheng/src/main.rs", "use std::time::SystemTime;");
    good("house/web/src/layer.rs", "let began = Instant::now(); // SystemTime");
    good("house/db/src/testing.rs", "getrandom::fill(&mut name);");
    bad("clock", 2, "house/web/src/layer.rs", "let day = Zoned::now();");
    bad("clock", 2, DESK, "use getrandom::fill;");
    bad("clock", 2, CORE, "let began = Instant::now();");
}

#[test]
fn statements_stand_in_stores() {
    let select = "const Q: &str = \"select id from registry_subject\";";
    good(STORE, select);
    good("house/db/src/migrate.rs", "const Q: &str = \"create table house_migration (id text)\";");
    good(DESK, "const HELP: &str = \"select a file, update it, or create one\"; // select id from x");
    bad("sql", 2, DESK, select);
    for statement in [
        "INSERT INTO a VALUES (1)",
        "update a set b = 1",
        "delete from a",
        "with a as (select 1) select * from a",
        "-- why\\n select 1",
        "pragma journal_mode = wal",
        "begin immediate",
    ] {
        bad("sql", 2, CORE, &format!("const Q: &str = \"{}\";", statement.replace("\\n", "\n")));
    }
}

#[test]
fn a_store_names_its_own_tables() {
    let statement = |sql: &str| format!("const Q: &str = \"{sql}\";");
    good(
        STORE,
        &statement(
            "with recent as (select id from registry_record r join registry_subject s on s.id = r.id)
             select id from recent, (select 1) x where a is distinct from b
             union all select value from json_each($1)",
        ),
    );
    good(
        STORE,
        &statement("insert into registry_record (id) values ($1) on conflict (id) do update set id = 1"),
    );
    good(STORE, &statement("select name from sqlite_master"));
    good(STORE, &statement("select 1 from registry_lease for update skip locked"));
    bad("tables", 2, STORE, &statement("select id from ledger_entry"));
    bad("tables", 2, STORE, &statement("select 1 from registry_record join subject s on true"));
    bad("tables", 2, STORE, &statement("insert into intake_batch (id) values ($1)"));
    bad("tables", 2, STORE, &statement("update intake_batch set id = 1"));
    bad("tables", 2, "house/db/src/lease.rs", &statement("delete from ledger_head where true"));
    good("house/db/src/lease.rs", &statement("delete from house_lease where true"));
    let migration = |text: &str| {
        let files = [("migrations/0001_start.sql", text), (STORE, "//! Head.")];
        let files = files.iter().map(|(path, text)| File::new(path, text)).collect();
        check_files(&Tree::of(PathBuf::new(), files)).len()
    };
    assert_eq!(migration("create table if not exists registry_subject (\n id text) strict;"), 0);
    assert_eq!(migration("create trigger t before update on registry_subject begin select 1; end;"), 0);
    assert_eq!(migration("create table subject (id text);"), 1);
}

#[test]
fn files_and_public_items_say_what_they_are() {
    assert_eq!(faults(DESK, "fn f() {}"), [("head", 1)]);
    good(DESK, "pub fn f() {}");
    good(CORE, "/// What.\n#[derive(\n    Debug,\n)]\n#[must_use]\npub struct A {\n    pub b: u8,\n}\n");
    good(CORE, "pub(crate) fn f() {}\npub mod x;\npub use x::Y;");
    good("stages/0-kernel/src/tests.rs", "pub fn f() {}");
    bad("docs", 3, CORE, "\npub fn f() {}");
    bad("docs", 3, CORE, "#[must_use]\npub fn f() {}");
    good(CORE, "#[error(\"公示未满最短期限\")]\n#[error(transparent)]");
    good(CORE, "#[error(\"{file}:{line} {what};{remedy}\")]");
    bad("sentence", 2, CORE, "#[error(\"payload: field {field}\")]");
    bad("sentence", 2, CORE, "#[error(\"InvalidState\")]");
}

#[test]
fn what_is_too_long_is_said() {
    let body = |lines: usize| format!("fn f() {{\n{}}}\n", "    g('{', \"}\");\n".repeat(lines));
    good(DESK, &body(68));
    bad(limits::FUNCTION, 2, DESK, &body(69));
    good(DESK, &format!("{}const A: u8 = 1;\n{}", "trait T { fn f(); }\n", "g();\n".repeat(80)));
    bad(
        limits::FUNCTION,
        2,
        DESK,
        &format!("pub(crate) async fn f(\n    a: [u8; 3],\n) {{\n{}}}\n", "g();\n".repeat(80)),
    );
    good(DESK, &"g();\n".repeat(399));
    bad(limits::FILE, 0, DESK, &"g();\n".repeat(400));
    good("tests/stories/batch.rs", &"g();\n".repeat(599));
    bad(limits::FILE, 0, "tests/stories/batch.rs", &"g();\n".repeat(600));
    good(DESK, &format!("// {}", "信".repeat(117)));
    bad("line-length", 2, DESK, &format!("// {}", "信".repeat(118)));
    assert_eq!(faults("policy/sources/x/source.toml", &"x".repeat(500)), []);
}

#[test]
fn a_module_for_tests_only_counts_as_a_test() {
    let faults = |attribute: &str| {
        let parent = format!("//! Head.\n{attribute}\nmod story;\n");
        let files = [
            ("house/web/src/lib.rs", parent.as_str()),
            ("house/web/src/story/a.rs", "//! Head.\nf(\"<p>\")"),
        ];
        let files = files.iter().map(|(path, text)| File::new(path, text)).collect();
        check_files(&Tree::of(PathBuf::new(), files)).len()
    };
    assert_eq!((faults("#[cfg(test)]"), faults("")), (0, 1));
}

#[test]
fn the_glossary_holds_only_words_in_use() {
    let faults = |word: &str| {
        let text = format!("| 中文 | `{word}` | see `policy/`, `a b` |\nOutside: `Gone`.\n");
        let files = vec![
            File::new("GLOSSARY.md", &text),
            File::new(STORE, "//! Head.\nstruct SubjectBody(Subject);"),
        ];
        check_files(&Tree::of(PathBuf::new(), files))
            .iter()
            .map(|fault| (fault.rule, fault.line))
            .collect::<Vec<_>>()
    };
    assert_eq!(faults("Subject"), []);
    assert_eq!(faults("Body"), [("glossary", 1)]);
}

#[test]
fn empty_names_are_refused() {
    good("house/web/src/commons.rs", "struct TokenizerManagerish; use x::TokenizerManager;");
    bad("names", 0, "house/web/src/utils.rs", "");
    bad("names", 0, "house/helpers/src/lib.rs", "");
    bad("names", 2, DESK, "pub struct BatchManager;");
    bad("names", 2, DESK, "mod common {}");
}

#[test]
fn no_path_of_one_machine() {
    for root in ["work", "root", "tmp"] {
        bad("paths", 2, DESK, &format!("const A: &str = \"/{root}/x\";"));
        bad("paths", 2, DESK, &format!("// see /{root}."));
        good(DESK, &format!("// https://example.org/{root}/x $a/{root} /{root}s"));
    }
}

fn packages() -> Vec<Package> {
    let package =
        |name: &str, folder: &str| Package { name: name.into(), folder: folder.into(), ..Package::default() };
    vec![
        package("kernel", "stages/0-kernel"),
        package("ledger", "stages/1-ledger/core"),
        package("ledger-store", "stages/1-ledger/store"),
        package("registry", "stages/3-registry/core"),
        package("registry-store", "stages/3-registry/store"),
        package("registry-desk", "stages/3-registry/desk"),
        package("intake-desk", "stages/4-intake/desk"),
        package("db", "house/db"),
        package("web", "house/web"),
        package("app", "apps/xinheng"),
        package("stories", "tests"),
        package("judge", "tests/judge"),
        package("xtask", "xtask"),
    ]
}

/// Whether `from` may import `to`, in its code and in its tests.
fn may(from: &str, to: &str) -> (bool, bool) {
    let with = |test: bool| {
        let mut all = packages();
        let package = all.iter_mut().find(|package| package.name == from).unwrap();
        let list = if test { &mut package.test_imports } else { &mut package.imports };
        list.push(to.to_owned());
        imports::check(&all).is_empty()
    };
    (with(false), with(true))
}

#[test]
fn imports_go_down_the_stairs_and_stay_in_their_room() {
    let allowed = [
        ("registry", "ledger"),
        ("registry", "serde"),
        ("registry-store", "ledger-store"),
        ("registry-store", "db"),
        ("intake-desk", "registry-store"),
        ("intake-desk", "web"),
        ("web", "kernel"),
        ("web", "db"),
        ("db", "sqlx"),
        ("app", "intake-desk"),
        ("stories", "app"),
        ("judge", "tlog_tiles"),
    ];
    for (from, to) in allowed {
        assert_eq!(may(from, to), (true, true), "{from} → {to}");
    }
    let refused = [
        ("ledger", "registry", false),
        ("ledger-store", "registry", false),
        ("registry", "ledger-store", true),
        ("registry", "db", true),
        ("registry", "tokio", true),
        ("registry-store", "registry-desk", true),
        ("intake-desk", "registry-desk", true),
        ("intake-desk", "sqlx", true),
        ("web", "ledger", true),
        ("web", "app", true),
        ("judge", "kernel", false),
        ("xtask", "kernel", false),
    ];
    for (from, to, in_tests) in refused {
        assert_eq!(may(from, to), (false, in_tests), "{from} → {to}");
    }
    let stray = Package { name: "stray".into(), folder: "src".into(), ..Package::default() };
    assert_eq!(imports::check(&[stray]).len(), 1);
}

#[test]
fn the_list_of_exceptions_only_shrinks() {
    let lengths = BTreeMap::from([("a.rs", 450), ("b.rs", 300)]);
    let check = |list: &str, most: usize| {
        let found =
            vec![Fault::new("a.rs", 0, limits::FILE, ""), Fault::new("a.rs", 9, limits::FUNCTION, "")];
        let left = excuse_by(list, most, &lengths, found);
        left.iter()
            .filter(|fault| fault.rule != limits::FUNCTION)
            .map(|fault| fault.file.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(check("", 0), ["a.rs"]);
    assert_eq!(check("# Why.\na.rs 450", 1), [""; 0]);
    assert_eq!(check("a.rs 450", 0), [LIST], "one line more than agreed");
    assert_eq!(check("", 1), ["a.rs", LIST], "the number must follow the list down");
    assert_eq!(check("a.rs 460", 1), ["a.rs", LIST], "a number that could be lower");
    assert_eq!(check("a.rs 440", 1), ["a.rs", LIST], "a file that has grown");
    assert_eq!(check("a.rs 450\nb.rs 300", 2), [LIST], "a file that is short enough now");
    assert_eq!(check("a.rs 450\nc.rs 500", 2), [LIST], "a file that has gone");
    assert_eq!(check("a.rs", 1), ["a.rs", LIST], "no number");
}

#[test]
fn a_statement_that_the_list_lacks_makes_it_stale() {
    let code = "//! Head.\nstatements! {\n    /// One?\n    ONE = \"select 1\";\n}\nconst THREE = 3;\n\
                split! {\n    TWO = sqlite: \"a\", postgres: \"b\";\n}\n";
    let tree = |list: &str| {
        Tree::of(PathBuf::new(), vec![File::new(STORE, code), File::new(statements::LIST, list)])
    };
    let fresh = statements::list(&tree(""));
    assert_eq!(fresh, format!("2 statements, 1 fenced\n{STORE} ONE\n{STORE} TWO fenced\n"));
    assert_eq!(statements::check(&tree(&fresh)), []);
    let stale = statements::check(&tree(&fresh.replace("TWO", "TOO")));
    assert_eq!(stale.iter().map(|fault| (fault.rule, fault.line)).collect::<Vec<_>>(), [("fresh", 3)]);
}

#[test]
fn a_card_is_there_and_names_tests_that_exist() {
    let path = "stages/3-registry/README.md";
    let code = || File::new(STORE, "//! Head.\n#[test]\nfn a_thing_holds() {}\n");
    let told = |card: Option<&str>| -> String {
        let files = std::iter::once(code()).chain(card.map(|text| File::new(path, text))).collect();
        cards::check(&Tree::of(PathBuf::new(), files))
            .iter()
            .map(|fault| format!("{};", fault.line))
            .collect()
    };
    assert_eq!(told(None), "0;", "no card");
    assert_eq!(told(Some("# 3\n`a_thing_holds`, `core/src`\n")), "");
    assert_eq!(told(Some("# 3\n\n`a_thing_held_once`\n")), "3;");
    assert_eq!(told(Some(&"line\n".repeat(41))), "0;");
}
