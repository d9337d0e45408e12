//! Make several workers one Mimir.
//!
//! The specification describes what the charms wrote at first. Since then they
//! use the library that the charms of Tempo and Pyroscope use, which writes
//! other keys. Both are declared.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | configuration | `mimir_config`, an object; library: `worker_config`, YAML in a string | both, one is mandatory | the charms in the field write and read `worker_config` |
//! | roles | `roles`, a list; library: `role`, a text with commas | both, one is mandatory | the charms in the field write and read `role` |
//! | members of `juju_topology` | `app`, `charm`, `model`, `model_uuid`; library: `application`, `charm_name` | as the library has it; `app` and `charm` are read too | the same |
//! | `model`, `model_uuid`, `port`, `scheme` | mandatory | optional | the library writes none of them |
//! | logs, traces, metrics, TLS, `worker_labels` | not in the schema | declared | the library writes and reads them |
//! | roles and schemes | closed lists | open lists | Mimir's components change with its releases |

relata::interface! {
    /// Make several workers one Mimir.
    ///
    /// The coordinator, one charm, knows all workers and configures them. Each
    /// worker application takes one or more of the roles that a Mimir has.
    /// Charms other than these two are not meant to take part.
    interface mimir_cluster {
        maintainer: "observability";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "coordinated_workers.interfaces.cluster";
            providers: { "mimir-coordinator": "https://github.com/canonical/mimir-coordinator-k8s-operator" };
            requirers: { "mimir-worker": "https://github.com/canonical/mimir-worker-k8s-operator" };
        }

        /// - Puts the addresses of all workers into the configuration, whatever
        ///   their role.
        /// - Gives all workers the same configuration.
        /// - Answers once the workers' role and all their units are known.
        provider {
            /// How workers run, and where they send what they say about
            /// themselves.
            #[any_of(worker_config, mimir_config)]
            app {
                /// Mimir's configuration: a YAML document in a string.
                #[example("target: read\nmemberlist:\n  join_members:\n  - mimir-worker-0.mimir-worker-endpoints.cos.svc.cluster.local\n")]
                worker_config: Option<String>,

                /// Mimir's configuration as an object.
                #[deprecated(v0, "the charms in the field read `worker_config`")]
                #[allow(R15, reason = "the members are Mimir's, whose format this is")]
                #[example({ "target": "read" })]
                mimir_config: Option<Map<String, Json>>,

                /// Where workers send their logs: the push URL of each unit of
                /// Loki.
                #[example({ "loki/0": "http://loki-0.loki-endpoints.cos.svc.cluster.local:3100/loki/api/v1/push" })]
                loki_endpoints: Option<Map<UnitName, Url>>,

                /// Where the workers' charm sends its traces: an endpoint for each
                /// protocol, as in the interface `tracing`.
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_http": "http://tempo.cos.svc.cluster.local:4318" })]
                charm_tracing_receivers: Option<Map<String, String>>,

                /// Where Mimir itself sends its traces, in the same form.
                #[allow(R15, reason = "the keys are protocols, which the backend chooses")]
                #[example({ "otlp_grpc": "tempo.cos.svc.cluster.local:4317" })]
                workload_tracing_receivers: Option<Map<String, String>>,

                /// Where workers send their metrics.
                #[example([{ "url": "http://prometheus.cos.svc.cluster.local:9090/api/v1/write" }])]
                remote_write_endpoints: Option<Vec<RemoteWrite>>,

                /// The ports that a worker opens. Without it, those that it
                /// always opened.
                #[allow(R15, reason = "a port is never more than its number")]
                #[example([8080, 7946])]
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
        }

        /// - States its roles as soon as it is related.
        /// - Has each unit state its address and topology as soon as it joins.
        /// - Runs with what it is given.
        requirer {
            /// What the workers do.
            #[any_of(role, roles)]
            app {
                /// What the workers do: one of the roles, or several with commas
                /// between them. They are those of `roles`.
                #[pattern("^[a-z-]+(,[a-z-]+)*$")]
                #[example("read,write")]
                role: Option<String>,

                /// What the workers do.
                #[deprecated(v0, "the charms in the field read `role`")]
                #[example(["read", "write"])]
                #[allow(R15, reason = "a role is never more than its name")]
                roles: Option<Vec<Role>>,
            }

            /// One worker.
            unit {
                /// Where the unit stands in the model.
                #[required]
                #[example({
                    "application": "mimir-worker",
                    "charm_name": "mimir-worker-k8s",
                    "unit": "mimir-worker/0"
                })]
                juju_topology: Topology,

                /// The name under which the other members reach the unit, or
                /// its address, without scheme or port.
                #[required]
                #[example("mimir-worker-0.mimir-worker-endpoints.cos.svc.cluster.local")]
                address: String,

                /// The port on which the unit serves Mimir's HTTP interface.
                #[example(8080)]
                port: Option<Port>,

                /// Whether it serves it with TLS.
                #[example("http")]
                scheme: Option<Scheme>,
            }
        }

        /// A part of Mimir, or several.
        enum Role {
            /// All that a small deployment needs.
            all,
            /// The parts that answer queries: `querier` and `query-frontend`.
            read,
            /// The parts that take metrics: `distributor` and `ingester`.
            write,
            /// Every other part.
            backend,
            "overrides-exporter", "query-scheduler", flusher, "query-frontend", querier,
            "store-gateway", ingester, distributor, ruler, alertmanager, compactor,
        }

        /// How a unit is talked to.
        enum Scheme { http, https }

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
            #[alias("app")]
            #[example("mimir-worker")]
            application: String,
            /// The name of its charm.
            #[alias("charm")]
            #[example("mimir-worker-k8s")]
            charm_name: String,
            /// The name of the unit.
            #[example("mimir-worker/0")]
            unit: String,
            /// The name of the model.
            #[example("cos")]
            model: Option<String>,
            /// The UUID of the model.
            #[example("c2e9f4d5-dcb3-4870-8509-330eb9745ee8")]
            model_uuid: Option<String>,
        }
    }
}

pub use self::mimir_cluster::*;
