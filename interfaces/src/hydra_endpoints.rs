//! Reach Ory Hydra's two programming interfaces.
//!
//! Only the charms of the identity platform use it: they administer Hydra and
//! answer its login and consent requests.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | the keys | flowchart: `hydra_admin_endpoint`, `hydra_public_endpoint` | `admin_endpoint`, `public_endpoint` | schema, example and library |
//! | requirer | an empty schema file | no databag | it writes nothing |

relata::interface! {
    /// Reach Ory Hydra's two programming interfaces.
    ///
    /// Hydra, an OAuth 2.0 server, has one interface for administration, which
    /// is to stay inside the cluster, and one for everybody. The provider says
    /// where both are.
    interface hydra_endpoints {
        maintainer: "identity";
        tags: "identity-auth";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.hydra.hydra_endpoints";
            providers: { "hydra-operator": "https://github.com/canonical/hydra-operator" };
            requirers: { "kratos-operator": "https://github.com/canonical/kratos-operator" };
        }

        /// - Serves Hydra's administrative and public interface.
        /// - Shares where both are, anew when that changes.
        provider {
            /// Where Hydra is.
            #[encoding(raw)]
            app {
                /// Where clients, logins and consents are administered, usually
                /// a URL with port 4445.
                #[required]
                #[example("http://hydra.iam.svc.cluster.local:4445")]
                admin_endpoint: String,

                /// Where clients ask for tokens, usually a URL with port 4444.
                #[required]
                #[example("http://hydra.iam.svc.cluster.local:4444")]
                public_endpoint: String,
            }
        }

        /// - Sets up its connection to Hydra with what it is given.
        requirer {}
    }
}

pub use self::hydra_endpoints::*;
