//! Hostile delimited text: encodings, quotes, widths, blanks.

use crate::{Case, count, fault, rows};

fn gb(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

pub fn cases() -> Vec<Case> {
    [shapes(), quotes(), widths(), utf8(), gb18030(), wide(), boundaries(), limits()]
        .into_iter()
        .flatten()
        .collect()
}

fn shapes() -> Vec<Case> {
    vec![
        fault("empty", "", "file_empty"),
        fault("blanks only", " \t \r\n  ", "file_empty"),
        fault("line ends only", "\r\n\n\r\n", "file_empty"),
        fault("mark only", "\u{feff}", "file_empty"),
        fault("commas only", ",,,\n,,,\n", "file_empty"),
        rows("header only", "名称,代码\n", "名称|代码"),
        rows("one cell", "甲", "甲"),
        rows("no last line end", "a,b\n1,2", "a|b/1|2"),
        rows("CRLF", "a,b\r\n1,2\r\n", "a|b/1|2"),
        rows("CR alone", "a,b\r1,2\r", "a|b/1|2"),
        rows("line ends mixed", "a\r\nb\nc\rd\n\re", "a/b/c/d/e"),
        rows("blank rows between", "a,b\n\n,\n \u{a0} , \n1,2\n", "a|b/1|2"),
        rows("ragged", "a,b,c\n1\n1,2,3,4\n", "a|b|c/1/1|2|3|4"),
        rows("semicolons", "名称;金额\n甲;1,5\n乙;2,5\n", "名称|金额/甲|1,5/乙|2,5"),
        rows("tabs", "名称\t备注\n甲\ta,b;c\n乙\td,e;f\n", "名称|备注/甲|a,b;c/乙|d,e;f"),
        rows(
            "title above commas",
            "处罚公示表\n名称,文号\n甲;乙,1\n丙;丁,2\n",
            "处罚公示表/名称|文号/甲;乙|1/丙;丁|2",
        ),
        rows("bracket title is no JSON", "[附件1]\n名称,代码\n", "[附件1]/名称|代码"),
        rows("brace title is no JSON", "{说明}\n名称,代码\n", "{说明}/名称|代码"),
        rows("angle title is no markup", "<附件>\n名称,代码\n", "<附件>/名称|代码"),
        rows(
            "formulas stay text",
            "=1+1,+2,-3,@x,\"=cmd|' /C calc'!A0\"\n",
            "=1+1|+2|-3|@x|=cmd|' /C calc'!A0",
        ),
        rows("numbers stay text", "0123,1E5,91110108MA01GYN96T\n", "0123|1E5|91110108MA01GYN96T"),
        rows("control characters pass on", "a\u{7}b,\u{1b}c\n", "a\u{7}b|\u{1b}c"),
        rows("line separator is no line end", "a\u{2028}b,c\u{85}d\n", "a\u{2028}b|c\u{85}d"),
        fault("NUL inside", "a,b\n1,\u{0}2\n", "nul_byte").says("第 2 行（第 3 个字节处）"),
        fault("NUL first", "\u{0}a,b\n1,2\n", "nul_byte"),
        fault("ELF program", b"\x7FELF\x02\x01\x01\0\0\0\0\0".to_vec(), "nul_byte"),
    ]
}

fn quotes() -> Vec<Case> {
    vec![
        rows("line end in quotes", "a,\"b\nc\"\n1,2\n", "a|b\nc/1|2"),
        rows("CRLF in quotes", "a,\"b\r\nc\"\r\n1,2\r\n", "a|b\nc/1|2"),
        rows("doubled quotes", "\"a\"\"b\",\"\"\"\"\n", "a\"b|\""),
        rows("quote in mid-field", "a\"b,c\"d\"\n1,2\n", "a\"b|c\"d\"/1|2"),
        rows("text after a closed quote", "\"a\"b,c\n", "ab|c"),
        rows("many quotes", "\"\"\"\"\"\"\"\",x\n", "\"\"\"|x"),
        fault("quote open to the end", "a,b\n1,\"2\n3,4\n5,6\n", "quote_unclosed").says("第 2 行"),
        fault("quote open on the last field", "a,b\n\n1,\"2", "quote_unclosed").says("第 3 行"),
        fault("lone quote", "\"", "quote_unclosed"),
        fault("quote open over 9 MB", format!("a,b\n1,\"{}", "2,3\n".repeat(2_300_000)), "row_too_long"),
        fault(
            "quote closed 40,000 characters later",
            format!("a\n\"{}\"\nb\n", "x,y\n".repeat(10_000)),
            "cell_too_long",
        ),
    ]
}

fn widths() -> Vec<Case> {
    let empty = ",".repeat(16_377);
    vec![
        rows(
            "16,378 columns, three used",
            format!("序号,名称,年度{empty}\n1,甲,2023{empty}\n"),
            "序号|名称|年度/1|甲|2023",
        ),
        rows("16,378 columns of blanks", format!("a{}\n", ", ".repeat(16_377)), "a"),
        fault("16,378th column used", format!("a{empty}x\n"), "too_many_columns").says("第 16378 列"),
        count("256 columns", format!("{}z\n", "a,".repeat(255)), 1),
        fault("257 columns", format!("{}z\n", "a,".repeat(256)), "too_many_columns"),
        count("cell of 32,767", format!("a,{}\n", "字".repeat(32_767)), 1),
        fault("cell of 32,768", format!("a,{}\n", "字".repeat(32_768)), "cell_too_long").says("第 2 列"),
        fault("one line of 10 MB", "x".repeat(10 << 20), "row_too_long"),
        fault("one line of 3 MB", "x".repeat(3 << 20), "cell_too_long"),
        fault("300,000 commas and a letter", format!("{}x", ",".repeat(300_000)), "too_many_columns"),
    ]
}

fn utf8() -> Vec<Case> {
    let chinese = "行政相对人名称,处罚决定书文号,统一社会信用代码\n";
    let damaged = |bad: &[u8]| join(&[chinese.as_bytes(), "甲公司,".as_bytes(), bad, b",3\n"]);
    vec![
        rows("UTF-8 with mark", "\u{feff}名称,代码\n", "名称|代码"),
        rows("mark written twice", "\u{feff}\u{feff}名称,代码\n", "名称|代码"),
        rows("bidi passes on", "名称\n甲\u{202e}司公\u{202c}\n", "名称/甲\u{202e}司公\u{202c}"),
        rows(
            "zero width passes on",
            "名称\n甲\u{200b}公\u{feff}司\u{2060}\n",
            "名称/甲\u{200b}公\u{feff}司\u{2060}",
        ),
        rows("private use passes on", "名称\n\u{e000}\u{f8ff}\n", "名称/\u{e000}\u{f8ff}"),
        rows("beyond the first plane", "名称\n𠮷野家\u{10ffff}\n", "名称/𠮷野家\u{10ffff}"),
        fault("overlong", damaged(b"\xC0\x80"), "encoding_invalid")
            .says("第 2 行第 11 个字节（0xC0）不是有效的 UTF-8"),
        fault("surrogate", damaged(b"\xED\xA0\x80"), "encoding_invalid").says("UTF-8"),
        fault("beyond Unicode", damaged(b"\xF5\x80\x80\x80"), "encoding_invalid").says("UTF-8"),
        fault("stray continuation", damaged(b"\x80"), "encoding_invalid").says("0x80"),
        fault("stray 0xFF", damaged(b"\xFF"), "encoding_invalid").says("0xFF"),
        fault(
            "short and cut in mid-character",
            "行政相对人名称".as_bytes()[..20].to_vec(),
            "encoding_invalid",
        )
        .says("第 1 行第 19 个字节"),
        fault("cut in mid-character", chinese.as_bytes()[..20].to_vec(), "encoding_invalid"),
        fault("mark, then GB18030", join(&[b"\xEF\xBB\xBF", &gb("名称,代码\n")]), "encoding_invalid")
            .says("声明的编码与内容不符"),
        fault("UTF-8, then GB18030", join(&[chinese.as_bytes(), &gb(chinese)]), "encoding_invalid")
            .says("第 2 行第 1 个字节"),
        rows("two Chinese in a file of letters", b"a,\xC3\xE0\xD1\xF4\n".to_vec(), "a|绵阳"),
        rows("valid UTF-8 by chance is noted", b"name,\xCA\xA1\xD5\xBE\n".to_vec(), "name|ʡվ").says("乱码"),
        rows("Latin letters", "a,é\n", "a|é"),
    ]
}

fn gb18030() -> Vec<Case> {
    let row = |bad: &[u8]| join(&[&gb("名称,备注\n甲公司,"), bad]);
    vec![
        rows("GB18030", gb("名称,代码\n甲公司,1\n"), "名称|代码/甲公司|1"),
        rows("GB18030 with mark", join(&[b"\x84\x31\x95\x33", &gb("名称,代码\n")]), "名称|代码"),
        fault(
            "mark of GB18030, then UTF-8",
            join(&[b"\x84\x31\x95\x33", "名称,代,\n".as_bytes()]),
            "encoding_invalid",
        ),
        rows("four bytes", gb("名称,代码\n𠮷野家,㐂\n"), "名称|代码/𠮷野家|㐂"),
        rows(
            "second byte is a backslash",
            join(&[&gb("名称\n"), b"\x81\x5C\x81\x7C\x81\x40\n"]),
            "名称/乗亅丂",
        ),
        rows("euro of the standard", join(&[&gb("名称\n"), b"\xA2\xE3\n"]), "名称/€"),
        rows("0x80 as a second byte", join(&[&gb("名称\n"), b"\x81\x80\xA2\xE3\n"]), "名称/亐€"),
        fault("0x80 alone", row(b"\x80,\n"), "encoding_invalid")
            .says("第 2 行第 8 个字节（0x80）不是有效的 GB18030"),
        fault("0xFF alone", row(b"\xFF,\n"), "encoding_invalid"),
        fault("lone lead byte eats no quote", row(b"\"a\x81\",b\n"), "encoding_invalid")
            .says("第 2 行第 10 个字节（0x81）"),
        fault("lone lead byte eats no comma", row(b"\x81,b\n"), "encoding_invalid"),
        fault("lone lead byte eats no line end", row(b"\x81\n1,2\n"), "encoding_invalid"),
        fault("lone lead byte at the end", row(b"\x81"), "encoding_invalid"),
        fault("four bytes cut at the end", row(b"\x81\x30\x81"), "encoding_invalid"),
        fault("four bytes, third wrong", row(b"\x81\x30\x20\x30\n"), "encoding_invalid"),
        fault("four bytes beyond the table", row(b"\xFE\x39\xFE\x39\n"), "encoding_invalid"),
        fault("NUL in GB18030", row(b"\0\n"), "nul_byte"),
    ]
}

fn wide() -> Vec<Case> {
    let little: Vec<u8> = "名称,代码\n甲,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "名称,代码\n甲,1\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    vec![
        fault("UTF-16 little, mark", join(&[b"\xFF\xFE", &little]), "format_not_accepted").says("CSV UTF-8"),
        fault("UTF-16 big, mark", join(&[b"\xFE\xFF", &big]), "format_not_accepted"),
        fault("UTF-16 little, no mark", little, "format_not_accepted").says("UTF-16"),
        fault("UTF-16 big, no mark", big, "format_not_accepted").says("UTF-16"),
        fault("UTF-32", join(&[b"\x00\x00\xFE\xFF", b"\0\0\0a"]), "format_not_accepted"),
    ]
}

/// Characters and line ends laid across the 64 KiB chunks of the decoder.
fn boundaries() -> Vec<Case> {
    let filled = |length: usize| {
        let mut filled = "x".repeat(99) + "\n";
        filled = filled.repeat(length / 100);
        filled + &"y".repeat(length % 100)
    };
    let mut cases = Vec::new();
    for before in [65_533, 65_534, 65_535] {
        let ascii = filled(before);
        let lines = ascii.lines().count() as u64;
        cases.push(count("UTF-8 across chunks", format!("{ascii}名称𠮷\n"), lines));
        cases.push(count("GB18030 across chunks", join(&[ascii.as_bytes(), &gb("名称𠮷\n")]), lines));
        cases.push(count("CRLF across chunks", format!("{ascii}\r\nz\r\n"), lines + 1));
        let broken = join(&[ascii.as_bytes(), &gb("甲"), b"\x81"]);
        cases.push(fault("broken across chunks", broken, "encoding_invalid").says("第 656 行"));
    }
    cases.push(count(
        "GB18030 after 100 KB of ASCII",
        join(&[filled(100_000).as_bytes(), &gb("名称\n")]),
        1001,
    ));
    let no_cut = gb(&"字".repeat(50_000));
    cases.push(fault("100 KB of GB18030 in one cell", no_cut, "cell_too_long"));
    cases
}

fn limits() -> Vec<Case> {
    let table = "a,b\n1,2\n3,4\n5,6\n";
    vec![
        fault("rows over the cap", table, "too_many_rows").under(|limits| limits.rows_max = 3),
        count("rows at the cap", table, 4).under(|limits| limits.rows_max = 4),
        fault("blank rows over the cap", "a\n\n\n\nb\n", "too_many_rows").under(|limits| limits.rows_max = 4),
        fault("cells over the cap", table, "too_many_cells").under(|limits| limits.cells_max = 7),
        fault("text over the cap", table, "too_much_text").under(|limits| limits.text_bytes_max = 7),
        fault("bytes over the cap", table, "file_too_large").under(|limits| limits.file_bytes_max = 15),
        count("bytes at the cap", table, 4).under(|limits| limits.file_bytes_max = 16),
    ]
}
