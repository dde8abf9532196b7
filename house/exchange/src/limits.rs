//! How much one upload may cost. Operator settings, not law: nothing here decides what is lawful.
//!
//! The defaults follow `trust.md` T11, raised where a county's yearly sheet would not fit.

use serde::{Deserialize, Serialize};

/// Caps that every decoder keeps, whatever the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the file as received.
    pub file_bytes_max: u64,
    /// Entries in the zip container of a workbook.
    pub zip_parts_max: u32,
    /// Inflated bytes of one worksheet part.
    pub sheet_bytes_max: u64,
    /// Inflated bytes of the shared strings; all of them are held in memory at once.
    pub strings_bytes_max: u64,
    /// Number of shared strings.
    pub strings_max: u32,
    /// Inflated bytes of any other part.
    pub part_bytes_max: u64,
    /// Inflated bytes of all parts together.
    pub inflated_bytes_max: u64,
    /// Inflated bytes for each packed byte of one part; parts under 1 MiB inflated are not measured.
    pub zip_ratio_max: u32,
    /// Rows of one sheet, blank ones included, and rows of the whole file.
    pub rows_max: u32,
    /// Used columns of one row, after trailing blanks are cut off.
    pub columns_max: u32,
    /// Cells of the whole file; in a workbook the empty ones that are written down count too.
    pub cells_max: u64,
    /// Characters of one cell (the same number as in Excel).
    pub cell_chars_max: u32,
    /// Bytes of one row as UTF-8.
    pub row_bytes_max: u32,
    /// Bytes of all cells together as UTF-8: a shared string may be named a million times.
    pub text_bytes_max: u64,
    /// Address space of the decoding child, in bytes.
    pub child_memory_bytes: u64,
    /// Processor seconds the child has in any case.
    pub child_cpu_seconds: u64,
    /// Processor seconds in addition for each started 10 MB of the file.
    pub child_cpu_seconds_per_10_mb: u64,
    /// How long the parent waits for the next piece of the answer before it ends the child, in seconds.
    pub child_silence_seconds: u64,
}

const MIB: u64 = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes_max: 200 * MIB,
            zip_parts_max: 200,
            sheet_bytes_max: 256 * MIB,
            strings_bytes_max: 128 * MIB,
            strings_max: 3_000_000,
            part_bytes_max: 64 * MIB,
            inflated_bytes_max: 400 * MIB,
            zip_ratio_max: 200,
            rows_max: 1_048_576,
            columns_max: 256,
            cells_max: 30_000_000,
            cell_chars_max: 32_767,
            row_bytes_max: 4 << 20,
            text_bytes_max: 1 << 30,
            child_memory_bytes: 512 * MIB,
            child_cpu_seconds: 20,
            child_cpu_seconds_per_10_mb: 20,
            child_silence_seconds: 120,
        }
    }
}

impl Limits {
    /// Processor seconds for a file of so many bytes.
    #[must_use]
    pub fn cpu_seconds(&self, file_bytes: u64) -> u64 {
        let tens = file_bytes.div_ceil(10_000_000);
        self.child_cpu_seconds.saturating_add(tens.saturating_mul(self.child_cpu_seconds_per_10_mb))
    }
}
