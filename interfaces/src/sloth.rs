//! State how good a service is meant to be.
//!
//! There is no specification of this interface. The declaration says what the
//! library writes and reads.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | key | docstring: `slo_spec`, one YAML document or several; library: `slos`, one YAML list | `slos` | the library writes and reads nothing else |
//! | an objective | an object with anything in it | the usual members by name, all others kept | a reader needs the usual ones, and loses nothing |

relata::interface! {
    /// State how good a service is meant to be.
    ///
    /// The provider has a service and objectives for it: how many of its
    /// requests are to succeed, say. The requirer, Sloth, makes rules for
    /// Prometheus from them, which alert when too much of what may fail has
    /// failed already.
    interface sloth {
        maintainer: "observability";
        tags: observability;

        /// What the library writes.
        version v0 (draft) {
            lib: "charmlibs.interfaces.sloth";
        }

        /// - States the objectives of its services.
        /// - Restricts the queries to its own metrics, by the labels of its
        ///   Juju topology.
        provider {
            /// Services with their objectives.
            #[encoding(yaml)]
            app {
                /// The services.
                #[example([{
                    "version": "prometheus/v1",
                    "service": "cart",
                    "labels": { "team": "shop" },
                    "slos": [{
                        "name": "requests-availability",
                        "objective": 99.9,
                        "description": "99.9% of requests succeed",
                        "sli": { "events": {
                            "error_query": "sum(rate(http_requests_total{status=~\"5..\"}[{{.window}}]))",
                            "total_query": "sum(rate(http_requests_total[{{.window}}]))"
                        } },
                        "alerting": { "name": "CartHighErrorRate" }
                    }]
                }])]
                slos: Vec<Service> = [],
            }
        }

        /// - Makes rules for Prometheus from all objectives.
        /// - Passes over an application whose objectives it cannot read.
        /// - Writes nothing.
        requirer {}

        /// A service with its objectives: a specification of Sloth.
        struct Service {
            /// Sloth's name for the form of this: `prometheus/v1`.
            #[pattern("/")]
            #[example("prometheus/v1")]
            version: String,

            /// The name of the service.
            #[example("cart")]
            service: String,

            /// Labels of everything that comes out of it.
            #[allow(R15, reason = "the keys are labels, which every charm chooses")]
            #[example({ "team": "shop" })]
            labels: Map<String, String> = {},

            /// The objectives, at least one.
            #[len(1..)]
            #[example([{ "name": "requests-availability", "objective": 99.9 }])]
            slos: Vec<Objective>,
        }

        /// An objective.
        struct Objective {
            /// The name, unique within the service.
            #[example("requests-availability")]
            name: Option<String>,

            /// What is to succeed, in percent.
            #[example(99.9)]
            objective: Option<f64>,

            /// What it means, for people.
            #[example("99.9% of requests succeed")]
            description: Option<String>,

            /// How it is measured.
            #[example({ "events": {
                "error_query": "sum(rate(http_requests_total{status=~\"5..\"}[{{.window}}]))",
                "total_query": "sum(rate(http_requests_total[{{.window}}]))"
            } })]
            sli: Option<Indicator>,

            /// How its alerts are called, and which labels they have.
            #[example({ "name": "CartHighErrorRate", "labels": { "severity": "critical" } })]
            alerting: Option<Json>,

            /// Anything else that Sloth knows.
            #[allow(R15, reason = "the members are Sloth's, whose format this is")]
            #[example({ "labels": { "category": "availability" } })]
            ..settings: Map<String, Json>,
        }

        /// A measure of how well a service does.
        struct Indicator {
            /// What happened, and what of it failed.
            #[example({
                "error_query": "sum(rate(http_requests_total{status=~\"5..\"}[{{.window}}]))",
                "total_query": "sum(rate(http_requests_total[{{.window}}]))"
            })]
            events: Option<Events>,

            /// Anything else that Sloth knows: `raw` or `plugin`.
            #[allow(R15, reason = "the members are Sloth's, whose format this is")]
            #[example({ "raw": { "error_ratio_query": "cart:errors:ratio[{{.window}}]" } })]
            ..settings: Map<String, Json>,
        }

        /// Two queries in PromQL. Sloth replaces `{{.window}}` with the time
        /// that it looks at.
        struct Events {
            /// How much failed.
            #[example("sum(rate(http_requests_total{status=~\"5..\"}[{{.window}}]))")]
            error_query: Option<String>,

            /// How much there was.
            #[example("sum(rate(http_requests_total[{{.window}}]))")]
            total_query: Option<String>,
        }
    }
}

pub use self::sloth::*;
