//! How a verb ends: 0 done · 1 done, a person is needed · 2 wrong usage or unreadable input · 3 not found ·
//! 4 refused by law or by the log · 5 unavailable.

use xh_intake_desk::ImportFault;
use xh_registry_desk::ActFault;

/// The end of a verb that did not succeed.
#[derive(Debug)]
pub struct Exit {
    /// The exit code.
    pub code: u8,
    /// What to tell the person.
    pub message: String,
}

/// What a verb answers: its exit code, or why it failed.
pub type Done = Result<u8, Exit>;

impl Exit {
    /// Wrong usage or unreadable input.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    /// Not found.
    pub fn missing(message: impl Into<String>) -> Self {
        Self { code: 3, message: message.into() }
    }

    /// The machine failed.
    pub fn failed(fault: &dyn std::error::Error) -> Self {
        let mut message = fault.to_string();
        let mut source = fault.source();
        while let Some(cause) = source {
            message.push_str(&format!(":{cause}"));
            source = cause.source();
        }
        Self { code: 5, message }
    }
}

impl From<xh_db::Fault> for Exit {
    fn from(fault: xh_db::Fault) -> Self {
        Self::failed(&fault)
    }
}

impl From<std::io::Error> for Exit {
    fn from(fault: std::io::Error) -> Self {
        Self::failed(&fault)
    }
}

impl From<ActFault> for Exit {
    fn from(fault: ActFault) -> Self {
        match fault {
            ActFault::Refused(refused) => Self { code: 4, message: refused.to_string() },
            ActFault::Fault(fault) => Self::failed(&fault),
        }
    }
}

impl From<ImportFault> for Exit {
    fn from(fault: ImportFault) -> Self {
        match fault {
            ImportFault::Fault(fault) => Self::failed(&fault),
            other => Self::usage(other.to_string()),
        }
    }
}
