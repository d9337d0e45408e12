//! Use the API of a Wazuh server.
//!
//! The provider is the Wazuh server; the requirer, such as a dashboard, gets the
//! API's URL and an account.
//!
//! # Where this differs from upstream
//!
//! Schema, README and library name nearly everything differently. The library is
//! what the server's charm writes with, and what every known requirer reads
//! with.
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `user_credentials_secret` | library: this; schema: `secret_user`; README: `secret-user` | the first, all three are read | the library |
//! | `endpoint` | schema and library: one URL; README: `endpoints`, a list of host and port | the URL, and the list if there is one | the library; a databag as in the README is no mistake |
//! | content of the secret | library: `user`; README: `username` | the first, both are read | the library |
//! | `wazuh-api-client` around everything | documentation of the schema | not declared | it is the name of an endpoint, and no charm writes it |

relata::interface! {
    /// Use the API of a Wazuh server.
    ///
    /// The provider publishes where the API is and shares an account in a Juju
    /// secret.
    interface wazuh_api_client {
        maintainer: "platform-engineering";

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "wazuh-server-operator": "https://www.github.com/canonical/wazuh-server-operator",
            };
        }

        /// - Publishes where the API is.
        /// - Shares an account in a Juju secret.
        provider {
            /// The API.
            #[encoding(raw)]
            #[any_of(endpoint, endpoints)]
            app {
                /// Where the API is: scheme (`https`, or `http` for a test), host
                /// and port, which is usually 55000.
                #[pattern("^https?://")]
                #[example("https://wazuh.example:55000")]
                endpoint: Option<Url>,

                /// Every server of the cluster, each a host, `:` and a port.
                #[encoding(csv)]
                #[allow(R15, reason = "an address is never more than host and port")]
                #[example(["10.180.162.200:55000", "10.180.162.75:55000"])]
                endpoints: Option<Vec<String>>,

                /// The account.
                #[required]
                #[alias("secret_user")]
                #[alias("secret-user")]
                #[example("secret:cjqub6vubg2s77p3nio0")]
                user_credentials_secret: Secret<Account>,
            }
        }

        /// - Logs in with the account to use the API.
        requirer {}

        /// An account of the API.
        secret Account {
            /// The name of the account.
            #[alias("username")]
            #[example("wazuh-wui")]
            user: String,

            /// Its password.
            #[example("Tr0ub4dor.and.3")]
            password: String,
        }
    }
}

pub use self::wazuh_api_client::*;
