//! Whatever a sheet holds, nothing here panics, and no identity number survives screening.

use proptest::collection::vec;
use proptest::prelude::*;

use super::fixture::{COLUMNS, kind, mapping, today};
use crate::{
    Binding, MappingVerdict, Screen, blank_never, check, find_header, mask_identity_numbers, propose, screen,
};

/// Cells from garbage to nearly right.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        "[0-9０-９A-Za-z*/.E+() -]{0,24}",
        Just("91130100000000019Q".to_owned()),
        Just("行政相对人名称".to_owned()),
        Just("行政处罚决定书文号".to_owned()),
        Just("处罚决定日期".to_owned()),
        Just("2023-04-12".to_owned()),
        Just("罚款人民币叁仟元整".to_owned()),
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn any_sheet_is_read_or_asked_about(sample in vec(vec(cell(), 0..8), 0..8)) {
        let kind = kind();
        let shape = find_header(&sample, &kind);
        let mapping = match propose(&shape, &sample, &kind, true) {
            MappingVerdict::Settled(mapping) => mapping,
            MappingVerdict::NeedsHelp(help) => help.proposal,
        };
        let binding = Binding::new(&mapping, &kind);
        for row in shape.below(&sample) {
            if screen(&binding.row(row)) == Screen::Pass {
                let mut kept = row.clone();
                blank_never(&mut kept, &binding);
                let _ = check(&binding.row(&kept), today());
            }
        }
    }

    #[test]
    fn any_row_has_an_outcome(row in vec(cell(), 0..8)) {
        let (kind, mapping) = (kind(), mapping(&COLUMNS));
        let binding = Binding::new(&mapping, &kind);
        if let Err(faults) = check(&binding.row(&row), today()) {
            prop_assert!(!faults.is_empty());
            prop_assert!(faults.iter().all(|fault| !fault.reason.is_empty() && !fault.remedy.is_empty()));
        }
    }

    #[test]
    fn a_masked_text_holds_no_identity_number(before in "\\PC{0,12}", after in "\\PC{0,12}", sep in "[ -]?") {
        let text = format!("{before}130999{sep}19900307{sep}0014{after}");
        let masked = mask_identity_numbers(&text).unwrap_or(text);
        prop_assert!(!xh_kernel::contains_identity_number(&masked));
    }
}
