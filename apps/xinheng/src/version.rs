//! `--version`: the program, the source it was built from, the law it carries. Which law is in force in a deployment is
//! `doctor`'s answer.

use crate::exit::Exit;
use crate::law;

/// Said by whoever builds a package: the commit, or the digest of the source archive.
const SOURCE: Option<&str> = option_env!("XINHENG_SOURCE");

/// Three lines.
///
/// # Errors
/// `Exit` when the embedded law is not complete.
pub fn text() -> Result<String, Exit> {
    let (version, source) = (env!("CARGO_PKG_VERSION"), SOURCE.unwrap_or("构建时未注明"));
    let release = law::release(None)?;
    Ok(format!(
        "xinheng {version}\n源代码:{source}\n内置政策:{}(SHA-256 {})",
        release.title(),
        release.digest()
    ))
}
