//! An authority that answers what the charm asks for.

use crate::setting::{APP, LEADER, OTHER, Setting};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName,
    DnType, IsCa, Issuer, KeyPair,
};
use relata::Pem;
use relata::testing::RelationId;
use relata_interfaces::tls_certificates::v1::{
    ErrorCode, IssuedCertificate, ProviderApp, ProviderError, RequestError,
};
use std::time::Duration;

/// How long a certificate is valid.
pub(crate) const VALIDITY: Duration = Duration::from_secs(100 * 60 * 60);

pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) pem: String,
    /// The certificates above this one.
    above: Vec<String>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let key = KeyPair::generate().expect("there is a key");
        let params = params(name);
        let pem = params.self_signed(&key).expect("it can be signed").pem();
        Authority {
            issuer: Issuer::new(params, key),
            pem,
            above: Vec::new(),
        }
    }

    /// An authority below this one.
    pub(crate) fn below(&self, name: &str) -> Self {
        let key = KeyPair::generate().expect("there is a key");
        let params = params(name);
        let signed = params.signed_by(&key, &self.issuer);
        let mut above = vec![self.pem.clone()];
        above.extend(self.above.clone());
        Authority {
            pem: signed.expect("it can be signed").pem(),
            issuer: Issuer::new(params, key),
            above,
        }
    }

    /// Signs a request.
    pub(crate) fn sign(&self, setting: &Setting, csr: &str) -> IssuedCertificate {
        self.sign_as(setting, csr, |_| ())
    }

    /// Signs a request after something about it was changed.
    pub(crate) fn sign_as(
        &self,
        setting: &Setting,
        csr: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> IssuedCertificate {
        let request = CertificateSigningRequestParams::from_pem(csr);
        let mut request = request.expect("it is a request");
        request.params.not_before = setting.now.get().into();
        request.params.not_after = (setting.now.get() + VALIDITY).into();
        change(&mut request.params);
        let signed = request
            .signed_by(&self.issuer)
            .expect("it can be signed")
            .pem();
        let chain = [&signed, &self.pem].into_iter().chain(&self.above);
        IssuedCertificate {
            ca: Pem::from(self.pem.as_str()),
            certificate_signing_request: Some(Pem::from(csr)),
            chain: Some(chain.map(|one| Pem::from(one.as_str())).collect()),
            certificate: Pem::from(signed),
            recommended_expiry_notification_time: None,
            revoked: None,
        }
    }

    /// An answer to everything that is asked for.
    pub(crate) fn answers(&self, setting: &Setting, relation: RelationId) -> ProviderApp {
        let asked = asked(setting, relation);
        let signed = asked.iter().map(|csr| self.sign(setting, csr));
        issued(signed)
    }
}

/// What the application and all of its units ask for.
pub(crate) fn asked(setting: &Setting, relation: RelationId) -> Vec<String> {
    let writers = [LEADER, OTHER, APP].into_iter();
    writers
        .flat_map(|writer| setting.asked(relation, writer))
        .collect()
}

pub(crate) fn issued(certificates: impl IntoIterator<Item = IssuedCertificate>) -> ProviderApp {
    ProviderApp {
        certificates: certificates.into_iter().collect(),
        ..ProviderApp::default()
    }
}

/// Turns a request down.
pub(crate) fn turned_down(csr: &str, code: ErrorCode, name: &str) -> ProviderApp {
    ProviderApp {
        request_errors: vec![RequestError {
            csr: Pem::from(csr),
            error: ProviderError {
                code,
                name: name.to_owned(),
                message: "not today".to_owned(),
                reason: None,
                provider: None,
                endpoint: None,
            },
        }],
        ..ProviderApp::default()
    }
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}
