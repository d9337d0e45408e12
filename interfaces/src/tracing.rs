//! Send traces to where they are kept.
//!
//! # Versions
//!
//! In version 0 the provider names its host and every protocol that it speaks.
//! In version 1 the requirer asks for protocols, and the provider answers with
//! those. In version 2 the answer is a URL for each. No side states its
//! version; which one a databag speaks shows in its keys and their types.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | v0 and v1 `host` | schema and library: `host`; README: `url`, a URL | `host`; `url` is read too | the libraries write and read `host` |
//! | v0 and v1 `host` | schema: plain text; library: JSON | JSON, plain text accepted | the libraries write and read all keys as JSON |
//! | v0 `ingesters` and members of a receiver | schema: `ingesters`, `protocol`; docstrings: `ingester-ports`, `type` | as in the schema; the other names are read too | the libraries write and read the schema's names |
//! | v1 requested protocols | schema and README: `protocols`; tests and library: `receivers` | `receivers`; `protocols` is read too | the library writes and reads `receivers` |
//! | v2 requested protocols | names; in the tests: the provider's own objects | names; such objects are read too | the library writes and reads names, and the tests count as examples |
//! | protocols | v0 and library: closed lists; v1 and v2 schemas: any text | an open list | providers speak what they speak |
//! | v2 `receivers` | mandatory | optional | each is the only field of its databag: one without it is simply not written yet |

