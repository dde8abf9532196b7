//! Files as large as the limits, made on the fly, in a child with little memory; and children that fail.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use tempfile::NamedTempFile;
use xh_exchange::{ChildDecoder, DecodeFault, Limits};

use crate::book::{Book, zip_of};
use crate::in_child;

const ROW: &str = "某某公司第0000000号,91110108MA01GYN96T\
    ,京建罚〔2023〕第000000号,未按规定设置安全警示标志,罚款,0.5,2023-07-24,某区住房和城乡建设委员会\n";

fn file_of(write: impl FnOnce(&mut BufWriter<&std::fs::File>)) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    let mut out = BufWriter::with_capacity(1 << 20, file.as_file());
    write(&mut out);
    out.flush().unwrap();
    drop(out);
    file
}

fn count(path: &Path, limits: &Limits) -> Result<u64, DecodeFault> {
    let exe = Path::new(env!("CARGO_BIN_EXE_xh-decode-child"));
    let mut child = ChildDecoder::spawn(exe, path, limits)?;
    let mut rows = 0;
    for batch in &mut child {
        let batch = batch?;
        assert!(batch.len() <= 1_000);
        rows += batch.len() as u64;
    }
    assert_eq!(child.finish()?.rows, rows);
    Ok(rows)
}

#[test]
fn two_hundred_megabytes_stream_through_a_child_with_48_mib() {
    let lines = (200 << 20) / ROW.len();
    let file = file_of(|out| (0..lines).for_each(|_| out.write_all(ROW.as_bytes()).unwrap()));
    let limits = Limits {
        child_memory_bytes: 48 << 20,
        rows_max: 2_000_000,
        child_cpu_seconds: 300,
        ..Limits::default()
    };
    assert_eq!(count(file.path(), &limits), Ok(lines as u64));
}

#[test]
fn a_file_one_byte_too_large_is_refused_at_once() {
    let file = NamedTempFile::new().unwrap();
    file.as_file().set_len((200 << 20) + 1).unwrap();
    let (rows, outcome) = in_child(file.path(), &Limits::default());
    assert!(rows.is_empty());
    assert_eq!(outcome, Err(DecodeFault::TooLarge { bytes_max: 200 << 20 }));
}

#[test]
fn a_sparse_file_of_nothing_is_refused() {
    let file = NamedTempFile::new().unwrap();
    file.as_file().set_len(100 << 20).unwrap();
    assert_eq!(in_child(file.path(), &Limits::default()).1, Err(DecodeFault::Nul { line: 1, byte: 1 }));
}

#[test]
fn a_bomb_of_a_gigabyte_stops_at_the_cap() {
    let noise: Vec<u8> =
        (0..1_000_003_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 27) as u8 | 0x40).collect();
    let row: Vec<u8> = [b"<row><c t=\"str\"><v>", &noise[..30_000], b"</v></c></row>"].concat();
    let mut sheet = b"<worksheet><sheetData>".to_vec();
    while sheet.len() < (70 << 20) {
        sheet.extend_from_slice(&row);
    }
    let book = Book::of("").set("xl/other1.xml", sheet);
    let file = file_of(|out| out.write_all(&book.bytes()).unwrap());
    let fault = in_child(file.path(), &Limits::default()).1.unwrap_err();
    assert!(matches!(fault.code(), "zip_too_large" | "zip_ratio"), "{fault:?}");
}

#[test]
fn many_strings_fit_the_default_memory() {
    let items: String = (0..1_500_000).map(|at| format!("<si><t>某公司{at}</t></si>")).collect();
    let book = Book::of("<row><c t=\"s\"><v>1499999</v></c></row>").strings(&items);
    let file = file_of(|out| out.write_all(&book.bytes()).unwrap());
    let (rows, outcome) = in_child(file.path(), &Limits::default());
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(rows[0].cells[0].text(), "某公司1499999");
}

