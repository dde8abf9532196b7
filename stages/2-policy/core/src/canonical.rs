//! Canonical JSON: one spelling for one content, so that a digest names a release.
//!
//! Object keys sorted, no spaces, integers only; the same rules as RFC 8785 for the data used here (keys are
//! ASCII, there are no floats). It is not a general JSON writer.

use serde_json::Value;

/// Writes the value canonically; none when it holds a number that is not an integer.
pub(crate) fn write(value: &Value) -> Option<String> {
    let mut out = String::new();
    put(value, &mut out)?;
    Some(out)
}

fn put(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Number(number) if number.is_f64() => return None,
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                comma(at, out);
                put(item, out)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|left, right| left.0.cmp(right.0));
            out.push('{');
            for (at, (key, item)) in entries.into_iter().enumerate() {
                comma(at, out);
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                put(item, out)?;
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
    Some(())
}

fn comma(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}
