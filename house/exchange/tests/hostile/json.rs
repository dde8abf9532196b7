//! Hostile JSON, a line or a document: nesting, doubled keys, numbers, broken lines, wrappers.

use crate::{Case, fault, rows};

fn many_keys(number: usize) -> String {
    let pairs: Vec<String> = (0..number).map(|at| format!("\"k{at}\":1")).collect();
    format!("{{{}}}\n", pairs.join(","))
}

pub fn cases() -> Vec<Case> {
    [plain(), broken(), documents(), broken_documents()].into_iter().flatten().collect()
}

fn plain() -> Vec<Case> {
    vec![
        rows("one object", "{\"名称\":\"甲\",\"代码\":\"1\"}\n", "名称|代码/甲|1"),
        rows("later keys are appended", "{\"b\":1,\"a\":2}\n{\"a\":3,\"c\":4}\n", "b|a|c/1|2/|3|4"),
        rows("null, true, false", "{\"a\":null,\"b\":true,\"c\":false}\n", "a|b|c/|是|否"),
        rows("blank lines", "\n{\"a\":1}\n\n \n{\"a\":2}", "a/1/2"),
        rows(
            "numbers",
            "{\"a\":-1,\"b\":0.02,\"c\":1e3,\"d\":18446744073709551615}\n",
            "a|b|c|d/-1|0.02|1000|18446744073709551615",
        ),
        rows("number too long for any type", "{\"a\":911101080123456789012345}\n", "a/9.111010801234568E23"),
        rows("noise of floating point", "{\"a\":0.30000000000000004}\n", "a/0.3"),
        rows("with mark", "\u{feff}{\"a\":1}\n", "a/1"),
        rows("GB18030", encoding_rs::GB18030.encode("{\"名称\":\"甲公司\"}\n").0.into_owned(), "名称/甲公司"),
        rows("escapes", "{\"a\":\"\\u7532\\n\\\"\\ud842\\udfb7\"}\n", "a/甲\n\"𠮷"),
        rows(
            "256 keys",
            many_keys(256),
            &format!(
                "{}/{}",
                (0..256).map(|at| format!("k{at}")).collect::<Vec<_>>().join("|"),
                vec!["1"; 256].join("|")
            ),
        ),
        rows("CR line ends", "{\"a\":1}\r{\"a\":2}\r\n", "a/1/2"),
        rows("empty key", "{\"\":1,\"a\":2}\n", "|a/1|2"),
    ]
}

