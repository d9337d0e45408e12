//! What charms and their libraries write is judged as those who read it do.
//!
//! Each databag here has the shape of one that a library of the interface
//! writes, or that its tests, README or schema show; the values are invented.

mod certificate_transfer;
mod cos_agent;
mod ingress;
mod kratos_external_idp;
mod lxd;
mod postgresql_client;
mod s3;
mod tls_certificates;
mod vault_kv;

use relata::spec::bag::{Judgement, Verdict, judge};
use relata::spec::model::{Role, Scope};

const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const CSR: &str = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";

/// Judges what `writer`, such as `provider/app`, wrote.
fn judged(interface: &str, version: u32, writer: &str, bag: &[(&str, &str)]) -> Judgement {
    let model = relata_interfaces::catalogue()
        .into_iter()
        .find(|model| model.name == interface)
        .expect("the interface is in the catalogue");
    let (role, scope) = writer.split_once('/').expect("a role and a scope");
    let role = Role::ALL.into_iter().find(|known| known.name() == role);
    let scope = Scope::ALL.into_iter().find(|known| known.name() == scope);
    let bag = bag
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect();
    judge(
        model.version(version).expect("the version is declared"),
        role.expect("a known role"),
        scope.expect("a known scope"),
        &bag,
    )
}

#[track_caller]
fn assert_verdict(
    expected: Verdict,
    interface: &str,
    version: u32,
    writer: &str,
    bag: &[(&str, &str)],
) {
    let judgement = judged(interface, version, writer, bag);
    assert_eq!(judgement.verdict, expected, "{bag:?} is {judgement:#?}");
}
