//! Have each unit reachable from outside the model.
//!
//! Like `ingress`, but every unit of the requirer gets a URL of its own.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `ingress` | README: `urls`, nested in a key `data`; library: the key `ingress` | `ingress`, the nested form is read too | the library neither writes nor reads anything else since 2022 |
//! | value of a unit | README: the URL; library: an object with `url` | the object, the URL alone is read too | the same |
//! | keys of `ingress` | schema's example: `unit_name` | names of units, any other is passed over | the requirer's unit looks for its own |
//! | provider's schema | demands a key that it does not allow | as the library has it | no databag fits the schema |
//! | `port` | schema: an integer; library: a text | a port, in decimal | the library writes and reads nothing else |
//! | `mode`, `scheme`, `strip-prefix`, `redirect-https` | in the library only | declared | the library writes them |

relata::interface! {
    /// Have each unit reachable from outside the model.
    ///
    /// Each unit of the requirer says where it listens. The provider, a reverse
    /// proxy, routes requests from outside to it and tells under which URL.
    interface ingress_per_unit {
        maintainer: "observability";
        tags: ingress, networking;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.traefik_k8s.ingress_per_unit";
            providers: { "traefik-k8s": "https://github.com/canonical/traefik-k8s-operator" };
            requirers: {
                "prometheus-k8s": "https://github.com/canonical/prometheus-k8s-operator",
                "loki-k8s": "https://github.com/canonical/loki-k8s-operator",
            };
        }

        /// - Routes requests from outside to each unit, respecting what it asked
        ///   for.
        /// - Publishes the URL of each unit. Its path usually names model and
        ///   unit: `http://host:port/model-app-0`.
        provider {
            /// Where the units are reachable.
            #[encoding(yaml, nested("data", yaml))]
            app {
                /// Where each unit is reachable from outside.
                #[required]
                #[alias("urls")]
                #[example({
                    "prometheus-k8s/0": { "url": "http://ingress.example:80/cos-prometheus-k8s-0" },
                    "prometheus-k8s/1": { "url": "http://ingress.example:80/cos-prometheus-k8s-1" }
                })]
                ingress: Ingress,
            }
        }

        /// - Has each unit say where it listens.
        requirer {
            /// Where one unit listens, and what it asks for.
            #[encoding(raw)]
            unit {
                /// The name of the unit.
                #[required]
                #[example("prometheus-k8s/0")]
                name: String,

                /// The model that the unit is in. It is the same for all units.
                #[required]
                #[example("cos")]
                model: String,

                /// The host on which the unit listens: a name or an address,
                /// without scheme or port.
                #[required]
                #[example("prometheus-k8s-0.prometheus-k8s-endpoints.cos.svc.cluster.local")]
                host: String,

                /// The port on which it listens.
                #[required]
                #[example(9090)]
                port: Port,

                /// What is routed to it: requests or connections.
                #[example("tcp")]
                mode: Mode = "http",

                /// How the provider talks to it.
                #[example("https")]
                scheme: Scheme = "http",

                /// Whether to cut the path's first part off before a request is
                /// passed on.
                #[example(true)]
                "strip-prefix": bool = false,

                /// Whether to redirect plain HTTP to HTTPS.
                #[example(true)]
                "redirect-https": bool = false,
            }
        }

        /// Where each unit is reachable.
        struct Ingress {
            /// Where a unit is reachable, under the unit's name.
            ..units: Map<UnitName, Reachable>,
        }

        /// Where a unit is reachable.
        union Reachable {
            /// The URL in an object.
            At(Address),
            /// The URL alone, as old providers write it.
            Plain(Url),
        }

        /// A URL in an object.
        struct Address {
            /// The URL: scheme, host, port, and a path that leads to the unit.
            #[example("http://ingress.example:80/cos-prometheus-k8s-0")]
            url: Url,
        }

        /// What is routed to a unit.
        enum Mode {
            /// HTTP requests.
            http,
            /// TCP connections, whatever they carry.
            tcp,
        }

        /// How the provider talks to a unit.
        enum Scheme {
            /// Plain HTTP.
            http,
            /// HTTP over TLS.
            https,
        }
    }
}

pub use self::ingress_per_unit::*;

impl v0::Reachable {
    /// The URL, however it was written.
    pub fn url(&self) -> &relata::Url {
        match self {
            v0::Reachable::At(address) => &address.url,
            v0::Reachable::Plain(url) => url,
        }
    }
}

impl From<relata::Url> for v0::Reachable {
    fn from(url: relata::Url) -> Self {
        v0::Reachable::At(v0::Address { url })
    }
}
