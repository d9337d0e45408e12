//! What is requested, and whether it is to be signed.

use crate::config::Options;
use rcgen::{CertificateParams, CertificateSigningRequestParams, SanType, SubjectPublicKeyInfo};
use relata_interfaces::tls_certificates::v1::{ErrorCode, Flag, ProviderError, SigningRequest};
use x509_parser::certificate::X509Certificate;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::ParsedExtension;
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;

/// A request that can be read, and that whoever has the key has made.
pub(crate) struct Request {
    der: Vec<u8>,
    /// The subject, the names and the rest of what the certificate is to say.
    pub(crate) params: CertificateParams,
    /// The key that the certificate is for.
    pub(crate) key: SubjectPublicKeyInfo,
    /// Whether the certificate is for an authority.
    pub(crate) is_ca: bool,
}

/// The bytes of a request: two texts that only differ in their line breaks are one
/// request. What is none is its text.
pub(crate) fn identity(text: &str) -> Vec<u8> {
    match parse_x509_pem(text.as_bytes()) {
        Ok((_, pem)) => pem.contents,
        Err(_) => text.trim().as_bytes().to_vec(),
    }
}

impl Request {
    /// Reads a request, and checks its signature.
    pub(crate) fn read(asked: &SigningRequest) -> Result<Self, Refusal> {
        let der = identity(asked.certificate_signing_request.as_str());
        let unreadable = |error| Refusal::new(ErrorCode::Other, unreadable(&error));
        let read = CertificateSigningRequestParams::from_der(&der.as_slice().into());
        let params = read.map_err(unreadable)?.params;
        // rcgen takes a key to be of the kind that goes with the signature.
        let key = match X509CertificationRequest::from_der(&der) {
            Ok((_, request)) => {
                let key = request.certification_request_info.subject_pki.raw;
                SubjectPublicKeyInfo::from_der(key)
            }
            Err(_) => Err(rcgen::Error::CouldNotParseCertificationRequest),
        };
        let key = key.map_err(unreadable)?;
        Ok(Request {
            der,
            params,
            key,
            is_ca: asked.ca.as_ref().is_some_and(Flag::is_true),
        })
    }

    /// Whether it is to be signed; else why not.
    pub(crate) fn check(&self, options: &Options) -> Result<(), Refusal> {
        if self.is_ca && !options.authorities() {
            let message = "certificates for authorities are not signed here";
            return Err(Refusal::new(ErrorCode::Other, message));
        }
        for name in self.names() {
            check_name(&name, options)?;
        }
        for name in &self.params.subject_alt_names {
            match name {
                SanType::IpAddress(address) if !options.addresses => {
                    let message = format!("{address}: addresses are not certified here");
                    return Err(Refusal::new(ErrorCode::IpNotAllowed, message));
                }
                SanType::DnsName(_) | SanType::IpAddress(_) => {}
                _ if options.domains.is_empty() => {}
                _ => {
                    let message = "only host names and addresses are certified here";
                    return Err(Refusal::new(ErrorCode::Other, message));
                }
            }
        }
        Ok(())
    }

    /// The host names in it. The common name is one: some programs still look at it.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.with(|request| {
            let subject = &request.certification_request_info.subject;
            let common = subject.iter_common_name();
            names.extend(common.filter_map(|name| Some(name.as_str().ok()?.to_owned())));
            true
        });
        for name in &self.params.subject_alt_names {
            if let SanType::DnsName(name) = name {
                names.push(name.as_str().to_owned());
            }
        }
        names
    }

    /// Whether a certificate has the key, the subject and the names that are requested.
    pub(crate) fn is_certified_by(&self, certificate: &X509Certificate<'_>) -> bool {
        self.with(|request| {
            let info = &request.certification_request_info;
            let extensions = request.requested_extensions().into_iter().flatten();
            let requested = extensions.filter_map(|extension| match extension {
                ParsedExtension::SubjectAlternativeName(names) => Some(&names.general_names),
                _ => None,
            });
            let certified = certificate.subject_alternative_name().ok().flatten();
            certificate.public_key().raw == info.subject_pki.raw
                && certificate.subject().as_raw() == info.subject.as_raw()
                && certified.map(|names| &names.value.general_names) == requested.last()
        })
    }

    fn with(&self, look: impl FnOnce(&X509CertificationRequest<'_>) -> bool) -> bool {
        X509CertificationRequest::from_der(&self.der).is_ok_and(|(_, request)| look(&request))
    }
}

fn check_name(name: &str, options: &Options) -> Result<(), Refusal> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let host = match name.strip_prefix("*.") {
        Some(_) if !options.wildcards => {
            let message = format!("{name}: wildcards are not certified here");
            return Err(Refusal::new(ErrorCode::WildcardNotAllowed, message));
        }
        Some(host) => host,
        None => &name,
    };
    let is_below = |domain: &String| {
        let rest = host.strip_suffix(domain.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if options.domains.is_empty() || options.domains.iter().any(is_below) {
        return Ok(());
    }
    let message = format!("{name} is not ours to certify");
    Err(Refusal::new(ErrorCode::DomainNotAllowed, message))
}

/// Why a request is turned down.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: ErrorCode,
    message: String,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Refusal { code, message }
    }
}

/// As it is written into a databag.
impl From<Refusal> for ProviderError {
    fn from(refusal: Refusal) -> Self {
        let name = match refusal.code {
            ErrorCode::IpNotAllowed => "IP_NOT_ALLOWED",
            ErrorCode::DomainNotAllowed => "DOMAIN_NOT_ALLOWED",
            ErrorCode::WildcardNotAllowed => "WILDCARD_NOT_ALLOWED",
            ErrorCode::ServerNotAvailable => "SERVER_NOT_AVAILABLE",
            _ => "OTHER",
        };
        ProviderError {
            code: refusal.code,
            name: name.to_owned(),
            message: refusal.message,
            reason: None,
            provider: Some("self-signed".to_owned()),
            endpoint: None,
        }
    }
}

fn unreadable(error: &rcgen::Error) -> &'static str {
    match error {
        rcgen::Error::InvalidCertificationRequestSignature => {
            "the signature of the request is not that of its key, or of a kind that is not known"
        }
        rcgen::Error::UnsupportedExtension => "the request asks for an extension that is not known",
        rcgen::Error::UnsupportedSignatureAlgorithm => "the request has a key that is not known",
        _ => "this is no certificate signing request in PEM, or has a name that is not known",
    }
}
