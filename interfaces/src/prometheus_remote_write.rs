//! Send metrics to Prometheus.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | labels of a rule | four, of which `severity` is mandatory | any | the library adds `juju_charm` and `juju_unit`, and charms add their own |
//! | rules | alerts only, with nothing but the known members | recording rules and all that Prometheus knows, too | the library passes whole rule files on |
//! | `groups` | mandatory | empty if missing | the library writes `{}` if there are no rules |
//! | provider's application databag | empty | `event` | the library writes what is wrong with the rules there, and reads it |
//! | `remote_write`, `alert_rules` | mandatory | optional | each is the only field of its databag: one without it is simply not written yet |

relata::interface! {
    /// Send metrics to Prometheus.
    ///
    /// The provider takes metrics over Prometheus' remote write protocol. The
    /// requirer sends it metrics, its own or ones that it has collected, and
    /// alert rules for them.
    interface prometheus_remote_write {
        maintainer: "observability";
        tags: observability;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.prometheus_k8s.prometheus_remote_write";
            providers: { "prometheus-k8s": "https://www.github.com/canonical/prometheus-k8s" };
            requirers: { "grafana-agent-k8s": "https://www.github.com/canonical/grafana-agent-k8s" };
        }

        /// - Has every unit that takes metrics say where.
        /// - Evaluates the requirer's rules, each restricted to what the rule's
        ///   topology labels name. `juju_unit` restricts only if the rule's
        ///   author wrote so.
        /// - Leaves the labels of metrics as they are.
        /// - Says what is wrong with rules that it cannot use.
        provider {
            /// What became of the rules.
            app {
                /// What became of the rules.
                #[example({ "errors": "group \"cart\", rule 0, \"CartDown\": could not parse expression" })]
                event: Option<RuleReport>,
            }

            /// Where one unit takes metrics.
            unit {
                /// Where one unit takes metrics.
                #[example({ "url": "http://prometheus-0.prometheus-endpoints.cos.svc.cluster.local:9090/api/v1/write" })]
                remote_write: Option<RemoteWrite>,
            }
        }

        /// - Sends all its metrics to every endpoint, once if several units
        ///   name the same.
        /// - Labels metrics and rules with where they come from, and leaves
        ///   the expressions of rules without those labels.
        requirer {
            /// What to watch for.
            app {
                /// Rules about the metrics.
                #[example({ "groups": [{
                    "name": "shop_c2e9f4d5_cart_alerts",
                    "rules": [{
                        "alert": "CartDown",
                        "expr": "up == 0",
                        "for": "5m",
                        "labels": { "severity": "critical", "juju_application": "cart" },
                        "annotations": { "summary": "No answer from {{ $labels.juju_unit }}" }
                    }]
                }] })]
                alert_rules: Option<AlertRules>,
            }
        }

        /// An endpoint that takes metrics.
        struct RemoteWrite {
            /// Where it is: scheme (`http` or `https`), host, port and path.
            #[example("http://192.0.2.2:9090/api/v1/write")]
            url: Url,
        }

        /// Alert rules in groups, as in a rule file of Prometheus.
        struct AlertRules {
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
            /// Anything else that Prometheus knows.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
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
            /// The condition or the value, in PromQL.
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

        /// What Prometheus said about the rules.
        struct RuleReport {
            /// What is wrong. Nothing if it is missing.
            #[example("cart.rules: 3:11: group \"cart\", rule 0, \"CartDown\": could not parse expression")]
            errors: Option<String>,
            /// Whether the rules can be used.
            #[example(false)]
            valid: bool = true,
        }
    }
}

pub use self::prometheus_remote_write::*;
