//! Row numbers as a spreadsheet program shows them.

use crate::{Limits, SheetRow, decode};

fn check(text: &str, expected: &str) {
    let mut found = Vec::new();
    let mut keep = |row: SheetRow| {
        let cells: Vec<_> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
        found.push(format!("{}:{}", row.row, cells.join("|")));
        Ok(())
    };
    decode(std::io::Cursor::new(text), &Limits::default(), &mut keep).unwrap();
    assert_eq!(found.join(" "), expected, "{text:?}");
}

#[test]
fn blank_lines_count_and_line_ends_in_quotes_do_not() {
    check("a\nb\nc", "1:a 2:b 3:c");
    check("\n\na\n\n\nb\n", "3:a 6:b");
    check("a\r\n\r\nb\r\n", "1:a 3:b");
    check("a\r\rb\r", "1:a 3:b");
    check("\"a\n\nx\"\nb\n", "1:a\n\nx 2:b");
    check("\n\"a\r\nx\",\"\n\"\r\n\r\nb\r\n", "2:a\nx 4:b");
    check(",,\na\n,\nb\n", "2:a 4:b");
}

#[test]
fn the_receiver_can_stop() {
    let mut seen = 0;
    let mut stop = |_| {
        seen += 1;
        Err(crate::Stop)
    };
    let outcome = decode(std::io::Cursor::new("a\nb\n"), &Limits::default(), &mut stop);
    assert_eq!((outcome, seen), (Err(crate::DecodeFault::Stopped), 1));
}
