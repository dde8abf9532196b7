//! Names cannot break out of their quotes.

use super::{cast, quoted};
use crate::spec::Engine;

#[test]
fn quotes_inside_a_name_are_doubled() {
    assert_eq!(quoted(Engine::Postgres, "a\" or 1=1 --"), "\"a\"\" or 1=1 --\"");
    assert_eq!(quoted(Engine::Mysql, "a` or 1=1 --"), "`a`` or 1=1 --`");
}

#[test]
fn what_rounds_or_has_no_order_is_no_cursor() {
    for kind in ["FLOAT8", "REAL", "JSON", "BOOL", "XML"] {
        assert!(cast(Engine::Postgres, "c", kind).is_err(), "{kind}");
    }
    for kind in ["DOUBLE", "FLOAT", "ENUM", "JSON", "SET", "TIME"] {
        assert!(cast(Engine::Mysql, "c", kind).is_err(), "{kind}");
    }
    assert_eq!(cast(Engine::Mysql, "c", "BIGINT UNSIGNED").unwrap(), "unsigned");
    assert_eq!(cast(Engine::Postgres, "c", "CHAR").unwrap(), "bpchar");
}
