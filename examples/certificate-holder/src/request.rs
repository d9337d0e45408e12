//! What is to be signed.

use crate::config::Options;
use crate::failure::Failure;
use crate::key::Key;
use rcgen::{CertificateParams, DistinguishedName, DnType};
use relata::Pem;
use relata_interfaces::tls_certificates::v1::SigningRequest;
use x509_parser::certification_request::{X509CertificationRequest, X509CertificationRequestInfo};
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;

/// A request for what is configured, and what every other such request has in common
/// with it: all but the signature.
pub(crate) struct Request {
    pem: Pem,
    asked: Vec<u8>,
    public_key: Vec<u8>,
}

impl Request {
    /// A new request for this key.
    pub(crate) fn new(options: &Options, key: &Key) -> Result<Self, Failure> {
        let mut params = CertificateParams::new(options.names.clone())?;
        params.distinguished_name = DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, &*options.common_name);
        let pem = params.serialize_request(&key.pair)?.pem()?;
        let parts = with_request(&pem, |info| {
            (info.raw.to_vec(), info.subject_pki.raw.to_vec())
        });
        let (asked, public_key) = parts.ok_or(rcgen::Error::CouldNotParseCertificationRequest)?;
        Ok(Request {
            pem: Pem::from(pem),
            asked,
            public_key,
        })
    }

    /// Whether another request asks for the same with the same key.
    pub(crate) fn is_for_the_same(&self, other: &Pem) -> bool {
        with_request(other.as_str(), |info| info.raw == self.asked) == Some(true)
    }

    /// The public key as it stands in a certificate.
    pub(crate) fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// As it is written into a databag.
    pub(crate) fn to_send(&self) -> SigningRequest {
        SigningRequest {
            certificate_signing_request: self.pem.clone(),
            ca: Some(false.into()),
        }
    }
}

/// Whether two texts are one request, whatever their line breaks.
pub(crate) fn is_same(one: &Pem, other: &Pem) -> bool {
    let der = |pem: &Pem| Some(parse_x509_pem(pem.as_str().as_bytes()).ok()?.1.contents);
    der(one).is_some_and(|one| der(other) == Some(one))
}

fn with_request<T>(
    pem: &str,
    look: impl FnOnce(&X509CertificationRequestInfo<'_>) -> T,
) -> Option<T> {
    let (_, pem) = parse_x509_pem(pem.as_bytes()).ok()?;
    let (_, request) = X509CertificationRequest::from_der(&pem.contents).ok()?;
    Some(look(&request.certification_request_info))
}
