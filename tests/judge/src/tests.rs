//! The judge against a log that `tlog_tiles` and `signed_note` build by themselves, served over HTTP, and
//! against that log with one thing wrong at a time. The record proofs are the golden files of `1-ledger`,
//! read as data.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use signed_note::{Note, StandardSigner};
use tlog_tiles::{Checkpoint, Error, Hash, HashReader, Tile, stored_hashes, tree_hash};

use super::*;

const SECRET: &str = "PRIVATE+KEY+localhost:8080+afdbf767+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
const VKEY: &str = "localhost:8080+afdbf767+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const LEAF: &str = "0caf90a1cfc1bdf09a5bd60ecae94c06c0ed788a4b8f8a7e425a73b5a76f9669";
const PROOF: &str = include_str!("../../../stages/1-ledger/core/golden/proof.json");
const PUBLIC_PROOF: &str = include_str!("../../../stages/1-ledger/core/golden/public-proof.json");
const ERASED_PROOF: &str = include_str!("../../../stages/1-ledger/core/golden/erased-proof.json");
const PUBLIC_ENTRY: &str = include_str!("../../../stages/1-ledger/core/golden/public-entry.json");

type Files = BTreeMap<String, Vec<u8>>;

struct Stored(Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        Ok(indexes.iter().map(|&index| self.0[usize::try_from(index).unwrap()]).collect())
    }
}

/// The golden log, or a longer one that begins with it.
fn log_entries(size: u64) -> Vec<Vec<u8>> {
    let opaque = |commitment: String| format!(r#"{{"c":"{commitment}","k":"o","v":1}}"#).into_bytes();
    let mut entries: Vec<_> = (0..size).map(|nth| opaque(format!("{nth:064x}"))).collect();
    entries[77] = opaque(LEAF.to_owned());
    if size > 259 {
        entries[259] = PUBLIC_ENTRY.as_bytes().to_vec();
    }
    entries
}

fn signed(origin: &str, size: u64, root: Hash) -> String {
    let body = Checkpoint::new(origin, size, root, "").unwrap().to_bytes();
    let mut note = Note::new(&body, &[]).unwrap();
    note.add_sigs(&[&StandardSigner::new(SECRET).unwrap()]).unwrap();
    String::from_utf8(note.to_bytes()).unwrap()
}

/// Everything that a log of these entries serves.
fn files(entries: &[Vec<u8>]) -> Files {
    let size = entries.len() as u64;
    let mut stored = Stored(Vec::new());
    for (nth, entry) in (0..).zip(entries) {
        let hashes = stored_hashes(nth, entry, &stored).unwrap();
        stored.0.extend(hashes);
    }
    let root = tree_hash(size, &stored).unwrap();
    let mut files =
        Files::from([("checkpoint".to_owned(), signed("localhost:8080", size, root).into_bytes())]);
    for tile in Tile::new_tiles(8, 0, size) {
        let path = tile.path().replacen("tile/8/", "tile/", 1);
        if let Some(place) = path.strip_prefix("tile/0/") {
            let first = usize::try_from(tile.level_index() * 256).unwrap();
            let bundle = &entries[first..first + tile.width() as usize];
            let bytes = bundle.iter().flat_map(|entry| {
                [&u16::try_from(entry.len()).unwrap().to_be_bytes(), entry.as_slice()].concat()
            });
            files.insert(format!("tile/entries/{place}"), bytes.collect());
        }
        files.insert(path, tile.read_data(&stored).unwrap());
    }
    files
}

/// Serves files until the test ends; gives the address.
fn serve(files: Files) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().unwrap().unwrap();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let path = request.split(' ').nth(1).unwrap().trim_start_matches('/');
            let (status, body) = files.get(path).map_or(("404 Not Found", &[][..]), |body| ("200 OK", body));
            write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            )
            .unwrap();
            stream.write_all(body).unwrap();
        }
    });
    format!("http://{address}")
}

/// The lines of a run over a served log, and the tally.
fn run(files: Files, change: impl FnOnce(&mut Args)) -> (Vec<String>, u64, u64) {
    let mut args = Args { base: serve(files), vkey: VKEY.to_owned(), ..Args::default() };
    change(&mut args);
    let (line, lines) = mpsc::channel();
    let mut report = Report::new(move |text| line.send(text.to_owned()).unwrap());
    judge(&args, &mut report);
    let (passed, failed) = (report.passed, report.failed);
    drop(report);
    (lines.iter().collect(), passed, failed)
}

/// The names of the checks that fail on the golden log after a change.
fn failures(change: impl FnOnce(&mut Files)) -> Vec<String> {
    let mut files = files(&log_entries(300));
    change(&mut files);
    let (lines, ..) = run(files, |args| args.entries = vec![77, 299]);
    let failed = lines.iter().filter_map(|line| line.strip_prefix("不通过  "));
    failed.map(|line| line.split('：').next().unwrap().to_owned()).collect()
}