#[test]
fn too_little_memory_is_said_to_be_that() {
    let items: String = (0..400_000).map(|at| format!("<si><t>某公司{at}</t></si>")).collect();
    let book = Book::of("<row><c t=\"s\"><v>1</v></c></row>").strings(&items);
    let file = file_of(|out| out.write_all(&book.bytes()).unwrap());
    let limits = Limits { child_memory_bytes: 24 << 20, ..Limits::default() };
    let fault = in_child(file.path(), &limits).1.unwrap_err();
    assert_eq!(fault, DecodeFault::TooHeavy { what: "内存".to_owned() });
}

#[test]
fn too_much_time_is_said_to_be_that() {
    let file =
        file_of(|out| (0..(60 << 20) / ROW.len()).for_each(|_| out.write_all(ROW.as_bytes()).unwrap()));
    let limits = Limits { child_cpu_seconds: 0, child_cpu_seconds_per_10_mb: 0, ..Limits::default() };
    let fault = in_child(file.path(), &limits).1.unwrap_err();
    assert_eq!(fault.code(), "too_heavy");
}

fn with_program(script: &str, limits: &Limits) -> DecodeFault {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("child.sh");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let input = NamedTempFile::new().unwrap();
    let mut child = ChildDecoder::spawn(&program, input.path(), limits).unwrap();
    for batch in &mut child {
        if let Err(fault) = batch {
            return fault;
        }
    }
    child.finish().unwrap_err()
}

#[test]
fn a_child_that_says_nothing_or_nonsense_is_a_fault() {
    let limits = Limits::default();
    let check = |script: &str, code: &str| assert_eq!(with_program(script, &limits).code(), code, "{script}");
    check("exit 0", "decoder_crashed");
    check("exit 7", "decoder_crashed");
    check("printf 'hello, this is no frame at all'", "decoder_crashed");
    check("printf '\\001\\000\\000\\000Z'", "decoder_crashed");
    check("printf '\\377\\377\\377\\377R'", "decoder_crashed");
    check("printf '\\005\\000\\000\\000R\\000\\001\\001\\011'", "decoder_crashed");
    check("printf '\\011\\000\\000\\000R\\000\\001\\001\\001\\002\\377\\377'", "decoder_crashed");
    check("kill -SEGV $$", "decoder_crashed");
    check("kill -KILL $$", "too_heavy");
    check("kill -XCPU $$", "too_heavy");
    check("exec 1>&-; yes >&2 & sleep 1; kill $!; exit 1", "decoder_crashed");
}

#[test]
fn a_child_that_sleeps_is_ended() {
    let limits = Limits { child_silence_seconds: 1, ..Limits::default() };
    let fault = with_program("exec sleep 60", &limits);
    assert_eq!(fault, DecodeFault::TooHeavy { what: "时间".to_owned() });
}

#[test]
fn a_slow_receiver_costs_the_child_nothing() {
    let file = file_of(|out| (0..20_000).for_each(|_| out.write_all(ROW.as_bytes()).unwrap()));
    let exe = Path::new(env!("CARGO_BIN_EXE_xh-decode-child"));
    let limits = Limits { child_silence_seconds: 1, ..Limits::default() };
    let mut child = ChildDecoder::spawn(exe, file.path(), &limits).unwrap();
    child.next().unwrap().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(child.finish().unwrap().rows, 20_000);
}

#[test]
fn a_receiver_that_leaves_early_leaves_no_child() {
    let file = file_of(|out| (0..200_000).for_each(|_| out.write_all(ROW.as_bytes()).unwrap()));
    let exe = Path::new(env!("CARGO_BIN_EXE_xh-decode-child"));
    let mut child = ChildDecoder::spawn(exe, file.path(), &Limits::default()).unwrap();
    child.next().unwrap().unwrap();
    drop(child);
}

#[test]
fn a_pipe_as_input_is_spooled() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_xh-decode-child"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let bytes = zip_of(
        &Book::of("<row><c><v>42</v></c></row>")
            .parts
            .iter()
            .map(|(n, c)| (n.as_str(), c.as_slice()))
            .collect::<Vec<_>>(),
    );
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"shape\":\"xlsx\""));
}
