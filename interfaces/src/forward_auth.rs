//! Have requests checked before they are let through.
//!
//! The requirer, an ingress, asks the provider, a proxy that knows who may do
//! what, about every request to a protected application.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `headers` | schema: mandatory but nullable; library: optional | none if missing | the library reads it so |
//! | `ingress_app_names` | mandatory | empty if missing | it is the only field: a databag without it is simply not written yet |
//! | names of applications | lists | lists without order | the library removes repetitions, and only looks whether a name is there |

relata::interface! {
    /// Have requests checked before they are let through.
    ///
    /// An application asks the provider for protection over `auth_proxy`. The
    /// requirer is the ingress of that application: it asks the provider about
    /// each request, and passes it on only if the provider agrees.
    interface forward_auth {
        maintainer: "identity";
        tags: "identity-auth";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charmlibs.interfaces.forward_auth";
            providers: {
                "oauth2-proxy-k8s-operator": "https://github.com/canonical/oauth2-proxy-k8s-operator",
            };
            requirers: {
                "traefik-k8s-operator": "https://github.com/canonical/traefik-k8s-operator",
                "istio-ingress-k8s-operator": "https://github.com/canonical/istio-ingress-k8s-operator",
            };
        }

        /// - Decides about every request: it is let through, or sent to a login.
        /// - Names the applications that asked for protection and that the
        ///   requirer is the ingress of.
        provider {
            /// Whom to ask, and about which applications.
            #[encoding(raw)]
            app {
                /// Where to ask about a request.
                #[required]
                #[example("https://oauth2-proxy-k8s.iam.svc.cluster.local:4180")]
                decisions_address: String,

                /// The applications to protect.
                #[required]
                #[encoding(json)]
                #[allow(R15, reason = "an application is named, and what else there is to say \
                    about it was said over `auth_proxy`")]
                #[example(["shop", "warehouse"])]
                app_names: Set<AppName>,

                /// The headers of the answer to pass on to the application. They
                /// say who has made the request.
                #[encoding(json)]
                #[allow(R15, reason = "the name of a header, and no more")]
                #[example(["X-Auth-Request-User", "X-Auth-Request-Email"])]
                headers: Vec<String> = [],
            }
        }

        /// - Names the applications that it is the ingress of.
        /// - Asks the provider about every request to a protected application,
        ///   and passes on what the provider lets through.
        requirer {
            /// Which applications could be protected.
            app {
                /// The applications that the requirer is the ingress of.
                #[allow(R15, reason = "an application is named, and no more")]
                #[example(["shop", "warehouse"])]
                ingress_app_names: Set<AppName> = [],
            }
        }
    }
}

pub use self::forward_auth::*;
