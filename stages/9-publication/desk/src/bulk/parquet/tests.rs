//! What is written is read back by the format's own reader, type for type, across groups.

use axum::body::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};

use super::{GROUP, Sheet};
use crate::bulk::{Column, Spool};

fn columns() -> Vec<Column> {
    [("id", "text"), ("decided_on", "date"), ("fine_fen", "integer_fen"), ("kinds", "list")]
        .map(|(name, what)| Column { name: name.to_owned(), title: name.to_owned(), r#type: what.to_owned() })
        .to_vec()
}

async fn written(rows: Vec<Value>) -> SerializedFileReader<Bytes> {
    let mut sheet = Sheet::new(Spool::new().unwrap(), columns(), &[("on", "2026-11-24".to_owned())]).unwrap();
    for row in rows {
        sheet.add(row.as_object().unwrap().clone()).unwrap();
    }
    let file = sheet.done().unwrap();
    let length = file.bytes;
    let bytes = axum::body::to_bytes(file.body(), usize::MAX).await.unwrap();
    assert_eq!(bytes.len() as u64, length);
    SerializedFileReader::new(bytes).unwrap()
}

fn read(reader: &SerializedFileReader<Bytes>) -> Vec<Vec<String>> {
    let rows = reader.get_row_iter(None).unwrap();
    let cell = |(_, field): (&String, &Field)| field.to_string();
    rows.map(|row| row.unwrap().get_column_iter().map(cell).collect()).collect()
}

#[tokio::test]
async fn a_row_is_read_back_type_for_type() {
    let reader = written(vec![
        json!({ "id": "一", "decided_on": "2026-05-06", "fine_fen": 3_000_000, "kinds": ["罚款", "警告"] }),
        json!({ "id": "二", "decided_on": null, "fine_fen": -1, "kinds": [] }),
        json!({ "id": "三", "decided_on": "1969-12-31", "kinds": null }),
        json!({ "id": "四", "decided_on": "一九六九", "fine_fen": "五", "kinds": "已遮盖" }),
    ])
    .await;
    let shown = read(&reader);
    assert_eq!(shown[0], ["\"一\"", "2026-05-06", "3000000", "[\"罚款\", \"警告\"]"]);
    assert_eq!(shown[1], ["\"二\"", "null", "-1", "[]"]);
    assert_eq!(shown[2], ["\"三\"", "1969-12-31", "null", "null"]);
    assert_eq!(shown[3], ["\"四\"", "null", "null", "[\"已遮盖\"]"], "what has another type is no value");
    let foot = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert_eq!((foot[0].key.as_str(), foot[0].value.as_deref()), ("on", Some("2026-11-24")));
}

#[tokio::test]
async fn a_long_list_goes_out_in_groups() {
    let rows = (0..GROUP + 3).map(|nth| json!({ "id": nth.to_string(), "fine_fen": nth })).collect();
    let reader = written(rows).await;
    assert_eq!(reader.num_row_groups(), 2);
    let shown = read(&reader);
    assert_eq!((shown.len(), shown[GROUP][2].as_str()), (GROUP + 3, GROUP.to_string().as_str()));
    assert!(read(&written(Vec::new()).await).is_empty(), "an empty list is a file too");
}
