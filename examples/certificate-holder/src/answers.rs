//! What a provider says to our requests.

use crate::certificate::Certificate;
use crate::request::{self, Request};
use relata::Pem;
use relata_interfaces::tls_certificates::v1::{ProviderApp, ProviderError};
use std::time::SystemTime;

/// What a provider says to our requests.
#[derive(Default)]
pub(crate) struct Answers<'a> {
    /// The certificate that is valid for longest.
    pub(crate) best: Option<(&'a Pem, Certificate)>,
    /// The requests whose certificate is not to be used any more.
    pub(crate) revoked: Vec<&'a Pem>,
    /// Why a certificate cannot be used.
    pub(crate) flaw: Option<&'static str>,
    /// Why there will be none.
    pub(crate) turned_down: Option<&'a ProviderError>,
}

impl<'a> Answers<'a> {
    /// What is said to requests such as this one.
    pub(crate) fn to(request: &Request, theirs: Option<&'a ProviderApp>) -> Self {
        let mut answers = Answers::default();
        let Some(theirs) = theirs else {
            return answers;
        };
        for issued in &theirs.certificates {
            let csr = issued.certificate_signing_request.as_ref();
            let Some(csr) = csr.filter(|csr| request.is_for_the_same(csr)) else {
                continue;
            };
            if issued.revoked == Some(true) {
                answers.revoked.push(csr);
                continue;
            }
            match Certificate::check(issued, request) {
                Ok(certificate) => {
                    let best = answers.best.as_ref();
                    if best.is_none_or(|(_, best)| best.end < certificate.end) {
                        answers.best = Some((csr, certificate));
                    }
                }
                Err(flaw) => answers.flaw = Some(flaw),
            }
        }
        let errors = theirs.request_errors.iter();
        let mut ours = errors.filter(|error| request.is_for_the_same(&error.csr));
        answers.turned_down = ours.next().map(|error| &error.error);
        answers
    }

    /// The certificate to use.
    pub(crate) fn valid(&self, now: SystemTime) -> Option<&Certificate> {
        let (_, certificate) = self.best.as_ref()?;
        (!certificate.has_expired(now)).then_some(certificate)
    }

    /// Whether the certificate for a request was revoked.
    pub(crate) fn revoke(&self, csr: &Pem) -> bool {
        self.revoked.iter().any(|one| request::is_same(one, csr))
    }

    /// Whether the certificate for a request has expired, or does soon.
    pub(crate) fn is_due(&self, csr: &Pem, now: SystemTime) -> bool {
        let best = self.best.as_ref();
        best.is_some_and(|(answered, certificate)| {
            certificate.is_due(now) && request::is_same(answered, csr)
        })
    }
}
