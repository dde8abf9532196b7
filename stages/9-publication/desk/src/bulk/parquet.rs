//! The same list as a Parquet file: typed columns (days, fen, text), for programs that count. Written with the format's
//! own crate alone, without Arrow; rows go out in groups, so memory holds one group however long the list.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as Parquet};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Map, Value};
use xh_kernel::Date;

use crate::bulk::{Column, Spool, Spooled};

/// Rows in one group.
const GROUP: usize = 5_000;
/// 1970-01-01, from which the format counts days.
const EPOCH: &str = "1970-01-01";

/// A Parquet file being written.
pub(crate) struct Sheet {
    writer: SerializedFileWriter<Spool>,
    columns: Vec<Column>,
    waiting: Vec<Map<String, Value>>,
}

impl Sheet {
    /// An empty file with these columns; `said` goes into its foot.
    pub(crate) fn new(spool: Spool, columns: Vec<Column>, said: &[(&str, String)]) -> Parquet<Sheet> {
        let notes =
            said.iter().map(|(name, value)| KeyValue::new((*name).to_owned(), value.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("xinheng".to_owned())
            .set_key_value_metadata(Some(notes));
        let writer = SerializedFileWriter::new(spool, schema(&columns)?, Arc::new(properties.build()))?;
        Ok(Sheet { writer, columns, waiting: Vec::with_capacity(GROUP) })
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, row: Map<String, Value>) -> Parquet<()> {
        self.waiting.push(row);
        if self.waiting.len() < GROUP { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Parquet<()> {
        let rows = std::mem::take(&mut self.waiting);
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for column in &self.columns {
            write(&mut group, column, &rows)?;
        }
        group.close().map(|_| ())
    }

    /// The whole file.
    pub(crate) fn done(mut self) -> Parquet<Spooled> {
        self.flush()?;
        let spool = self.writer.into_inner()?;
        spool.done().map_err(|fault| ParquetError::External(Box::new(fault)))
    }
}

fn schema(columns: &[Column]) -> Parquet<TypePtr> {
    let fields = columns.iter().map(|column| field(column).map(Arc::new)).collect::<Parquet<Vec<_>>>()?;
    Type::group_type_builder("list").with_fields(fields).build().map(Arc::new)
}

fn field(column: &Column) -> Parquet<Type> {
    let (name, optional) = (column.name.as_str(), Repetition::OPTIONAL);
    let text = |name, repetition| {
        let text = Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_repetition(repetition);
        text.with_logical_type(Some(LogicalType::String)).build()
    };
    let plain = |physical, logical| {
        let plain = Type::primitive_type_builder(name, physical).with_repetition(optional);
        plain.with_logical_type(logical).build()
    };
    match column.r#type.as_str() {
        "date" => plain(Physical::INT32, Some(LogicalType::Date)),
        "integer" | "integer_fen" => plain(Physical::INT64, None),
        "list" => {
            let element = Arc::new(text("element", Repetition::REQUIRED)?);
            let repeated = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
            let repeated = Arc::new(repeated.with_fields(vec![element]).build()?);
            let list = Type::group_type_builder(name).with_repetition(optional).with_fields(vec![repeated]);
            list.with_logical_type(Some(LogicalType::List)).build()
        }
        _ => text(name, optional),
    }
}

fn write(
    group: &mut SerializedRowGroupWriter<'_, Spool>,
    column: &Column,
    rows: &[Map<String, Value>],
) -> Parquet<()> {
    let missing = || ParquetError::General(format!("no column {}", column.name));
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    let cells = rows.iter().map(|row| row.get(&column.name).unwrap_or(&Value::Null));
    match column.r#type.as_str() {
        "date" => {
            let (values, levels) = flat(cells.map(day));
            writer.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
        }
        "integer" | "integer_fen" => {
            let (values, levels) = flat(cells.map(Value::as_i64));
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        }
        "list" => {
            let (values, levels, repeats) = nested(cells);
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), Some(&repeats))?;
        }
        _ => {
            let (values, levels) = flat(cells.map(text));
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        }
    }
    writer.close()
}

/// The values that are there, and for each row whether it has one.
fn flat<T>(cells: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    (values, levels)
}

/// The elements, how deep each row is filled (0 nothing, 1 an empty list, 2 an element), and where a row goes on.
fn nested<'v>(cells: impl Iterator<Item = &'v Value>) -> (Vec<ByteArray>, Vec<i16>, Vec<i16>) {
    let (mut values, mut levels, mut repeats) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let Value::Array(elements) = cell else {
            // A masked list is a text: one element.
            let one = text(cell);
            levels.push(if one.is_some() { 2 } else { 0 });
            repeats.push(0);
            values.extend(one);
            continue;
        };
        let found: Vec<ByteArray> = elements.iter().filter_map(text).collect();
        levels.extend(std::iter::repeat_n(if found.is_empty() { 1 } else { 2 }, found.len().max(1)));
        repeats.extend((0..found.len().max(1)).map(|nth| i16::from(nth > 0)));
        values.extend(found);
    }
    (values, levels, repeats)
}

fn text(cell: &Value) -> Option<ByteArray> {
    match cell {
        Value::Null => None,
        Value::String(text) => Some(ByteArray::from(text.as_str())),
        other => Some(ByteArray::from(other.to_string().as_str())),
    }
}

fn day(cell: &Value) -> Option<i32> {
    let day = Date::parse(cell.as_str()?).ok()?;
    let epoch = Date::parse(EPOCH).ok()?;
    i32::try_from(epoch.days_until(day)).ok()
}

#[cfg(test)]
mod tests;
