//! Find the pages on which people log in.
//!
//! Only the charms of the identity platform use it: Hydra and Kratos send
//! browsers to these pages.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | all fields | schema: mandatory; library: optional | optional | the library writes what it has, and the charms read key by key |
//! | `index_url`, `default_url` | mandatory | optional | no known charm writes them any more |
//! | `device_verification_url`, `post_device_done_url`, `recovery_url`, `settings_url`, `webauthn_settings_url`, `account_linking_settings_url`, `verification_url` | not in the schema | declared | the library or the charm of the pages writes them |
//! | addresses | text | text, not a URL | before the provider has an address it writes the path alone |

relata::interface! {
    /// Find the pages on which people log in.
    ///
    /// Ory Hydra and Ory Kratos have no pages of their own. The provider serves
    /// them and says which page is where.
    interface login_ui_endpoints {
        maintainer: "identity";
        tags: "identity-auth";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.identity_platform_login_ui_operator.login_ui_endpoints";
            providers: {
                "identity-platform-login-ui-operator": "https://github.com/canonical/identity-platform-login-ui-operator",
            };
            requirers: {
                "hydra-operator": "https://github.com/canonical/hydra-operator",
                "kratos-operator": "https://github.com/canonical/kratos-operator",
            };
        }

        /// - Serves the pages and shares where each of them is.
        /// - Leaves out a page that it does not have, so that another provider
        ///   may serve it. Two providers never name the same page.
        provider {
            /// Where the pages are: URLs that a browser reaches, or only their
            /// paths as long as the provider has no address of its own.
            #[encoding(raw)]
            app {
                /// Where people say what an application may know about them.
                #[example("https://login.example/ui/consent")]
                consent_url: Option<String>,

                /// Where an error is explained.
                #[example("https://login.example/ui/error")]
                error_url: Option<String>,

                /// The first page.
                #[example("https://login.example/ui/index")]
                index_url: Option<String>,

                /// Where people log in.
                #[example("https://login.example/ui/login")]
                login_url: Option<String>,

                /// Where an error of a login by OpenID Connect is explained.
                #[example("https://login.example/ui/oidc_error")]
                oidc_error_url: Option<String>,

                /// Where people type the code that a device shows them.
                #[example("https://login.example/ui/device_code")]
                device_verification_url: Option<String>,

                /// What people see after a device was let in.
                #[example("https://login.example/ui/device_complete")]
                post_device_done_url: Option<String>,

                /// Where people get a forgotten password reset.
                #[example("https://login.example/ui/reset_email")]
                recovery_url: Option<String>,

                /// Where people make an account.
                #[example("https://login.example/ui/register")]
                registration_url: Option<String>,

                /// Where people change their account.
                #[example("https://login.example/ui/manage_details")]
                settings_url: Option<String>,

                /// Where people register a security key.
                #[example("https://login.example/ui/setup_passkey")]
                webauthn_settings_url: Option<String>,

                /// Where people connect an account elsewhere.
                #[example("https://login.example/ui/manage_connected_accounts")]
                account_linking_settings_url: Option<String>,

                /// Where people verify their address.
                #[example("https://login.example/ui/verification")]
                verification_url: Option<String>,

                /// Where a browser is sent when nothing else is said.
                #[example("https://login.example")]
                default_url: Option<String>,
            }
        }

        /// - Sends browsers to these pages.
        /// - Refuses to work with two providers that name the same page.
        requirer {}
    }
}

pub use self::login_ui_endpoints::*;
