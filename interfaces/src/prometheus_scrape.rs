//! Have one's metrics collected.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `alert_rules`, `scrape_jobs`, `scrape_metadata` | all mandatory | empty or absent if missing | the library's other classes write rules without jobs, or jobs without metadata |
//! | `for`, `labels` and `annotations` of a rule | mandatory | optional | Prometheus needs none of them, and recording rules have no `for` |
//! | rules | alerts only | recording rules, too | the library passes whole rule files on |
//! | `prometheus_scrape_unit_path` | mandatory but nullable | optional | the library writes an empty text, which Juju does not store |
//! | `prometheus_scrape_unit_name` | mandatory | optional | the library takes the unit's own name if it is missing |
//! | `prometheus_scrape_unit_address` | this name only | `prometheus_scrape_host` is read, too | the library reads it |
//! | `prometheus_scrape_unit_fqdn` | not in the schema | declared | the library writes and reads it |
//! | requirer's application databag | empty | `event` | the library writes what is wrong with rules and jobs there, and reads it |

relata::interface! {
    /// Have one's metrics collected.
    ///
    /// The provider serves metrics in Prometheus' format and says on which
    /// ports and paths, and adds rules about them. The requirer, a Prometheus
    /// or an agent, collects the metrics and evaluates the rules.
    interface prometheus_scrape {
        maintainer: "observability";
        tags: observability;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.prometheus_k8s.prometheus_scrape";
            providers: {
                "prometheus-k8s": "https://www.github.com/canonical/prometheus-k8s-operator",
                "loki-k8s": "https://www.github.com/canonical/loki-k8s-operator",
                "grafana-k8s": "https://www.github.com/canonical/grafana-k8s-operator",
                "prometheus-scrape-config-k8s": "https://www.github.com/canonical/prometheus-scrape-config-k8s-operator",
                "prometheus-scrape-target-k8s": "https://www.github.com/canonical/prometheus-scrape-target-k8s-operator",
                "alertmanager-k8s": "https://www.github.com/canonical/alertmanager-k8s-operator",
                "zinc-k8s": "https://github.com/jnsgruk/zinc-k8s-operator",
            };
            requirers: {
                "prometheus-k8s": "https://www.github.com/canonical/prometheus-k8s-operator",
                "grafana-agent-k8s": "https://www.github.com/canonical/grafana-agent-k8s-operator",
            };
        }

        /// - Serves what its jobs name.
        /// - Has each unit say where it is.
        /// - Labels its rules with where they come from, and leaves the
        ///   expressions without those labels.
        provider {
            /// What to collect, and what to watch for.
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

                /// What to collect.
                #[example([{
                    "metrics_path": "/metrics",
                    "static_configs": [{ "targets": ["*:8080"] }]
                }])]
                scrape_jobs: Vec<ScrapeJob> = [],

                /// Whose metrics they are.
                #[example({
                    "model": "shop",
                    "model_uuid": "c2e9f4d5-dcb3-4870-8509-330eb9745ee8",
                    "application": "cart",
                    "unit": "cart/0",
                    "charm_name": "cart-k8s"
                })]
                scrape_metadata: Option<Topology>,
            }

            /// Where one unit is.
            #[encoding(raw)]
            unit {
                /// The unit's address or name, or that of an ingress in front
                /// of it, without scheme or port.
                #[required]
                #[alias("prometheus_scrape_host")]
                #[example("10.1.20.7")]
                prometheus_scrape_unit_address: String,

                /// The name of the unit.
                #[example("cart/0")]
                prometheus_scrape_unit_name: Option<UnitName>,

                /// The path that an ingress puts in front of a job's own.
                #[example("/shop-cart-0")]
                prometheus_scrape_unit_path: Option<String>,

                /// The unit's name in the network, for certificates that do not
                /// name its address. Missing behind an ingress.
                #[example("cart-0.cart-endpoints.shop.svc.cluster.local")]
                prometheus_scrape_unit_fqdn: Option<String>,
            }

            /// Says where each unit is scraped, whatever the requirer has to report.
            expect present(unit.prometheus_scrape_unit_address)
                when requirer is silent or complete;
        }

        /// - Collects from every unit of the provider what the jobs name.
        /// - Labels what it collects with where it comes from.
        /// - Evaluates the rules, each restricted to what the rule's topology
        ///   labels name. `juju_unit` restricts only if the rule's author wrote
        ///   so.
        /// - Says what is wrong with rules and jobs that it cannot use.
        requirer {
            /// What became of rules and jobs.
            app {
                /// What became of rules and jobs.
                #[example({ "errors": "group \"cart\", rule 0, \"CartDown\": could not parse expression" })]
                event: Option<RuleReport>,
            }
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

        /// What to collect: a scrape configuration of Prometheus.
        struct ScrapeJob {
            /// The name of the job, which the library makes unique.
            #[example("cart_default")]
            job_name: Option<String>,
            /// The path under which metrics are served. Prometheus' own default
            /// is `/metrics`.
            #[example("/metrics")]
            metrics_path: Option<String>,
            /// Whether to ask with `http`, which is the default, or `https`.
            #[example("http")]
            scheme: Option<String>,
            /// The addresses to ask.
            #[example([{ "targets": ["*:8080"] }])]
            static_configs: Vec<ScrapeTargets>,
            /// How often to ask.
            #[example("30s")]
            scrape_interval: Option<String>,
            /// How long to wait for an answer.
            #[example("10s")]
            scrape_timeout: Option<String>,
            /// How to log in with a name and a password.
            #[example({ "username": "prometheus", "password": "p4ssw0rd-example" })]
            basic_auth: Option<BasicAuth>,
            /// How to log in with a token.
            #[example({ "type": "Bearer", "credentials": "t0ken-example" })]
            authorization: Option<Authorization>,
            /// How to verify the other side, and to prove who one is.
            #[example({ "insecure_skip_verify": false })]
            tls_config: Option<TlsConfig>,
            /// Anything else that Prometheus knows: `params`, `proxy_url`,
            /// `relabel_configs`, `metric_relabel_configs` and limits. The
            /// library drops what is not among these.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
            #[example({ "sample_limit": 5000 })]
            ..settings: Map<String, Json>,
        }

        /// Addresses with labels.
        struct ScrapeTargets {
            /// The addresses, each `host:port`. The host `*` stands for every
            /// unit of the provider.
            #[allow(R15, reason = "an address is never more than host and port")]
            #[example(["*:8080"])]
            targets: Vec<String>,
            /// Labels of everything that is collected there.
            #[allow(R15, reason = "the keys are labels, which every charm chooses")]
            #[example({ "role": "primary" })]
            labels: Option<Map<String, String>>,
            /// Anything else.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
            ..settings: Map<String, Json>,
        }

        /// A name with a password.
        struct BasicAuth {
            /// The name.
            #[example("prometheus")]
            username: Option<String>,
            /// The password.
            #[example("p4ssw0rd-example")]
            password: Option<Sensitive>,
            /// Anything else, such as a file that holds the password.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
            #[example({ "password_file": "/etc/prometheus/cart.password" })]
            ..settings: Map<String, Json>,
        }

        /// A token.
        struct Authorization {
            /// What kind of token it is. Prometheus' own default is `Bearer`.
            #[example("Bearer")]
            "type": Option<String>,
            /// The token.
            #[example("t0ken-example")]
            credentials: Option<Sensitive>,
            /// Anything else, such as a file that holds the token.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
            #[example({ "credentials_file": "/etc/prometheus/cart.token" })]
            ..settings: Map<String, Json>,
        }

        /// Certificates and keys.
        struct TlsConfig {
            /// The certificate with which to verify the other side.
            #[example("-----BEGIN CERTIFICATE-----\n\
                MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                -----END CERTIFICATE-----\n")]
            ca: Option<Pem>,
            /// The certificate with which to prove who one is.
            #[example("-----BEGIN CERTIFICATE-----\n\
                MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                -----END CERTIFICATE-----\n")]
            cert: Option<Pem>,
            /// The key that goes with it.
            #[example("-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n")]
            key: Option<Sensitive>,
            /// Whether to talk to anybody.
            #[example(false)]
            insecure_skip_verify: Option<bool>,
            /// Anything else, such as the other side's name.
            #[allow(R15, reason = "the members are Prometheus', whose format this is")]
            #[example({ "server_name": "cart.example" })]
            ..settings: Map<String, Json>,
        }

        /// Where metrics come from.
        struct Topology {
            /// The name of the model.
            #[example("shop")]
            model: String,
            /// The UUID of the model.
            #[example("c2e9f4d5-dcb3-4870-8509-330eb9745ee8")]
            model_uuid: String,
            /// The name of the application.
            #[example("cart")]
            application: String,
            /// The name of the unit that wrote this, the leader.
            #[example("cart/0")]
            unit: String,
            /// The name of the charm.
            #[example("cart-k8s")]
            charm_name: Option<String>,
            /// Anything else.
            #[allow(R15, reason = "the keys are labels")]
            #[example({ "juju_charm_revision": "42" })]
            ..others: Map<String, Json>,
        }

        /// What Prometheus said about rules and jobs.
        struct RuleReport {
            /// What is wrong with the rules. Nothing if it is missing.
            #[example("cart.rules: 3:11: group \"cart\", rule 0, \"CartDown\": could not parse expression")]
            errors: Option<String>,
            /// Whether the rules can be used.
            #[example(false)]
            valid: bool = true,
            /// What is wrong with the jobs. Nothing if it is missing.
            #[example("job \"cart_default\": unknown field \"metric_path\"")]
            scrape_job_errors: Option<String>,
        }
    }
}

pub use self::prometheus_scrape::*;
