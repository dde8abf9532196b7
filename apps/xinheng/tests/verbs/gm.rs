//! The suite `gm` with the real OpenSSL on the other side: it verifies our lines and we verify its own, with keys
//! that either has made. A machine without `openssl` fails here (`scripts/need.sh build` installs it).

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use xh_db::values;

use crate::shop::{Shop, plain};

const SM2: [&str; 6] = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-inkey"];

fn openssl(words: &[&str]) -> (bool, String) {
    let ran =
        Command::new("openssl").args(words).output().expect("openssl is missing; run scripts/need.sh build");
    (ran.status.success(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
}

fn made(words: &[&str]) {
    let (good, said) = openssl(words);
    assert!(good, "{words:?}: {said}");
}

/// Text, Ed25519 line and SM2 line of a checkpoint.
fn taken_apart(note: &str) -> (String, String, String) {
    let (text, lines) = note.rsplit_once("\n\n").unwrap();
    let [first, second] = <[&str; 2]>::try_from(lines.lines().collect::<Vec<_>>()).unwrap();
    (format!("{text}\n"), first.to_owned(), second.to_owned())
}

fn signature(line: &str) -> Vec<u8> {
    STANDARD.decode(line.rsplit_once(' ').unwrap().1).unwrap()
}

/// Both vkeys and the PEM, as `ledger key` prints them.
fn keys(shop: &Shop) -> (String, String, String) {
    let out = shop.done(&["ledger", "key"]);
    let (vkeys, pem) = out.split_once("-----BEGIN").unwrap();
    let [log, sm2] = <[&str; 2]>::try_from(vkeys.lines().collect::<Vec<_>>()).unwrap();
    (log.to_owned(), sm2.to_owned(), format!("-----BEGIN{pem}"))
}

fn key_file(shop: &Shop) -> PathBuf {
    shop.data().join("ledger-sm2.pem")
}

/// Whether OpenSSL finds the second line good, under a public key in a file.
fn openssl_accepts(shop: &Shop, note: &str, public: &str) -> bool {
    let (text, _, line) = taken_apart(note);
    std::fs::write(shop.file("line"), &signature(&line)[4..]).unwrap();
    let (text, line) = (shop.write("text", &text), shop.file("line"));
    let words = [&["pkeyutl", "-verify"], &SM2[..], &[public, "-pubin", "-in", &text, "-sigfile", &line]];
    openssl(&words.concat()).0
}

on_both! {
    fn openssl_verifies_the_second_line_and_finds_damage(engine) {
        let shop = Shop::bare(engine);
        let note = shop.done(&["ledger", "checkpoint", "--suite", "gm"]);
        assert_eq!(key_file(&shop).metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let (log, sm2, pem) = keys(&shop);
        let public = shop.write("public.pem", &pem);
        assert!(openssl_accepts(&shop, &note, &public), "{note}");
        assert!(!openssl_accepts(&shop, &note.replacen('\n', "x\n", 1), &public));

        // From now on the folder says so; the same tree is not signed again, and every verb keeps both lines.
        assert_eq!(shop.done(&["ledger", "checkpoint"]), note);
        let file = shop.write("checkpoint", &note);
        let said = plain(&["ledger", "verify", &file, "--key", &log, "--key", &sm2]);
        assert_eq!((said.code, said.out.matches("已核对").count()), (0, 2), "{}{}", said.out, said.err);
        let said = plain(&["ledger", "verify", &file, "--key", &log]);
        assert_eq!((said.code, said.out.matches("未核对").count()), (0, 1), "{}{}", said.out, said.err);
        assert_eq!(shop.run(&["ledger", "audit"]).code, 0);
        shop.done(&["ledger", "known", &file]);
        let proof = shop.write("proof.json", &shop.done(&["ledger", "prove", "0"]));
        let said = plain(&["ledger", "verify", &proof, "--key", &log, "--key", &sm2]);
        assert_eq!((said.code, said.out.matches("已核对").count()), (0, 2), "{}{}", said.out, said.err);
    }

    fn a_spoiled_or_stripped_second_line_is_reported(engine) {
        let shop = Shop::bare(engine);
        let note = shop.done(&["ledger", "checkpoint", "--suite", "gm"]);
        shop.done(&["admin", "organ", "add", &shop.organ(), "某市虚构局"]);
        let later = shop.done(&["ledger", "checkpoint"]);
        assert_ne!(later, note);
        let (_, _, second) = taken_apart(&later);
        let (log, sm2, _) = keys(&shop);
        let mut bytes = signature(&second);
        *bytes.last_mut().unwrap() ^= 1;
        let spoiled = format!("{} {}", second.rsplit_once(' ').unwrap().0, STANDARD.encode(&bytes));
        for (wrong, told) in [
            (later.replace(&second, &spoiled), "SM2 签名行"),
            (later.replace(&format!("{second}\n"), ""), "缺少 SM2 签名行"),
        ] {
            let file = shop.write("wrong", &wrong);
            assert_eq!(plain(&["ledger", "verify", &file, "--key", &log]).code, 0, "Ed25519 alone still holds");
            let said = plain(&["ledger", "verify", &file, "--key", &log, "--key", &sm2]);
            assert_eq!(said.code, 1, "{}{}", said.out, said.err);
            edit(&shop, &later, &wrong);
            let audit = shop.run(&["ledger", "audit"]);
            assert_eq!(audit.code, 1, "{}{}", audit.out, audit.err);
            assert!(audit.out.contains("ledger_checkpoint") && audit.out.contains(told), "{}{}", audit.out, audit.err);
            edit(&shop, &wrong, &later);
        }
        assert_eq!(shop.run(&["ledger", "audit"]).code, 0);
    }

    fn a_key_that_openssl_made_signs_and_is_backed_up(engine) {
        let shop = Shop::bare(engine);
        std::fs::create_dir_all(shop.data()).unwrap();
        let (pem, public) = (key_file(&shop).display().to_string(), shop.file("public.pem"));
        made(&["genpkey", "-algorithm", "SM2", "-out", &pem]);
        made(&["pkey", "-in", &pem, "-pubout", "-out", &public]);
        let note = shop.done(&["ledger", "checkpoint"]);
        assert!(openssl_accepts(&shop, &note, &public), "{note}");
        assert_eq!(keys(&shop).2, std::fs::read_to_string(&public).unwrap());

        let folder = shop.file("backup");
        shop.done(&["backup", &folder, "--with-key"]);
        made(&["pkey", "-in", &Path::new(&folder).join("ledger-sm2.pem").display().to_string(), "-noout"]);
        // A key that is lost or not the same is not replaced: the operator must say so.
        std::fs::remove_file(&pem).unwrap();
        for suite in [&[][..], &["--suite", "gm"]] {
            let ran = shop.run(&[&["ledger", "checkpoint"], suite].concat());
            assert_eq!(ran.code, 5, "{}", ran.out);
            assert!(ran.err.contains("ledger-sm2.pem"), "{}", ran.err);
        }
        made(&["genpkey", "-algorithm", "SM2", "-out", &pem]);
        assert_eq!(shop.run(&["ledger", "checkpoint"]).code, 5);
        std::fs::copy(Path::new(&folder).join("ledger-sm2.pem"), &pem).unwrap();
        assert_eq!(shop.done(&["ledger", "checkpoint"]), note);
        std::fs::write(&pem, "-----BEGIN PRIVATE KEY-----\n").unwrap();
        let ran = shop.run(&["ledger", "checkpoint"]);
        assert!(ran.code == 5 && ran.err.contains("PKCS#8"), "{}", ran.err);
        assert_eq!(shop.run(&["ledger", "checkpoint", "--suite", "intl"]).code, 0);
    }
}

/// Puts another text into the newest checkpoint, beside the program.
fn edit(shop: &Shop, from: &str, to: &str) {
    let db = shop.db();
    shop.wait(async {
        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.run(include_str!("gm/spoil.sql"), &values![to, from]).await.unwrap(), 1);
        tx.commit().await.unwrap();
    });
    if shop.url().is_none() {
        shop.wait(db.close());
    }
}

#[test]
fn we_verify_a_line_that_openssl_signed() {
    let shop = Shop::bare(xh_db::Engine::Sqlite);
    let note = shop.done(&["ledger", "checkpoint", "--suite", "gm"]);
    let (log, sm2, _) = keys(&shop);
    let (text, first, second) = taken_apart(&note);
    let (text_file, line) = (shop.write("text", &text), shop.file("line"));
    let key = key_file(&shop).display().to_string();
    for _ in 0..20 {
        let words = [&["pkeyutl", "-sign"], &SM2[..], &[&key, "-in", &text_file, "-out", &line]];
        made(&words.concat());
        // OpenSSL draws its nonce, so its line is another one each time; the key id is ours.
        let bytes = [&signature(&second)[..4], &std::fs::read(&line).unwrap()].concat();
        let theirs = format!("{text}\n{first}\n— localhost:8080 {}\n", STANDARD.encode(&bytes));
        assert_ne!(theirs, note);
        let file = shop.write("theirs", &theirs);
        let said = plain(&["ledger", "verify", &file, "--key", &log, "--key", &sm2]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    }
}