relata::interface! {
    /// Send traces to where they are kept.
    ///
    /// A trace says what a request went through, and how long everything took.
    /// The requirer says in which protocols it wants to send traces; the
    /// provider, Tempo or something like it, opens a receiver for each that it
    /// knows, and says where.
    interface tracing {
        maintainer: "observability";
        tags: observability;

        /// Every protocol of the provider, on ports of one host.
        version v0 (retired);

        /// The protocols that were asked for, on ports of one host.
        version v1 (retired);

        /// The protocols that were asked for, with a URL each.
        version v2 (published) {
            lib: "charms.tempo_coordinator_k8s.tracing";
            providers: {
                "tempo-coordinator-k8s": {
                    url: "https://github.com/canonical/tempo-operators",
                    charm_root: "coordinator",
                    location: "tests/interface/conftest.py",
                    identifier: "tracing_tester",
                    pre_run: "uv export --frozen --format requirements.txt --output-file requirements.txt",
                },
            };
            requirers: {
                "pyroscope-coordinator-k8s": {
                    url: "https://github.com/canonical/pyroscope-operators",
                    charm_root: "coordinator",
                    location: "tests/interface/conftest.py",
                    identifier: "tracing_tester",
                    pre_run: "uv export --frozen --format requirements.txt --output-file requirements.txt",
                },
            };
        }

        /// - Opens a receiver for each protocol that was asked for and that it
        ///   knows, and leaves the others out.
        /// - Always answers, and be it with no receiver at all.
        /// - In version 0, opens all receivers without being asked.
        provider {
            /// Where traces can be sent.
            app {
                /// The host of all receivers: a name or an address.
                #[until(v2)]
                #[required]
                #[encoding(json, raw)]
                #[alias("url")]
                #[example("tempo.cos.svc.cluster.local")]
                host: String,

                /// The open receivers.
                #[until(v1)]
                #[required]
                #[alias("ingester-ports")]
                #[example([{ "protocol": "otlp_http", "port": 4318 }])]
                ingesters: Vec<Ingester>,

                /// The open receivers.
                #[since(v1)]
                #[until(v2)]
                #[required]
                #[example([{ "protocol": "otlp_http", "port": 4318 }])]
                receivers: Vec<Receiver>,

                /// The open receivers. None in the list: the provider knows
                /// none of the protocols.
                #[since(v2)]
                #[example([
                    {
                        "protocol": { "name": "otlp_http", "type": "http" },
                        "url": "http://tempo.cos.svc.cluster.local:4318"
                    },
                    {
                        "protocol": { "name": "otlp_grpc", "type": "grpc" },
                        "url": "tempo.cos.svc.cluster.local:4317"
                    }
                ])]
                receivers: Option<Vec<Receiver>>,
            }

            /// Says where traces can be sent, to whoever is related.
            #[until(v1)]
            expect present(app.host) && present(app.ingesters) when requirer is silent;

            /// Opens nothing before a protocol was asked for.
            #[since(v1)]
            #[until(v2)]
            expect nothing when requirer is silent;

            /// Says where traces can be sent by what was asked for.
            #[since(v1)]
            expect present(app.receivers) when requirer is complete;
        }

        /// - Asks for one protocol or more, from version 1 on.
        /// - Waits for the answer, and sends its traces to one of the
        ///   receivers or several, in their protocol.
        /// - Does without if there is none that it can use.
        requirer {
            /// What the requirer would like to speak.
            #[since(v1)]
            app {
                /// The protocols.
                #[until(v2)]
                #[alias("protocols")]
                #[allow(R15, reason = "a protocol is never more than its name")]
                #[example(["otlp_http"])]
                receivers: Option<Vec<Protocol>>,

                /// The protocols.
                #[since(v2)]
                #[example(["otlp_http"])]
                receivers: Option<Vec<Request>>,
            }

            /// Names the protocols that it wants to speak.
            #[since(v1)]
            expect present(app.receivers) when provider is silent;
        }

        /// A protocol for traces. A provider may know others, which it calls
        /// as the OpenTelemetry collector's receivers are called.
        enum Protocol {
            /// OpenTelemetry over gRPC.
            otlp_grpc,
            /// OpenTelemetry over HTTP.
            otlp_http,
            /// Zipkin.
            zipkin,
            /// Jaeger over gRPC.
            jaeger_grpc,
            /// Jaeger's Thrift over HTTP.
            jaeger_thrift_http,
            /// What version 0 calls `jaeger_thrift_http`.
            jaeger_http_thrift,
            /// Jaeger's compact Thrift over UDP.
            jaeger_thrift_compact,
            /// Jaeger's binary Thrift over UDP.
            jaeger_thrift_binary,
            /// Tempo's own, over HTTP.
            tempo_http,
            /// Tempo's own, over gRPC.
            tempo_grpc,
            /// What version 0 calls `tempo_http`.
            tempo,
            /// Kafka.
            kafka,
            /// OpenCensus.
            opencensus,
        }

        /// An open receiver.
        #[until(v1)]
        struct Ingester {
            /// What it speaks.
            #[alias("type")]
            #[example("otlp_http")]
            protocol: Protocol,
            /// The port on which it listens.
            #[example(4318)]
            port: Port,
        }

        /// An open receiver.
        #[since(v1)]
        #[until(v2)]
        struct Receiver {
            /// What it speaks.
            #[alias("type")]
            #[example("otlp_http")]
            protocol: Protocol,
            /// The port on which it listens.
            #[example(4318)]
            port: Port,
        }

        /// An open receiver.
        #[since(v2)]
        struct Receiver {
            /// What it speaks.
            #[example({ "name": "otlp_http", "type": "http" })]
            protocol: ReceiverProtocol,
            /// Where it is, from outside if there is an ingress: scheme (`http`
            /// or `https`), host and port; for gRPC host and port only. A
            /// protocol's own path is not part of it.
            #[example("http://tempo.cos.svc.cluster.local:4318")]
            url: String,
        }

        /// A protocol with what carries it.
        #[since(v2)]
        struct ReceiverProtocol {
            /// The protocol.
            #[example("otlp_http")]
            name: Protocol,
            /// What carries it.
            #[example("http")]
            "type": Transport,
        }

        /// What carries traces.
        #[since(v2)]
        enum Transport { http, grpc }

        /// A protocol that the requirer would like to speak.
        #[since(v2)]
        union Request {
            /// Its name.
            Name(Protocol),
            /// A whole receiver, which the specification's tests ask for. Only
            /// its protocol means something; nobody should write it.
            Receiver(Receiver),
        }
    }
}

mod convert;

pub use self::tracing::*;

impl v2::Request {
    /// The protocol that is asked for.
    ///
    /// ```
    /// use relata_interfaces::tracing::v2::{Protocol, Request};
    ///
    /// assert_eq!(Request::from(Protocol::Zipkin).protocol(), &Protocol::Zipkin);
    /// ```
    pub fn protocol(&self) -> &v2::Protocol {
        match self {
            v2::Request::Name(protocol) => protocol,
            v2::Request::Receiver(receiver) => &receiver.protocol.name,
        }
    }
}

impl From<v2::Protocol> for v2::Request {
    fn from(protocol: v2::Protocol) -> v2::Request {
        v2::Request::Name(protocol)
    }
}

