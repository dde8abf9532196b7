#!/usr/bin/env python3
"""Recomputes the golden vectors of the ledger format with the standard library alone.

It shares no code with the crate and reads nothing that the crate wrote. Run it by hand when a vector is in doubt:
    python3 stages/1-ledger/core/golden/recompute.py
The numbers that it prints are those in src/golden.rs. Signatures are not checked here (no Ed25519 in the library).
"""
import base64
import hashlib
import hmac
import json


def jcs(value):
    """RFC 8785 for strings, whole numbers, booleans, null, lists and objects."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(json.dumps(n, ensure_ascii=False) + ":" + jcs(value[n]) for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(jcs(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def field_key(salt, name):
    return hmac.new(salt, name.encode(), hashlib.sha256).digest()


def field(salt, name, value):
    return sha(b"xinheng/field/v1\0", field_key(salt, name), jcs(value).encode())


def body(salt, fields):
    digests = {name: field(salt, name, value).hex() for name, value in fields.items()}
    return sha(b"xinheng/body/v1\0", jcs(digests).encode())


def leaf(envelope, body_digest):
    return sha(b"xinheng/leaf/v1\0", jcs(envelope | {"body": body_digest.hex()}).encode())


def log_entry(leaf_digest, public=None):
    entry = {"c": leaf_digest.hex(), "k": "o", "v": 1}
    return jcs(entry if public is None else entry | {"k": "p", "p": public}).encode()


def tree(hashes):
    """RFC 6962 section 2.1, as it is written there."""
    if not hashes:
        return sha()
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\1", tree(hashes[:left]), tree(hashes[left:]))


SALT = bytes(range(0xA0, 0xB0))
FIELDS = {
    "document_no": "石市监处罚〔2026〕1号",
    "fine_fen": 2000000,
    "kinds": ["罚款", "警告"],
    "former_name": None,
    "simple": False,
    "reason": "写有\"优质\"\n及 \u0001 与😀",
    "origin": {"row": 7, "sheet": -1},
}
ENVELOPE = {
    "id": "0193f4a2-7c11-7a3e-8f00-000000000001",
    "stream": "0193f4a2-7c11-7a3e-8f00-000000000abc",
    "version": 1,
    "kind": "record.filed",
    "at": "2026-11-23T17:55:26.123456Z",
    "actor": "7b0c8a52-93a1-4d55-9c5e-2f64d1f0a111",
    "organ": "11130100000000123X",
    "release": "9f" * 32,
}
PUBLIC = {"count": 3, "month": "2026-11"}
PUBLIC_ENVELOPE = ENVELOPE | {"id": "0193f4a2-7c11-7a3e-8f00-000000000002", "kind": "count.erased"}

print("payload", jcs(FIELDS))
print("salt", SALT.hex())
print("field key fine_fen", field_key(SALT, "fine_fen").hex())
for name in sorted(FIELDS):
    print("field digest", name, field(SALT, name, FIELDS[name]).hex())
BODY = body(SALT, FIELDS)
LEAF = leaf(ENVELOPE, BODY)
print("body", BODY.hex())
print("leaf", LEAF.hex())
OPAQUE = log_entry(LEAF)
print("opaque entry hash", sha(b"\0", OPAQUE).hex())
SHOWN = log_entry(leaf(PUBLIC_ENVELOPE, body(bytes([0x5A] * 16), PUBLIC)), PUBLIC)
print("public entry", SHOWN.decode())
print("public entry hash", sha(b"\0", SHOWN).hex())

LOG = [log_entry(n.to_bytes(32, "big")) for n in range(300)]
LOG[77], LOG[259] = OPAQUE, SHOWN
print("root", base64.b64encode(tree([sha(b"\0", entry) for entry in LOG])).decode())
BUNDLES = b"".join(len(entry).to_bytes(2, "big") + entry for entry in LOG)
print("hash over both bundles", sha(b"\0", BUNDLES).hex())
SEED = bytes(range(32))
print("seed of the signing key", SEED.hex())
