//! Send profiles to where they are kept.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | strings | plain in the schema | JSON | that is what the library writes and reads |

relata::interface! {
    /// Send profiles to where they are kept.
    ///
    /// The provider takes profiles (where a program spends time and memory) and
    /// says where. The requirer sends them there.
    interface profiling {
        maintainer: "observability";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.pyroscope_coordinator_k8s.profiling";
            providers: {
                "pyroscope-coordinator-k8s": {
                    url: "https://github.com/canonical/pyroscope-operators",
                    charm_root: "coordinator",
                    location: "tests/interface/conftest.py",
                    identifier: "profiling_tester",
                    pre_run: "uv pip compile pyproject.toml --quiet --output-file requirements.txt",
                },
            };
            requirers: {
                "opentelemetry-collector-k8s": {
                    url: "https://github.com/canonical/opentelemetry-collector-k8s-operator",
                    pre_run: "uv pip compile pyproject.toml --quiet --output-file requirements.txt",
                },
            };
        }

        /// - Takes profiles on everything that it publishes.
        /// - Publishes the ingress' host if it has one, else its own name in
        ///   the cluster.
        provider {
            /// Where to send profiles.
            app {
                /// Where OTLP over gRPC is spoken: host and port, without a
                /// scheme.
                #[required]
                #[example("pyroscope.shop.svc.cluster.local:1239")]
                otlp_grpc_endpoint_url: String,

                /// Whether to speak without TLS.
                #[example(true)]
                insecure: bool = false,
            }

            /// Says where profiles can be sent, to whoever is related.
            expect present(app.otlp_grpc_endpoint_url) when requirer is silent;
        }

        /// - Sends its profiles to the endpoint.
        /// - Writes nothing.
        requirer {}
    }
}

pub use self::profiling::*;
