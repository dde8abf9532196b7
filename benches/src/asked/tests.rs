//! Command lines and what they mean.

use super::{Asked, Part, ROWS};

fn parse(line: &str) -> Result<Asked, String> {
    Asked::parse(line.split_whitespace().map(str::to_owned)).map_err(|exit| exit.message)
}

#[test]
fn everything_when_nothing_is_said() {
    let asked = parse("").unwrap();
    assert_eq!((asked.rows, asked.parts.as_slice()), (ROWS, Part::ALL.as_slice()));
    assert!(asked.child.is_none());
}

#[test]
fn a_part_and_a_size() {
    let asked = parse("--rows 10 --subjects 7 --growth 100 --only search").unwrap();
    assert_eq!((asked.rows, asked.subjects, asked.growth), (10, 7, Some(100)));
    assert_eq!(asked.parts, [Part::Search]);
}

#[test]
fn a_child() {
    let asked = parse("--child sqlite --rows 10 --work w").unwrap();
    assert_eq!(asked.parts, [Part::Sqlite]);
    assert_eq!(asked.child, Some((Part::Sqlite, "w".into())));
}

#[test]
fn refusals() {
    for line in ["--rows", "--rows many", "--subjects 0", "--only mysql", "--fast yes"] {
        assert!(parse(line).is_err(), "{line}");
    }
}
