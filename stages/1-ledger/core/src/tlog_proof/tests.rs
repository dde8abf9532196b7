//! The text form, byte for byte, its refusals, and verification.

use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::note::NoteSigner;

fn signer() -> NoteSigner {
    NoteSigner::new("localhost:8080", &[7; 32]).unwrap()
}

/// A log of two entries, the proof for the second.
fn proof() -> TlogProof {
    let (first, second) = (tree::leaf_hash(b"first"), tree::leaf_hash(b"second"));
    let root = tree::node_hash(&first, &second);
    let checkpoint =
        Checkpoint { origin: "localhost:8080".to_owned(), size: 2, root }.sign(&signer()).unwrap();
    TlogProof { extra: Some(b"for the reader".to_vec()), index: 1, hashes: vec![first], checkpoint }
}

#[test]
fn the_text_is_the_one_of_the_standard() {
    expect![[r#"
        c2sp.org/tlog-proof@v1
        extra Zm9yIHRoZSByZWFkZXI=
        index 1
        oa8DAjHKL9IOzzDFKUuvj2kyHQm7FqxTiFzNF6OFKA0=

        localhost:8080
        2
    "#]]
    .assert_eq(&proof().to_text().split_inclusive('\n').take(7).collect::<String>());
    for proof in [proof(), TlogProof { extra: None, ..proof() }, TlogProof { hashes: vec![], ..proof() }] {
        assert_eq!(TlogProof::parse(&proof.to_text()), Ok(proof));
    }
}

#[test]
fn a_proof_holds_for_its_entry_only() {
    let verifier = signer().verifier();
    assert_eq!(proof().verify(b"second", &verifier).unwrap().size, 2);
    let refused = |proof: TlogProof, entry: &[u8]| {
        let index = proof.index;
        assert_eq!(proof.verify(entry, &verifier), Err(TlogProofFault::NotIncluded { index }));
    };
    refused(proof(), b"secund");
    refused(TlogProof { index: 0, ..proof() }, b"second");
    refused(TlogProof { index: 2, ..proof() }, b"second");
    refused(TlogProof { hashes: vec![], ..proof() }, b"second");
    let other = NoteSigner::new("localhost:8080", &[8; 32]).unwrap().verifier();
    assert!(matches!(proof().verify(b"second", &other), Err(TlogProofFault::Checkpoint(_))));
}

#[test]
fn another_spelling_is_refused() {
    let text = proof().to_text();
    for (from, to) in [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 1", "index 01"),
        ("index 1", "index -1"),
        ("index 1\n", ""),
        ("extra Zm9y", "extra Zm9"),
        ("extra ", "other "),
        ("\noa8D", "\noa8"),
        ("\n\nlocalhost", "\nlocalhost"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert_eq!(TlogProof::parse(&changed), Err(TlogProofFault::Malformed), "{changed}");
    }
    let long = TlogProof { hashes: vec![[0; 32]; 65], ..proof() };
    assert_eq!(TlogProof::parse(&long.to_text()), Err(TlogProofFault::Malformed));
}

proptest! {
    #[test]
    fn garbage_is_refused_without_a_panic(
        text in any::<String>(), index in any::<u64>(), entry in any::<Vec<u8>>(),
        hashes in proptest::collection::vec(any::<Hash>(), 0..70), size in any::<u64>(), root in any::<Hash>()
    ) {
        prop_assert!(TlogProof::parse(&text).is_err());
        let signed = Checkpoint { origin: "localhost:8080".to_owned(), size, root };
        let checkpoint = signed.sign(&signer()).unwrap();
        let proof = TlogProof { extra: None, index, hashes, checkpoint };
        prop_assert!(proof.verify(&entry, &signer().verifier()).is_err());
        let unsigned = TlogProof { checkpoint: text, ..proof };
        prop_assert!(unsigned.verify(&entry, &signer().verifier()).is_err());
    }
}
