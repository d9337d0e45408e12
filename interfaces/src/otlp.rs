//! Send logs, metrics and traces over OTLP.
//!
//! There is no specification of this interface. The declaration says what the
//! library writes and reads.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `rules` | written compressed; read compressed or plain | both | charms with many rules would not fit into a databag otherwise |
//! | compressed rules | unpacked while reading | left as they are | a reader that only passes them on has no need to |
//! | `metadata` | any texts | the members of a Juju topology by name, all others kept | the library writes those, and its tests an empty object |
//! | provider's `event` | not in the library's model | declared | the library writes it |

relata::interface! {
    /// Send logs, metrics and traces over OTLP.
    ///
    /// OTLP is the protocol of OpenTelemetry. The provider says where it takes
    /// which signals; the requirer sends them there, and adds rules about its
    /// logs and metrics.
    interface otlp {
        maintainer: "observability";
        tags: observability;

        /// What the library writes.
        version v0 (draft) {
            lib: "charmlibs.interfaces.otlp";
        }

        /// - Publishes its endpoints, and again when ingress or TLS change.
        /// - Has the rules evaluated, each restricted to the requirer's own
        ///   logs and metrics.
        /// - Says what is wrong with rules that it cannot use.
        provider {
            /// Where to send.
            app {
                /// Where to send what.
                #[example([{
                    "protocol": "http",
                    "endpoint": "http://otelcol.cos.svc.cluster.local:4318",
                    "telemetries": ["logs", "metrics", "traces"],
                    "insecure": true
                }])]
                endpoints: Vec<Endpoint> = [],

                /// What became of the rules.
                #[example({ "errors": "group \"cart\", rule 0, \"CartDown\": could not parse expression" })]
                event: Option<RuleReport>,
            }
        }

        /// - Sends to one endpoint that it can talk to, gRPC before HTTP, and
        ///   leaves out signals that the endpoint does not take.
        /// - Adds its rules, and whose they are.
        requirer {
            /// What to watch for.
            app {
                /// Rules about logs and metrics.
                #[required]
                #[example("/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ACBAG9dAD2IiYczxD7o0Yw0UWWkVvG8xzsmYIq9Y2KN8XXg6T4Ru6cLnwNMl7xDHFt8dOjmQty+hNYOTt319zy0q5yVi4B6kbwIe9ckFjquBgwCOPJOvqy9LyCN43JV8y0Garoc1lRaJfOrq6aJd9ndzEjS6wAAUZ9WzlscKJgAAYsBggEAAPEN0MyxxGf7AgAAAAAEWVo=")]
                #[example({ "promql": { "groups": [{
                    "name": "shop_c2e9f4d5_cart_alerts",
                    "rules": [{ "alert": "CartDown", "expr": "up == 0", "for": "5m" }]
                }] } })]
                rules: Rules,

                /// Whose rules they are.
                #[required]
                #[example({
                    "model": "shop",
                    "model_uuid": "c2e9f4d5-dcb3-4870-8509-330eb9745ee8",
                    "application": "cart",
                    "unit": "cart/0",
                    "charm_name": "cart-k8s"
                })]
                metadata: Topology,
            }
        }

        /// A place that takes signals.
        struct Endpoint {
            /// What carries OTLP there.
            #[example("http")]
            protocol: Transport,
            /// Where it is: scheme (`http` or `https`), host and port. A
            /// signal's own path is not part of it.
            #[example("http://otelcol.cos.svc.cluster.local:4318")]
            endpoint: String,
            /// The signals that it takes.
            #[allow(R15, reason = "a signal is never more than its name")]
            #[example(["logs", "metrics", "traces"])]
            telemetries: Vec<Signal>,
            /// Whether to speak without TLS.
            #[example(true)]
            insecure: bool = false,
        }

        /// What carries OTLP.
        enum Transport { http, grpc }

        /// A kind of telemetry.
        enum Signal { logs, metrics, traces }

        /// Rules, compressed or plain.
        union Rules {
            /// The JSON of `RuleSets`, compressed with LZMA (in the xz
            /// container), in base64. This is what should be written.
            Compressed(Base64),
            /// The same as it is.
            Plain(RuleSets),
        }

        /// Rules for logs and for metrics.
        struct RuleSets {
            /// Rules about logs, in LogQL.
            #[example({ "groups": [{
                "name": "shop_c2e9f4d5_cart_logs",
                "rules": [{ "alert": "CartErrors", "expr": "rate({job=\"cart\"} |= \"error\" [5m]) > 1" }]
            }] })]
            logql: Option<RuleFile>,
            /// Rules about metrics, in the ruler's language.
            #[example({ "groups": [{
                "name": "shop_c2e9f4d5_cart_alerts",
                "rules": [{ "alert": "CartDown", "expr": "up == 0", "for": "5m" }]
            }] })]
            promql: Option<RuleFile>,
        }

        /// Rules in groups, as in a rule file of Prometheus or Loki.
        struct RuleFile {
            /// The groups.
            #[example([{
                "name": "shop_c2e9f4d5_cart_alerts",
                "rules": [{ "alert": "CartDown", "expr": "up == 0", "for": "5m" }]
            }])]
            groups: Vec<RuleGroup> = [],
        }

        /// Rules that are evaluated together.
        struct RuleGroup {
            /// The name, which the library makes unique among all models.
            #[example("shop_c2e9f4d5_cart_alerts")]
            name: String,
            /// The rules, in the order in which they are evaluated.
            #[example([{ "alert": "CartDown", "expr": "up == 0", "for": "5m" }])]
            rules: Vec<Rule>,
            /// Anything else that the ruler knows.
            #[allow(R15, reason = "the members are the ruler's, whose format this is")]
            #[example({ "interval": "30s" })]
            ..settings: Map<String, Json>,
        }

        /// A rule: it raises an alert, or records a series.
        #[one_of(alert, record)]
        struct Rule {
            /// The name of the alert.
            #[example("CartDown")]
            alert: Option<String>,
            /// The name of the series.
            #[example("cart:requests:rate5m")]
            record: Option<String>,
            /// The condition or the value, in the ruler's language.
            #[example("up == 0")]
            expr: String,
            /// For how long the condition must hold before the alert is raised.
            #[example("5m")]
            "for": Option<String>,
            /// For how long the alert stays when the condition no longer holds.
            #[example("10m")]
            keep_firing_for: Option<String>,
            /// Labels: how severe it is (`severity`), and where it comes from
            /// (`juju_model`, `juju_model_uuid`, `juju_application`, and
            /// perhaps `juju_charm` and `juju_unit`).
            #[allow(R15, reason = "the keys are labels, which every charm chooses")]
            #[example({
                "severity": "critical",
                "juju_model": "shop",
                "juju_model_uuid": "c2e9f4d5-dcb3-4870-8509-330eb9745ee8",
                "juju_application": "cart"
            })]
            labels: Option<Map<String, String>>,
            /// Texts for people.
            #[allow(R15, reason = "the keys are annotations, which every charm chooses")]
            #[example({ "summary": "No answer from {{ $labels.juju_unit }}" })]
            annotations: Option<Map<String, String>>,
        }

        /// Where rules come from.
        struct Topology {
            /// The name of the model.
            #[example("shop")]
            model: Option<String>,
            /// The UUID of the model.
            #[example("c2e9f4d5-dcb3-4870-8509-330eb9745ee8")]
            model_uuid: Option<String>,
            /// The name of the application.
            #[example("cart")]
            application: Option<String>,
            /// The name of the unit that wrote this, the leader.
            #[example("cart/0")]
            unit: Option<String>,
            /// The name of the charm.
            #[example("cart-k8s")]
            charm_name: Option<String>,
            /// Anything else.
            #[allow(R15, reason = "the keys are labels")]
            #[example({ "juju_charm_revision": "42" })]
            ..others: Map<String, String>,
        }

        /// What the ruler said about the rules.
        struct RuleReport {
            /// What is wrong.
            #[example("group \"cart\", rule 0, \"CartDown\": could not parse expression")]
            errors: Option<String>,
        }
    }
}

pub use self::otlp::*;
