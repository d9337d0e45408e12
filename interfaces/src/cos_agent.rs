//! Have a machine charm observed.
//!
//! The requirer is a subordinate that collects metrics, logs, traces and
//! dashboards on the machine of its principal, and ships them to an
//! observability stack.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `dashboards` | decompressed and parsed while reading | texts | the README's and the tests' own dashboards cannot be decompressed, and a reader that only passes them on has no need to |
//! | `tracing_protocols`, `subordinate` | not in the schema | declared | the library writes them |
//! | requirer's unit databag | empty | `receivers` | the library writes it |
//! | alert rules, scrape jobs | objects with anything in them | the usual members by name, all others kept | a reader needs the usual ones, and loses nothing |

relata::interface! {
    /// Have a machine charm observed.
    ///
    /// The charm of an application tells the agent on its machine what to
    /// scrape, which logs to read, which alerts and dashboards come with it,
    /// and how it sends traces. The agent answers with where to send them.
    /// As one of the two is always a subordinate, everything is in unit
    /// databags.
    interface cos_agent {
        maintainer: "observability";
        tags: observability;
        internal: true;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.grafana_agent.cos_agent";
            providers: {
                "zookeeper": "https://github.com/canonical/zookeeper-operator",
                "kafka": "https://github.com/canonical/kafka-operator",
            };
            requirers: {
                "grafana-agent": "https://github.com/canonical/grafana-agent-operator",
            };
        }

        /// - Says where its metrics are scraped and which snap slots hold its
        ///   logs.
        /// - Ships its alert rules and dashboards.
        /// - Asks for the protocols in which it sends traces.
        provider {
            /// How to observe this unit: one JSON document.
            #[encoding(nested("config"))]
            unit {
                /// Rules for Prometheus, about metrics. The same for all units
                /// of an application.
                #[required]
                #[example({ "groups": [{
                    "name": "shop_1f5a_cart_alerts",
                    "rules": [{
                        "alert": "CartDown",
                        "expr": "up{juju_application=\"cart\"} == 0",
                        "for": "5m",
                        "labels": { "severity": "critical" },
                        "annotations": { "summary": "No answer from {{ $labels.instance }}" }
                    }]
                }] })]
                metrics_alert_rules: AlertRules,

                /// Rules for Loki, about logs. The same for all units of an
                /// application.
                #[required]
                #[example({})]
                log_alert_rules: AlertRules,

                /// Grafana dashboards: each the JSON of one, compressed with
                /// LZMA (in the xz container), in base64.
                #[required]
                #[allow(R15, reason = "a dashboard is one compressed document")]
                #[example(["/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAeeyJ0aXRsZSI6ICJDYXJ0IiwgInBhbmVscyI6IFtdfQAAQg2e1SXXqykAATcf6hiJPR+2830BAAAAAARZWg=="])]
                dashboards: Vec<String>,

                /// What to scrape on this machine.
                #[required]
                #[example([{
                    "job_name": "cart_default_5f0c1a2b",
                    "metrics_path": "/metrics",
                    "static_configs": [{ "targets": ["localhost:9101"] }]
                }])]
                metrics_scrape_jobs: Vec<ScrapeJob>,

                /// The snap slots behind which the logs are, each
                /// `snap:slot`.
                #[required]
                #[allow(R15, reason = "a slot is never more than its name")]
                #[example(["cart:logs"])]
                log_slots: Vec<String>,

                /// The protocols in which the application sends traces.
                #[allow(R15, reason = "a protocol is never more than its name")]
                #[example(["otlp_http"])]
                tracing_protocols: Option<Vec<TracingProtocol>>,

                /// Whether the application is a subordinate itself.
                #[deprecated(v0, "nobody reads it any more")]
                #[example(false)]
                subordinate: Option<bool>,
            }

            /// Says how it is observed, before the agent has said anything.
            expect present(unit.metrics_scrape_jobs) || present(unit.log_slots)
                || present(unit.metrics_alert_rules) || present(unit.dashboards)
                when requirer is silent or complete;
        }

        /// - Collects what the provider names, and adds where it comes from.
        /// - Opens a receiver for each protocol that was asked for, and says
        ///   where it is.
        requirer {
            /// What the agent offers to this unit.
            unit {
                /// Where traces can be sent.
                #[example([{
                    "protocol": { "name": "otlp_http", "type": "http" },
                    "url": "http://localhost:4318"
                }])]
                receivers: Vec<Receiver> = [],
            }
        }

        /// Alert rules in groups.
        struct AlertRules {
            /// The groups.
            groups: Vec<AlertGroup> = [],
            /// Anything else, for the ruler to know.
            #[allow(R15, reason = "the members are the ruler's, whose format this is")]
            ..settings: Map<String, Json>,
        }

        /// Rules that are evaluated together.
        struct AlertGroup {
            /// The name, which the library makes unique among all models.
            #[example("shop_1f5a_cart_alerts")]
            name: String,
            /// The rules, in the order in which they are evaluated.
            rules: Vec<AlertRule> = [],
            /// Anything else, such as how often.
            #[allow(R15, reason = "the members are the ruler's, whose format this is")]
            #[example({ "interval": "30s" })]
            ..settings: Map<String, Json>,
        }

        /// One rule.
        struct AlertRule {
            /// The name of the alert. A rule without one records a series.
            #[example("CartDown")]
            alert: Option<String>,
            /// The condition, in the ruler's language.
            #[example("up == 0")]
            expr: String,
            /// For how long the condition must hold.
            #[example("5m")]
            "for": Option<String>,
            /// Labels of the alert, such as its severity and where it comes
            /// from.
            #[allow(R15, reason = "the keys are labels, which every charm chooses")]
            #[example({ "severity": "critical", "juju_application": "cart" })]
            labels: Option<Map<String, Json>>,
            /// Texts for people.
            #[allow(R15, reason = "the keys are annotations, which every charm chooses")]
            #[example({ "summary": "No answer from {{ $labels.instance }}" })]
            annotations: Option<Map<String, Json>>,
            /// Anything else, such as what a recording rule is called.
            #[allow(R15, reason = "the members are the ruler's, whose format this is")]
            ..settings: Map<String, Json>,
        }

        /// What to scrape: a scrape configuration of Prometheus.
        struct ScrapeJob {
            /// The name of the job.
            #[example("cart_default_5f0c1a2b")]
            job_name: Option<String>,
            /// The path under which metrics are served.
            #[example("/metrics")]
            metrics_path: Option<String>,
            /// Whether to ask with `http` or `https`.
            #[example("http")]
            scheme: Option<String>,
            /// The addresses to ask.
            #[example([{ "targets": ["localhost:9101"] }])]
            static_configs: Option<Vec<ScrapeTargets>>,
            /// Anything else that Prometheus knows, such as `tls_config`.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
            #[example({ "scrape_interval": "30s" })]
            ..settings: Map<String, Json>,
        }

        /// Addresses with labels.
        struct ScrapeTargets {
            /// The addresses, each `host:port`.
            #[allow(R15, reason = "an address is never more than host and port")]
            #[example(["localhost:9101"])]
            targets: Vec<String> = [],
            /// Labels of everything that is scraped there.
            #[allow(R15, reason = "the keys are labels, which every charm chooses")]
            #[example({ "role": "primary" })]
            labels: Option<Map<String, Json>>,
        }

        /// A protocol for traces.
        enum TracingProtocol {
            /// OpenTelemetry over gRPC.
            otlp_grpc,
            /// OpenTelemetry over HTTP.
            otlp_http,
            /// Zipkin.
            zipkin,
            /// Jaeger's Thrift over HTTP.
            jaeger_thrift_http,
            /// Jaeger over gRPC.
            jaeger_grpc,
        }

        /// A place to which traces can be sent.
        struct Receiver {
            /// In which protocol.
            protocol: ReceiverProtocol,
            /// Where: scheme, host and port; for gRPC host and port only.
            #[example("http://localhost:4318")]
            url: Option<String>,
        }

        /// A protocol and what carries it.
        struct ReceiverProtocol {
            /// The protocol.
            #[example("otlp_http")]
            name: TracingProtocol,
            /// What carries it.
            #[example("http")]
            "type": Transport,
        }

        /// What carries traces.
        enum Transport { http, grpc }
    }
}

pub use self::cos_agent::*;
