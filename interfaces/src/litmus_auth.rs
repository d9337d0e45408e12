//! Let the authentication and the backend server of Litmus talk to each other.
//!
//! # Versions
//!
//! Both sides state the version under the key `version`. The Python library
//! reads exactly its own version: a databag that states none is not there yet
//! for it, one that states another is an error. Relata always states it.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `version` | schema: 0 if missing; library: mandatory | 0 if missing, always written | the schema is the more tolerant reader |
//! | `grpc_server_port` | any number | a port | it is one |

relata::interface! {
    /// Let the authentication and the backend server of Litmus talk to each
    /// other.
    ///
    /// Litmus, which makes things fail on purpose to see what happens, consists
    /// of several servers. These two call each other by gRPC, so each says where
    /// it listens.
    interface litmus_auth {
        maintainer: "observability";
        tags: internal, operations;

        /// The only version so far.
        version v0 (draft) {
            lib: "litmus-libs";
            providers: {
                "litmus-auth-k8s": {
                    url: "https://github.com/canonical/litmus-operators",
                    charm_root: "auth",
                    location: "tests/interface/conftest.py",
                    identifier: "litmus_auth_tester",
                    pre_run: "uv pip compile pyproject.toml --quiet --output-file requirements.txt",
                },
            };
            requirers: {
                "litmus-backend-k8s": {
                    url: "https://github.com/canonical/litmus-operators",
                    charm_root: "backend",
                    location: "tests/interface/conftest.py",
                    identifier: "litmus_auth_tester",
                    pre_run: "uv pip compile pyproject.toml --quiet --output-file requirements.txt",
                },
            };
        }

        /// - Is the authentication server.
        /// - Shares where it listens, and says so if it cannot take TLS.
        provider {
            /// Where the authentication server listens for gRPC.
            app {
                /// Its host: a name or an address.
                #[required]
                #[example("litmus-auth.litmus.svc.cluster.local")]
                grpc_server_host: String,

                /// Its port.
                #[required]
                #[example(3030)]
                grpc_server_port: Port,

                /// Whether it has to be called without TLS.
                #[example(false)]
                insecure: bool = false,

                /// The version of the interface in which this databag is
                /// written.
                #[version(absent = v0)]
                version: u32,
            }

            /// Says where it listens to a requirer that has said so itself.
            expect present(app.grpc_server_host) && present(app.grpc_server_port)
                when requirer is complete;
        }

        /// - Is the backend server.
        /// - Shares where it listens, and says so if it cannot take TLS.
        requirer {
            /// Where the backend server listens for gRPC.
            app {
                /// Its host: a name or an address.
                #[required]
                #[example("litmus-backend.litmus.svc.cluster.local")]
                grpc_server_host: String,

                /// Its port.
                #[required]
                #[example(8000)]
                grpc_server_port: Port,

                /// Whether it has to be called without TLS.
                #[example(true)]
                insecure: bool = false,

                /// The version of the interface in which this databag is
                /// written.
                #[version(absent = v0)]
                version: u32,
            }

            /// Says where it listens to a provider that has said so itself.
            expect present(app.grpc_server_host) && present(app.grpc_server_port)
                when provider is complete;
        }
    }
}

pub use self::litmus_auth::*;
