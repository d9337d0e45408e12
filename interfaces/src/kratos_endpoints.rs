//! Reach Ory Kratos.
//!
//! Superseded by `kratos_info`, which tells the same and more. Removed from the
//! public catalogue in June 2025, and from the charm of Kratos.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | status | draft, then removed | retired | charms that were not upgraded still speak it |
//! | the keys | flowchart: `kratos_admin_endpoint`, `kratos_public_endpoint` | the four of the schema | schema, example and library |

relata::interface! {
    /// Reach Ory Kratos.
    ///
    /// Kratos keeps the accounts of people and logs them in. The provider says
    /// where its interfaces are. New charms use `kratos_info`.
    interface kratos_endpoints {
        maintainer: "identity";
        tags: "identity-auth";
        internal: true;

        /// The only version that there was.
        version v0 (retired) {
            providers: { "kratos-operator": "https://github.com/canonical/kratos-operator" };
            requirers: {
                "identity-platform-login-ui-operator": "https://github.com/canonical/identity-platform-login-ui-operator",
                "oathkeeper-operator": "https://github.com/canonical/oathkeeper-operator",
            };
        }

        /// - Serves Kratos' administrative and public interface.
        /// - Shares where both are, and where a login begins and a session is
        ///   looked up.
        provider {
            /// Where Kratos is.
            #[encoding(raw)]
            app {
                /// Where accounts are administered, usually a URL with port
                /// 4434.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4434")]
                admin_endpoint: String,

                /// Where people log in, usually a URL with port 4433.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4433")]
                public_endpoint: String,

                /// Where a login in a browser begins.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4433/self-service/login/browser")]
                login_browser_endpoint: String,

                /// Where to ask to whom the current session belongs.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4433/sessions/whoami")]
                sessions_endpoint: String,
            }
        }

        /// - Sets up its connection to Kratos with what it is given.
        requirer {}
    }
}

pub use self::kratos_endpoints::*;
