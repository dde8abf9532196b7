//! The command line. By hand: a judge with few dependencies is easier to trust.

/// How the program is called.
pub const USAGE: &str =
    "用法：xh-judge <网址> <公钥 vkey> [--entry N]… [--old 旧检查点文件]… [--proof 证明.json]…";

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Args {
    /// Address of the log, without a slash at the end.
    pub base: String,
    /// Public key of the log, `name+id+base64`.
    pub vkey: String,
    /// Entries whose inclusion is to be checked.
    pub entries: Vec<u64>,
    /// Files with older checkpoints.
    pub older: Vec<String>,
    /// Files with record proofs.
    pub proofs: Vec<String>,
}

impl Args {
    /// Reads the arguments after the program's name.
    ///
    /// # Errors
    /// A sentence that says which argument is wrong.
    pub fn parse(given: impl IntoIterator<Item = String>) -> Result<Args, String> {
        let mut given = given.into_iter();
        let mut args = Args::default();
        let mut plain = Vec::new();
        while let Some(word) = given.next() {
            if !word.starts_with("--") {
                plain.push(word);
                continue;
            }
            let value = given.next().ok_or_else(|| format!("「{word}」后面缺少内容"))?;
            match word.as_str() {
                "--entry" => args.entries.push(value.parse().map_err(|_| format!("「{value}」不是条目号"))?),
                "--old" => args.older.push(value),
                "--proof" => args.proofs.push(value),
                _ => return Err(format!("不认识「{word}」")),
            }
        }
        let [base, vkey] = <[String; 2]>::try_from(plain).map_err(|_| "须给出网址和公钥两项".to_owned())?;
        args.base = base.trim_end_matches('/').to_owned();
        args.vkey = vkey;
        Ok(args)
    }
}
