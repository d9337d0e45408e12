//! The authority itself: a key, and a certificate for it.

use crate::config::Options;
use crate::request::Request;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PublicKeyData, SerialNumber,
};
use relata::{Pem, Sensitive};
use ring::rand::{SecureRandom, SystemRandom};
use std::time::{Duration, SystemTime};
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::parse_x509_pem;

relata::interface! {
    /// What a leader keeps for the next one.
    pub(crate) interface kept {
        /// The only version.
        version v0 (draft);

        /// - The leader keeps the authority.
        peer {
            app {
                /// The authority. Its label leads to it.
                authority: Option<Secret<Authority>>,
            }
        }

        /// An authority.
        secret Authority {
            /// Its own certificate.
            certificate: Pem,
            /// The key with which it signs, in PEM.
            "private-key": Sensitive,
        }
    }
}

/// How long an authority is valid: about ten years.
const LIFETIME: Duration = Duration::from_secs(3650 * 24 * 60 * 60);

/// How far back a certificate begins, for machines whose clocks are behind.
const BACKDATED: Duration = Duration::from_secs(5 * 60);

/// An authority that can sign.
pub(crate) struct Authority {
    certificate: Pem,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// A new one, and what of it has to be kept.
    pub(crate) fn make(
        options: &Options,
        now: SystemTime,
    ) -> Result<(Self, kept::v0::Authority), Unsigned> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, &*options.common_name);
        params.not_before = (now - BACKDATED).into();
        params.not_after = (now + LIFETIME).into();
        params.serial_number = Some(serial_number()?);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = Pem::from(params.self_signed(&key)?.pem());
        let content = kept::v0::Authority {
            certificate: certificate.clone(),
            private_key: Sensitive::from(key.serialize_pem()),
        };
        let issuer = Issuer::new(params, key);
        Ok((
            Authority {
                certificate,
                issuer,
            },
            content,
        ))
    }

    /// The one that was kept; `None` if it is none, or of another's key.
    pub(crate) fn open(content: &kept::v0::Authority) -> Option<Self> {
        let certificate = content.certificate.clone();
        let key = KeyPair::from_pem(content.private_key.reveal()).ok()?;
        let is_own =
            |own: &X509Certificate<'_>| own.public_key().raw == key.subject_public_key_info();
        if !with_certificate(&certificate, is_own) {
            return None;
        }
        let issuer = Issuer::from_ca_cert_pem(certificate.as_str(), key).ok()?;
        Some(Authority {
            certificate,
            issuer,
        })
    }

    /// Whether it has the name that is configured, and outlives what it signs.
    pub(crate) fn fits(&self, options: &Options, now: SystemTime) -> bool {
        let end = now + options.validity;
        with_certificate(&self.certificate, |own| {
            let name = own.subject().iter_common_name().next();
            name.and_then(|name| name.as_str().ok()) == Some(&*options.common_name)
                && own.validity().not_after.timestamp() >= seconds(end)
        })
    }

    /// Its own certificate.
    pub(crate) fn certificate(&self) -> &Pem {
        &self.certificate
    }

    /// Signs a request that is to be signed.
    pub(crate) fn sign(
        &self,
        request: &Request,
        options: &Options,
        now: SystemTime,
    ) -> Result<Pem, Unsigned> {
        let mut params = request.params.clone();
        params.not_before = (now - BACKDATED).into();
        params.not_after = (now + options.validity).into();
        // One key may be certified more than once.
        params.serial_number = Some(serial_number()?);
        params.use_authority_key_identifier_extension = true;
        let signs = [KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        if request.is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.key_usages = signs.to_vec();
        } else {
            params.is_ca = IsCa::ExplicitNoCa;
            params.key_usages.retain(|usage| !signs.contains(usage));
        }
        let certificate = Pem::from(params.signed_by(&request.key, &self.issuer)?.pem());
        // rcgen knows fewer names and keys than there are: nobody gets a certificate
        // for something else.
        let is_same = with_certificate(&certificate, |signed| request.is_certified_by(signed));
        is_same.then_some(certificate).ok_or(Unsigned)
    }

    /// Whether it has signed this certificate, which answers the request and has not
    /// expired.
    pub(crate) fn has_signed(&self, certificate: &Pem, request: &Request, now: SystemTime) -> bool {
        with_certificate(&self.certificate, |own| {
            with_certificate(certificate, |signed| {
                signed.verify_signature(Some(own.public_key())).is_ok()
                    && signed.validity().not_after.timestamp() > seconds(now)
                    && signed.is_ca() == request.is_ca
                    && request.is_certified_by(signed)
            })
        })
    }
}

/// Something cannot be signed.
#[derive(Debug)]
pub(crate) struct Unsigned;

impl From<rcgen::Error> for Unsigned {
    fn from(_: rcgen::Error) -> Self {
        Unsigned
    }
}

/// Looks at a certificate; `false` if it is none.
fn with_certificate(pem: &Pem, look: impl FnOnce(&X509Certificate<'_>) -> bool) -> bool {
    let Ok((_, pem)) = parse_x509_pem(pem.as_str().as_bytes()) else {
        return false;
    };
    pem.parse_x509().is_ok_and(|certificate| look(&certificate))
}

/// A number that no other certificate has: 127 random bits.
fn serial_number() -> Result<SerialNumber, Unsigned> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Unsigned)?;
    bytes[0] &= 0x7f;
    Ok(SerialNumber::from_slice(&bytes))
}

/// Seconds since 1970.
fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
