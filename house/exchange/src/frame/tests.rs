//! What goes in comes out; what nobody wrote is refused.

use proptest::prelude::*;

use super::{Ending, Frame, FrameWriter, read_frame};
use crate::{Cell, DecodeFault, Limits, SheetRow};

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        "\\PC{0,200}".prop_map(Cell::Text),
        "[0-9.]{1,9}".prop_map(Cell::Number),
        Just(Cell::Day("2024-02-29".to_owned())),
        any::<bool>().prop_map(Cell::Flag),
    ]
}

fn row() -> impl Strategy<Value = SheetRow> {
    (any::<u32>(), any::<u32>(), prop::collection::vec(cell(), 0..12))
        .prop_map(|(sheet, row, cells)| SheetRow { sheet, row, cells })
}

fn written(rows: &[SheetRow], ending: &Ending) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = FrameWriter::new(&mut out);
    rows.iter().for_each(|row| writer.row(row).unwrap());
    writer.end(ending).unwrap();
    out
}

fn read_all(mut bytes: &[u8]) -> std::io::Result<(Vec<SheetRow>, Vec<usize>, Option<Ending>)> {
    let (mut rows, mut batches) = (Vec::new(), Vec::new());
    loop {
        match read_frame(&mut bytes, &Limits::default())? {
            Some(Frame::Rows(batch)) => {
                batches.push(batch.len());
                rows.extend(batch);
            }
            Some(Frame::End(ending)) => return Ok((rows, batches, Some(ending))),
            None => return Ok((rows, batches, None)),
        }
    }
}

#[test]
fn batches_hold_a_thousand_rows_or_a_mebibyte() {
    let small = SheetRow { sheet: 0, row: 1, cells: vec![Cell::Text("甲".into())] };
    let large = SheetRow { cells: vec![Cell::Text("x".repeat(600_000))], ..small.clone() };
    let end = Ending::Fault(DecodeFault::Empty);
    assert_eq!(read_all(&written(&vec![small; 2_500], &end)).unwrap().1, [1_000, 1_000, 500]);
    assert_eq!(read_all(&written(&vec![large; 3], &end)).unwrap().1, [2, 1]);
}

proptest! {
    #[test]
    fn rows_pass_unchanged(rows in prop::collection::vec(row(), 0..40)) {
        let end = Ending::Fault(DecodeFault::Nul { line: 3, byte: 7 });
        let (found, _, ending) = read_all(&written(&rows, &end)).unwrap();
        prop_assert_eq!(found, rows);
        prop_assert_eq!(ending, Some(end));
    }

    #[test]
    fn noise_is_refused_without_panic(
        mut bytes in prop::collection::vec(any::<u8>(), 0..80),
        length in 0_u8..80,
    ) {
        if bytes.len() >= 5 {
            bytes[..5].copy_from_slice(&[length, 0, 0, 0, b'R']);
        }
        let _ = read_all(&bytes);
    }

    #[test]
    fn a_cut_stream_has_no_ending(
        rows in prop::collection::vec(row(), 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let bytes = written(&rows, &Ending::Fault(DecodeFault::Empty));
        let cut = cut.index(bytes.len());
        let ended = matches!(read_all(&bytes[..cut]), Ok((_, _, Some(_))));
        prop_assert!(!ended);
    }
}
