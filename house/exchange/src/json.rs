//! One JSON document: an array of objects, or a wrapper with one such array somewhere inside (`data`, `rows`, …), or
//! one object that is the only record. The keys are the headings, as in NDJSON; what they mean is 4-intake's.
//!
//! Two passes like `ndjson.rs`, both streaming: the first checks everything and gathers the keys, the second delivers.
//! Two arrays of objects, a nested value in a record, a doubled key: refused, never guessed.

use std::cell::{Cell as Shared, RefCell};
use std::collections::HashSet;
use std::io::{BufReader, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::fault::shown;
use crate::ndjson::{Keys, NESTED, Object, ObjectVisitor, PlainVisitor, TWICE, explain, without_nul};
use crate::tally::Tally;
use crate::{Cell, DecodeFault, SheetRow};

/// Wrappers inside wrappers; what lies deeper is no table of ours.
const WRAPPERS_MAX: usize = 6;
const BUFFER: usize = 64 << 10;

/// Whether text that begins with `{` is one document rather than one object a line: it spreads over lines, or a value
/// of the first object begins like a table or a wrapper.
pub(crate) fn is_document(head: &str) -> bool {
    let (mut depth, mut quoted, mut escaped, mut spread) = (0_u32, false, false, false);
    let mut last = ' ';
    for c in head.trim_start_matches('\u{feff}').trim_start().chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\n' | '\r' => spread = true,
            '{' if depth == 1 && last == ':' => return true,
            '{' | ']' if depth == 2 && last == '[' => return true,
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return spread;
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    spread
}

/// First pass: checks every record and returns the keys with the text.
pub(crate) fn survey<T: Read>(text: T, tally: &Tally) -> Result<(Keys, T), DecodeFault> {
    let mut keys = Keys::default();
    let columns_max = tally.limits.columns_max;
    let text = each_record(text, tally.limits.row_bytes_max, &mut |record, object| {
        for (key, _) in object {
            let column = keys.column_of(&key) as u64 + 1;
            if column > u64::from(columns_max) {
                return Err(DecodeFault::TooWide { row: record, column, columns_max });
            }
        }
        Ok(())
    })?;
    Ok((keys, text))
}

/// Second pass: delivers the header as row 0, then each record as the row of its number.
pub(crate) fn read<T: Read>(text: T, mut keys: Keys, tally: &mut Tally) -> Result<T, DecodeFault> {
    tally.deliver(SheetRow { sheet: 0, row: 0, cells: keys.header() }, 1)?;
    each_record(text, tally.limits.row_bytes_max, &mut |record, object| {
        tally.check_row_number(record)?;
        tally.count_cells(object.len() as u64)?;
        let cells = keys.cells(object);
        let row = u32::try_from(record).unwrap_or(u32::MAX);
        tally.deliver(SheetRow { sheet: 0, row, cells }, record).map(drop)
    })
}

type Act<'a> = dyn FnMut(u64, Object) -> Result<(), DecodeFault> + 'a;

/// What one walk over the document keeps.
struct Walk<'a> {
    act: RefCell<&'a mut Act<'a>>,
    records: Shared<u64>,
    /// Where the table was found.
    table: RefCell<Option<String>>,
    /// An array without elements was met: a table of nothing, when there is no other.
    nothing: Shared<bool>,
    fault: RefCell<Option<DecodeFault>>,
    allowance: Rc<Shared<u64>>,
    bytes_max: u32,
}

impl Walk<'_> {
    fn record(&self, object: Object) -> Result<(), DecodeFault> {
        self.records.set(self.records.get() + 1);
        let record = self.records.get();
        let object = without_nul(object, record)?;
        self.allowance.set(u64::from(self.bytes_max) + 2 * BUFFER as u64);
        (self.act.borrow_mut())(record, object)
    }

    /// Keeps the fault for the end of the walk and stops the parser.
    fn stop<E: serde::de::Error>(&self, fault: DecodeFault) -> E {
        self.fault.replace(Some(fault));
        E::custom("stopped")
    }

    /// A second table is nobody's to choose from.
    fn found_table(&self, path: &str) -> Result<(), DecodeFault> {
        let mut table = self.table.borrow_mut();
        match table.as_deref() {
            Some(first) if first != path => {
                Err(DecodeFault::JsonTables { first: shown(first), second: shown(path) })
            }
            Some(_) => Ok(()),
            None => {
                *table = Some(path.to_owned());
                Ok(())
            }
        }
    }
}

