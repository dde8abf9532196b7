//! Signed notes (C2SP signed-note v1.0.0) with Ed25519: a text, a blank line, one line for each signature.
//! Signatures of unknown keys are ignored, so a witness or an SM2 line ([`sm2`]) may stand beside ours. This file
//! makes no keys and keeps none: the seed comes from outside.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

mod keys;
mod sm2;

pub use keys::{Checked, LogVerifier, SignatureLine, lines};
pub use sm2::{Sm2Signer, Sm2Verifier};

/// Longest note that is read, in bytes.
const NOTE_MAX: usize = 1_000_000;
/// Most signature lines that are read.
const SIGNATURES_MAX: usize = 100;
/// Signature type of Ed25519 in key ids and verifier keys.
const ED25519: u8 = 1;
const PRIVATE: &str = "PRIVATE+KEY+";

/// Why a note or a key is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// A key name is empty or holds a space, a plus sign or a control character.
    #[error("密钥名「{0}」无效：不得为空，不得含空格、加号或控制字符")]
    Name(String),
    /// A text key is not `name+id+base64`, or its id does not belong to it. The text is not repeated: it may
    /// be secret.
    #[error("密钥文本无效：应为「名称+八位编号+Base64」，且编号须与密钥相符；请核对是否抄录完整")]
    Key,
    /// The signature type is not one of ours.
    #[error("密钥类型「{0}」不支持，只支持 Ed25519（类型 1）和 SM2（类型 255，并写明 xinheng.sm2-sm3/v1）")]
    Algorithm(u8),
    /// A file or a seed is no SM2 key. The text is not repeated: it may be secret.
    #[error(
        "SM2 密钥无效：应为 openssl genpkey -algorithm SM2 所生成的 PKCS#8 PEM（公钥为 openssl pkey -pubout）"
    )]
    Sm2,
    /// A log has one key of each kind.
    #[error("同一种密钥给了两把；一个账本只有一把 Ed25519 公钥，至多一把 SM2 公钥")]
    Twice,
    /// The text cannot be signed: it does not end in a line break, or it holds control characters.
    #[error("待签文本无效：须以换行结尾，且不含其他控制字符")]
    Text,
    /// The note is not text, blank line, signature lines.
    #[error("签名文本格式有误：应为正文、空行和以「— 」开头的签名行；请重新下载")]
    Malformed,
    /// No signature is by the given key.
    #[error("没有「{0}」的签名，不能确认出处；请核对公钥")]
    Unsigned(String),
    /// A signature names the given key and is not by it.
    #[error("「{0}」的签名与内容不符：内容或签名被改动过")]
    Forged(String),
}

/// Signs notes with one Ed25519 key.
#[derive(Clone)]
pub struct NoteSigner {
    name: String,
    key: SigningKey,
}

/// Checks notes against one Ed25519 key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    key: VerifyingKey,
}

/// A note taken apart; nothing in it is trusted yet.
struct Note<'n> {
    text: &'n str,
    lines: Vec<Line<'n>>,
}

/// One signature line.
struct Line<'n> {
    name: &'n str,
    key_id: [u8; 4],
    signature: Vec<u8>,
}

impl NoteSigner {
    /// A signer from its name (for a log: the origin) and 32 secret random bytes.
    ///
    /// # Errors
    /// [`NoteFault::Name`].
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<NoteSigner, NoteFault> {
        check_name(name)?;
        Ok(NoteSigner { name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// Reads the secret text form `PRIVATE+KEY+<name>+<id>+<base64>`.
    ///
    /// # Errors
    /// [`NoteFault::Key`], [`NoteFault::Name`] or [`NoteFault::Algorithm`]; none of them repeats the text.
    pub fn parse(text: &str) -> Result<NoteSigner, NoteFault> {
        let (name, id, seed) = parse_key(text.strip_prefix(PRIVATE).ok_or(NoteFault::Key)?)?;
        let signer = NoteSigner::new(name, &seed)?;
        if signer.verifier().key_id() == id { Ok(signer) } else { Err(NoteFault::Key) }
    }

    /// The secret text form. Whoever has it can sign in this name.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        format!("{PRIVATE}{}", key_text(&self.name, self.verifier().key_id(), self.key.as_bytes()))
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> NoteVerifier {
        NoteVerifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The text of the public half, `<name>+<id>+<base64>`.
    #[must_use]
    pub fn vkey(&self) -> String {
        self.verifier().vkey()
    }

    /// The name under which this key signs.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole note over a text.
    ///
    /// # Errors
    /// [`NoteFault::Text`] when the text does not end in a line break or holds control characters.
    pub fn sign(&self, text: &str) -> Result<String, NoteFault> {
        if text.len() > NOTE_MAX || !text.ends_with('\n') || has_controls(text) {
            return Err(NoteFault::Text);
        }
        let mut signature = self.verifier().key_id().to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        Ok(format!("{text}\n— {} {}\n", self.name, STANDARD.encode(signature)))
    }
}

/// Shows the name only: a key must not reach a log file.
impl std::fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NoteSigner").field("name", &self.name).finish_non_exhaustive()
    }
}

impl NoteVerifier {
    /// Reads a vkey, `<name>+<id>+<base64>`.
    ///
    /// # Errors
    /// [`NoteFault::Key`], [`NoteFault::Name`] or [`NoteFault::Algorithm`].
    pub fn parse(vkey: &str) -> Result<NoteVerifier, NoteFault> {
        let (name, id, bytes) = parse_key(vkey)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| NoteFault::Key)?;
        let verifier = NoteVerifier { name: name.to_owned(), key };
        if verifier.key_id() == id { Ok(verifier) } else { Err(NoteFault::Key) }
    }

    /// The text of the key, `<name>+<id>+<base64>`.
    #[must_use]
    pub fn vkey(&self) -> String {
        key_text(&self.name, self.key_id(), self.key.as_bytes())
    }

    /// The name under which the key signs.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First four bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key).
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        hash.first_chunk().copied().unwrap_or_default()
    }

