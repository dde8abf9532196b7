//! Addresses as operators write them; a password is never shown.

use super::*;

#[test]
fn addresses_are_read() {
    let file = |path: &str| Target::Sqlite(PathBuf::from(path));
    for (given, wanted) in [
        ("sqlite:a/b.db", file("a/b.db")),
        ("sqlite:///var/x.db", file("/var/x.db")),
        ("信衡.db", file("信衡.db")),
        ("sqlite::memory:", Target::SqliteMemory),
        ("postgres://u@h/d", Target::Postgres("postgres://u@h/d".into())),
        ("postgresql://h/d", Target::Postgres("postgresql://h/d".into())),
    ] {
        assert_eq!(Target::parse(given).unwrap(), wanted, "{given}");
    }
    for bad in ["", "  ", "mysql://u:secret@h/d", "http://x"] {
        let fault = Target::parse(bad).unwrap_err().to_string();
        assert!(!fault.contains("secret"), "{fault}");
    }
}

#[test]
fn a_password_is_never_shown() {
    for url in
        ["postgres://u:secret@h:5/d?x=1", "postgres://u:se@cret@h/d", "postgres://h/d?password=secret&x=1"]
    {
        let shown = format!("{} {:?}", Target::Postgres(url.into()), Target::Postgres(url.into()));
        assert!(!shown.contains("secret") && !shown.contains("cret"), "{shown}");
    }
    assert_eq!(Target::Postgres("postgres://u:p@h:5/d?x=1".into()).to_string(), "postgres://u@h:5/d?x=1");
}
