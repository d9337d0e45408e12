//! Make several workers one Tempo.
//!
//! # Versions
//!
//! In version 0 workers send all traces to one place. In version 1 the traces
//! of the charm and those of Tempo itself go to places of their own, and the
//! coordinator says which ports to open. Neither side states its version; which
//! one a databag speaks shows in its keys.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | configuration | schema, library and v1 README: `worker_config`; v0 README: `config` | `worker_config`; `config` is read too | the library writes and reads `worker_config` |
//! | `role` | one of seven | one of these, or several separated by commas | the library writes a worker's roles like that |
//! | role `receiver` | in the READMEs, not in the schemas | read | the library takes it; it is no part of Tempo, and none should write it |
//! | unknown roles | schema and tests: refused; library: taken | refused | a coordinator has no use for a worker whose role it does not know |
//! | `address` | mandatory | optional | the v0 README's own example leaves it out |
//! | v1 certificates of the storage | schema: `s3_tls_ca_cert`; library: `s3_tls_ca_chain` | `s3_tls_ca_chain`; the other name is read too | the library writes and reads it |
//! | v1 `worker_labels` | not in the schema | declared | the library writes and reads it |
//! | `remote_write_endpoints` | objects with any texts | objects with a `url` | the library writes nothing else |
//! | key of `server_cert` | the id of a secret | a secret with its content | the library reads `private-key` from it |

relata::interface! {
    /// Make several workers one Tempo.
    ///
    /// The coordinator, one charm, knows all workers and configures them. Each
    /// worker application takes one or more of the roles that a Tempo has.
    /// Charms other than these two are not meant to take part.
    interface tempo_cluster {
        maintainer: "observability";
        internal: true;

        /// One place for all traces.
        version v0 (draft) {
            providers: {
                "tempo-coordinator-k8s": {
                    url: "https://github.com/canonical/tempo-coordinator-k8s-operator",
                    location: "tests/interface/conftest.py",
                    identifier: "cluster_tester",
                },
            };
            requirers: { "tempo-worker-k8s": "https://github.com/canonical/tempo-worker-k8s-operator" };
        }

        /// Places for the charm's traces and for Tempo's own.
        version v1 (published) {
            lib: "coordinated_workers.interfaces.cluster";
            providers: {
                "tempo-coordinator-k8s": {
                    url: "https://github.com/canonical/tempo-coordinator-k8s-operator",
                    location: "tests/interface/conftest.py",
                    identifier: "cluster_tester",
                },
            };
            requirers: { "tempo-worker-k8s": "https://github.com/canonical/tempo-worker-k8s-operator" };
        }

        /// - Puts the addresses of all workers into the configuration, whatever
        ///   their role.
        /// - Gives all workers the same configuration.
        /// - Answers once the workers' role and all their units are known.
        provider {
            /// How workers run, and where they send what they say about
            /// themselves.
            app {
                /// Tempo's configuration: a YAML document in a string.
                #[required]
                #[alias("config")]
                #[example("target: querier\nmemberlist:\n  join_members:\n  - tempo-worker-0.tempo-worker-endpoints.cos.svc.cluster.local\n")]
                worker_config: String,

                /// Where workers send their logs: the push URL of each unit of
                /// Loki.
                #[example({ "loki/0": "http://loki-0.loki-endpoints.cos.svc.cluster.local:3100/loki/api/v1/push" })]
                loki_endpoints: Option<Map<UnitName, Url>>,

                /// Where workers send traces, their own and those of their charm:
                /// an endpoint for each protocol, as in the interface `tracing`.
                #[until(v1)]
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_http": "http://tempo.cos.svc.cluster.local:4318" })]
                tempo_receiver: Option<Map<String, String>>,

                /// Where the workers' charm sends its traces: an endpoint for each
                /// protocol, as in the interface `tracing`.
                #[since(v1)]
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_http": "http://tempo.cos.svc.cluster.local:4318" })]
                charm_tracing_receivers: Option<Map<String, String>>,

                /// Where Tempo itself sends its traces, in the same form.
                #[since(v1)]
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_grpc": "tempo.cos.svc.cluster.local:4317" })]
                workload_tracing_receivers: Option<Map<String, String>>,

                /// Where workers send their metrics.
                #[example([{ "url": "http://prometheus.cos.svc.cluster.local:9090/api/v1/write" }])]
                remote_write_endpoints: Option<Vec<RemoteWrite>>,

                /// The ports that a worker opens. Without it, those that it
                /// always opened.
                #[since(v1)]
                #[allow(R15, reason = "a port is never more than its number")]
                #[example([3200, 7946])]
                worker_ports: Option<Vec<Port>>,

                /// The certificate of the authority that signed `server_cert`.
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n")]
                ca_cert: Option<Pem>,

                /// The certificate that all workers show.
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                    RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                    BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                    W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                    ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                    -----END CERTIFICATE-----\n")]
                server_cert: Option<Pem>,

                /// The key that goes with it.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                privkey_secret_id: Option<Secret<PrivateKey>>,

                /// Certificates with which to verify the object storage, up to the
                /// root.
                #[since(v1)]
                #[alias("s3_tls_ca_cert")]
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n")]
                s3_tls_ca_chain: Option<Pem>,

                /// Labels that the workers' pods need to be part of a service
                /// mesh.
                #[since(v1)]
                #[allow(R15, reason = "the keys are labels of Kubernetes, which every mesh chooses")]
                #[example({ "istio.io/dataplane-mode": "ambient" })]
                worker_labels: Option<Map<String, String>>,
            }

            /// Configures no worker of which it does not know what it is to do.
            expect nothing when requirer is silent, requirer.app.role is missing or broken;

            /// Configures the workers that say what they do.
            expect present(app.worker_config) when requirer is complete;
        }

        /// - States its role as soon as it is related.
        /// - Has each unit state its address and topology as soon as it joins.
        /// - Runs with what it is given.
        requirer {
            /// What the workers do.
            app {
                /// What the workers do: one of the roles, or several with commas
                /// between them.
                #[example("querier")]
                role: Option<Roles>,
            }

            /// One worker.
            unit {
                /// Where the unit stands in the model.
                #[required]
                #[example({
                    "application": "tempo-worker",
                    "charm_name": "tempo-worker-k8s",
                    "unit": "tempo-worker/0"
                })]
                juju_topology: Topology,

                /// The name under which the other members reach the unit, or
                /// its address, without scheme or port. A unit without one is
                /// no member yet.
                #[example("tempo-worker-0.tempo-worker-endpoints.cos.svc.cluster.local")]
                address: Option<String>,
            }

            /// Says what it can do, and where each unit runs.
            expect present(app.role) && present(unit.juju_topology)
                when provider is complete;
        }

        /// Roles, separated by commas: `all` of them, or `querier`,
        /// `query-frontend`, `ingester`, `distributor`, `compactor` and
        /// `metrics-generator`, which are Tempo's components. `receiver` is
        /// none of them, and only read.
        #[pattern("^((all|querier|query-frontend|ingester|distributor|compactor|metrics-generator|receiver)(,\\b|$))+$")]
        type Roles: String;

        /// A place that takes metrics.
        struct RemoteWrite {
            /// Where it is: scheme, host, port and path.
            #[example("http://prometheus.cos.svc.cluster.local:9090/api/v1/write")]
            url: Url,
        }

        /// The key of the certificate that all workers show.
        secret PrivateKey {
            /// The key, in PEM.
            #[example("-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n")]
            "private-key": String,
        }

        /// Where a unit stands in the model.
        struct Topology {
            /// The name of the application.
            #[example("tempo-worker")]
            application: String,
            /// The name of its charm.
            #[example("tempo-worker-k8s")]
            charm_name: Option<String>,
            /// The name of the unit.
            #[example("tempo-worker/0")]
            unit: Option<String>,
        }
    }
}

