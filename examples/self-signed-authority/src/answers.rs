//! Which answers are there, and which have to be?

use crate::authority::Authority;
use crate::config::Options;
use crate::request::{Refusal, Request, identity};
use relata_interfaces::tls_certificates::v1::{
    ErrorCode, IssuedCertificate, ProviderApp, RequestError, SigningRequest,
};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::AddAssign;
use std::time::SystemTime;

/// What one relation asks for.
pub(crate) struct Asked {
    requests: Vec<SigningRequest>,
    known: BTreeSet<Vec<u8>>,
    /// Whether everything that was written can be read.
    pub(crate) is_complete: bool,
}

impl Default for Asked {
    /// Nobody asks for anything.
    fn default() -> Self {
        Asked {
            requests: Vec::new(),
            known: BTreeSet::new(),
            is_complete: true,
        }
    }
}

/// What became of the requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    issued: usize,
    turned_down: usize,
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.issued += other.issued;
        self.turned_down += other.turned_down;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "certificates issued: {}", self.issued)?;
        match self.turned_down {
            0 => Ok(()),
            count => write!(f, ", turned down: {count}"),
        }
    }
}

impl Asked {
    /// Adds what a databag asks for. One request in two databags is one.
    pub(crate) fn add(&mut self, requests: Vec<SigningRequest>) {
        for request in requests {
            let identity = identity(request.certificate_signing_request.as_str());
            if self.known.insert(identity) {
                self.requests.push(request);
            }
        }
    }

    /// The answer to each request, in one place: the one that is there, if it still
    /// fits, else a new one. What answers none of them is left out.
    pub(crate) fn answer(
        &self,
        before: ProviderApp,
        authority: &Authority,
        options: &Options,
        now: SystemTime,
    ) -> (ProviderApp, Outcome) {
        let mut answers = ProviderApp {
            capabilities: Some(options.capabilities()),
            ..ProviderApp::default()
        };
        for asked in &self.requests {
            match answer(asked, &before, authority, options, now) {
                Ok(issued) => answers.certificates.push(issued),
                Err(refusal) => answers.request_errors.push(RequestError {
                    csr: asked.certificate_signing_request.clone(),
                    error: refusal.into(),
                }),
            }
        }
        let outcome = Outcome {
            issued: answers.certificates.len(),
            turned_down: answers.request_errors.len(),
        };
        if !self.is_complete {
            let is_other = |csr: &str| !self.known.contains(&identity(csr));
            let certificates = before.certificates.into_iter();
            answers.certificates.extend(certificates.filter(|one| {
                let csr = &one.certificate_signing_request;
                csr.as_ref().is_some_and(|csr| is_other(csr.as_str()))
            }));
            let errors = before.request_errors.into_iter();
            let others = errors.filter(|one| is_other(one.csr.as_str()));
            answers.request_errors.extend(others);
        }
        (answers, outcome)
    }
}

fn answer(
    asked: &SigningRequest,
    before: &ProviderApp,
    authority: &Authority,
    options: &Options,
    now: SystemTime,
) -> Result<IssuedCertificate, Refusal> {
    let request = Request::read(asked)?;
    request.check(options)?;
    let csr = &asked.certificate_signing_request;
    let wanted = identity(csr.as_str());
    let mut there = before.certificates.iter().filter(|one| {
        let answered = one.certificate_signing_request.as_ref();
        answered.is_some_and(|csr| identity(csr.as_str()) == wanted)
    });
    let fits = |one: &&IssuedCertificate| {
        one.revoked != Some(true)
            && one.ca == *authority.certificate()
            && authority.has_signed(&one.certificate, &request, now)
    };
    if let Some(fitting) = there.find(fits) {
        return Ok(fitting.clone());
    }
    let Ok(certificate) = authority.sign(&request, options, now) else {
        let message = "the request has a subject, a name or a key that cannot be certified here";
        return Err(Refusal::new(ErrorCode::Other, message));
    };
    let ca = authority.certificate().clone();
    Ok(IssuedCertificate {
        chain: Some(vec![certificate.clone(), ca.clone()]),
        ca,
        certificate_signing_request: Some(csr.clone()),
        certificate,
        recommended_expiry_notification_time: None,
        revoked: None,
    })
}
