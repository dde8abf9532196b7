//! Who a row says it is about, and who it says decided: claims, before the register is asked.

use xh_kernel::Uscc;

/// The subject as the row names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SubjectClaim {
    /// Name, normalised; empty when the row gives none.
    pub name: String,
    /// Credit code.
    pub code: Option<Uscc>,
    /// Registration number, normalised text (15 digits, or an older form).
    pub registration_no: Option<String>,
    /// Organisation code, nine characters.
    pub org_code: Option<String>,
    /// Taxpayer number, normalised text.
    pub taxpayer_id: Option<String>,
}

impl SubjectClaim {
    /// Schemes and values to look up in the identifier table: `registration_no`, `org_code`, `taxpayer_id`.
    pub fn identifiers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("registration_no", &self.registration_no),
            ("org_code", &self.org_code),
            ("taxpayer_id", &self.taxpayer_id),
        ];
        all.into_iter().filter_map(|(scheme, value)| Some((scheme, value.as_deref()?)))
    }
}

/// The deciding authority as the row names it; both empty when only the sender's default remains.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AuthorityClaim {
    /// Name, normalised.
    pub name: Option<String>,
    /// Its credit code, when valid.
    pub code: Option<Uscc>,
}
