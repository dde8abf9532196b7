//! The gate before any workbook parser: counts parts, inflates each one through a counting reader, and
//! scans its XML. Nothing is written, so names with `..` do no harm.
//!
//! Sizes declared in the container are never believed; what is counted is what came out.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::fault::shown;
use crate::parts::{Rules, is_binary};
use crate::xml_scan::XmlScan;
use crate::{DecodeFault, Foreign, Limits};

/// Parts that inflate to less are not measured for their ratio.
const RATIO_FROM: u64 = 1 << 20;
const CHUNK: usize = 64 << 10;

/// What the gate learnt of a workbook it let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Inside {
    /// The workbook draws values from other files; the values it has kept are read.
    pub external_links: bool,
}

/// Lets a workbook through or says why not. The source is left at an arbitrary position.
pub(crate) fn check<R: Read + Seek>(source: &mut R, limits: &Limits) -> Result<Inside, DecodeFault> {
    let mut archive = ZipArchive::new(source).map_err(|error| container(&error))?;
    if archive.len() > limits.zip_parts_max as usize {
        return Err(DecodeFault::TooManyParts { parts_max: limits.zip_parts_max });
    }
    let names = archive.file_names().map(|name| name.map(|name| name.to_ascii_lowercase()));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(|error| container(&error))?;
    recognise(&names)?;
    if archive.has_overlapping_files().map_err(|error| container(&error))? {
        return Err(DecodeFault::broken("zip", "parts share their bytes"));
    }
    let mut rules = Rules::new(limits);
    let mut total = 0;
    for (index, name) in names.iter().enumerate() {
        let part = archive.by_index(index).map_err(|error| container(&error))?;
        total += inflate(part, name, &mut rules, total)?;
    }
    let external_links = rules.external_links || names.iter().any(|name| name.contains("externallinks/"));
    Ok(Inside { external_links })
}

/// Tells a workbook from the other things that come in a zip container.
fn recognise(names: &[String]) -> Result<(), DecodeFault> {
    let has = |wanted: &str| names.iter().any(|name| name.contains(wanted));
    if has("vbaproject") || has("xl/macrosheets/") {
        return Err(DecodeFault::Macros);
    }
    let format = if has("xl/workbook.bin") {
        Foreign::Xlsb
    } else if has("mimetype") && has("content.xml") {
        Foreign::OpenDocument
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        Foreign::OfficeDocument
    } else if has("[content_types].xml") || has("_rels/.rels") {
        return Ok(());
    } else {
        Foreign::Archive
    };
    Err(DecodeFault::foreign(format))
}

/// Inflates one part (its name is in lower case) and returns how many bytes came out.
fn inflate<R: Read>(
    mut part: ZipFile<R>,
    name: &str,
    rules: &mut Rules,
    before: u64,
) -> Result<u64, DecodeFault> {
    let caps = Caps::of(name, part.compressed_size(), rules.limits, before);
    let scanned = !is_binary(name) && !part.is_dir();
    let mut scan = XmlScan::new(name, rules);
    let mut buffer = vec![0; CHUNK];
    let mut inflated = 0;
    loop {
        let read = part.read(&mut buffer).map_err(|error| DecodeFault::broken(name, error))?;
        inflated += read as u64;
        caps.check(name, inflated)?;
        let chunk = buffer.get(..read).unwrap_or_default();
        if scanned {
            scan.take(chunk)?;
        }
        if read == 0 {
            break;
        }
    }
    if scanned {
        scan.finish()?;
    }
    Ok(inflated)
}

struct Caps {
    part: u64,
    total_left: u64,
    total: u64,
    ratio: u64,
    ratio_max: u32,
}

impl Caps {
    fn of(name: &str, packed: u64, limits: &Limits, before: u64) -> Self {
        let part = if name.ends_with("sharedstrings.xml") {
            limits.strings_bytes_max
        } else if name.contains("worksheets") {
            limits.sheet_bytes_max
        } else {
            limits.part_bytes_max
        };
        Self {
            part,
            total: limits.inflated_bytes_max,
            total_left: limits.inflated_bytes_max.saturating_sub(before),
            ratio: packed.max(1).saturating_mul(u64::from(limits.zip_ratio_max)),
            ratio_max: limits.zip_ratio_max,
        }
    }

    fn check(&self, name: &str, inflated: u64) -> Result<(), DecodeFault> {
        let part = shown(name);
        if inflated > self.part {
            return Err(DecodeFault::InflatedTooLarge { part, bytes_max: self.part });
        }
        if inflated > self.total_left {
            return Err(DecodeFault::InflatedTooLarge { part, bytes_max: self.total });
        }
        if inflated > RATIO_FROM && inflated > self.ratio {
            return Err(DecodeFault::Ratio { part, ratio_max: self.ratio_max });
        }
        Ok(())
    }
}

fn container(error: &ZipError) -> DecodeFault {
    let text = error.to_string();
    if text.to_ascii_lowercase().contains("password") {
        return DecodeFault::Encrypted;
    }
    DecodeFault::broken("zip", text)
}

#[cfg(test)]
mod tests;
