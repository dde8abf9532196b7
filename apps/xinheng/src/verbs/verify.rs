//! `ledger verify` and `ledger key`: what anybody checks without a database, and with which keys.

use std::path::Path;

use xh_ledger::note::{Checked, lines};
use xh_ledger::{Checkpoint, LogVerifier, RecordProof, TlogProof};

use super::open;
use crate::cli::At;
use crate::exit::{Done, Exit};

/// `ledger verify`: a proof of a record, or a checkpoint.
pub(super) fn verify(file: &Path, vkeys: &[String]) -> Done {
    let keys = LogVerifier::parse(&vkeys.join("\n")).map_err(|e| Exit::usage(e.to_string()))?;
    let text = std::fs::read_to_string(file)?;
    let (what, note) =
        if text.trim_start().starts_with('{') { proof(&text, &keys)? } else { checkpoint(&text, &keys)? };
    println!("验证通过:{what}");
    for line in lines(&note).map_err(|e| Exit::failed(&e))? {
        let id = u32::from_be_bytes(line.key_id);
        println!("签名 {} {id:08x}:{}", line.name, said(keys.checked(&line)));
    }
    Ok(0)
}

fn said(checked: Checked) -> &'static str {
    match checked {
        Checked::Ed25519 => "Ed25519,已核对",
        Checked::Sm2 => "SM2,已核对",
        Checked::Unknown => "未核对(没有给出这把公钥;如有,请再用一次 --key)",
    }
}

fn proof(text: &str, keys: &LogVerifier) -> Result<(String, String), Exit> {
    let proof = RecordProof::from_json(text).map_err(|e| Exit::usage(e.to_string()))?;
    xh_ledger::proof::verify(&proof, &keys.vkeys()).map_err(refused)?;
    Ok((format!("账本第 {} 条,检查点规模 {}", proof.index, proof.size), proof.checkpoint))
}

fn checkpoint(text: &str, keys: &LogVerifier) -> Result<(String, String), Exit> {
    if TlogProof::parse(text).is_ok() {
        let message = "这是 tlog-proof:它证明一段字节在账本中,须与那段字节一起核对;请改用凭证(JSON)";
        return Err(Exit::usage(message));
    }
    let signed = Checkpoint::open_under(text, keys).map_err(refused)?;
    Ok((format!("检查点,账本 {},规模 {}", signed.origin, signed.size), text.to_owned()))
}

fn refused(fault: impl std::error::Error) -> Exit {
    Exit { code: 1, message: format!("验证不通过:{fault}") }
}

/// `ledger key`: the public keys, the second also as PEM for OpenSSL.
pub(super) async fn key(at: &At) -> Done {
    let opened = open(at).await?;
    println!("{}", opened.key.vkey());
    if let Some(sm2) = opened.key.sm2().map(xh_ledger::Sm2Signer::verifier) {
        println!("{}", sm2.vkey());
        print!("{}", sm2.to_pem().map_err(|e| Exit::failed(&e))?);
    }
    Ok(0)
}
