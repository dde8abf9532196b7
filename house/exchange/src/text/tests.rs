//! The stream equals a decoding in one piece, whatever the size of the reads; and says where it fails.

use std::io::Read;

use proptest::prelude::*;

use super::TextStream;
use crate::DecodeFault;
use crate::encoding::{Coding, Verdict};

/// Hands out at most `step` bytes at a time.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.len().min(self.1).min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

fn decode(bytes: &[u8], coding: Coding, mark: usize) -> Result<String, DecodeFault> {
    let verdict = Verdict { coding, mark, doubtful: false };
    let mut stream = TextStream::new(Dripping(bytes, 7_001), verdict, u64::MAX);
    let mut text = String::new();
    match stream.read_to_string(&mut text) {
        Ok(_) => {
            assert_eq!(stream.receipt().1, bytes.len() as u64);
            Ok(text)
        }
        Err(error) => Err(error.into()),
    }
}

fn place(bytes: &[u8], coding: Coding) -> (u64, u64) {
    match decode(bytes, coding, 0) {
        Err(DecodeFault::NotText { line, byte, .. } | DecodeFault::Nul { line, byte }) => (line, byte),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_receipt_is_of_the_bytes_received() {
    let verdict = Verdict { coding: Coding::Utf8, mark: 3, doubtful: false };
    let mut stream = TextStream::new(&b"\xEF\xBB\xBFabc\r\n"[..], verdict, 8);
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text, "abc\n");
    let (sha256, bytes) = stream.receipt();
    assert_eq!((bytes, &sha256[..8]), (8, "c3199f17"));
}

#[test]
fn places_are_lines_and_bytes() {
    assert_eq!(place(b"a\nbc\xFF", Coding::Utf8), (2, 3));
    assert_eq!(place(b"a\r\nbc\xFF", Coding::Utf8), (2, 3));
    assert_eq!(place(b"a\rb\rc\xFF", Coding::Utf8), (3, 2));
    assert_eq!(place(b"\n\n\0", Coding::Utf8), (3, 1));
    assert_eq!(place(b"\xC4\xE3,\x81\n", Coding::Gb18030), (1, 4));
    let long = ["x".repeat(200_000).as_bytes(), b"\r\nab\x80"].concat();
    assert_eq!(place(&long, Coding::Gb18030), (2, 3));
    assert_eq!(place(&long, Coding::Utf8), (2, 3));
    let long = ["x\n".repeat(70_000).as_bytes(), &b"y".repeat(70_000), b"\xFF"].concat();
    assert_eq!(place(&long, Coding::Utf8), (70_001, 70_001));
}

#[test]
fn too_many_bytes_are_refused() {
    let verdict = Verdict { coding: Coding::Utf8, mark: 0, doubtful: false };
    let mut stream = TextStream::new(&b"abcd"[..], verdict, 3);
    let error = stream.read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(DecodeFault::from(error), DecodeFault::TooLarge { bytes_max: 3 });
}

fn unified(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}

/// Byte strings rich in what matters: leads, trails, digits, quotes, line ends.
fn awkward() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        3 => prop::sample::select(b"\r\n,\"0919\\|@~a".to_vec()),
        3 => 0x81_u8..=0xFE,
        1 => any::<u8>().prop_map(|byte| byte.max(1)),
    ];
    prop::collection::vec(byte, 0..60)
}

proptest! {
    #[test]
    fn utf8_streams_as_it_decodes_whole(text in "[\\PC\r\n名称]{0,400}", before in 65_500_usize..65_540) {
        let text = "x".repeat(before) + &text;
        prop_assert_eq!(decode(text.as_bytes(), Coding::Utf8, 0), Ok(unified(&text)));
    }

    #[test]
    fn gb18030_streams_as_it_decodes_whole(text in "[名称𠮷\r\n,€㐂a-z]{0,400}", before in 65_500_usize..65_540) {
        let text = "x".repeat(before) + &text;
        let bytes = encoding_rs::GB18030.encode(&text).0;
        prop_assert_eq!(decode(&bytes, Coding::Gb18030, 0), Ok(unified(&text)));
    }

    #[test]
    fn gb18030_never_swallows_an_ascii_byte(bytes in awkward()) {
        if let Ok(text) = decode(&bytes, Coding::Gb18030, 0) {
            let quotes = |bytes: &[u8]| bytes.iter().filter(|byte| matches!(**byte, b'"' | b',')).count();
            prop_assert_eq!(quotes(&bytes), quotes(text.as_bytes()));
            let euros = bytes.windows(2).filter(|pair| *pair == b"\xA2\xE3").count();
            prop_assert!(text.matches('€').count() <= euros);
        }
    }

    #[test]
    fn utf8_is_refused_exactly_when_the_standard_library_refuses(bytes in awkward()) {
        prop_assert_eq!(decode(&bytes, Coding::Utf8, 0).is_ok(), std::str::from_utf8(&bytes).is_ok());
    }
}
