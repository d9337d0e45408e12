//! Have an application protected by a login.
//!
//! The requirer says which of its addresses only known people may see. The
//! provider is a proxy that makes them log in, and hands its decisions to the
//! ingress over `forward_auth`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `allowed_endpoints`, `headers` | mandatory, nullable in the schema | empty if missing, always written | the library does not read a databag without the keys, and the schema means by null what an empty list says |
//! | `authenticated_emails`, `authenticated_email_domains` | mandatory in the library, not in the schema | empty if missing, always written | both readers are served |
//! | `app_name` | not in the schema | declared | the library writes it |
//! | `headers` | README and schema: any; library: one of four | those four and any other | an unknown header is for the provider to turn down |

relata::interface! {
    /// Have an application protected by a login.
    ///
    /// The requirer's addresses go through an ingress. Before that ingress lets
    /// a request pass, it asks the provider, which knows from here what is
    /// protected, for whom, and what the application wants to know about them.
    interface auth_proxy {
        maintainer: "identity";
        tags: "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charmlibs.interfaces.auth_proxy";
            providers: {
                "oauth2-proxy-k8s-operator": "https://www.github.com/canonical/oauth2-proxy-k8s-operator",
            };
        }

        /// - Turns what the requirer asks for into rules, and decides by them
        ///   about each request.
        /// - Makes whoever asks for a protected address log in first.
        provider {}

        /// - Has an ingress, and states the addresses that this has given it.
        /// - Says which of its paths need no login.
        requirer {
            /// What to protect, and for whom.
            #[allow(R15, reason = "addresses, paths, names and domains are no more than that")]
            app {
                /// The addresses to protect, as the outside world reaches them:
                /// `https`, or `http` for a test.
                #[required]
                #[example(["https://10.64.140.43/shop-cart"])]
                protected_urls: Vec<Url>,

                /// Paths under them that need no login, without a slash in front.
                #[example(["welcome", "about/app"])]
                allowed_endpoints: Vec<String> = [],

                /// The headers that are to tell the application who has made a
                /// request.
                #[example(["X-Auth-Request-User", "X-Auth-Request-Email"])]
                headers: Vec<Header> = [],

                /// The mail addresses of the people who may log in. If neither
                /// people nor domains are named, the provider decides.
                #[example(["ada@example.com"])]
                authenticated_emails: Vec<String> = [],

                /// The domains of mail addresses whose people may log in.
                #[example(["example.com"])]
                authenticated_email_domains: Vec<String> = [],

                /// The name of the requiring application.
                #[encoding(raw)]
                #[example("cart")]
                app_name: Option<AppName>,
            }
        }

        /// A header that tells something about whoever has made a request.
        enum Header {
            /// Their id.
            "X-Auth-Request-User",
            /// The groups that they are in.
            "X-Auth-Request-Groups",
            /// Their address.
            "X-Auth-Request-Email",
            /// The name that they are called by.
            "X-Auth-Request-Preferred-Username",
        }
    }
}

pub use self::auth_proxy::*;