    /// The text of a note that this key signed. Signatures of other keys are ignored.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`], [`NoteFault::Unsigned`] or [`NoteFault::Forged`].
    pub fn verify<'n>(&self, note: &'n str) -> Result<&'n str, NoteFault> {
        Note::parse(note).ok_or(NoteFault::Malformed)?.signed_by(
            &self.name,
            self.key_id(),
            |text, signature| {
                let signature = Signature::from_slice(signature).ok();
                signature.is_some_and(|signature| self.key.verify_strict(text, &signature).is_ok())
            },
        )
    }
}

impl<'n> Note<'n> {
    fn parse(note: &'n str) -> Option<Note<'n>> {
        if note.len() > NOTE_MAX || has_controls(note) {
            return None;
        }
        // The last blank line parts text and signatures; the line break before it belongs to the text.
        let blank = note.rfind("\n\n")?;
        let text = note.get(..=blank)?;
        let signatures = note.get(blank + 2..)?.strip_suffix('\n')?;
        let lines: Vec<_> =
            signatures.split('\n').take(SIGNATURES_MAX + 1).map(Line::parse).collect::<Option<_>>()?;
        (lines.len() <= SIGNATURES_MAX).then_some(Note { text, lines })
    }

    /// The text, if every line that names this key holds and there is one.
    fn signed_by(
        &self,
        name: &str,
        key_id: [u8; 4],
        holds: impl Fn(&[u8], &[u8]) -> bool,
    ) -> Result<&'n str, NoteFault> {
        let mut lines =
            self.lines.iter().filter(|line| line.name == name && line.key_id == key_id).peekable();
        if lines.peek().is_none() {
            return Err(NoteFault::Unsigned(name.to_owned()));
        }
        if lines.all(|line| holds(self.text.as_bytes(), &line.signature)) {
            return Ok(self.text);
        }
        Err(NoteFault::Forged(name.to_owned()))
    }
}

impl<'n> Line<'n> {
    fn parse(line: &'n str) -> Option<Line<'n>> {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        check_name(name).ok()?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let (key_id, signature) = bytes.split_first_chunk::<4>()?;
        (!signature.is_empty()).then(|| Line { name, key_id: *key_id, signature: signature.to_vec() })
    }
}

fn has_controls(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20 && byte != b'\n')
}

fn check_name(name: &str) -> Result<(), NoteFault> {
    if name.is_empty()
        || name.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '+')
    {
        return Err(NoteFault::Name(name.to_owned()));
    }
    Ok(())
}

fn key_text(name: &str, id: [u8; 4], key: &[u8; 32]) -> String {
    let mut typed = vec![ED25519];
    typed.extend_from_slice(key);
    format!("{name}+{}+{}", hex::encode(id), STANDARD.encode(typed))
}

/// Name, key id and 32 bytes of `<name>+<id>+<base64>`.
fn parse_key(text: &str) -> Result<(&str, [u8; 4], [u8; 32]), NoteFault> {
    let (name, key_id, typed) = split_key(text)?;
    let (kind, bytes) = typed.split_first().ok_or(NoteFault::Key)?;
    if *kind != ED25519 {
        return Err(NoteFault::Algorithm(*kind));
    }
    check_name(name)?;
    Ok((name, key_id, bytes.try_into().map_err(|_| NoteFault::Key)?))
}

/// Name, key id and typed bytes of `<name>+<id>+<base64>`.
fn split_key(text: &str) -> Result<(&str, [u8; 4], Vec<u8>), NoteFault> {
    let (name, rest) = text.split_once('+').ok_or(NoteFault::Key)?;
    let (id, key) = rest.split_once('+').ok_or(NoteFault::Key)?;
    let mut key_id = [0; 4];
    hex::decode_to_slice(id, &mut key_id).map_err(|_| NoteFault::Key)?;
    Ok((name, key_id, STANDARD.decode(key).map_err(|_| NoteFault::Key)?))
}

#[cfg(test)]
mod tests;
