//! TLS with a certificate that was made a moment ago, so that nobody vouches for it.

use std::sync::Arc;

use rcgen::CertifiedKey;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio_rustls::{TlsAcceptor, TlsConnector};

pub use tokio_rustls::client::TlsStream;
pub use tokio_rustls::rustls::ALL_VERSIONS;
pub use tokio_rustls::rustls::pki_types::ServerName;
pub use tokio_rustls::rustls::version::{TLS12, TLS13};

/// A certificate and its key.
pub struct Certificate {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    /// The certificate, as files have it.
    pub certificate_pem: String,
    /// The key, as files have it.
    pub key_pem: String,
}

impl Certificate {
    /// Makes one for a name, signed by itself.
    pub fn of(name: &str) -> Self {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate is made");
        let CertifiedKey { cert, signing_key } = made;
        Self {
            certificate_pem: cert.pem(),
            key_pem: signing_key.serialize_pem(),
            certificate: cert.into(),
            key: signing_key.into(),
        }
    }

    /// Returns what a server answers with that has this certificate.
    pub fn server(&self) -> TlsAcceptor {
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![self.certificate.clone()], self.key.clone_key());
        TlsAcceptor::from(Arc::new(config.expect("the key is that of the certificate")))
    }

    /// Returns what a client asks with that trusts this certificate and no other, and speaks these versions and this protocol.
    pub fn client(&self, versions: &[&'static SupportedProtocolVersion], protocol: &str) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("it is a certificate");
        let config = ClientConfig::builder_with_protocol_versions(versions);
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        TlsConnector::from(Arc::new(config))
    }
}