/// Two protocols have another name from version 1 on.
///
/// ```
/// use relata::{Port, Upgrade};
/// use relata_interfaces::tracing::{v0, v1};
///
/// let old = v0::ProviderApp {
///     host: "tempo.example".into(),
///     ingesters: vec![v0::Ingester {
///         protocol: v0::Protocol::JaegerHttpThrift,
///         port: Port::new(14268).expect("a port"),
///     }],
/// };
/// let new = v0::Provider { app: Some(old) }.upgrade().app.expect("a databag");
/// assert_eq!(new.receivers[0].protocol, v1::Protocol::JaegerThriftHttp);
/// ```
impl relata::Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        let receiver = |ingester: v0::Ingester| v1::Receiver {
            protocol: match ingester.protocol {
                v0::Protocol::JaegerHttpThrift => v1::Protocol::JaegerThriftHttp,
                v0::Protocol::Tempo => v1::Protocol::TempoHttp,
                same => same,
            },
            port: ingester.port,
        };
        let app = self.app.map(|app| v1::ProviderApp {
            host: app.host,
            receivers: app.ingesters.into_iter().map(receiver).collect(),
        });
        v1::Provider { app }
    }
}

/// URLs are made as the Python library makes them: with the scheme `http`, or
/// none for gRPC.
///
/// ```
/// use relata::{Port, Upgrade};
/// use relata_interfaces::tracing::{v1, v2};
///
/// let upgraded = |host: &str, protocol: v1::Protocol| -> v2::Receiver {
///     let port = Port::new(4318).expect("a port");
///     let old = v1::ProviderApp {
///         host: host.into(),
///         receivers: vec![v1::Receiver { protocol, port }],
///     };
///     let app = v1::Provider { app: Some(old) }.upgrade().app;
///     app.and_then(|app| app.receivers?.pop()).expect("a receiver")
/// };
/// let http = upgraded("tempo.example", v1::Protocol::OtlpHttp);
/// assert_eq!(http.url, "http://tempo.example:4318");
/// assert_eq!(http.protocol.type_, v2::Transport::Http);
/// let grpc = upgraded("[2001:db8::1]", v1::Protocol::OtlpGrpc);
/// assert_eq!(grpc.url, "[2001:db8::1]:4318");
/// let of_the_readme = upgraded("https://example.com:80/shop-tempo-0", v1::Protocol::Zipkin);
/// assert_eq!(of_the_readme.url, "https://example.com:4318");
/// ```
impl relata::Upgrade for v1::Provider {
    type Next = v2::Provider;

    fn upgrade(self) -> v2::Provider {
        let app = self.app.map(|app| v2::ProviderApp {
            receivers: Some(
                app.receivers
                    .into_iter()
                    .map(|receiver| with_url(&app.host, receiver))
                    .collect(),
            ),
        });
        v2::Provider { app }
    }
}

/// A receiver on the host, which the README's `url` may name with scheme, port
/// and path.
fn with_url(host: &str, receiver: v1::Receiver) -> v2::Receiver {
    let (scheme, rest) = host.split_once("://").unwrap_or(("http", host));
    let authority = rest.split('/').next().unwrap_or(rest);
    let name = match authority.rsplit_once(':') {
        // The colons of an address in brackets are no port's.
        Some((name, port)) if !port.ends_with(']') => name,
        _ => authority,
    };
    let port = receiver.port;
    let (transport, url) = if receiver.protocol.to_string().ends_with("_grpc") {
        (v2::Transport::Grpc, format!("{name}:{port}"))
    } else {
        (v2::Transport::Http, format!("{scheme}://{name}:{port}"))
    };
    v2::Receiver {
        protocol: v2::ReceiverProtocol {
            name: receiver.protocol,
            type_: transport,
        },
        url,
    }
}

/// What is asked for stays the same.
impl relata::Upgrade for v1::Requirer {
    type Next = v2::Requirer;

    fn upgrade(self) -> v2::Requirer {
        let app = self.app.map(|app| v2::RequirerApp {
            receivers: app
                .receivers
                .map(|list| list.into_iter().map(v2::Request::Name).collect()),
        });
        v2::Requirer { app }
    }
}

/// What is asked for stays the same.
impl relata::Downgrade for v2::Requirer {
    type Previous = v1::Requirer;

    fn downgrade(self, _: &relata::Writer<'_>) -> v1::Requirer {
        let app = self.app.map(|app| v1::RequirerApp {
            receivers: app.receivers.map(|list| {
                list.iter()
                    .map(|request| request.protocol().clone())
                    .collect()
            }),
        });
        v1::Requirer { app }
    }
}
