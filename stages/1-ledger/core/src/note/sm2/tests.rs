//! The SM2 line: other programs pass it over, damage to any bit of it is found, keys survive their forms. That
//! OpenSSL reads and writes the same lines is shown with the real program in `apps/xinheng/tests/verbs/gm.rs`.

use proptest::prelude::*;
use signed_note::{Note as Judge, StandardVerifier, VerifierList};

use super::super::{Checked, LogVerifier, NoteSigner, lines};
use super::*;

const NAME: &str = "localhost:8080";
const TEXT: &str = "localhost:8080\n3\nK7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=\n";

fn ed() -> NoteSigner {
    NoteSigner::new(NAME, &[7; 32]).unwrap()
}

fn sm2() -> Sm2Signer {
    Sm2Signer::new(NAME, &[9; 32]).unwrap()
}

fn both() -> String {
    sm2().add_to(&ed().sign(TEXT).unwrap()).unwrap()
}

fn judged(note: &str) -> Result<Vec<u8>, String> {
    let verifier = StandardVerifier::new(&ed().vkey()).map_err(|fault| fault.to_string())?;
    let note = Judge::from_bytes(note.as_bytes()).map_err(|fault| fault.to_string())?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).map_err(|fault| fault.to_string())?;
    Ok(note.text().to_vec())
}

#[test]
fn a_program_that_knows_only_ed25519_accepts_the_note() {
    let note = both();
    assert_eq!(judged(&note).unwrap(), TEXT.as_bytes());
    assert_eq!(ed().verifier().verify(&note), Ok(TEXT));
    assert_eq!(sm2().verifier().verify(&note), Ok(TEXT));
    assert_eq!(both(), note, "the nonce follows from key and text: no chance is needed to sign");
    assert_eq!(note.strip_prefix(&ed().sign(TEXT).unwrap()).unwrap().lines().count(), 1);
}

#[test]
fn who_gives_both_keys_wants_both_lines() {
    let (one, two) = (ed().sign(TEXT).unwrap(), both());
    let vkeys = format!("{}\n{}", sm2().verifier().vkey(), ed().vkey());
    let keys = LogVerifier::parse(&vkeys).unwrap();
    assert_eq!(LogVerifier::parse(&keys.vkeys()), Ok(keys.clone()));
    assert_eq!(keys.verify(&two), Ok(TEXT));
    assert_eq!(keys.verify(&one), Err(NoteFault::Unsigned(NAME.to_owned())));

    let seen = |keys: &LogVerifier| lines(&two).unwrap().iter().map(|l| keys.checked(l)).collect::<Vec<_>>();
    assert_eq!(seen(&keys), [Checked::Ed25519, Checked::Sm2]);
    assert_eq!(seen(&LogVerifier::parse(&ed().vkey()).unwrap()), [Checked::Ed25519, Checked::Unknown]);
}

#[test]
fn two_keys_of_a_kind_or_none_are_refused() {
    let (ed, sm2) = (ed().vkey(), sm2().verifier().vkey());
    for (vkeys, expected) in [
        (format!("{ed} {ed}"), NoteFault::Twice),
        (format!("{ed} {sm2} {sm2}"), NoteFault::Twice),
        (sm2.clone(), NoteFault::Key),
        (String::new(), NoteFault::Key),
        (format!("{ed} {}", sm2.replace("localhost", "elsewhere")), NoteFault::Key),
    ] {
        assert_eq!(LogVerifier::parse(&vkeys), Err(expected), "{vkeys}");
    }
}

#[test]
fn keys_survive_their_forms() {
    let signer = sm2();
    let (pem, public) = (signer.to_secret_pem().unwrap(), signer.verifier().to_pem().unwrap());
    assert!(
        pem.starts_with("-----BEGIN PRIVATE KEY-----\n")
            && public.starts_with("-----BEGIN PUBLIC KEY-----\n")
    );
    assert_eq!(Sm2Signer::from_pem(NAME, &pem).unwrap().verifier(), signer.verifier());
    assert_eq!(Sm2Verifier::from_pem(NAME, &public), Ok(signer.verifier()));
    assert_eq!(Sm2Verifier::parse(&signer.verifier().vkey()), Ok(signer.verifier()));
    assert!(!format!("{signer:?}").contains("09"), "{signer:?}");
}

