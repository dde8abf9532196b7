//! Checkpoints against `tlog_tiles::Checkpoint`, and the spellings that are refused.

use proptest::prelude::*;

use super::*;

const ROOT: &str = "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=";

fn signer(name: &str) -> NoteSigner {
    NoteSigner::new(name, &[7; 32]).unwrap()
}

#[test]
fn a_signed_checkpoint_opens_with_its_own_key_only() {
    let checkpoint = Checkpoint { origin: "localhost:8080".to_owned(), size: 70_000, root: [5; 32] };
    let note = checkpoint.sign(&signer("localhost:8080")).unwrap();
    assert_eq!(Checkpoint::open(&note, &signer("localhost:8080").verifier()), Ok(checkpoint.clone()));

    let other = signer("elsewhere");
    let origin =
        CheckpointFault::Origin { found: "localhost:8080".to_owned(), expected: "elsewhere".to_owned() };
    assert_eq!(checkpoint.sign(&other), Err(origin.clone()));
    let foreign = other.sign(&checkpoint.body()).unwrap();
    assert_eq!(Checkpoint::open(&foreign, &other.verifier()), Err(origin));
    assert!(Checkpoint::open(&note, &other.verifier()).is_err());
}

#[test]
fn a_checkpoint_has_one_spelling() {
    for (body, good) in [
        (format!("log\n0\n{ROOT}\n"), true),
        (format!("log\n18446744073709551615\n{ROOT}\n"), true),
        (format!("log\n3\n{ROOT}\nan extension\n"), true),
        (format!("log\n3\n{ROOT}"), false),
        (format!("log\n3\n{ROOT}\n\n"), false),
        (format!("log\n3\n{ROOT}\n\nafter a blank\n"), false),
        (format!("\n3\n{ROOT}\n"), false),
        (format!("log\n03\n{ROOT}\n"), false),
        (format!("log\n+3\n{ROOT}\n"), false),
        (format!("log\n18446744073709551616\n{ROOT}\n"), false),
        ("log\n3\nAAAA\n".to_owned(), false),
        (format!("log\n3\n{}\n", ROOT.trim_end_matches('=')), false),
        ("log\n3\n".to_owned(), false),
        (String::new(), false),
    ] {
        assert_eq!(Checkpoint::parse(&body).is_ok(), good, "{body:?}");
    }
}

proptest! {
    #[test]
    fn the_judge_reads_our_checkpoint_and_we_its_own(
        origin in "[a-z.:0-9/]{1,20}", size in any::<u64>(), root in any::<Hash>()
    ) {
        let ours = Checkpoint { origin: origin.clone(), size, root };
        let theirs = tlog_tiles::Checkpoint::from_bytes(ours.body().as_bytes()).unwrap();
        prop_assert_eq!((theirs.origin(), theirs.size(), theirs.hash().0), (origin.as_str(), size, root));
        prop_assert_eq!(theirs.to_bytes(), ours.body().into_bytes());
        prop_assert_eq!(Checkpoint::parse(&ours.body()), Ok(ours));
    }

    #[test]
    fn garbage_is_refused_without_a_panic(body in any::<String>()) {
        prop_assert!(Checkpoint::parse(&body).is_err());
    }
}
