//! Held against numbers made by other programs: the example in the specification's own libraries, Python's `hmac`
//! and PyNaCl.

use super::{Key, Message, Scheme, Unverified, Verifier};

const BODY: &str =
    r#"{"type":"feed.changed","data":{"items":[{"op":"delete","object":"record","id":"记录一"}]}}"#;
const AT: i64 = 1_764_000_000;
const SHOWN: [&str; 2] = [
    "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
];
const SIGNED: [&str; 2] = [
    "v1a,czE9zDElrT3d5Fd4an4M8aEJFcK8gNiERkjsepPew+h00pP51Cha/2SBu9ejPa8dGLfXF5NlDuwpEU9eCHPoAw==",
    "v1,FSnbeNEJP26k6AafPDjIFfrymbf+FgOs1S9WZ4VHf2o=",
];

fn message() -> Message<'static> {
    Message { id: "msg_0198c5e2a1f07d3b9c4e5f60718293a4", at: AT, body: BODY.as_bytes() }
}

fn keys() -> [Key; 2] {
    let seed: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    [Key::new(Scheme::Pair, &seed), Key::new(Scheme::Shared, &seed)]
}

#[test]
fn signatures_are_those_of_other_programs() {
    for ((key, shown), signed) in keys().iter().zip(SHOWN).zip(SIGNED) {
        assert_eq!((key.shown().as_str(), key.sign(message()).as_str()), (shown, signed));
        assert!(!format!("{key:?}").contains("AAEC"));
    }
    let example = Verifier::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let at = 1_614_265_330;
    let message = Message { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body: b"{\"test\": 2432232314}" };
    assert_eq!(example.verify(message, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", at), Ok(()));
}

#[test]
fn a_receiver_takes_what_was_signed_and_nothing_else() {
    for (shown, signed) in SHOWN.iter().zip(SIGNED) {
        let verifier = Verifier::parse(shown).unwrap();
        let check = |message, listed: &str, now| verifier.verify(message, listed, now);
        assert_eq!(check(message(), signed, AT), Ok(()));
        let listed = format!("v2,eA== v1,eA== v1a,eA== {signed}");
        assert_eq!(check(message(), &listed, AT + 300), Ok(()), "a list, as during a rotation");
        for now in [AT + 301, AT - 301, i64::MIN] {
            assert_eq!(check(message(), signed, now), Err(Unverified::Time));
        }
        for wrong in [
            Message { id: "msg_other", ..message() },
            Message { at: AT + 1, ..message() },
            Message { body: b"{}", ..message() },
        ] {
            assert_eq!(check(wrong, signed, AT), Err(Unverified::Signature));
        }
        for listed in ["", "v1", "v1a,", "v1,,", signed.trim_start_matches("v1a").trim_start_matches("v1")] {
            assert_eq!(check(message(), listed, AT), Err(Unverified::Signature), "{listed}");
        }
    }
    let other = Verifier::parse(SHOWN[0]).unwrap();
    assert_eq!(other.verify(message(), SIGNED[1], AT), Err(Unverified::Signature), "the other scheme");
    for wrong in ["", "whpk_", "whpk_AAAA", "whsk_AAAA", "whsec_*", "AAAA"] {
        assert!(Verifier::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_scheme_has_a_name() {
    for scheme in [Scheme::Pair, Scheme::Shared] {
        assert_eq!(Scheme::parse(scheme.as_str()), Ok(scheme));
    }
    assert!(Scheme::parse("v2").unwrap_err().to_string().contains("v1a"));
}
