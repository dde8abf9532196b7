//! Placeholders are counted where they are placeholders; names are plain.

use super::*;

#[test]
fn placeholders_are_counted_outside_strings_and_comments() {
    for (text, wanted) in [
        ("select 1", 0),
        ("select $1, $3, $2", 3),
        ("select '$9', \"$8\", $1 -- $7\n, $2 /* $6 */", 2),
        ("select 'it''s $5', $1", 1),
        ("select $12", 12),
        ("select 3 - 2 / $1", 1),
        ("select '没有结束 $4", 0),
        ("where key in ($keys) and a = $2", 2),
        ("$", 0),
    ] {
        assert_eq!(placeholders(text), wanted, "{text}");
    }
}

#[test]
fn only_plain_names_become_sql() {
    for good in ["shop", "_sqlx_migrations", "a1"] {
        assert_eq!(name(good).unwrap(), good);
    }
    for bad in ["", "1a", "a b", "a;b", "A", "表", "a\"", "a.b"] {
        assert!(matches!(name(bad), Err(Fault::Identifier { .. })), "{bad}");
    }
}

#[test]
fn too_few_and_too_many_values_are_refused() {
    for given in [0, 1, 3] {
        let fault = Sql::from("select $1, $2").ready(Engine::Sqlite, given).unwrap_err();
        assert!(matches!(fault, Fault::Placeholders { takes: 2, .. }), "{given}");
    }
    assert!(Sql::from("select $1, $2").ready(Engine::Postgres, 2).is_ok());
}

#[test]
fn a_split_takes_the_values_of_its_own_text() {
    let split = Split { sqlite: "select $1", postgres: "select $1, $2" };
    assert!(Sql::from(split).ready(Engine::Sqlite, 1).is_ok());
    assert!(Sql::from(split).ready(Engine::Postgres, 1).is_err());
    assert_eq!(split.text(Engine::Postgres), "select $1, $2");
}
