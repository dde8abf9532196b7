//! The three forms against a second spelling of them, built from the reference canonicalizer.

use proptest::prelude::*;
use serde_json::json;
use xh_kernel::Id;

use super::*;

fn sha(parts: &[&[u8]]) -> Digest {
    parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize().into()
}

fn hmac(key: &[u8], message: &[u8]) -> Digest {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(message).finalize().into_bytes().into()
}

fn slow_field(salt: &Salt, name: &str, value: &Value) -> Digest {
    let canonical = serde_json_canonicalizer::to_vec(value).unwrap();
    sha(&[b"xinheng/field/v1\0", &hmac(salt, name.as_bytes()), &canonical])
}

fn slow_body(salt: &Salt, fields: &Fields) -> Digest {
    let digests: BTreeMap<_, _> =
        fields.iter().map(|(name, value)| (name, hex::encode(slow_field(salt, name, value)))).collect();
    sha(&[b"xinheng/body/v1\0", &serde_json_canonicalizer::to_vec(&digests).unwrap()])
}

proptest! {
    #[test]
    fn a_body_is_what_the_format_says(
        salt in any::<Salt>(),
        fields in proptest::collection::btree_map(
            any::<String>(), any::<String>().prop_map(Value::from), 0..12,
        )
    ) {
        prop_assert_eq!(body_digest(&salt, &fields).unwrap(), slow_body(&salt, &fields));
        let digests = fields
            .iter()
            .map(|(name, value)| (name.clone(), field_digest(&salt, name, value).unwrap()))
            .collect();
        prop_assert_eq!(body_of_digests(&digests), slow_body(&salt, &fields));
        let (payload, _) = commit(&salt, &fields).unwrap();
        prop_assert_eq!(payload, serde_json_canonicalizer::to_string(&fields).unwrap());
    }

    #[test]
    fn a_leaf_is_what_the_format_says(
        kind in any::<String>(), actor in any::<String>(), organ in any::<String>(),
        release in any::<String>(), version in 1..jcs::INTEGER_MAX, body in any::<Digest>()
    ) {
        let id = Id::parse("0193f4a2-7c11-7a3e-8f00-0123456789ab").unwrap();
        let stream = Id::parse("0193f4a2-7c11-7a3e-8f00-ba9876543210").unwrap();
        let at = "2026-11-23T17:55:26.123456Z".to_owned();
        let envelope = json!({
            "id": id.as_str(), "stream": stream.as_str(), "version": version, "kind": kind, "at": at,
            "actor": actor, "organ": organ, "release": release, "body": hex::encode(body),
        });
        let entry = Entry { id, stream, version, kind, at, actor, organ, release, body, leaf: [0; 32] };
        let expected = sha(&[b"xinheng/leaf/v1\0", &serde_json_canonicalizer::to_vec(&envelope).unwrap()]);
        prop_assert_eq!(leaf_digest(&entry), expected);
    }
}

#[test]
fn a_field_key_opens_one_field_only() {
    let salt = [7; 16];
    let (amount, name) = (field_key(&salt, "fine_fen"), field_key(&salt, "person"));
    assert_ne!(amount, name);
    let value = json!(2_000_000);
    assert_eq!(keyed_field_digest(&amount, &value), field_digest(&salt, "fine_fen", &value));
    assert_ne!(keyed_field_digest(&name, &value), field_digest(&salt, "fine_fen", &value));
    assert_eq!(field_key(&salt, "fine_fen"), hmac(&salt, b"fine_fen"));
}
