//! Be reachable through an NGINX ingress of a Kubernetes cluster.
//!
//! The requirer describes the ingress that it wants, in the words of the
//! provider's own options; the provider makes it. An option that the operator
//! of the provider has set goes before what the requirer asks for, except for
//! `service-name` and `service-port`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `backend-protocol`, `enable-access-log`, `proxy-buffer-size`, `proxy-send-timeout`, `proxy-connect-timeout`, `use-regex` | not in the schema | declared | the provider reads them; the library writes the first two |
//! | `ingress-class`, `whitelist-source-range` | in the schema | declared | though the known provider reads them from its own options only |
//! | booleans | unsaid | `True` and `False`, `true` and `false` accepted | the library writes them as Python does, but for `enable-access-log`; the provider reads either |
//! | lists with commas | texts | lists | that is what they are |

relata::interface! {
    /// Be reachable through an NGINX ingress of a Kubernetes cluster.
    ///
    /// The requirer names its service and the host under which it wants to be
    /// reached, and may ask for much of what NGINX can do. The provider makes an
    /// ingress resource of that. It writes nothing back.
    interface "nginx-route" {
        maintainer: "platform-engineering";
        tags: ingress, networking;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.nginx_ingress_integrator.nginx_route";
            providers: {
                "nginx-route-integrator": "https://github.com/canonical/nginx-ingress-integrator-operator",
            };
        }

        /// - Makes an ingress that routes by host, as it is asked for.
        /// - Says in its status what is wrong with a request that it cannot
        ///   fulfil, and ignores it otherwise.
        provider {}

        /// - Names its service, and the host under which it wants to be reached.
        requirer {
            /// The ingress that is asked for.
            #[encoding(raw)]
            #[allow(R15, reason = "the lists are lists of names, networks and paths, as the \
                provider's options are")]
            app {
                /// The host to be reachable under.
                #[required]
                #[example("shop.example")]
                "service-hostname": Hostname,

                /// The name of the Kubernetes service.
                #[required]
                #[example("shop")]
                "service-name": String,

                /// The Kubernetes namespace of the service, usually the model's
                /// name.
                #[required]
                #[example("production")]
                "service-namespace": String,

                /// The port of the service.
                #[required]
                #[example(8080)]
                "service-port": Port,

                /// Further hosts to be reachable under.
                #[encoding(csv)]
                #[example(["www.shop.example"])]
                "additional-hostnames": Option<Vec<Hostname>>,

                /// How NGINX talks to the service. Plain HTTP if missing.
                #[example("HTTPS")]
                "backend-protocol": Option<BackendProtocol>,

                /// Whether requests are logged. They are if this is missing.
                #[encoding(raw(true = "true" | "True", false = "false" | "False"))]
                #[example(false)]
                "enable-access-log": Option<bool>,

                /// The class of the ingress. The cluster's default if missing.
                #[example("nginx")]
                "ingress-class": Option<String>,

                /// How many requests a second are taken from one address; five
                /// times as many in a burst. 0 sets no limit.
                #[example(50)]
                "limit-rps": Option<u32>,

                /// Networks to which that limit does not apply.
                #[encoding(csv)]
                #[example(["10.0.0.0/8", "192.168.0.0/16"])]
                "limit-whitelist": Option<Vec<Cidr>>,

                /// How large a request may be, in megabytes. 0 sets no limit.
                #[example(20)]
                "max-body-size": Option<u32>,

                /// Whether to guard the service with OWASP's rules for
                /// ModSecurity.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                "owasp-modsecurity-crs": Option<bool>,

                /// Further rules for ModSecurity, each on a line of its own. A
                /// line may also end in the two characters `\n`.
                #[example("SecAction id:900130,phase:1,nolog,pass,t:none,setvar:tx.crs_exclusions_wordpress=1\n")]
                "owasp-modsecurity-custom-rules": Option<String>,

                /// The paths under the host that lead to the service, each with
                /// a slash in front. All if missing.
                #[encoding(csv)]
                #[example(["/admin", "/portal"])]
                "path-routes": Option<Vec<String>>,

                /// How large the headers of an answer may be, in kilobytes.
                #[range(1..)]
                #[example(8)]
                "proxy-buffer-size": Option<u32>,

                /// How long to wait for a connection to the service, in seconds.
                #[example(5)]
                "proxy-connect-timeout": Option<u32>,

                /// How long to wait for an answer, in seconds.
                #[example(60)]
                "proxy-read-timeout": Option<u32>,

                /// How long to wait until the service has taken a request, in
                /// seconds.
                #[example(60)]
                "proxy-send-timeout": Option<u32>,

                /// When to try the next server. NGINX's own choice if missing.
                #[encoding(csv)]
                #[example(["error", "timeout", "http_502"])]
                "retry-errors": Option<Vec<RetryError>>,

                /// Whether to rewrite the paths of requests.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                "rewrite-enabled": Option<bool>,

                /// What to rewrite them to; `$1` and so on stand for groups in
                /// `path-routes`. A slash if missing.
                #[example("/$2")]
                "rewrite-target": Option<String>,

                /// For how many seconds a session keeps to the same server. 0
                /// does without sessions.
                #[example(3600)]
                "session-cookie-max-age": Option<u32>,

                /// The Kubernetes secret with the certificate for the host.
                /// Without it and without a certificate of the provider's, there
                /// is no TLS.
                #[example("shop-example-tls")]
                "tls-secret-name": Option<String>,

                /// Whether the paths in `path-routes` are regular expressions.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                "use-regex": Option<bool>,

                /// The only networks from which requests are taken. All if
                /// missing.
                #[encoding(csv)]
                #[example(["10.0.0.0/8", "192.168.0.0/16"])]
                "whitelist-source-range": Option<Vec<Cidr>>,
            }
        }

        /// How NGINX talks to a service.
        enum BackendProtocol { HTTP, HTTPS, GRPC, GRPCS, FCGI }

        /// When NGINX tries the next server. What each means stands under
        /// `proxy_next_upstream` in NGINX's documentation.
        enum RetryError {
            error,
            timeout,
            invalid_header,
            http_500,
            http_502,
            http_503,
            http_504,
            http_403,
            http_404,
            http_429,
            /// Also for requests that may do something twice.
            non_idempotent,
            /// Never.
            off,
        }
    }
}

pub use self::nginx_route::*;
