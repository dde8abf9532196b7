//! Whom to believe on TLS: the authorities that the machine believes, and those of a file of the operator's (a
//! government network has its own).

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The operator's file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("证书文件「{0}」读不出证书，请使用 PEM 格式")]
pub struct TlsFault(String);

/// Whom to believe; the machine's authorities are read when the first connection needs them.
#[derive(Debug, Default)]
pub(crate) struct Trust {
    more: Vec<CertificateDer<'static>>,
    made: OnceLock<Result<Arc<ClientConfig>, rustls::Error>>,
}

impl Trust {
    /// The machine's authorities, and those of a file.
    pub(crate) fn with(more: Option<&Path>) -> Result<Trust, TlsFault> {
        let Some(file) = more else { return Ok(Trust::default()) };
        let fault = || TlsFault(file.display().to_string());
        let read = CertificateDer::pem_file_iter(file).map_err(|_| fault())?;
        let more: Vec<_> = read.collect::<Result<_, _>>().map_err(|_| fault())?;
        let (usable, _) = RootCertStore::empty().add_parsable_certificates(more.clone());
        if usable == 0 { Err(fault()) } else { Ok(Trust { more, made: OnceLock::new() }) }
    }

    /// What every connection is made with. Without any authority no place answers by https.
    pub(crate) fn config(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        self.made.get_or_init(|| self.make()).clone()
    }

    fn make(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        roots.add_parsable_certificates(self.more.clone());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
    }
}
