//! Have Grafana show one's data.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | README's headings | *Requirer* over what the provider writes, and the reverse | as in the schema | the library and the README's own section on behaviour agree with the schema |
//! | `extra_fields`, `secure_extra_fields` | schema: mandatory JSON in a string; README and library: objects | optional objects; JSON in a string is read too | the library writes an object or null; upstream's test leaves them out |
//! | `secure_extra_fields` | anything | texts, which are not shown | Grafana takes nothing but texts there, and they are passwords |
//! | `grafana_source_host` | mandatory | optional | it is the only field of its databag, and the library writes an empty text for units that are no data source |
//! | `grafana_base_url` | not in the schema | declared | the library writes and reads it |

relata::interface! {
    /// Have Grafana show one's data.
    ///
    /// The provider is something that Grafana can ask: Prometheus, Loki, Tempo
    /// and so on. Each of its units may be a data source of its own. Grafana
    /// answers with the ids that it has given them.
    interface grafana_datasource {
        maintainer: "observability";
        tags: observability;
        internal: true;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.grafana_k8s.grafana_source";
            providers: {
                "tempo-coordinator-k8s": {
                    url: "https://github.com/canonical/tempo-coordinator-k8s-operator",
                    location: "tests/interface/conftest.py",
                    identifier: "grafana_datasource_tester",
                },
            };
            requirers: {
                "grafana-k8s": {
                    url: "https://github.com/canonical/grafana-k8s-operator",
                    location: "tests/interface/conftest.py",
                    identifier: "grafana_source_tester",
                },
            };
        }

        /// - Serves Grafana's queries on each unit that it names.
        /// - Behind one ingress for all units, only the leader names itself.
        provider {
            /// What kind of data source it is: one JSON document.
            #[encoding(nested("grafana_source_data"))]
            app {
                /// The model in which the provider is.
                #[required]
                #[example("shop")]
                model: String,

                /// The UUID of that model.
                #[required]
                #[example("c2e9f4d5-dcb3-4870-8509-330eb9745ee8")]
                model_uuid: String,

                /// The name of the application.
                #[required]
                #[example("tempo")]
                application: String,

                /// What it is, in Grafana's words: `tempo`, `loki`,
                /// `prometheus` or any other of its plugins.
                #[required]
                #[example("tempo")]
                "type": String,

                /// Further configuration, which Grafana calls `jsonData`.
                #[example({ "timeout": 300 })]
                extra_fields: Option<Json>,

                /// Further configuration that is secret, which Grafana calls
                /// `secureJsonData`.
                #[example({ "basicAuthPassword": "p4ssw0rd-example" })]
                secure_extra_fields: Option<SecureFields>,
            }

            /// Where one unit is.
            #[encoding(raw)]
            unit {
                /// Where Grafana can ask the unit: a URL, or host and port,
                /// which stands for `http`. Missing if the unit is no data
                /// source.
                #[example("http://tempo-0.tempo-endpoints.shop.svc.cluster.local:3200")]
                grafana_source_host: Option<String>,
            }

            /// Says what kind of data source it is, whatever Grafana has answered.
            expect present(app.field("type")) && present(app.application)
                when requirer is silent or complete;
        }

        /// - Makes a data source of each unit that has named itself.
        /// - Shares the id of each, and who it is itself.
        requirer {
            /// What Grafana calls the provider's units.
            #[encoding(raw)]
            app {
                /// Which Grafana it is. Old ones do not say.
                #[example("juju_cos_7c2e_grafana_0")]
                grafana_uid: Option<String>,

                /// The id of each unit's data source.
                #[encoding(json)]
                #[example({ "tempo/0": "juju_shop_1f5a_tempo_0" })]
                datasource_uids: Map<UnitName, String> = {},

                /// Where people find this Grafana, for links into it.
                #[example("https://grafana.example/")]
                grafana_base_url: Option<String>,
            }

            /// Has no ids for data sources that nobody has named.
            expect nothing when provider is silent;

            /// Gives each data source its id.
            expect present(app.datasource_uids) when provider is complete;
        }

        /// Secret configuration of a data source.
        union SecureFields {
            /// The members by name.
            Fields(SecureMembers),
            /// The same as JSON in a string, which the specification's schema
            /// asks for.
            Encoded(Sensitive),
        }

        /// Secret members of a configuration.
        struct SecureMembers {
            /// Each member, whatever the data source knows.
            #[allow(R15, reason = "the members are Grafana's, and each is a text")]
            #[example({ "basicAuthPassword": "p4ssw0rd-example" })]
            ..members: Map<String, Sensitive>,
        }
    }
}

pub use self::grafana_datasource::*;
