//! Every enabled interface as data.

use relata::spec::Interface;

/// The model of each enabled interface, in the order of their names.
///
/// With the feature `all` these are all of them.
pub fn catalogue() -> Vec<Interface> {
    vec![
        #[cfg(feature = "certificate_transfer")]
        crate::certificate_transfer::model(),
        #[cfg(feature = "cos_agent")]
        crate::cos_agent::model(),
        #[cfg(feature = "ingress")]
        crate::ingress::model(),
        #[cfg(feature = "kratos_external_idp")]
        crate::kratos_external_idp::model(),
        #[cfg(feature = "lxd")]
        crate::lxd::model(),
        #[cfg(feature = "postgresql_client")]
        crate::postgresql_client::model(),
        #[cfg(feature = "s3")]
        crate::s3::model(),
        #[cfg(feature = "tls-certificates")]
        crate::tls_certificates::model(),
        #[cfg(feature = "vault-kv")]
        crate::vault_kv::model(),
    ]
}
