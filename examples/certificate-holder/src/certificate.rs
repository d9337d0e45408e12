//! Whether what was issued can be used.

use crate::request::Request;
use relata::Pem;
use relata_interfaces::tls_certificates::v1::IssuedCertificate;
use std::time::SystemTime;
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A certificate that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// The certificate in PEM.
    pub(crate) pem: String,
    /// The authority's.
    pub(crate) ca: String,
    /// From the certificate up to the root's, as far as they were handed over.
    pub(crate) chain: String,
    /// When it expires, in seconds since 1970.
    pub(crate) end: i64,
    /// When a new one is to be asked for.
    pub(crate) renewal: i64,
}

/// One certificate, as text and as bytes.
#[derive(Clone)]
struct Text {
    pem: String,
    der: Vec<u8>,
}

impl Certificate {
    /// Checks that a certificate is for our key, and that signatures lead from it to
    /// the authority's; else what is wrong. It may have expired.
    pub(crate) fn check(
        issued: &IssuedCertificate,
        request: &Request,
    ) -> Result<Self, &'static str> {
        let own = Text::read(&issued.certificate).ok_or("is none")?;
        let ca = Text::read(&issued.ca).ok_or("comes with an authority's that is none")?;
        let mut others: Vec<Text> = Vec::new();
        for one in issued.chain.iter().flatten() {
            let one = Text::read(one).ok_or("comes with a chain that holds something else")?;
            others.push(one);
        }
        if !others.iter().any(|one| one.is(&ca)) {
            others.push(ca.clone());
        }
        let leaf = own.parse().ok_or("is none")?;
        if leaf.public_key().raw != request.public_key() {
            return Err("is for another key");
        }
        if leaf.is_ca() {
            return Err("is for an authority");
        }
        let path = path(&own, &others);
        if !path.iter().any(|one| one.is(&ca)) {
            return Err("was not signed by the authority");
        }
        let ends = path
            .iter()
            .filter_map(|one| Some(one.parse()?.validity().not_after));
        let end = ends.map(|end| end.timestamp()).min().unwrap_or_default();
        let begin = leaf.validity().not_before.timestamp();
        let chain = path.iter().map(|one| one.pem.as_str());
        Ok(Certificate {
            renewal: renewal(begin, end, issued.recommended_expiry_notification_time),
            chain: chain.collect(),
            end,
            ca: ca.pem,
            pem: own.pem,
        })
    }

    /// Whether it can be used no more.
    pub(crate) fn has_expired(&self, now: SystemTime) -> bool {
        self.end <= seconds(now)
    }

    /// Whether a new one is to be asked for.
    pub(crate) fn is_due(&self, now: SystemTime) -> bool {
        self.renewal <= seconds(now)
    }
}

impl Text {
    /// The first certificate in a text, without what stands around it.
    fn read(text: &Pem) -> Option<Self> {
        let (_, rest) = text.as_str().split_once(BEGIN)?;
        let (body, _) = rest.split_once(END)?;
        let pem = [BEGIN, body, END, "\n"].concat();
        let (_, block) = parse_x509_pem(pem.as_bytes()).ok()?;
        let der = block.contents;
        let text = Text { pem, der };
        text.parse().is_some().then_some(text)
    }

    fn parse(&self) -> Option<X509Certificate<'_>> {
        X509Certificate::from_der(&self.der)
            .ok()
            .map(|(_, certificate)| certificate)
    }

    fn is(&self, other: &Text) -> bool {
        self.der == other.der
    }
}

/// From a certificate to the one that signed it, and so on.
fn path<'t>(first: &'t Text, others: &'t [Text]) -> Vec<&'t Text> {
    let mut path = vec![first];
    let mut last = first;
    while let Some(next) = others.iter().find(|one| {
        let is_new = !path.iter().any(|known| known.is(one));
        is_new && has_signed(one, last)
    }) {
        path.push(next);
        last = next;
    }
    path
}

fn has_signed(authority: &Text, signed: &Text) -> bool {
    let (Some(authority), Some(signed)) = (authority.parse(), signed.parse()) else {
        return false;
    };
    authority.is_ca()
        && signed.issuer().as_raw() == authority.subject().as_raw()
        && signed
            .verify_signature(Some(authority.public_key()))
            .is_ok()
}

/// When a new certificate is to be asked for: as long before the end as the provider
/// recommends, else after nine tenths of its time; in any case not before the half of
/// it, or a strange recommendation would have us ask for ever.
fn renewal(begin: i64, end: i64, recommended: Option<i64>) -> i64 {
    let life = end.saturating_sub(begin);
    let time = match recommended {
        Some(hours) => end.saturating_sub(hours.max(0).saturating_mul(60 * 60)),
        None => end.saturating_sub(life / 10),
    };
    time.max(end.saturating_sub(life / 2))
}

/// Seconds since 1970.
fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::renewal;

    #[test]
    fn a_renewal_is_in_the_second_half_of_a_certificates_time() {
        let hour = 60 * 60;
        assert_eq!(renewal(0, 100 * hour, None), 90 * hour);
        assert_eq!(renewal(0, 100 * hour, Some(20)), 80 * hour);
        assert_eq!(renewal(0, 100 * hour, Some(720)), 50 * hour);
        assert_eq!(renewal(0, 100 * hour, Some(-5)), 100 * hour);
        assert_eq!(renewal(0, 100 * hour, Some(i64::MAX)), 50 * hour);
    }
}