pub use self::tempo_cluster::*;

/// All traces went to one place.
///
/// ```
/// use relata::{Databag, Downgrade, Upgrade, Writer};
/// use relata_interfaces::tempo_cluster::v0;
///
/// let databag = Databag::from([
///     ("worker_config".into(), r#""target: all""#.into()),
///     ("tempo_receiver".into(), r#"{"otlp_http": "http://tempo.example:4318"}"#.into()),
/// ]);
/// let app = relata::read::<v0::ProviderApp>(&databag).ready();
/// let newer = v0::Provider { app: app.clone() }.upgrade();
/// let newer_app = newer.app.as_ref().expect("a databag");
/// let receivers = newer_app.charm_tracing_receivers.as_ref().expect("receivers");
/// assert_eq!(receivers["otlp_http"], "http://tempo.example:4318");
/// assert_eq!(newer_app.workload_tracing_receivers.as_ref(), Some(receivers));
/// let writer = Writer::new("tempo/0".parse()?);
/// assert_eq!(newer.downgrade(&writer).app, app);
/// # Ok::<(), relata::TextError>(())
/// ```
impl relata::Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        let app = self.app.map(|app| v1::ProviderApp {
            worker_config: app.worker_config,
            loki_endpoints: app.loki_endpoints,
            charm_tracing_receivers: app.tempo_receiver.clone(),
            workload_tracing_receivers: app.tempo_receiver,
            remote_write_endpoints: app.remote_write_endpoints,
            worker_ports: None,
            ca_cert: app.ca_cert,
            server_cert: app.server_cert,
            privkey_secret_id: app.privkey_secret_id,
            s3_tls_ca_chain: None,
            worker_labels: None,
        });
        v1::Provider { app }
    }
}

/// Where the charm and Tempo send their traces to different places, all go to
/// Tempo's. Ports, labels and the storage's certificates cannot be told.
impl relata::Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, _: &relata::Writer<'_>) -> v0::Provider {
        let app = self.app.map(|app| v0::ProviderApp {
            worker_config: app.worker_config,
            loki_endpoints: app.loki_endpoints,
            tempo_receiver: app
                .workload_tracing_receivers
                .or(app.charm_tracing_receivers),
            remote_write_endpoints: app.remote_write_endpoints,
            ca_cert: app.ca_cert,
            server_cert: app.server_cert,
            privkey_secret_id: app.privkey_secret_id,
        });
        v0::Provider { app }
    }
}
