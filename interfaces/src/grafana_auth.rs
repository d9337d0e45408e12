//! Let people log in to Grafana in another way.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | requirer's URLs | schema and library: `urls`, a list; README: `url` | `urls`; `url` is read too | the library writes and reads `urls` |
//! | `urls` | outside the schema's properties, of a type that does not exist | a list of URLs | that is what the library writes |
//! | `auth` | mandatory | optional | it is the only field: a databag without it is simply not written yet |

relata::interface! {
    /// Let people log in to Grafana in another way.
    ///
    /// The provider stands in front of Grafana or knows who does, and says how
    /// Grafana learns from it who somebody is. Grafana answers with where it
    /// can be reached.
    interface grafana_auth {
        maintainer: "observability";
        tags: "identity-auth", observability;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.grafana_k8s.grafana_auth";
            requirers: {
                "grafana-k8s": "https://github.com/canonical/grafana-k8s-operator",
            };
        }

        /// - Chooses the mode in which people log in, and configures it.
        provider {
            /// How people log in.
            app {
                /// The chosen mode with its configuration.
                #[example({ "proxy": {
                    "header_name": "X-WEBAUTH-USER",
                    "header_property": "username",
                    "auto_sign_up": false
                } })]
                auth: Option<Auth>,
            }
        }

        /// - Configures Grafana as the provider says.
        /// - Says where Grafana can be reached from outside.
        requirer {
            /// Where Grafana is.
            app {
                /// Where Grafana can be reached from outside.
                #[allow(R15, reason = "a URL is never more than its text")]
                #[example(["https://grafana.example/"])]
                urls: Vec<Url> = [],

                /// The same, if there is only one.
                #[deprecated(v0, "no known charm reads it: write `urls`")]
                #[example("https://grafana.example/")]
                url: Option<Url>,
            }
        }

        /// A mode with its configuration.
        #[check(mode, "there is a mode", present(proxy))]
        struct Auth {
            /// A proxy in front of Grafana has let the person in, and says in a
            /// header who it is.
            #[example({ "header_name": "X-WEBAUTH-USER", "header_property": "username" })]
            proxy: Option<Proxy>,
        }

        /// What Grafana calls `auth.proxy`.
        struct Proxy {
            /// Whether people may log in like this.
            #[example(true)]
            enabled: bool = true,

            /// The header that says who it is.
            #[example("X-WEBAUTH-USER")]
            header_name: String,

            /// What that header holds.
            #[example("username")]
            header_property: HeaderProperty,

            /// Whether somebody whom Grafana does not know yet gets an account.
            #[example(false)]
            auto_sign_up: bool = true,

            /// For how many minutes Grafana keeps what it learned from the
            /// headers.
            #[example(60)]
            sync_ttl: i64 = 60,

            /// The proxies that are believed: addresses or networks. Without
            /// it, everyone is.
            #[allow(R15, reason = "an address is never more than its text")]
            #[example(["192.168.1.0/24", "2001:db8::1"])]
            whitelist: Option<Vec<String>>,

            /// Further headers about the person, each `property:header`.
            #[allow(R15, reason = "one line of Grafana's configuration each")]
            #[example(["Name:X-WEBAUTH-NAME", "Groups:X-WEBAUTH-GROUPS"])]
            headers: Option<Vec<String>>,

            /// Whether the headers are encoded as quoted-printable, for what is
            /// not ASCII.
            #[example(false)]
            headers_encoded: bool = false,

            /// Whether Grafana keeps its own session after the first request.
            #[example(false)]
            enable_login_token: bool = false,
        }

        /// What a header holds.
        enum HeaderProperty {
            /// The name with which the person logs in.
            username,
            /// The person's mail address.
            email,
        }
    }
}

pub use self::grafana_auth::*;
