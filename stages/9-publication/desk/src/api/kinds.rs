//! The kinds of the release in force, in the description of the API: what a sender may send and what a reader may
//! get of each. Made from the kinds when asked, so that a new kind is described as soon as it is adopted.

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use xh_policy::{Collect, Field, FieldType, Kind, Need, Release, Visibility};
use xh_web::Problem;

/// The description with two schemas per kind: `Send_<kind>` and `Record_<kind>`.
pub(crate) fn described(whole: &OpenApi, release: &Release) -> Result<Value, Problem> {
    let mut document = serde_json::to_value(whole).map_err(Problem::internal)?;
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    let Some(schemas) = schemas else { return Ok(document) };
    for kind in release.kinds() {
        schemas.insert(format!("Send_{}", kind.id), sent(kind));
        schemas.insert(format!("Record_{}", kind.id), shown(kind));
    }
    Ok(document)
}

/// What may be sent: every field that is kept, and which of them must be there.
fn sent(kind: &Kind) -> Value {
    let kept = || kind.fields.iter().filter(|field| field.collect == Collect::Keep);
    let required: Vec<&str> =
        kept().filter(|field| field.need == Need::Required).map(|field| field.id.as_str()).collect();
    let properties: Map<String, Value> = kept().map(|field| (field.id.clone(), cell(field))).collect();
    json!({ "type": "object", "title": format!("报送：{}", kind.title), "required": required, "properties": properties })
}

/// What everyone may be shown.
fn shown(kind: &Kind) -> Value {
    let public = |field: &&Field| {
        field.collect == Collect::Keep && matches!(field.visibility, Visibility::Public | Visibility::Masked)
    };
    let fields = kind.fields.iter().filter(public);
    let properties: Map<String, Value> =
        fields.map(|field| (super::answers::name_of(field), value(field))).collect();
    json!({ "type": "object", "title": format!("公示：{}", kind.title), "properties": properties })
}

/// Cells are sent as text, as they stand in a sheet.
fn cell(field: &Field) -> Value {
    let codes: Vec<&str> = field.codes.iter().map(|item| item.title.as_str()).collect();
    match codes.is_empty() {
        true => json!({ "type": "string", "description": field.title }),
        false => {
            json!({ "type": "string", "description": format!("{}：{}", field.title, codes.join("、")) })
        }
    }
}

fn value(field: &Field) -> Value {
    let codes: Vec<&str> = field.codes.iter().map(|item| item.id.as_str()).collect();
    let one = json!({ "type": "string", "enum": codes });
    match field.kind {
        FieldType::MoneyWan | FieldType::MoneyYuan | FieldType::Number => {
            json!({ "type": "integer", "description": field.title })
        }
        FieldType::Flag => json!({ "type": "boolean", "description": field.title }),
        FieldType::Date => json!({ "type": "string", "format": "date", "description": field.title }),
        FieldType::CodeSet => json!({ "type": "array", "items": one, "description": field.title }),
        FieldType::CodeOne => json!({ "type": "string", "enum": codes, "description": field.title }),
        _ => json!({ "type": "string", "description": field.title }),
    }
}