/// A temporary file with this text; removed by the caller's directory.
fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("xh-judge-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_golden_checkpoint_is_made_a_second_time() {
    let ours = files(&log_entries(300)).remove("checkpoint").unwrap();
    let golden: serde_json::Value = serde_json::from_str(PROOF).unwrap();
    assert_eq!(String::from_utf8(ours).unwrap(), golden["checkpoint"].as_str().unwrap());
}

#[test]
fn a_field_key_is_the_hmac_of_its_name() {
    let golden: serde_json::Value = serde_json::from_str(PROOF).unwrap();
    let salt: Vec<u8> = (0xA0..0xB0).collect();
    for field in golden["disclosed"].as_array().unwrap() {
        let mac =
            Hmac::<Sha256>::new_from_slice(&salt).unwrap().chain_update(field["name"].as_str().unwrap());
        assert_eq!(field["key"], hex::encode(mac.finalize().into_bytes()));
    }
}

#[test]
fn an_honest_log_passes_every_check() {
    for size in [78, 255, 256, 257, 300, 512, 700] {
        let (lines, passed, failed) =
            run(files(&log_entries(size)), |args| args.entries = vec![0, 77, size - 1]);
        assert_eq!((passed, failed), (8, 0), "{size}: {lines:#?}");
    }
    let mut large = log_entries(300);
    large.extend((300..66_000).map(|nth| format!(r#"{{"c":"{nth:064x}","k":"o","v":1}}"#).into_bytes()));
    let (lines, passed, failed) = run(files(&large), |args| args.entries = vec![65_999]);
    assert_eq!((passed, failed), (6, 0), "{lines:#?}");
}

#[test]
fn the_lines_say_what_was_checked() {
    let (lines, ..) = run(files(&log_entries(300)), |args| args.entries = vec![77]);
    assert_eq!(
        lines,
        [
            "通过    检查点：localhost:8080 签名的 300 条账本",
            "通过    全部条目与第 0 层瓦片：300 条相符",
            "通过    条目形式：299 条只有承诺，1 条公开",
            "通过    上层瓦片：1 个相符",
            "通过    根：rJGHMO3f7Crzd3Senjl23rdQT8VEK/LpYqvvnCAZODE=",
            "通过    第 77 号条目在账本中：9 个哈希的证明成立",
        ]
    );
}

#[test]
fn a_changed_byte_anywhere_fails() {
    let flip = |path: &'static str, at: usize| failures(move |files| files.get_mut(path).unwrap()[at] ^= 1);
    assert_eq!(flip("checkpoint", 20), ["检查点"]);
    assert_eq!(flip("tile/entries/000", 9), ["全部条目与第 0 层瓦片", "上层瓦片"]);
    assert_eq!(flip("tile/0/000", 0), ["全部条目与第 0 层瓦片", "上层瓦片", "第 77 号条目在账本中"]);
    assert_eq!(flip("tile/1/000.p/1", 5), ["上层瓦片", "根", "第 299 号条目在账本中"]);
    assert_eq!(
        flip("tile/0/001.p/44", 5),
        ["全部条目与第 0 层瓦片", "上层瓦片", "根", "第 77 号条目在账本中", "第 299 号条目在账本中"]
    );
    let swapped = failures(|files| {
        let other = files["tile/0/000"].clone();
        files.insert("tile/1/000.p/1".to_owned(), other[..32].to_vec());
    });
    assert_eq!(swapped, ["上层瓦片", "根", "第 299 号条目在账本中"]);
}

#[test]
fn a_missing_or_cut_file_fails() {
    assert_eq!(failures(|files| drop(files.remove("checkpoint"))), ["检查点"]);
    let gone = failures(|files| drop(files.remove("tile/entries/001.p/44")));
    assert_eq!(gone, ["全部条目与第 0 层瓦片", "上层瓦片", "第 299 号条目在账本中"]);
    let cut = failures(|files| files.get_mut("tile/entries/000").unwrap().truncate(900));
    assert_eq!(cut, ["全部条目与第 0 层瓦片", "上层瓦片", "第 77 号条目在账本中"]);
    let cut = failures(|files| files.get_mut("tile/1/000.p/1").unwrap().truncate(31));
    assert_eq!(cut, ["上层瓦片", "根", "第 299 号条目在账本中"]);
}

#[test]
fn a_partial_tile_may_have_become_full() {
    let mut served = files(&log_entries(300));
    let grown = files(&log_entries(512));
    for (partial, full) in [("tile/0/001.p/44", "tile/0/001"), ("tile/entries/001.p/44", "tile/entries/001")]
    {
        served.remove(partial);
        served.insert(full.to_owned(), grown[full].clone());
    }
    let (lines, passed, failed) = run(served, |args| args.entries = vec![299]);
    assert_eq!((passed, failed), (6, 0), "{lines:#?}");
}

#[test]
fn an_entry_that_says_more_than_it_may_fails() {
    for entry in [
        format!(r#"{{"c":"{LEAF}","k":"o","kind":"record.filed","v":1}}"#),
        format!(r#"{{"c":"{LEAF}","k":"p","v":1}}"#),
        format!(r#"{{"c":"{LEAF}","k":"o","v":2}}"#),
        r#"{"c":"12","k":"o","v":1}"#.to_owned(),
        "not json".to_owned(),
    ] {
        let mut entries = log_entries(300);
        entries[5] = entry.into_bytes();
        let (lines, _, failed) = run(files(&entries), |_| ());
        assert_eq!(failed, 1);
        assert!(lines.contains(&"不通过  条目形式：第 5 号条目不合格式".to_owned()), "{lines:#?}");
    }
}

#[test]
fn a_checkpoint_of_another_key_or_log_fails() {
    let other = "localhost:8080+00000000+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    for vkey in [other, "", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"] {
        let (lines, passed, failed) = run(files(&log_entries(300)), |args| args.vkey = vkey.to_owned());
        assert_eq!((passed, failed), (0, 1), "{lines:#?}");
    }
    let foreign = failures(|files| {
        files.insert("checkpoint".to_owned(), signed("elsewhere", 300, Hash([1; 32])).into_bytes());
    });
    assert_eq!(foreign, ["检查点"]);
    let huge = failures(|files| {
        files.insert("checkpoint".to_owned(), signed("localhost:8080", u64::MAX, Hash([1; 32])).into_bytes());
    });
    assert_eq!(huge, ["检查点"]);
}

#[test]
fn an_entry_beyond_the_log_fails() {
    let (lines, _, failed) = run(files(&log_entries(300)), |args| args.entries = vec![300, u64::MAX]);
    assert_eq!(failed, 2, "{lines:#?}");
}

#[test]
fn an_older_checkpoint_must_be_a_beginning() {
    let old = |size: u64, entry: &[u8]| {
        let mut entries = log_entries(size);
        entries[3] = entry.to_vec();
        String::from_utf8(files(&entries).remove("checkpoint").unwrap()).unwrap()
    };
    let honest = log_entries(300)[3].clone();
    for (name, note, expected) in [
        ("honest", old(200, &honest), 0),
        ("same", old(300, &honest), 0),
        ("forked", old(200, b"another"), 1),
        ("same-size-fork", old(300, b"another"), 1),
        ("longer", old(301, &honest), 1),
        ("unsigned", old(200, &honest).replace("200", "199"), 1),
    ] {
        let path = file(name, &note);
        let (lines, _, failed) = run(files(&log_entries(300)), |args| args.older = vec![path.clone()]);
        std::fs::remove_file(path).unwrap();
        assert_eq!(failed, expected, "{name}: {lines:#?}");
    }
}

#[test]
fn a_record_proof_is_recomputed() {
    for (name, text) in [("opaque", PROOF), ("public", PUBLIC_PROOF), ("erased", ERASED_PROOF)] {
        for size in [300, 400] {
            let path = file(&format!("{name}-{size}"), text);
            let (lines, passed, failed) =
                run(files(&log_entries(size)), |args| args.proofs = vec![path.clone()]);
            std::fs::remove_file(path).unwrap();
            assert_eq!((passed, failed), (7, 0), "{name} {size}: {lines:#?}");
        }
    }
}

#[test]
fn a_changed_record_proof_fails() {
    let address = serve(files(&log_entries(300)));
    let log = Log::open(&address, VKEY).unwrap();
    let verdict = |text: &str| {
        let mut report = Report::new(|_| ());
        record::check(&log, "proof", Ok(text.to_owned()), &mut report);
        report.failed
    };
    for text in [PROOF, PUBLIC_PROOF, ERASED_PROOF] {
        assert_eq!(verdict(text), 0);
    }
    for (from, to) in [
        ("2000000", "2000001"),
        ("2000000", "2000000.0"),
        ("罚款", "罚金"),
        ("\"name\": \"reason\"", "\"name\": \"fine_fen\""),
        ("\"name\": \"reason\"", "\"name\": \"raison\""),
        ("record.filed", "record.ended"),
        ("\"version\": 1", "\"version\": 2"),
        ("\"version\": 1", "\"version\": 1, \"more\": 1"),
        ("\"public\": false", "\"public\": true"),
        ("\"index\": 77", "\"index\": 78"),
        ("\"size\": 300", "\"size\": 301"),
        ("\\n300\\n", "\\n301\\n"),
        ("proof/v1", "proof/v2"),
    ] {
        let changed = PROOF.replacen(from, to, 1);
        assert_ne!(changed, PROOF, "{from}");
        assert_eq!(verdict(&changed), 1, "{from} to {to}");
    }
    assert_eq!(verdict(&PUBLIC_PROOF.replace("\"public\": true", "\"public\": false")), 1);
    assert_eq!(verdict("not json"), 1);
}

#[test]
fn the_command_line_is_checked() {
    let parse = |line: &str| Args::parse(line.split_whitespace().map(str::to_owned));
    let args = parse("http://h/ key --entry 7 --old a --proof b --entry 8").unwrap();
    assert_eq!((args.base.as_str(), args.vkey.as_str()), ("http://h", "key"));
    assert_eq!(
        (args.entries, args.older, args.proofs),
        (vec![7, 8], vec!["a".to_owned()], vec!["b".to_owned()])
    );
    for wrong in ["", "http://h", "a b c", "a b --entry", "a b --entry x", "a b --more 1"] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}
