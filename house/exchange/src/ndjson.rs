//! One JSON object a line (NDJSON), values plain: string, number, truth value or null.
//!
//! Two passes: the first checks every line and gathers the keys, the second delivers. So the header row
//! is complete (the keys of the first line in their order, later ones appended) and a fault anywhere
//! is found before any row leaves. Not nested values; a whole document is `json.rs`.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use serde::de::{Deserializer as _, Error as _, MapAccess, Visitor};

use crate::fault::shown;
use crate::serial::number_text;
use crate::tally::Tally;
use crate::{Cell, DecodeFault, SheetRow};

/// The keys of a file in the order of their columns.
#[derive(Default)]
pub(crate) struct Keys {
    order: Vec<String>,
    column: HashMap<String, usize>,
}

impl Keys {
    /// The header row.
    pub(crate) fn header(&self) -> Vec<Cell> {
        self.order.iter().map(|key| Cell::Text(key.clone())).collect()
    }

    /// The values of one object, each in the column of its key.
    pub(crate) fn cells(&mut self, object: Object) -> Vec<Cell> {
        let mut cells = vec![Cell::Empty; self.order.len()];
        for (key, value) in object {
            if let Some(cell) = cells.get_mut(self.column_of(&key)) {
                *cell = value;
            }
        }
        cells
    }

    pub(crate) fn column_of(&mut self, key: &str) -> usize {
        if let Some(at) = self.column.get(key) {
            return *at;
        }
        self.order.push(key.to_owned());
        self.column.insert(key.to_owned(), self.order.len() - 1);
        self.order.len() - 1
    }
}

/// First pass: checks every line and returns the keys with the stream.
pub(crate) fn survey<T: Read>(text: T, tally: &Tally) -> Result<(Keys, T), DecodeFault> {
    let mut keys = Keys::default();
    let columns_max = tally.limits.columns_max;
    let text = each_line(text, tally.limits.row_bytes_max, |line, object| {
        for (key, _) in object {
            let column = keys.column_of(&key) as u64 + 1;
            if column > u64::from(columns_max) {
                return Err(DecodeFault::TooWide { row: line, column, columns_max });
            }
        }
        Ok(())
    })?;
    Ok((keys, text))
}

/// Second pass: delivers the header as row 0, then each line as the row of its number.
pub(crate) fn read<T: Read>(text: T, mut keys: Keys, tally: &mut Tally) -> Result<T, DecodeFault> {
    tally.deliver(SheetRow { sheet: 0, row: 0, cells: keys.header() }, 1)?;
    let row_bytes_max = tally.limits.row_bytes_max;
    each_line(text, row_bytes_max, |line, object| {
        tally.check_row_number(line)?;
        tally.count_cells(object.len() as u64)?;
        let cells = keys.cells(object);
        let row = u32::try_from(line).unwrap_or(u32::MAX);
        tally.deliver(SheetRow { sheet: 0, row, cells }, line)?;
        Ok(())
    })
}

pub(crate) type Object = Vec<(String, Cell)>;

fn each_line<T: Read>(
    text: T,
    bytes_max: u32,
    mut act: impl FnMut(u64, Object) -> Result<(), DecodeFault>,
) -> Result<T, DecodeFault> {
    let mut reader = BufReader::with_capacity(64 << 10, text);
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let read = (&mut reader).take(u64::from(bytes_max) + 1).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            break;
        }
        if read as u64 > u64::from(bytes_max) {
            return Err(DecodeFault::RowTooLong { line, bytes_max });
        }
        if !bytes.trim_ascii().is_empty() {
            act(line, parse(&bytes, line)?)?;
        }
    }
    Ok(reader.into_inner())
}

fn parse(bytes: &[u8], line: u64) -> Result<Object, DecodeFault> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let parsed = deserializer.deserialize_map(ObjectVisitor);
    let object = parsed.and_then(|object| deserializer.end().map(|()| object));
    let object = object.map_err(|error| explain(&error.to_string(), line, 0))?;
    without_nul(object, line)
}

/// The object, unless a key or a value holds a NUL.
pub(crate) fn without_nul(object: Object, line: u64) -> Result<Object, DecodeFault> {
    let nul = |(key, value): &(String, Cell)| key.contains('\0') || value.text().contains('\0');
    if object.iter().any(nul) { Err(DecodeFault::Nul { line, byte: 0 }) } else { Ok(object) }
}

/// Marks in error messages of our own visitors; they hold a control character, which no message of the
/// parser does.
pub(crate) const NESTED: &str = "\u{1}nested\u{1}";
pub(crate) const TWICE: &str = "\u{1}twice\u{1}";

/// A parser's message as a fault; `record` counts in a document and is 0 where each line is one.
pub(crate) fn explain(message: &str, line: u64, record: u64) -> DecodeFault {
    let key = |mark: &str| message.split(mark).nth(1).map(shown);
    if let Some(key) = key(NESTED) {
        return DecodeFault::JsonNested { line, record, key };
    }
    if let Some(key) = key(TWICE) {
        return DecodeFault::JsonTwice { line, record, key };
    }
    DecodeFault::JsonBroken { line, record, detail: message.to_owned() }
}

pub(crate) struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object of plain values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut object = Object::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("{TWICE}{key}{TWICE}")));
            }
            let value = map.next_value::<Plain>()?;
            match value.0 {
                Some(cell) => object.push((key, cell)),
                None => return Err(A::Error::custom(format!("{NESTED}{key}{NESTED}"))),
            }
        }
        Ok(object)
    }
}

/// A plain value, or `None` for an array or object (which is read past).
pub(crate) struct Plain(pub Option<Cell>);

impl<'de> serde::Deserialize<'de> for Plain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

pub(crate) struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Plain, E> {
        Ok(Plain(Some(Cell::Flag(value))))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Plain, E> {
        Ok(Plain(Some(Cell::Number(value.to_string()))))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Plain, E> {
        Ok(Plain(Some(Cell::Number(value.to_string()))))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Plain, E> {
        Ok(Plain(Some(Cell::Number(number_text(value)))))
    }

    fn visit_str<E>(self, value: &str) -> Result<Plain, E> {
        Ok(Plain(Some(if value.is_empty() { Cell::Empty } else { Cell::Text(value.to_owned()) })))
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain(Some(Cell::Empty)))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Plain, A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Plain(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Plain, A::Error> {
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(Plain(None))
    }
}

#[cfg(test)]
mod tests;
