//! Canonical JSON (RFC 8785) for values without fractions: members sorted by UTF-16, no white space.

use serde_json::Value;

/// Largest integer that every reader of JSON keeps exactly.
const INTEGER_MAX: u64 = (1 << 53) - 1;

/// The canonical text of a value.
///
/// # Errors
/// A sentence, when a number is not a whole one that every reader keeps.
pub fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(text).collect::<Result<_, _>>()?;
            Ok(format!("[{}]", items.join(",")))
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            let members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| Ok(format!("{}:{}", Value::from(name.as_str()), text(value)?)))
                .collect::<Result<_, String>>()?;
            Ok(format!("{{{}}}", members.join(",")))
        }
        Value::Number(number) if number.as_i64().is_none_or(|n| n.unsigned_abs() > INTEGER_MAX) => {
            Err(format!("数值「{number}」没有唯一写法"))
        }
        plain => Ok(plain.to_string()),
    }
}
