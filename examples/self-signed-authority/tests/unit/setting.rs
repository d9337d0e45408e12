//! Two units of the charm, and requirers of which only the databags are known.

use relata::testing::{
    Charm, HookEvent, JujuVersion, Ran, RelationId, SharedWorld, World, run, run_all,
};
use relata::{Databag, Json, Pem, Reading};
use relata_interfaces::tls_certificates::v1::{
    IssuedCertificate, ProviderApp, RequirerUnit, SigningRequest,
};
use self_signed_authority::{ENDPOINT, reconcile};
use std::cell::Cell;
use std::time::{Duration, SystemTime};
use x509_parser::certificate::X509Certificate;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::ParsedExtension;
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;

pub(crate) const APP: &str = "authority";
pub(crate) const LEADER: &str = "authority/0";
pub(crate) const OTHER: &str = "authority/1";

pub(crate) struct Setting {
    pub(crate) world: SharedWorld,
    pub(crate) now: Cell<SystemTime>,
}

impl Setting {
    pub(crate) fn new() -> Self {
        let charm = Charm::from_metadata(include_str!("../../metadata.yaml"))
            .and_then(|charm| charm.with_config(include_str!("../../config.yaml")))
            .expect("the metadata is sound");
        let mut world = World::new(JujuVersion::V4_0);
        world.app(APP, 2, charm).expect("the name is free");
        Setting {
            world: world.shared(),
            now: Cell::new(SystemTime::now()),
        }
    }

    /// A requirer with two units.
    pub(crate) fn relate(&self, app: &str) -> RelationId {
        let mut world = self.world.borrow_mut();
        let relation = world.relate_to(&format!("{APP}:{ENDPOINT}"), app, 2);
        relation.expect("they fit")
    }

    /// Makes these the requests in a databag, each with its flag `ca`.
    pub(crate) fn ask(&self, relation: RelationId, writer: &str, requests: &[(&str, bool)]) {
        let requests = requests.iter().map(|(csr, is_ca)| SigningRequest {
            certificate_signing_request: Pem::from(*csr),
            ca: Some((*is_ca).into()),
        });
        let unit = RequirerUnit {
            certificate_signing_requests: requests.collect(),
        };
        let mut bag = Databag::new();
        let changes = relata::changes(&unit, &bag).expect("it is as declared");
        changes.apply(&mut bag);
        let mut world = self.world.borrow_mut();
        let set = world.set_bag(relation, writer, bag).map(drop);
        set.expect("it is in the relation");
    }

    pub(crate) fn write(&self, relation: RelationId, writer: &str, key: &str, text: &str) {
        let mut world = self.world.borrow_mut();
        let set = world.set_bag(relation, writer, [(key, text)]).map(drop);
        set.expect("it is in the relation");
    }

    pub(crate) fn configure(&self, option: &str, value: impl Into<Json>) {
        let set = self
            .world
            .borrow_mut()
            .set_config(APP, option, value)
            .map(drop);
        set.expect("there is such an option");
    }

    /// Time passes.
    pub(crate) fn pass(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }

    pub(crate) fn hook(&self, unit: &str, event: HookEvent) -> Ran {
        let now = self.now.get();
        let ran = run(&self.world, unit, event, |juju| reconcile(juju, now));
        let ran = ran.expect("the hook can run");
        assert!(ran.is_done(), "{ran:?}");
        ran
    }

    /// Runs every hook that is pending.
    pub(crate) fn settle(&self) {
        let now = self.now.get();
        for unit in [LEADER, OTHER] {
            let ran = run_all(&self.world, unit, |juju| reconcile(juju, now));
            let ran = ran.expect("the hooks can run");
            assert!(ran.iter().all(Ran::is_done), "{ran:?}");
        }
    }

    pub(crate) fn answers(&self, relation: RelationId) -> ProviderApp {
        let bag = self.world.borrow().written(relation, APP);
        match relata::read::<ProviderApp>(&bag) {
            Reading::Ready(answers) => answers,
            Reading::Absent => ProviderApp::default(),
            wrong => panic!("{wrong:?}"),
        }
    }

    /// The certificate that answers a request.
    pub(crate) fn issued(&self, relation: RelationId, csr: &str) -> IssuedCertificate {
        let answers = self.answers(relation);
        let mut all = answers.certificates.iter();
        let found = all.find(|one| {
            let answered = one.certificate_signing_request.as_ref();
            answered.is_some_and(|answered| answered.as_str() == csr)
        });
        found.unwrap_or_else(|| panic!("{answers:#?}")).clone()
    }

    pub(crate) fn status(&self, unit: &str) -> String {
        let world = self.world.borrow();
        let status = world.status(unit).expect("the unit is there");
        format!("{}: {}", status.word, status.message)
    }
}

/// A request for one name.
pub(crate) fn csr(name: &str) -> String {
    csr_of(name, &[name], &rcgen::PKCS_ECDSA_P256_SHA256)
}

/// A request with a key of its own.
pub(crate) fn csr_of(
    common_name: &str,
    sans: &[&str],
    algorithm: &'static rcgen::SignatureAlgorithm,
) -> String {
    let sans: Vec<String> = sans.iter().copied().map(str::to_owned).collect();
    let mut params = rcgen::CertificateParams::new(sans).expect("they are names");
    params.distinguished_name = rcgen::DistinguishedName::new();
    let (common, organization) = (rcgen::DnType::CommonName, rcgen::DnType::OrganizationName);
    params.distinguished_name.push(organization, "Example");
    params.distinguished_name.push(common, common_name);
    let key = rcgen::KeyPair::generate_for(algorithm).expect("there is such a key");
    let request = params.serialize_request(&key).expect("it can be signed");
    request.pem().expect("it can be written")
}

/// Looks at a certificate.
pub(crate) fn look<T>(pem: &Pem, look: impl FnOnce(&X509Certificate<'_>) -> T) -> T {
    let (_, block) = parse_x509_pem(pem.as_str().as_bytes()).expect("it is PEM");
    look(&block.parse_x509().expect("it is a certificate"))
}

/// A certificate is the authority's answer to a request, and valid now.
pub(crate) fn assert_certified(certificate: &Pem, ca: &Pem, request: &str, now: SystemTime) {
    let (_, block) = parse_x509_pem(request.as_bytes()).expect("it is PEM");
    let (_, request) = X509CertificationRequest::from_der(&block.contents).expect("it is one");
    let info = &request.certification_request_info;
    let requested = request.requested_extensions().into_iter().flatten();
    let names = requested.filter_map(|extension| match extension {
        ParsedExtension::SubjectAlternativeName(names) => Some(names.clone()),
        _ => None,
    });
    let now = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("it is after 1970");
    let now = i64::try_from(now.as_secs()).expect("it is not far away");
    look(ca, |ca| {
        look(certificate, |one| {
            assert!(ca.is_ca() && !one.is_ca());
            one.verify_signature(Some(ca.public_key()))
                .expect("it has signed it");
            assert_eq!(one.issuer().as_raw(), ca.subject().as_raw());
            assert_eq!(one.public_key().raw, info.subject_pki.raw);
            assert_eq!(one.subject().as_raw(), info.subject.as_raw());
            let certified = one
                .subject_alternative_name()
                .expect("there is one at most");
            let certified = certified.map(|names| names.value.clone());
            assert_eq!(certified, names.last());
            let validity = one.validity();
            assert!(
                (validity.not_before.timestamp()..validity.not_after.timestamp()).contains(&now)
            );
            assert!(validity.not_after <= ca.validity().not_after);
        });
    });
}