#[test]
fn what_is_no_sm2_key_is_refused() {
    let (pem, public) = (sm2().to_secret_pem().unwrap(), sm2().verifier().to_pem().unwrap());
    for text in
        ["", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", &public, &pem.replace('A', "B")]
    {
        assert_eq!(Sm2Signer::from_pem(NAME, text).err(), Some(NoteFault::Sm2), "{text}");
    }
    for seed in [[0; 32], [255; 32]] {
        assert_eq!(Sm2Signer::new(NAME, &seed).err(), Some(NoteFault::Sm2));
    }
    assert_eq!(Sm2Verifier::from_pem(NAME, &pem), Err(NoteFault::Sm2));
    assert_eq!(Sm2Verifier::parse(&ed().vkey()), Err(NoteFault::Algorithm(1)));
    assert_eq!(Sm2Signer::from_pem("a b", &pem).err(), Some(NoteFault::Name("a b".to_owned())));
}

#[test]
fn any_bit_of_line_key_or_text_that_changes_is_found() {
    let note = both();
    let keys = LogVerifier::parse(&format!("{} {}", ed().vkey(), sm2().verifier().vkey())).unwrap();
    let mut tried = 0;
    for (at, bit) in (0..note.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut bytes = note.clone().into_bytes();
        bytes[at] ^= 1 << bit;
        tried += 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert!(keys.verify(&changed).is_err(), "byte {at} bit {bit}: {changed}");
    }
    let vkey = sm2().verifier().vkey();
    for (at, bit) in (0..vkey.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut bytes = vkey.clone().into_bytes();
        bytes[at] ^= 1 << bit;
        tried += 1;
        let changed = String::from_utf8(bytes).ok().and_then(|key| Sm2Verifier::parse(&key).ok());
        // The id is read in either case, so `a` and `A` are the same key.
        assert!(changed.is_none_or(|key| key == sm2().verifier()), "byte {at} bit {bit}");
    }
    assert!(tried > 3_000, "{tried}");
}

#[test]
fn a_line_of_another_text_key_or_name_does_not_hold() {
    let note = ed().sign(TEXT).unwrap();
    let line = |signer: &Sm2Signer, text: &str| {
        let full = signer.add_to(&ed().sign(text).unwrap()).unwrap();
        full.lines().last().unwrap().to_owned() + "\n"
    };
    let verifier = sm2().verifier();
    let forged = Err(NoteFault::Forged(NAME.to_owned()));
    let unsigned = Err(NoteFault::Unsigned(NAME.to_owned()));
    let other_key = Sm2Signer::new(NAME, &[8; 32]).unwrap();
    let other_name = Sm2Signer::new("elsewhere", &[9; 32]).unwrap();
    assert_eq!(verifier.verify(&format!("{note}{}", line(&sm2(), "another text\n"))), forged);
    assert_eq!(verifier.verify(&format!("{note}{}", line(&other_key, TEXT))), unsigned);
    assert_eq!(verifier.verify(&format!("{note}{}", line(&other_name, TEXT))), unsigned);
    let twice = format!("{}{}", both(), line(&sm2(), "another text\n"));
    assert_eq!(verifier.verify(&twice), forged, "one good line beside a bad one of the same key");
}

proptest! {
    #[test]
    fn garbage_is_refused_without_a_panic(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..90)) {
        prop_assert!(Sm2Verifier::parse(&text).is_err());
        prop_assert!(Sm2Verifier::from_pem(NAME, &text).is_err());
        prop_assert!(Sm2Signer::from_pem(NAME, &text).is_err());
        prop_assert!(sm2().add_to(&text).is_err());
        let id = sm2().verifier().key_id();
        let line = format!("— {NAME} {}\n", STANDARD.encode([&id[..], &bytes].concat()));
        let note = format!("{TEXT}\n{line}");
        prop_assert!(sm2().verifier().verify(&note).is_err());
        let key = [&[0xff], KIND, &bytes[..]].concat();
        let key = format!("{NAME}+00000000+{}", STANDARD.encode(key));
        prop_assert!(Sm2Verifier::parse(&key).is_err());
    }

    #[test]
    fn any_seed_signs_and_verifies(seed in any::<[u8; 32]>(), lines in "[^\u{0}-\u{1f}]{0,40}") {
        let signer = Sm2Signer::new(NAME, &seed).unwrap();
        let text = format!("{lines}\n");
        let note = signer.add_to(&ed().sign(&text).unwrap()).unwrap();
        prop_assert_eq!(signer.verifier().verify(&note), Ok(text.as_str()));
        prop_assert_eq!(judged(&note).unwrap(), text.as_bytes());
    }
}
