//! Make several workers one Pyroscope.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | configuration | schema and library: `worker_config`; README: `config` | `worker_config`; `config` is read too | the library writes and reads `worker_config` |
//! | `role` | one of eight | one of ten, or several separated by commas | the library writes a worker's roles like that, and the charms know `tenant-settings` and `ad-hoc-profiles` |
//! | unknown roles | schema and tests: refused; library: taken | refused | a coordinator has no use for a worker whose role it does not know |
//! | `address` | mandatory | optional | the README's own example leaves it out |
//! | `s3_tls_ca_chain` | plain text | JSON, plain text accepted | the library writes all keys as JSON |
//! | `worker_labels` | not in the schema | declared | the library writes and reads it |
//! | key of `server_cert` | the id of a secret | a secret with its content | the library reads `private-key` from it |

relata::interface! {
    /// Make several workers one Pyroscope.
    ///
    /// The coordinator, one charm, knows all workers and configures them. Each
    /// worker application takes one or more of the roles that a Pyroscope has.
    /// Charms other than these two are not meant to take part.
    interface pyroscope_cluster {
        maintainer: "observability";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "coordinated_workers.interfaces.cluster";
            providers: {
                "pyroscope-coordinator-k8s": {
                    url: "https://github.com/canonical/pyroscope-k8s-operator",
                    charm_root: "coordinator",
                    location: "tests/interface/conftest.py",
                    identifier: "cluster_tester",
                    pre_run: "uv pip compile pyproject.toml --quiet --output-file requirements.txt",
                },
            };
            requirers: {
                "pyroscope-worker-k8s": {
                    url: "https://github.com/canonical/pyroscope-k8s-operator",
                    charm_root: "worker",
                    location: "tests/interface/conftest.py",
                    identifier: "cluster_tester",
                    pre_run: "uv pip compile pyproject.toml --quiet --output-file requirements.txt",
                },
            };
        }

        /// - Puts the addresses of all workers into the configuration, whatever
        ///   their role.
        /// - Gives all workers the same configuration.
        /// - Answers once the workers' role and all their units are known.
        provider {
            /// How workers run, and where they send what they say about
            /// themselves.
            app {
                /// Pyroscope's configuration: a YAML document in a string.
                #[required]
                #[alias("config")]
                #[example("target: querier\nmemberlist:\n  join_members:\n  - pyroscope-worker-0.pyroscope-worker-endpoints.cos.svc.cluster.local\n")]
                worker_config: String,

                /// Where workers send their logs: the push URL of each unit of
                /// Loki.
                #[example({ "loki/0": "http://loki-0.loki-endpoints.cos.svc.cluster.local:3100/loki/api/v1/push" })]
                loki_endpoints: Option<Map<UnitName, Url>>,

                /// Where the workers' charm sends its traces: an endpoint for each
                /// protocol, as in the interface `tracing`.
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_http": "http://tempo.cos.svc.cluster.local:4318" })]
                charm_tracing_receivers: Option<Map<String, String>>,

                /// Where Pyroscope itself sends its traces, in the same form.
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_grpc": "tempo.cos.svc.cluster.local:4317" })]
                workload_tracing_receivers: Option<Map<String, String>>,

                /// Where workers send their metrics.
                #[example([{ "url": "http://prometheus.cos.svc.cluster.local:9090/api/v1/write" }])]
                remote_write_endpoints: Option<Vec<RemoteWrite>>,

                /// The ports that a worker opens. Without it, those that it
                /// always opened.
                #[allow(R15, reason = "a port is never more than its number")]
                #[example([4040, 7946])]
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
                #[encoding(json, raw)]
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
                    "application": "pyroscope-worker",
                    "charm_name": "pyroscope-worker-k8s",
                    "unit": "pyroscope-worker/0"
                })]
                juju_topology: Topology,

                /// The name under which the other members reach the unit, or
                /// its address, without scheme or port. A unit without one is
                /// no member yet.
                #[example("pyroscope-worker-0.pyroscope-worker-endpoints.cos.svc.cluster.local")]
                address: Option<String>,
            }

            /// Says what it can do, and where each unit runs.
            expect present(app.role) && present(unit.juju_topology)
                when provider is complete;
        }

        /// Roles, separated by commas: `all` of them, or `querier`,
        /// `query-frontend`, `query-scheduler`, `ingester`, `distributor`,
        /// `compactor`, `store-gateway`, `tenant-settings` and
        /// `ad-hoc-profiles`, which are Pyroscope's components.
        #[pattern("^((all|querier|query-frontend|query-scheduler|ingester|distributor|compactor|store-gateway|tenant-settings|ad-hoc-profiles)(,\\b|$))+$")]
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
            #[example("pyroscope-worker")]
            application: String,
            /// The name of its charm.
            #[example("pyroscope-worker-k8s")]
            charm_name: Option<String>,
            /// The name of the unit.
            #[example("pyroscope-worker/0")]
            unit: Option<String>,
        }
    }
}

pub use self::pyroscope_cluster::*;