fn broken() -> Vec<Case> {
    vec![
        fault("nothing inside", "{}\n", "file_empty"),
        fault("array as value", "{\"a\":1}\n{\"a\":[1]}\n", "json_nested").says("第 2 行的「a」"),
        fault("object as value", "{\"a\":{\"b\":1}}\n", "json_nested"),
        fault(
            "deep nesting",
            format!("{{\"a\":{}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000)),
            "json_nested",
        ),
        fault("deep objects", "{\"a\":".repeat(100_000), "json_invalid"),
        fault("key twice", "{\"a\":1,\"a\":2}\n", "json_key_twice").says("出现了两次"),
        fault("bidi in a key is not shown", "{\"a\u{202e}b\":1,\"a\u{202e}b\":2}\n", "json_key_twice")
            .says("「ab」"),
        fault("NUL by escape", "{\"a\":\"\\u0000\"}\n", "nul_byte"),
        fault("NUL in a key", "{\"a\\u0000\":1}\n", "nul_byte"),
        fault("half a surrogate", "{\"a\":\"\\ud842\"}\n", "json_invalid"),
        fault("number too large", "{\"a\":1e400}\n", "json_invalid"),
        fault("leading zero", "{\"a\":0123}\n", "json_invalid"),
        fault("not a number", "{\"a\":NaN}\n", "json_invalid"),
        fault("string left open", "{\"a\":\"b\n", "json_invalid").says("第 1 行"),
        fault("cut off", "{\"a\":1}\n{\"a\":", "json_invalid").says("第 2 行"),
        fault("two objects on a line", "{\"a\":1}{\"a\":2}\n", "json_invalid"),
        fault("second line is no object", "{\"a\":1}\n[1]\n", "json_invalid").says("第 2 行"),
        fault("second line is text", "{\"a\":1}\na,b\n", "json_invalid"),
        fault("257 keys", many_keys(257), "too_many_columns"),
        fault(
            "keys that grow",
            (0..300).map(|at| format!("{{\"k{at}\":1}}\n")).collect::<String>(),
            "too_many_columns",
        ),
        fault("long value", format!("{{\"a\":\"{}\"}}\n", "x".repeat(40_000)), "cell_too_long"),
        fault("line of 6 MB", format!("{{\"a\":\"{}\"}}\n", "x".repeat(6 << 20)), "row_too_long"),
        fault("bad bytes", b"{\"a\":\"\x81\"}\n".to_vec(), "encoding_invalid"),
    ]
}

/// Codes of the 2018 generation and of 2016, and the wrappers they come in.
fn documents() -> Vec<Case> {
    let exchange = "{\n \"head\": {\"from\": \"某局\", \"sent\": [1, 2]},\n \"total\": 2,\n \"data\": [\n  {\"CF_WSH\": \
        \"甲1号\", \"CF_FK\": 0.5},\n  {\"CF_WSH\": \"甲2号\", \"CF_FK\": null}\n ]\n}\n";
    let deep = "{\"code\":200,\"data\":{\"page\":{\"no\":1},\"rows\":[{\"XK_WSH\":\"甲\"}]},\"errors\":[]}";
    let gb = encoding_rs::GB18030.encode("{\"data\":[{\"名称\":\"甲公司\\\\\"}]}").0.into_owned();
    let far = format!("{{\n\"note\":\"{}\",\n\"rows\":[{{\"a\":1}}]}}", "x".repeat(200_000));
    vec![
        rows("array of objects", "[{\"a\":1},{\"a\":2}]", "a/1/2"),
        rows("array over lines, with mark", "\u{feff}[\r\n{\"a\":1},\n\n{\"b\":\"甲\"}\r\n]\n", "a|b/1/|甲"),
        rows("wrapper with what it says of itself", exchange, "CF_WSH|CF_FK/甲1号|0.5/甲2号"),
        rows("wrapper in a wrapper", deep, "XK_WSH/甲"),
        rows("one object over lines", "{\n\"a\": \"甲\",\n\"b\": true\n}", "a|b/甲|是"),
        rows("wrapper in GB18030", gb, "名称/甲公司\\"),
        rows("table behind 200 KB", far, "a/1"),
        rows(
            "rows before what is said of them",
            "{\"rows\":[{\"a\":1}],\"total\":1,\"by\":{\"x\":[\"y\"]}}",
            "a/1",
        ),
        rows("lists beside the table", "{\"columns\":[\"a\"],\"rows\":[{\"a\":1}]}", "a/1"),
        rows("brackets in strings", "[{\"a\":\"]}{[\\\"\"}]", "a/]}{[\""),
    ]
}

fn broken_documents() -> Vec<Case> {
    let long = format!("[{{\"a\":\"{}\"}}]", "x".repeat(6 << 20));
    let endless = format!("[{{\"a\":1}},{{\"a\":\"{}", "x".repeat(6 << 20));
    let wide: Vec<String> = (0..300).map(|at| format!("{{\"k{at}\":1}}")).collect();
    let wrapped = |inner: &str| format!("{}[{{\"a\":1}}]{}", inner.repeat(9), "}".repeat(9));
    vec![
        fault("two tables", "{\"x\":[{\"a\":1}],\"y\":{\"z\":[{\"a\":2}]}}", "json_two_tables")
            .says("「x」和「y.z」"),
        fault("table within a record", "[{\"a\":1},\n{\"a\":[{\"b\":1}]}]", "json_nested")
            .says("第 2 行（第 2 条记录）的「a」"),
        fault("object within a record", "{\"data\":[{\"a\":{\"b\":1}}]}", "json_nested").says("第 1 条记录"),
        fault("no table, only objects", "{\"a\":{\"b\":1}}", "json_nested").says("「a」"),
        fault("key twice in a record", "[{\"a\":1,\"a\":2}]", "json_key_twice").says("第 1 条记录"),
        fault("the table's key twice", "{\"data\":[{\"a\":1}],\"data\":[{\"a\":2}]}", "json_key_twice")
            .says("「data」"),
        fault("empty array", "{\"total\":0,\"data\":[]}", "file_empty"),
        fault("empty array over lines", "{\n\"data\": []\n}", "file_empty"),
        fault("records and numbers", "[{\"a\":1},2]", "json_invalid"),
        fault("numbers and records", "{\"data\":[2,{\"a\":1}]}", "json_nested"),
        fault("cut off", "[{\"a\":1},\n{\"a\":2}", "json_invalid").says("第 2 行"),
        fault("more behind the end", "[{\"a\":1}]\n[{\"a\":2}]", "json_invalid").says("第 2 行"),
        fault("comma before the end", "[{\"a\":1},]", "json_invalid"),
        fault("NUL by escape in a record", "[{\"a\":\"\\u0000\"}]", "nul_byte"),
        fault("half a surrogate in a record", "[{\"a\":\"\\ud842\"}]", "json_invalid"),
        fault("record of 6 MB", long, "row_too_long"),
        fault("string without an end", endless, "row_too_long"),
        fault("keys that grow over records", format!("[{}]", wide.join(",")), "too_many_columns"),
        fault(
            "100,000 arrays in each other",
            format!("[{{\"a\":1}},{}", "[".repeat(100_000)),
            "json_invalid",
        ),
        fault("100,000 arrays in a record", format!("[{{\"a\":{}", "[".repeat(100_000)), "json_invalid"),
        fault("100,000 wrappers", "{\"a\":\n".repeat(100_000), "json_invalid"),
        fault("table too deep", wrapped("{\"a\":"), "json_nested"),
        fault("too many records", "[{\"a\":1},{\"a\":2},{\"a\":3}]", "too_many_rows")
            .under(|l| l.rows_max = 3),
        fault("too many cells", "[{\"a\":1},{\"a\":2},{\"a\":3}]", "too_many_cells")
            .under(|l| l.cells_max = 2),
        fault("bad bytes in a document", b"[{\"a\":\"\x81\"}]".to_vec(), "encoding_invalid"),
    ]
}
