//! The one text becomes two, and what breaks the rules is refused with its line.

use super::*;

fn check(source: &str, sqlite: &str, postgres: &str) {
    assert_eq!(rewrite(Engine::Sqlite, source).as_deref(), Ok(sqlite));
    assert_eq!(rewrite(Engine::Postgres, source).as_deref(), Ok(postgres));
}

fn refuses(source: &str, line: usize) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        assert_eq!(rewrite(engine, source).unwrap_err().line, line, "{source}");
    }
}

#[test]
fn only_the_types_of_columns_change() {
    check(
        "create table a (text TEXT not null, b bigint, check (b <> 'TEXT' and cast(b as text) <> ''));",
        "create table a (text TEXT not null, b INTEGER, check (b <> 'TEXT' and cast(b as text) <> '')) strict;",
        "create table a (text TEXT collate \"C\" not null, b BIGINT, \
         check (b <> 'TEXT' and cast(b as text) <> ''));",
    );
}

#[test]
fn constraints_and_quoted_names_are_no_columns() {
    check(
        "create table a (\"x\" BYTEA, primary key (x), foreign key (x) references b (y), check (x));",
        "create table a (\"x\" BLOB, primary key (x), foreign key (x) references b (y), check (x)) strict;",
        "create table a (\"x\" BYTEA, primary key (x), foreign key (x) references b (y), check (x));",
    );
}

#[test]
fn indexes_and_rows_stay_as_they_are() {
    let source = "create index i on a (text);\ninsert into a (b) values ('TEXT; BIGINT'), (1);\n";
    check(source, source, source);
}

#[test]
fn strict_stands_before_a_closing_comment() {
    check(
        "-- first\ncreate table a (b TEXT) -- last; TEXT\n;\ncreate table c (d BIGINT)\n-- end of file",
        "-- first\ncreate table a (b TEXT) strict -- last; TEXT\n;\n\
         create table c (d INTEGER) strict\n-- end of file",
        "-- first\ncreate table a (b TEXT collate \"C\") -- last; TEXT\n;\n\
         create table c (d BIGINT)\n-- end of file",
    );
}

#[test]
fn an_added_column_has_its_type_changed_too() {
    check(
        "alter table a add column b TEXT; alter table a add c bytea not null default x''; \
         alter table a rename column text to bigint;",
        "alter table a add column b TEXT; alter table a add c BLOB not null default x''; \
         alter table a rename column text to bigint;",
        "alter table a add column b TEXT collate \"C\"; alter table a add c BYTEA not null default x''; \
         alter table a rename column text to bigint;",
    );
}

#[test]
fn a_fenced_block_goes_to_one_engine_word_for_word() {
    let source = "select 1;\n-- only: sqlite\ncreate table t (x INT);\n-- end\n\
                  \u{20} --only: postgres\na; b\n-- end\nselect 2;\n";
    check(
        source,
        "select 1;\n\ncreate table t (x INT);\n\n\n\n\nselect 2;\n",
        "select 1;\n\n\n\n\na; b\n\nselect 2;\n",
    );
    assert_eq!(fences(source), 2);
}

#[test]
fn what_breaks_the_rules_is_refused_with_its_line() {
    refuses("create table a (\n b TEXT,\n c INTEGER\n);", 3);
    refuses("alter table a add column b VARCHAR;", 1);
    refuses("\n-- only: sqlite\nselect 1;\n", 2);
    refuses("-- end\n", 1);
    refuses("-- only: sqlite\n-- only: postgres\n-- end\n", 2);
    refuses("-- only: mysql\n", 1);
    refuses("select 1\n-- only: sqlite\n-- end\n", 2);
}

#[test]
fn a_text_is_never_cut_in_the_middle_of_a_character() {
    let source = "insert into 表 values ('张；三', \"列\");\n-- 注释；\n";
    check(source, source, source);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic_and_lines_keep_their_numbers(
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..40),
    ) {
        let source = parts.concat();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            if let Ok(text) = rewrite(engine, &source) {
                assert_eq!(text.matches('\n').count(), source.matches('\n').count(), "{source:?}");
            }
        }
        crate::placeholders(&source);
    }
}

const PARTS: &[&str] = &[
    "create table ",
    "alter table a add ",
    "x ",
    "TEXT",
    "bigint",
    ",",
    "(",
    ")",
    ";",
    "'",
    "\"",
    "--",
    "/*",
    "*/",
    "\n",
    "\n-- only: sqlite\n",
    "\n-- end\n",
    "\n-- only: postgres\n",
    "张",
    "$1",
    "$",
    " ",
    "\r\n",
];
