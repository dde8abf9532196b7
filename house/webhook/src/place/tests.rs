//! The list of attempts: what is refused, with its reason, and what is a place.

use crate::{Place, PlaceRefused as No};

fn refused(text: &str, why: No) {
    assert_eq!(Place::parse(text).map(|place| place.as_str().to_owned()), Err(why), "{text}");
}

#[test]
fn an_address_written_in_any_other_way_is_refused() {
    for host in [
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "0x7f.0.0.1",
        "0",
        "0x0",
        "127.0.0.01",
        "127。0。0。1",
        "127．0．0．1",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        "%31%32%37.0.0.1",
        "127.0.0.1.",
        "3232235521",
        "0xA9FEA9FE",
        "169.254.43518",
    ] {
        refused(&format!("https://{host}/x"), No::Address);
    }
    for host in [
        "256.0.0.1",
        "0x100000000",
        "1.2.3.4.5",
        "09.0.0.1",
        "4294967296",
        "[::1",
        "[1.2.3.4]",
        "[fe80::1%25eth0]",
    ] {
        let why = Place::parse(&format!("https://{host}/")).unwrap_err();
        assert!(matches!(why, No::Address | No::Incomplete), "{host}: {why:?}");
    }
}

#[test]
fn what_does_not_belong_into_an_address_is_refused() {
    for text in [
        "https://user@example.org/",
        "https://u:p@example.org/",
        "https://:@example.org/",
        "https://example.org@127.0.0.1/",
        "https://a.example.org:443@10.0.0.1/",
    ] {
        refused(text, No::User);
    }
    for text in ["https://example.org/#x", "https://example.org/a?b#"] {
        refused(text, No::Fragment);
    }
    for text in [
        "https://localhost/",
        "https://intranet/",
        "https://example.org./",
        "https://example。/",
        "https://ex%61mple.org/",
    ] {
        refused(text, No::Name);
    }
    for text in [
        "https://example.org\\@127.0.0.1/",
        " https://example.org/",
        "https://example.org/\u{a0}",
        "https://exa\tmple.org/",
        "https://example.org/\r\nX: y",
        "https://example.org/\u{0}",
    ] {
        refused(text, No::Characters);
    }
    for text in [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org:70/",
        "javascript://example.org/",
        "unix://a.b/",
    ] {
        refused(text, No::Scheme);
    }
    for text in ["", "example.org", "//example.org/", "/x", "https:example.org", "https:///x", "https://"] {
        let why = Place::parse(text).unwrap_err();
        assert!(matches!(why, No::Incomplete | No::Name), "{text}: {why:?}");
    }
    for port in ["25", "22", "80", "0", "1023"] {
        refused(&format!("https://example.org:{port}/"), No::Port);
    }
    refused("http://example.org:443x/", No::Port);
    refused(&format!("https://example.org/{}", "x".repeat(1_000)), No::Long);
}

#[test]
fn a_place_has_one_written_form() {
    for (text, form, host, port, path) in [
        ("https://Example.ORG", "https://example.org/", "example.org", 443, "/"),
        ("HTTPS://example.org:443/a?b=c", "https://example.org/a?b=c", "example.org", 443, "/a?b=c"),
        (
            "https://a.example.org:8443/接收",
            "https://a.example.org:8443/%E6%8E%A5%E6%94%B6",
            "a.example.org",
            8443,
            "/%E6%8E%A5%E6%94%B6",
        ),
        (
            "https://信用.example.org/",
            "https://xn--vuqs22g.example.org/",
            "xn--vuqs22g.example.org",
            443,
            "/",
        ),
        ("https://203.0.113.7/", "https://203.0.113.7/", "203.0.113.7", 443, "/"),
        ("https://[2400:3200:0::1]:9000/", "https://[2400:3200::1]:9000/", "2400:3200::1", 9000, "/"),
        ("http://10.20.0.5/in", "http://10.20.0.5/in", "10.20.0.5", 80, "/in"),
    ] {
        let place = Place::parse(text).unwrap();
        assert_eq!((place.as_str(), place.host().as_str(), place.port()), (form, host, port));
        assert_eq!(place.path(), path);
        assert_eq!(Place::parse(place.as_str()).unwrap(), place, "read again, it is the same");
    }
    let place = Place::parse("https://[2400:3200::1]:9000/").unwrap();
    assert_eq!(place.authority(), "[2400:3200::1]:9000");
    assert!(place.address().is_some() && Place::parse("https://example.org/").unwrap().address().is_none());
}