fn each_record<'a, T: Read>(text: T, bytes_max: u32, act: &'a mut Act<'a>) -> Result<T, DecodeFault> {
    let allowance = Rc::new(Shared::new(u64::from(bytes_max) + 2 * BUFFER as u64));
    let source = Rationed { inner: text, allowance: Rc::clone(&allowance) };
    let mut reader = BufReader::with_capacity(BUFFER, source);
    let walk = Walk {
        act: RefCell::new(act),
        records: Shared::new(0),
        table: RefCell::new(None),
        nothing: Shared::new(false),
        fault: RefCell::new(None),
        allowance,
        bytes_max,
    };
    let mut parser = serde_json::Deserializer::from_reader(&mut reader);
    let place = Place { walk: &walk, path: String::new(), depth: 0 };
    let end = place.deserialize(&mut parser).and_then(|_| parser.end());
    drop(parser);
    if let Err(error) = end {
        return Err(in_words(&walk, error));
    }
    Ok(reader.into_inner().inner)
}

fn in_words(walk: &Walk, error: serde_json::Error) -> DecodeFault {
    if let Some(fault) = walk.fault.take() {
        return fault;
    }
    let (line, record) = (error.line() as u64, walk.records.get() + 1);
    let message = error.to_string();
    if !error.is_io() {
        return explain(&message, line, record);
    }
    match std::io::Error::from(error).downcast::<Spent>() {
        Ok(Spent) => DecodeFault::RowTooLong { line, bytes_max: walk.bytes_max },
        Err(error) => error.into(),
    }
}

/// One value of the document: where it stands decides what it may be.
struct Place<'w, 'a> {
    walk: &'w Walk<'a>,
    path: String,
    depth: usize,
}

/// What a value turned out to be.
enum Kind {
    /// A plain value.
    Plain(Cell),
    /// A table, a list, or a wrapper with what is in it.
    Other,
}

impl<'de> DeserializeSeed<'de> for Place<'_, '_> {
    type Value = Kind;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        if self.depth > WRAPPERS_MAX {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Kind::Other);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_, '_> {
    type Value = Kind;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an array of objects, or an object with one inside")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Kind, E> {
        self.plain(PlainVisitor.visit_bool(value)?.0)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Kind, E> {
        self.plain(PlainVisitor.visit_i64(value)?.0)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Kind, E> {
        self.plain(PlainVisitor.visit_u64(value)?.0)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Kind, E> {
        self.plain(PlainVisitor.visit_f64(value)?.0)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Kind, E> {
        self.plain(PlainVisitor.visit_str(value)?.0)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Kind, E> {
        self.plain(PlainVisitor.visit_unit()?.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Kind, A::Error> {
        let (mut rows, mut others) = (0_u64, 0_u64);
        while let Some(element) = seq.next_element_seed(Row)? {
            let Some(object) = element else {
                others += 1;
                if rows > 0 || self.depth == 0 {
                    return Err(A::Error::custom("an element that is no object"));
                }
                continue;
            };
            rows += 1;
            if others > 0 {
                return Err(A::Error::custom("objects among other things"));
            }
            let taken = self.walk.found_table(&self.path).and_then(|()| self.walk.record(object));
            taken.map_err(|fault| self.walk.stop(fault))?;
        }
        if rows + others == 0 {
            self.walk.nothing.set(true);
        }
        Ok(Kind::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
        let (mut seen, mut plain, mut nested) = (HashSet::new(), Object::new(), None);
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("{TWICE}{key}{TWICE}")));
            }
            let path = if self.depth == 0 { key.clone() } else { format!("{}.{key}", self.path) };
            match map.next_value_seed(Place { walk: self.walk, path, depth: self.depth + 1 })? {
                Kind::Plain(cell) => plain.push((key, cell)),
                Kind::Other => nested = nested.or(Some(key)),
            }
        }
        if self.depth == 0 && self.walk.table.borrow().is_none() && !self.walk.nothing.get() {
            if let Some(key) = nested {
                return Err(A::Error::custom(format!("{NESTED}{key}{NESTED}")));
            }
            self.walk.record(plain).map_err(|fault| self.walk.stop(fault))?;
        }
        Ok(Kind::Other)
    }
}

impl Place<'_, '_> {
    fn plain<E: serde::de::Error>(self, cell: Option<Cell>) -> Result<Kind, E> {
        match cell.filter(|_| self.depth > 0) {
            Some(cell) => Ok(Kind::Plain(cell)),
            None => Err(E::custom("a bare value")),
        }
    }
}

/// An element of an array: an object is a record, anything else is `None`.
struct Row;

impl<'de> DeserializeSeed<'de> for Row {
    type Value = Option<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Row {
    type Value = Option<Object>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object of plain values")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        ObjectVisitor.visit_map(map).map(Some)
    }
}

/// One record may take so many bytes: a string without an end would otherwise gather the whole file in memory.
struct Rationed<R> {
    inner: R,
    allowance: Rc<Shared<u64>>,
}

#[derive(Debug, thiserror::Error)]
#[error("record allowance spent")]
struct Spent;

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.allowance.get().checked_sub(read as u64);
        self.allowance.set(left.ok_or_else(|| std::io::Error::other(Spent))?);
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
