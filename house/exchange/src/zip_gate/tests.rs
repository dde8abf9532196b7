//! Caps on what comes out, part by part.

use super::Caps;
use crate::Limits;

fn check(name: &str, packed: u64, before: u64, inflated: u64, code: &str) {
    let caps = Caps::of(name, packed, &Limits::default(), before);
    let found = caps.check(name, inflated).map_or_else(|fault| fault.code(), |()| "ok");
    assert_eq!(found, code, "{name} {inflated}");
}

const MIB: u64 = 1 << 20;

#[test]
fn each_kind_of_part_has_its_cap() {
    check("xl/worksheets/sheet1.xml", 9 * MIB, 0, 256 * MIB, "ok");
    check("xl/worksheets/sheet1.xml", 9 * MIB, 0, 256 * MIB + 1, "zip_too_large");
    check("xl/sharedstrings.xml", 9 * MIB, 0, 128 * MIB + 1, "zip_too_large");
    check("xl/worksheets/sharedstrings.xml", 9 * MIB, 0, 128 * MIB + 1, "zip_too_large");
    check("xl/styles.xml", 9 * MIB, 0, 64 * MIB + 1, "zip_too_large");
    check("xl/worksheets/sheet2.xml", 9 * MIB, 300 * MIB, 100 * MIB + 1, "zip_too_large");
    check("xl/worksheets/sheet1.xml", 1_000, 0, MIB, "ok");
    check("xl/worksheets/sheet1.xml", 1_000, 0, MIB + 1, "zip_ratio");
    check("xl/worksheets/sheet1.xml", 0, 0, 2 * MIB, "zip_ratio");
}
