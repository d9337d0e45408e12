//! Know where Ory Kratos is and how it is set up.
//!
//! Only the charms of the identity platform use it. It follows
//! `kratos_endpoints`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | booleans | README: `false` | `True` and `False`, `true` and `false` accepted | the library writes them as Python does |
//! | `verification_enabled`, `feature_flags` | not in the schema | declared | the library writes them |

relata::interface! {
    /// Know where Ory Kratos is and how it is set up.
    ///
    /// Kratos keeps the accounts of people and logs them in. The provider
    /// shares where its interfaces are, in which Kubernetes ConfigMaps its
    /// settings lie, and which of its features are on.
    interface kratos_info {
        maintainer: "identity";
        tags: "identity-auth";
        internal: true;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.kratos.kratos_info";
            providers: { "kratos-operator": "https://github.com/canonical/kratos-operator" };
            requirers: {
                "identity-platform-login-ui-operator": "https://github.com/canonical/identity-platform-login-ui-operator",
                "oathkeeper-operator": "https://github.com/canonical/oathkeeper-operator",
                "identity-platform-admin-ui": "https://github.com/canonical/identity-platform-admin-ui-operator",
            };
        }

        /// - Shares where Kratos' interfaces are, and where a login begins and a
        ///   session is looked up.
        /// - Names the ConfigMaps with identity providers and identity schemas,
        ///   and their namespace.
        /// - Says which features are on, anew when that changes.
        provider {
            /// Where Kratos is and how it is set up.
            #[encoding(raw)]
            app {
                /// Where accounts are administered.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4434")]
                admin_endpoint: Url,

                /// Where people log in.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4433")]
                public_endpoint: Url,

                /// Where a login in a browser begins, as the outside world
                /// reaches it.
                #[required]
                #[example("https://login.example/self-service/login/browser")]
                login_browser_endpoint: Url,

                /// Where to ask to whom the current session belongs.
                #[required]
                #[example("http://kratos.iam.svc.cluster.local:4433/sessions/whoami")]
                sessions_endpoint: Url,

                /// The ConfigMap that lists the identity providers.
                #[required]
                #[example("providers")]
                providers_configmap_name: String,

                /// The ConfigMap with the schemas of identities.
                #[required]
                #[example("identity-schemas")]
                schemas_configmap_name: String,

                /// The Kubernetes namespace of both ConfigMaps.
                #[required]
                #[example("iam")]
                configmaps_namespace: String,

                /// Whether a second factor is asked for at login.
                #[required]
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                mfa_enabled: bool,

                /// Whether whoever logs in with an account elsewhere is asked
                /// for a security key as well.
                #[required]
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(false)]
                oidc_webauthn_sequencing_enabled: bool,

                /// Whether an address has to be verified before it can be used.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                verification_enabled: bool = false,

                /// What people may do with their accounts.
                #[encoding(csv)]
                #[allow(R15, reason = "a feature is on or it is not")]
                #[example(["password", "totp", "backup_codes"])]
                feature_flags: Option<Vec<Feature>>,
            }
        }

        /// - Sets up its connection to Kratos with what it is given.
        /// - Offers to people what is on, and nothing else.
        requirer {}

        /// Something that people may do with their accounts.
        enum Feature {
            /// Log in with a password.
            password,
            /// Log in with a security key.
            webauthn,
            /// Confirm a login with a code that changes all the time.
            totp,
            /// Confirm a login with a code that works once.
            backup_codes,
            /// Connect an account elsewhere.
            account_linking,
        }
    }
}

pub use self::kratos_info::*;
