//! Reading typed facts out of a ledger payload; a payload that lost its shape is a fault, never a default.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use xh_ledger::Fields;

/// A payload without the field its kind always has, or with another type.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("账本条目内容的字段「{field}」无法读取（{what}），请核对数据是否完整或由更新的版本写入")]
pub struct BodyFault {
    /// The payload's field.
    pub field: String,
    /// What is wrong with it.
    pub what: String,
}

/// Takes typed fields out of a payload.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(pub &'a Fields);

impl Reader<'_> {
    /// A field of any type that serde can read; an absent field reads as null.
    ///
    /// # Errors
    /// `BodyFault` when the value has another type.
    pub fn get<T: DeserializeOwned>(&self, field: &str) -> Result<T, BodyFault> {
        let value = self.0.get(field).unwrap_or(&Value::Null);
        T::deserialize(value).map_err(|e| BodyFault { field: field.to_owned(), what: e.to_string() })
    }

    /// A text that must be there.
    ///
    /// # Errors
    /// `BodyFault` when absent or not a string.
    pub fn text(&self, field: &str) -> Result<String, BodyFault> {
        self.get(field)
    }
}

/// Writes a value into a payload; `None` and null are left out, so absent and null read alike.
pub(crate) fn put<T: Serialize>(fields: &mut Fields, name: &str, value: T) {
    if let Ok(value) = serde_json::to_value(value)
        && !value.is_null()
    {
        fields.insert(name.to_owned(), value);
    }
}
