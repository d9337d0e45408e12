//! Reach the nodes of a LXD cluster.
//!
//! The provider tells where the nodes are and adds the requirer's client
//! certificates to their trust stores. It is provided by the LXD integrator, or
//! by any other charm that may configure LXD.
//!
//! # Where this differs from upstream
//!
//! There is no specification in the public catalogue; this one follows the
//! integrator's documentation and its source.
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | databags | the documentation names none | the unit databags | the integrator writes and reads those |
//! | `version` | a text that nobody reads | a marker with the spelling `1.0` | the documentation says that its major number announces a breaking change |
//! | `trusted_certs_fp` | a list, and JSON of a list inside a string in one test | a list | what the integrator writes is a list |
//! | fingerprints | what `trusted_certs_fp` was in the requirer's databag | not declared there | a version of the integrator that was never released read it; no requirer writes it |
//! | `registered_certificates` | named once in the documentation | not declared | no charm writes or reads it |

relata::interface! {
    /// Reach the nodes of a LXD cluster.
    ///
    /// The requirer hands over client certificates; the provider adds them to
    /// the trust store of every node and says when that is done. From then on
    /// the requirer talks to the nodes itself, with the keys that belong to its
    /// certificates and that never leave it.
    interface lxd {
        maintainer: "anbox-cloud";
        tags: cloud, compute;

        /// The only version so far. Its number has a minor part on the wire,
        /// which means nothing.
        version v1 (published) {
            providers: {
                "lxd-integrator": "https://github.com/canonical/lxd-integrator-operator",
            };
        }

        /// - Publishes every active node with its endpoint.
        /// - Adds each client certificate of the requirer to the nodes' trust
        ///   stores, and lists its fingerprint once that is done.
        /// - Removes a certificate from the trust stores when the requirer
        ///   withdraws it.
        provider {
            /// What one unit of the provider knows about LXD.
            unit {
                /// The version of the protocol, with a minor number.
                #[encoding(raw)]
                #[version(spelling = "{}.0")]
                version: String,

                /// The active nodes.
                #[example([{
                    "endpoint": "https://10.10.10.10:8443",
                    "name": "node-1",
                    "trusted_certs_fp": [
                        "ced5d7b465abd8f3394a078717be606d98f935985f5f2558dbbbed52ed6d546a"
                    ]
                }])]
                nodes: Vec<Node> = [],
            }

            /// Publishes the nodes of its cluster to whoever is related.
            expect present(unit.nodes) when requirer is silent;
        }

        /// - Publishes the client certificates with which it will talk to LXD.
        /// - Uses a node only when it lists the fingerprint of such a
        ///   certificate.
        requirer {
            /// What one unit of the requirer asks for.
            unit {
                /// Certificates to add to the nodes' trust stores.
                #[allow(R15, reason = "a certificate is never more than its text")]
                #[example([
                    "-----BEGIN CERTIFICATE-----\n\
                    MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                    RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                    BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                    W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                    ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                    -----END CERTIFICATE-----\n",
                ])]
                client_certificates: Set<Pem> = [],
            }

            /// Shares the certificates that it wants to be trusted.
            expect present(unit.client_certificates) when provider is silent;
        }

        /// One LXD server.
        struct Node {
            /// Where its API is: scheme, host and port. The scheme is `https`,
            /// the host a name or an address, the usual port 8443.
            #[example("https://10.10.10.10:8443")]
            endpoint: Url,

            /// The name of the server in its cluster.
            #[example("node-1")]
            name: Option<String>,

            /// Fingerprints of the client certificates that the node trusts:
            /// SHA-256 over the DER form, in lower case hexadecimal digits
            /// without colons.
            #[allow(R15, reason = "a fingerprint is never more than its digits")]
            #[example(["ced5d7b465abd8f3394a078717be606d98f935985f5f2558dbbbed52ed6d546a"])]
            trusted_certs_fp: Set<String> = [],
        }
    }
}

mod certificate;
mod provider;
mod requirer;

pub use self::certificate::Certificate;
pub use self::lxd::*;
pub use self::provider::{Provides, Request};
pub use self::requirer::{Offer, Requires};
