//! Notes and keys against the `signed_note` crate, both ways, and against damage.

use proptest::prelude::*;
use signed_note::{Note as Judge, StandardSigner, StandardVerifier, VerifierList};

use super::*;

const TEXT: &str = "localhost:8080\n3\nK7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=\n";

fn signer() -> NoteSigner {
    NoteSigner::new("localhost:8080", &[7; 32]).unwrap()
}

fn judged(note: &str, vkey: &str) -> Result<Vec<u8>, String> {
    let verifier = StandardVerifier::new(vkey).map_err(|fault| fault.to_string())?;
    let note = Judge::from_bytes(note.as_bytes()).map_err(|fault| fault.to_string())?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).map_err(|fault| fault.to_string())?;
    Ok(note.text().to_vec())
}

#[test]
fn the_judge_accepts_our_note_and_we_accept_its_own() {
    let ours = signer().sign(TEXT).unwrap();
    assert_eq!(judged(&ours, &signer().vkey()).unwrap(), TEXT.as_bytes());

    let mut note = Judge::new(TEXT.as_bytes(), &[]).unwrap();
    note.add_sigs(&[&StandardSigner::new(&signer().to_secret_text()).unwrap()]).unwrap();
    let theirs = String::from_utf8(note.to_bytes()).unwrap();
    assert_eq!(theirs, ours, "Ed25519 is deterministic, so both notes are the same bytes");
    assert_eq!(signer().verifier().verify(&theirs), Ok(TEXT));
}

#[test]
fn keys_survive_their_text_form() {
    let secret = signer().to_secret_text();
    assert_eq!(NoteSigner::parse(&secret).unwrap().to_secret_text(), secret);
    assert_eq!(NoteVerifier::parse(&signer().vkey()), Ok(signer().verifier()));
    assert!(!format!("{:?}", signer()).contains(secret.rsplit('+').next().unwrap()));
}

#[test]
fn a_wrong_key_text_is_refused() {
    let vkey = signer().vkey();
    let (_, key) = vkey.rsplit_once('+').unwrap();
    let other_type = STANDARD.encode([&[4_u8][..], &[9; 32]].concat());
    for (text, expected) in [
        (vkey.replace("localhost", "elsewhere"), NoteFault::Key),
        (vkey.to_uppercase(), NoteFault::Algorithm(0)),
        (format!("localhost:8080+00000000+{key}"), NoteFault::Key),
        (format!("localhost:8080+00000000+{other_type}"), NoteFault::Algorithm(4)),
        (format!("a b+00000000+{key}"), NoteFault::Name("a b".to_owned())),
        (format!("+00000000+{key}"), NoteFault::Name(String::new())),
        (signer().to_secret_text(), NoteFault::Key),
        (String::new(), NoteFault::Key),
    ] {
        assert_eq!(NoteVerifier::parse(&text), Err(expected), "{text}");
    }
    assert_eq!(NoteSigner::parse(&vkey).err(), Some(NoteFault::Key));
    assert!(matches!(NoteSigner::new("a+b", &[0; 32]), Err(NoteFault::Name(_))));
}

#[test]
fn unknown_signatures_are_ignored_and_forged_ones_are_not() {
    let ours = signer().sign(TEXT).unwrap();
    let witness = NoteSigner::new("witness.example", &[9; 32]).unwrap().sign(TEXT).unwrap();
    let line = |note: &str| note.rsplit_once("\n\n").unwrap().1.to_owned();
    let verifier = signer().verifier();

    assert_eq!(verifier.verify(&format!("{ours}{}", line(&witness))), Ok(TEXT));
    assert_eq!(verifier.verify(&format!("{TEXT}\n{}{}", line(&witness), line(&ours))), Ok(TEXT));
    assert_eq!(verifier.verify(&witness), Err(NoteFault::Unsigned("localhost:8080".to_owned())));

    let other = line(&signer().sign("another text\n").unwrap());
    let forged = Err(NoteFault::Forged("localhost:8080".to_owned()));
    assert_eq!(verifier.verify(&format!("{ours}{other}")), forged);
    assert_eq!(verifier.verify(&ours.replace("\n3\n", "\n4\n")), forged);
}

#[test]
fn only_lines_of_text_can_be_signed() {
    for text in ["", "no line break", "tab\tinside\n", "carriage return\r\n", "zero\0\n"] {
        assert_eq!(signer().sign(text), Err(NoteFault::Text), "{text:?}");
    }
}

#[test]
fn a_note_that_is_not_a_note_is_malformed() {
    let ours = signer().sign(TEXT).unwrap();
    let line = ours.rsplit_once("\n\n").unwrap().1;
    for note in [
        String::new(),
        TEXT.to_owned(),
        ours.trim_end().to_owned(),
        ours.replace("— ", "- "),
        format!("{ours}\n"),
        format!("{ours}— short AAAA\n"),
        format!("{ours}— no+plus AAAAAAAA\n"),
        format!("\u{1}{ours}"),
        format!("{TEXT}\n{}", line.repeat(SIGNATURES_MAX + 1)),
    ] {
        assert_eq!(signer().verifier().verify(&note), Err(NoteFault::Malformed), "{note:?}");
    }
}

proptest! {
    #[test]
    fn garbage_is_refused_without_a_panic(note in any::<String>(), key in any::<String>()) {
        prop_assert!(signer().verifier().verify(&note).is_err());
        prop_assert!(NoteVerifier::parse(&key).is_err());
        prop_assert!(NoteSigner::parse(&key).is_err());
    }

    #[test]
    fn a_changed_byte_is_never_accepted_as_another_text(at in 0..200_usize, bit in 0..7_u8) {
        let ours = signer().sign(TEXT).unwrap();
        let mut bytes = ours.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            let verdict = signer().verifier().verify(&changed);
            prop_assert!(verdict.is_err(), "{changed}");
            prop_assert!(judged(&changed, &signer().vkey()).is_err());
        }
    }

    #[test]
    fn any_text_of_lines_is_signed_as_the_judge_signs_it(
        lines in "[^\u{0}-\u{1f}]{0,40}", seed in any::<[u8; 32]>()
    ) {
        let signer = NoteSigner::new("log.example/北", &seed).unwrap();
        let text = format!("{lines}\n");
        let note = signer.sign(&text).unwrap();
        prop_assert_eq!(signer.verifier().verify(&note), Ok(text.as_str()));
        prop_assert_eq!(judged(&note, &signer.vkey()).unwrap(), text.as_bytes());
    }
}
