//! Canonical JSON (RFC 8785, JCS) for the values an entry may hold, in one pass into one buffer. It is not a
//! general serializer: floats, integers beyond ±(2^53 − 1) and absurd nesting are refused, because two
//! programs may write them differently, and a commitment must have one spelling only.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

/// Deepest nesting of arrays and objects that is written.
pub const DEPTH_MAX: usize = 64;
/// Largest integer that every JSON reader keeps exactly (2^53 − 1, RFC 8785 appendix D).
pub const INTEGER_MAX: i64 = 9_007_199_254_740_991;

/// Why a value has no canonical form here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JcsFault {
    /// A number with a fraction or an exponent; money is whole fen, ratios are basis points.
    #[error("数值「{found}」不是整数，账本只收整数；金额请用分，比例请用万分数")]
    Float {
        /// The number as it was read.
        found: String,
    },
    /// An integer that some readers would round.
    #[error("整数「{found}」超出 ±9007199254740991，各家程序读法不一；请改用文本")]
    Range {
        /// The number as it was read.
        found: String,
    },
    /// Arrays or objects nested more than [`DEPTH_MAX`] deep.
    #[error("内容嵌套超过 {DEPTH_MAX} 层，请拆平后再报送")]
    Depth,
}

/// The canonical text of one value.
///
/// # Errors
/// [`JcsFault`] for a float, an integer out of range or too deep a nesting.
pub fn to_string(value: &Value) -> Result<String, JcsFault> {
    let mut out = String::with_capacity(64);
    write(&mut out, value)?;
    Ok(out)
}

/// The canonical text of a flat payload: what `ledger_body.payload` holds.
///
/// # Errors
/// [`JcsFault`] as for [`to_string`].
pub fn fields_to_string(fields: &BTreeMap<String, Value>) -> Result<String, JcsFault> {
    let mut out = String::with_capacity(48 * fields.len() + 2);
    out.push('{');
    for (nth, (name, value)) in in_order(fields).into_iter().enumerate() {
        write_name(&mut out, nth, name);
        write(&mut out, value)?;
    }
    out.push('}');
    Ok(out)
}

/// Appends the canonical text of one value to `out`.
///
/// # Errors
/// [`JcsFault`]; `out` then ends somewhere inside the value.
pub fn write(out: &mut String, value: &Value) -> Result<(), JcsFault> {
    write_at(out, value, 0)
}

/// Appends a string in quotes: the two-character escapes of ECMAScript, `\u00xx` for other control
/// characters, everything else as it is (RFC 8785 section 3.2.2.2).
pub fn write_str(out: &mut String, text: &str) {
    out.push('"');
    let mut clean = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(text.get(clean..at).unwrap_or_default());
        write_escape(out, byte);
        clean = at + 1;
    }
    out.push_str(text.get(clean..).unwrap_or_default());
    out.push('"');
}

/// Appends an integer in decimal, without a heap allocation.
pub(crate) fn write_int(out: &mut String, number: i64) {
    let mut digits = [0_u8; 20];
    let mut rest = number.unsigned_abs();
    let mut used = 0;
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push('-');
    }
    out.extend(digits.iter().skip(digits.len() - used).map(|&digit| char::from(digit)));
}

/// Appends `"name":`, with a comma before it unless it is the first member of its object.
pub(crate) fn write_name(out: &mut String, nth: usize, name: &str) {
    if nth > 0 {
        out.push(',');
    }
    write_str(out, name);
    out.push(':');
}

/// The members of a payload in canonical order (UTF-16 code units, RFC 8785 section 3.2.3).
pub(crate) fn in_order<V>(fields: &BTreeMap<String, V>) -> Vec<(&String, &V)> {
    let mut members: Vec<_> = fields.iter().collect();
    // Bytes of UTF-8 and units of UTF-16 sort alike below U+E000, whose UTF-8 begins with 0xEE.
    if fields.keys().any(|name| name.bytes().any(|byte| byte >= 0xEE)) {
        members.sort_by(|left, right| left.0.encode_utf16().cmp(right.0.encode_utf16()));
    }
    members
}

fn write_at(out: &mut String, value: &Value, depth: usize) -> Result<(), JcsFault> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::String(text) => write_str(out, text),
        Value::Number(number) => write_int(out, whole(number)?),
        Value::Array(items) => return write_array(out, items, deeper(depth)?),
        Value::Object(members) => return write_object(out, members, deeper(depth)?),
    }
    Ok(())
}

fn write_array(out: &mut String, items: &[Value], depth: usize) -> Result<(), JcsFault> {
    out.push('[');
    for (nth, item) in items.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        write_at(out, item, depth)?;
    }
    out.push(']');
    Ok(())
}

fn write_object(out: &mut String, members: &Map<String, Value>, depth: usize) -> Result<(), JcsFault> {
    // Sorted here and not by the map: another crate may switch serde_json's maps to insertion order.
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|left, right| left.0.encode_utf16().cmp(right.0.encode_utf16()));
    out.push('{');
    for (nth, (name, value)) in sorted.into_iter().enumerate() {
        write_name(out, nth, name);
        write_at(out, value, depth)?;
    }
    out.push('}');
    Ok(())
}

fn write_escape(out: &mut String, byte: u8) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        0x08 => out.push_str("\\b"),
        0x09 => out.push_str("\\t"),
        0x0A => out.push_str("\\n"),
        0x0C => out.push_str("\\f"),
        0x0D => out.push_str("\\r"),
        control => {
            out.push_str(if control < 0x10 { "\\u000" } else { "\\u001" });
            out.extend(char::from_digit(u32::from(control & 0x0F), 16));
        }
    }
}

fn whole(number: &Number) -> Result<i64, JcsFault> {
    let Some(found) = number.as_i64() else {
        let found = number.to_string();
        return Err(if number.is_u64() { JcsFault::Range { found } } else { JcsFault::Float { found } });
    };
    if found.unsigned_abs() > INTEGER_MAX.unsigned_abs() {
        return Err(JcsFault::Range { found: found.to_string() });
    }
    Ok(found)
}

fn deeper(depth: usize) -> Result<usize, JcsFault> {
    if depth >= DEPTH_MAX { Err(JcsFault::Depth) } else { Ok(depth + 1) }
}

#[cfg(test)]
mod tests;
