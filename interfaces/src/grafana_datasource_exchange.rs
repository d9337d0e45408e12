//! Tell each other under which ids Grafana knows one's data.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `datasources` | mandatory | empty if missing | it is the only field: a databag without it is simply not written yet |

relata::interface! {
    /// Tell each other under which ids Grafana knows one's data.
    ///
    /// With the id of another application's data source, one's own data can
    /// lead there: from a trace to its logs, say. Both sides write the same,
    /// so a charm has an endpoint of either role.
    interface grafana_datasource_exchange {
        maintainer: "observability";
        tags: internal, observability;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "cosl";
            providers: {
                "tempo-coordinator-k8s": {
                    url: "https://github.com/canonical/tempo-coordinator-k8s-operator",
                    location: "tests/interface/conftest.py",
                    identifier: "grafana_datasource_exchange_tester",
                },
            };
            requirers: {
                "tempo-coordinator-k8s": {
                    url: "https://github.com/canonical/tempo-coordinator-k8s-operator",
                    location: "tests/interface/conftest.py",
                    identifier: "grafana_datasource_exchange_tester",
                },
            };
        }

        /// - Registers its data sources with Grafana over
        ///   `grafana_datasource`.
        /// - Shares each once it knows the ids, not before, in the order of
        ///   the ids.
        provider {
            /// What the provider has registered.
            app {
                /// The data sources, ordered by `uid`.
                #[example([{
                    "type": "tempo",
                    "uid": "juju_shop_1f5a_tempo_0",
                    "grafana_uid": "juju_cos_7c2e_grafana_0"
                }])]
                datasources: Vec<Datasource> = [],
            }

            /// Shares what it has registered, whether the other side shares anything
            /// or not.
            expect present(app.datasources) when requirer is silent or complete;
        }

        /// - Does the same as the provider.
        requirer {
            /// What the requirer has registered.
            app {
                /// The data sources, ordered by `uid`.
                #[example([{
                    "type": "prometheus",
                    "uid": "juju_shop_1f5a_mimir_0",
                    "grafana_uid": "juju_cos_7c2e_grafana_0"
                }])]
                datasources: Vec<Datasource> = [],
            }

            /// Shares what it has registered, whether the other side shares anything
            /// or not.
            expect present(app.datasources) when provider is silent or complete;
        }

        /// A data source that Grafana knows.
        struct Datasource {
            /// What it is, in Grafana's words: `tempo`, `loki`, `prometheus` or
            /// any other of its plugins.
            #[example("tempo")]
            "type": String,

            /// The id that Grafana has given it.
            #[example("juju_shop_1f5a_tempo_0")]
            uid: String,

            /// Which Grafana it was.
            #[example("juju_cos_7c2e_grafana_0")]
            grafana_uid: String,
        }
    }
}

pub use self::grafana_datasource_exchange::*;
