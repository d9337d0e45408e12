//! Be reachable from outside the model.
//!
//! The requirer says where it listens; the provider, a reverse proxy, answers
//! with a URL under which the outside world reaches it.
//!
//! # Versions
//!
//! Version 1 has everything in application databags: the requirer's values as
//! plain text, the provider's as YAML. It reaches one address of the whole
//! application. Version 0 looked the same; it is no longer in the public
//! catalogue. In version 2 every value is JSON, and each unit of the requirer
//! states its own address. Neither side states its version; which one a databag
//! speaks shows in how it is written.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | v1 README's `url` | a key of the provider's databag | not declared | no library writes or reads it; schema and library have `ingress` |
//! | v1 strings in JSON | in the interface tests only | plain text | that is what the library writes and reads |
//! | v1 `port` | a string | a port, in decimal | the library writes and reads nothing else |
//! | v1 `strip-prefix`, `redirect-https` | not in the schema | declared | the library writes them |
//! | v2 `name` | mandatory in the schema, in the unit databag and missing from the application's in its documentation | optional | what the schema's own example leaves out cannot be mandatory |
//! | v2 `healthcheck_params`, `is_port_open`, `strip-prefix`, `redirect-https`, `scheme`, unit's `ip` | not in the schema | declared | the library writes them |
//! | v2 `port` | library: below 65535 | up to 65535 | 65535 is a port |
//! | `scheme` | library: one of three, else refused | those three and any other | an unknown scheme is for the provider to turn down |
//! | `ingress` | mandatory | optional | it is the only field: a databag without it is simply not written yet |

relata::interface! {
    /// Be reachable from outside the model.
    ///
    /// The requirer says where it listens, the provider routes requests from
    /// outside to it and tells under which URL.
    interface ingress {
        maintainer: "observability";
        tags: ingress, networking;

        /// What version 1 was called at first.
        version v0 (retired) {
            providers: { "traefik-k8s": "https://github.com/canonical/traefik-k8s-operator" };
        }

        /// One address for the whole application, as plain text and YAML.
        version v1 (retired) {
            lib: "charms.traefik_k8s.ingress";
            providers: { "traefik-k8s": "https://github.com/canonical/traefik-k8s-operator" };
        }

        /// An address for each unit, as JSON.
        version v2 (published) {
            lib: "charms.traefik_k8s.ingress";
            providers: { "traefik-k8s": "https://github.com/canonical/traefik-k8s-operator" };
        }

        /// - Routes requests from outside to the requirer, respecting what it
        ///   asked for.
        /// - Publishes the URL under which that happens. Its path usually
        ///   names model and application: `http://host:port/model-app`.
        provider {
            /// Where the requirer is reachable.
            app {
                /// Where the requirer is reachable from outside.
                #[until(v2)]
                #[encoding(yaml)]
                #[example({ "url": "http://ingress.example:80/shop-cart" })]
                ingress: Option<Ingress>,

                /// Where the requirer is reachable from outside.
                #[since(v2)]
                #[example({ "url": "http://ingress.example:80/shop-cart" })]
                ingress: Option<Ingress>,
            }

            /// Publishes no URL before the requirer has said where it listens.
            expect nothing when requirer is silent;

            /// Publishes where the requirer is reachable.
            expect present(app.ingress) when requirer is complete;

            /// Publishes no URL for a requirer of which it does not know where it
            /// listens.
            #[until(v2)]
            expect nothing when requirer.app.model is missing, requirer.app.name is missing,
                requirer.app.host is missing, requirer.app.port is missing or broken;

            /// Publishes no URL for a requirer of which it does not know where it
            /// listens.
            #[since(v2)]
            expect nothing when requirer.app.model is missing or broken,
                requirer.app.port is missing or broken,
                requirer.unit.host is missing or broken;
        }

        /// - Says under which name, and on which port, it listens.
        /// - Up to version 1, the leader names one host for the application.
        /// - From version 2 on, each unit names its own host.
        requirer {
            /// What is asked for.
            #[until(v2)]
            #[encoding(raw)]
            app {
                /// The model that the application is in; it becomes part of the
                /// URL.
                #[required]
                #[example("shop")]
                model: String,

                /// The name of the application.
                #[required]
                #[example("cart")]
                name: String,

                /// The host on which the application listens: a name or an
                /// address, without scheme or port.
                #[required]
                #[example("cart-endpoints.shop.svc.cluster.local")]
                host: String,

                /// The port on which it listens.
                #[required]
                #[example(8080)]
                port: Port,

                /// Whether to cut the path's first part off before a request is
                /// passed on.
                #[example(true)]
                "strip-prefix": bool = false,

                /// Whether to redirect plain HTTP to HTTPS.
                #[example(true)]
                "redirect-https": bool = false,
            }

            /// What is asked for.
            #[since(v2)]
            app {
                /// The model that the application is in; it becomes part of the
                /// URL.
                #[required]
                #[example("shop")]
                model: String,

                /// The name of the application. Every known requirer states it,
                /// and the known provider wants it.
                #[example("cart")]
                name: Option<String>,

                /// The port on which every unit listens.
                #[required]
                #[example(8080)]
                port: Port,

                /// Whether the charm has opened the port, so that it is
                /// reachable from outside the cluster's network too.
                #[example(true)]
                is_port_open: bool = false,

                /// How to find out whether the application is well. Without it
                /// the provider checks nothing.
                #[example({ "path": "/health", "interval": "10s", "timeout": "2s" })]
                healthcheck_params: Option<HealthCheck>,

                /// Whether to cut the path's first part off before a request is
                /// passed on.
                #[example(true)]
                "strip-prefix": bool = false,

                /// Whether to redirect plain HTTP to HTTPS.
                #[example(true)]
                "redirect-https": bool = false,

                /// How the provider talks to the units.
                #[example("https")]
                scheme: Scheme = "http",
            }

            /// Where one unit listens.
            #[since(v2)]
            unit {
                /// The host on which the unit listens: a name or an address,
                /// without scheme or port.
                #[required]
                #[example("cart-0.cart-endpoints.shop.svc.cluster.local")]
                host: String,

                /// The unit's address, for a provider that cannot resolve the
                /// host's name. Missing if Juju does not know it.
                #[example("10.1.20.7")]
                ip: Option<IpAddr>,
            }
        }

        /// Where a requirer is reachable.
        struct Ingress {
            /// The URL: scheme (`http` or `https`), host, port, and a path that
            /// leads to the requirer.
            #[example("http://ingress.example:80/shop-cart")]
            url: Url,
        }

        /// How to find out whether a unit is well.
        #[since(v2)]
        struct HealthCheck {
            /// The path to ask for.
            #[example("/health")]
            path: String,

            /// The scheme to use instead of the one that requests use.
            #[example("http")]
            scheme: Option<String>,

            /// The host to name in the request.
            #[example("cart.example")]
            hostname: Option<String>,

            /// The port to use instead of the one that requests use.
            #[example(8081)]
            port: Option<Port>,

            /// How often to ask: a number and a unit of time.
            #[example("10s")]
            interval: String = "30s",

            /// How long to wait for an answer.
            #[example("2s")]
            timeout: String = "5s",
        }

        /// How the provider talks to the units.
        #[since(v2)]
        enum Scheme {
            /// Plain HTTP.
            http,
            /// HTTP over TLS.
            https,
            /// HTTP/2 without TLS.
            h2c,
        }
    }
}

mod convert;

pub use self::ingress::*;
