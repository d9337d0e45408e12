//! Hand over certificates that the other side has to trust.
//!
//! Only public certificates travel here: those of authorities, or of servers
//! with a certificate of their own making. A charm that wants a certificate for
//! *itself* uses [`tls-certificates`](https://github.com/canonical/charmlibs/tree/main/interfaces/tls-certificates).
//!
//! # Versions
//!
//! Version 0 lives in the unit databag and knows one certificate with its
//! authority and chain. Version 1 is a set of certificates in the application
//! databag. Both sides state their version under the key `version`; a side that
//! states none speaks version 0.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | v1 `certificates` | mandatory | empty if missing | the Python library reads a databag without it as an empty set, and no top-level field should be mandatory |
//! | v0 `certificate`, `ca` | a string, spelling not said | JSON, plain text accepted | the v0 library writes plain PEM, the v1 library writes JSON into the same keys; both read JSON |
//! | v0 groups | the v1 library wants `certificate` and `ca` | one of `certificate`, `ca` and `chain` is enough | that is what the v0 schema and the v0 library ask for |
//! | certificates | any text | text; what is no PEM is noted | every known reader takes any text |
//! | `version` | a number of the databag's model | a marker, kept by the runtime | a charm that sets its own version number sets a wrong one sooner or later |
//!
//! # In a charm
//!
//! [`Provides`] shares certificates and takes them back, [`Requires`] gets them;
//! both speak either version with each of their relations. What the library
//! `charmlibs-interfaces-certificate-transfer` 1.1 calls them:
//!
//! | there | here |
//! |---|---|
//! | `add_certificates` | [`Provides::add`], or [`Provides::share`], which also takes back |
//! | `remove_certificate`, `remove_all_certificates` | [`Provides::remove`], [`Provides::remove_all`] |
//! | `get_all_certificates` | [`Requires::certificates`] |
//! | `get_all_certificates_by_relation` | [`Requires::by_relation`] |
//! | `is_ready` | [`Requires::is_ready`], [`Shared::is_ready`] |
//! | a relation's number as last argument | [`Provides::only`], [`Requires::only`] |
//! | the events `certificate_set_updated`, `certificates_removed` | [`Requires::news`] |
//! | done when `relation-created` is observed | [`Requires::announce`] |

relata::interface! {
    /// Hand over certificates that the other side has to trust.
    ///
    /// The provider shares public certificates, the requirer puts them into
    /// its trust store. Nothing here is secret. A charm that needs a
    /// certificate for itself uses `tls-certificates` instead.
    interface certificate_transfer {
        maintainer: "tls";
        tags: security;

        /// One certificate, its authority and its chain, in the databag of each
        /// provider unit.
        version v0 (draft);

        /// Any number of certificates without order, in the provider's
        /// application databag.
        version v1 (draft) {
            lib: "charms.certificate_transfer_interface.certificate_transfer";
        }

        /// - Shares every certificate that the requirer has to trust.
        /// - Takes a certificate back by no longer sharing it.
        /// - Speaks version 0 to a requirer that states no version.
        provider {
            /// What one unit of the provider shares.
            #[until(v1)]
            #[any_of(certificate, ca, chain)]
            unit {
                /// The certificate of the server that the requirer talks to.
                #[encoding(json, raw)]
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                    RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                    BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                    W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                    ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                    -----END CERTIFICATE-----\n")]
                certificate: Option<Pem>,

                /// The certificate of the authority that signed it.
                #[encoding(json, raw)]
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n")]
                ca: Option<Pem>,

                /// The certificates from the server's to the root's, in this
                /// order.
                #[allow(R15, reason = "a certificate is never more than its text")]
                #[example([
                    "-----BEGIN CERTIFICATE-----\n\
                    MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                    RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                    BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                    W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                    ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                    -----END CERTIFICATE-----\n",
                    "-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n",
                ])]
                chain: Option<Vec<Pem>>,

                /// The version of the interface in which this databag is
                /// written.
                #[version(absent = v0)]
                version: u32,
            }

            /// What the provider shares as a whole.
            #[since(v1)]
            app {
                /// Every certificate that the requirer has to trust. Neither
                /// their order nor a repetition means anything.
                #[allow(R15, reason = "a certificate is never more than its text")]
                #[example([
                    "-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n",
                ])]
                certificates: Set<Pem> = [],

                /// The version of the interface in which this databag is
                /// written.
                #[version(absent = v0)]
                version: u32,
            }

            /// Shares what the requirer has to trust, in the version that it states.
            #[until(v1)]
            expect present(unit.certificate) || present(unit.ca) || present(unit.chain)
                when requirer is complete;

            /// Shares what the requirer has to trust, in the version that it states.
            #[since(v1)]
            expect present(app.certificates) when requirer is complete;
        }

        /// - States the newest version that it reads, as soon as it joins.
        /// - Trusts what is shared, and stops trusting what is shared no more.
        requirer {
            /// What the requirer says about itself.
            app {
                /// The newest version of the interface that the requirer
                /// reads.
                #[version(absent = v0)]
                version: u32,
            }

            /// States in its application databag which version it reads.
            #[since(v1)]
            expect present(app.version) when provider is silent;
        }
    }
}

mod provider;
mod requirer;

pub use self::certificate_transfer::*;
pub use self::provider::Provides;
pub use self::requirer::{News, Requires, Shared};

/// Whoever trusts the units' certificates, authorities and chains trusts all of
/// them.
impl relata::Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        let mut units = self.units.into_values().peekable();
        if units.peek().is_none() {
            return v1::Provider { app: None };
        }
        let certificates = units
            .flat_map(v0::ProviderUnit::into_certificates)
            .collect();
        v1::Provider {
            app: Some(v1::ProviderApp { certificates }),
        }
    }
}

/// What the application shares is shared by the unit that writes.
impl relata::Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, writer: &relata::Writer<'_>) -> v0::Provider {
        let unit = self.app.and_then(|app| app.to_unit_of_v0());
        let unit = unit.map(|unit| (writer.unit().clone(), unit));
        v0::Provider {
            units: unit.into_iter().collect(),
        }
    }
}

impl v0::ProviderUnit {
    /// Every certificate that is in it: the server's, its authority's, its chain.
    pub fn into_certificates(self) -> impl Iterator<Item = relata::Pem> {
        let alone = self.certificate.into_iter().chain(self.ca);
        alone.chain(self.chain.unwrap_or_default())
    }
}

impl v1::ProviderApp {
    /// What a unit of the provider shares with a requirer that reads version 0
    /// only.
    ///
    /// Everything is in the chain, whose first element stands for certificate
    /// and authority; the Python library writes the same. `None` if there is
    /// nothing to share: version 0 has no way to say so, and the unit's databag
    /// is to be left without its keys.
    ///
    /// ```
    /// use relata_interfaces::certificate_transfer::v1::ProviderApp;
    ///
    /// let mut shared = ProviderApp::default();
    /// assert!(shared.to_unit_of_v0().is_none());
    /// shared.certificates.insert("-----BEGIN CERTIFICATE-----…".into());
    /// let unit = shared.to_unit_of_v0().expect("something to share");
    /// assert_eq!(unit.chain.as_deref(), Some(&*shared.certificates));
    /// ```
    pub fn to_unit_of_v0(&self) -> Option<v0::ProviderUnit> {
        let chain: &[_] = &self.certificates;
        let first = chain.first()?;
        Some(v0::ProviderUnit {
            certificate: Some(first.clone()),
            ca: Some(first.clone()),
            chain: Some(chain.to_vec()),
        })
    }
}
