//! Have Velero back up parts of a Kubernetes cluster.
//!
//! The provider says what belongs to it; the requirer, the Velero operator, backs
//! it up.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | who writes | README and schema: the requirer; library, charms and `interface.yaml`: the provider | the provider; what a requirer wrote is read too | the library changed sides in 2025 |
//! | members of `spec` | schema: with dashes; README and library: with underscores | with underscores, the others are read too | the library |
//! | `schedule`, `paused`, `skip_immediately`, `use_owner_references_in_backup` | in the library only | declared | the library writes and the operator reads them |
//! | `include_cluster_resources` | schema: `false` if missing; library: Velero decides | Velero decides | the library |
//! | `ttl`, `schedule` | library: patterns that are never looked at; README: `30d`, which does not match | any text | such texts are in databags |

relata::interface! {
    /// Have Velero back up parts of a Kubernetes cluster.
    ///
    /// The provider says which namespaces and resources belong to it, and so
    /// needs no rights in the cluster itself. The requirer, the Velero operator,
    /// makes a backup when its operator or a schedule says so.
    interface velero_backup_config {
        maintainer: "analytics";

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "mlmd-operator": {
                    url: "https://github.com/canonical/mlmd-operator",
                    branch: "main",
                    location: "tests/interface_tests/conftest.py",
                    identifier: "interface_tester",
                    pre_run: "poetry export --without-hashes --with unit --with charm --format=requirements.txt > requirements.txt",
                },
                "minio-operator": {
                    url: "https://github.com/canonical/minio-operator",
                    branch: "main",
                    location: "tests/interface_tests/conftest.py",
                    identifier: "interface_tester",
                    pre_run: "poetry export --without-hashes --with unit --with charm --format=requirements.txt > requirements.txt",
                },
                "kubeflow-profiles-operator": {
                    url: "https://github.com/canonical/kubeflow-profiles-operator",
                    branch: "main",
                    location: "tests/interface_tests/conftest.py",
                    identifier: "interface_tester",
                    pre_run: "poetry export --without-hashes --with unit --with charm --format=requirements.txt > requirements.txt",
                },
            };
            requirers: { "velero-operator": "https://www.github.com/canonical/velero-operator" };
        }

        /// - Says what to back up as soon as it is related.
        /// - Has one endpoint for each thing that is backed up on its own.
        provider {
            /// What to back up.
            #[encoding(raw)]
            app {
                /// The name of the application.
                #[required]
                #[example("kubeflow-profiles")]
                app: String,

                /// The name of the application's endpoint.
                #[required]
                #[example("profiles-backup")]
                relation_name: String,

                /// The model that the application is in.
                #[required]
                #[example("kubeflow")]
                model: String,

                /// What to back up.
                #[required]
                #[encoding(json)]
                #[example({
                    "include_namespaces": ["kubeflow"],
                    "include_resources": ["profiles.kubeflow.org"],
                    "ttl": "72h"
                })]
                spec: Spec,
            }

            /// Says what is to be backed up, whatever the requirer has said.
            expect present(app.app) && present(app.relation_name) && present(app.model)
                && present(app.spec)
                when requirer is silent or complete;
        }

        /// - Backs up what it is told to.
        /// - Tells requests apart by application, endpoint and model.
        requirer {
            /// What to back up, from charms that took the other side.
            #[encoding(raw)]
            #[deprecated(v0, "the side that wants a backup is the provider")]
            app {
                /// The name of the application.
                #[required]
                #[example("kubeflow-profiles")]
                app: String,

                /// The name of the application's endpoint.
                #[required]
                #[example("profiles-backup")]
                relation_name: String,

                /// The model that the application is in.
                #[required]
                #[example("kubeflow")]
                model: String,

                /// What to back up.
                #[required]
                #[encoding(json)]
                #[example({
                    "include_namespaces": ["kubeflow"],
                    "include_resources": ["profiles.kubeflow.org"],
                    "ttl": "72h"
                })]
                spec: Spec,
            }
        }

        /// What to back up, in Velero's words.
        #[allow(R15, reason = "Kubernetes gives a namespace, a kind and a label no more than a name")]
        struct Spec {
            /// The namespaces to back up; all of them if missing.
            #[alias("include-namespaces")]
            #[example(["kubeflow"])]
            include_namespaces: Option<Vec<String>>,

            /// The kinds of resources to back up; all of them if missing.
            #[alias("include-resources")]
            #[example(["profiles.kubeflow.org", "deployments"])]
            include_resources: Option<Vec<String>>,

            /// The namespaces to leave out.
            #[alias("exclude-namespaces")]
            #[example(["default"])]
            exclude_namespaces: Option<Vec<String>>,

            /// The kinds of resources to leave out.
            #[alias("exclude-resources")]
            #[example(["pods"])]
            exclude_resources: Option<Vec<String>>,

            /// Whether to back up resources that are in no namespace; if
            /// missing, those that belong to the others.
            #[alias("include-cluster-resources")]
            #[example(true)]
            include_cluster_resources: Option<bool>,

            /// The labels that a resource must have to be backed up.
            #[alias("label-selector")]
            #[example({ "app": "kubeflow" })]
            label_selector: Option<Map<String, String>>,

            /// For how long to keep a backup: hours, minutes and seconds, such as
            /// `72h` or `1h30m`. Velero has a default of its own.
            #[example("72h")]
            ttl: Option<String>,

            /// When to make a backup, as a cron expression; only on demand if
            /// missing.
            #[example("0 2 * * *")]
            schedule: Option<String>,

            /// Whether the schedule is paused.
            #[example(true)]
            paused: Option<bool>,

            /// Whether a new schedule waits for its first date, instead of making
            /// a backup at once.
            #[example(true)]
            skip_immediately: Option<bool>,

            /// Whether backups that the schedule made go when the schedule goes.
            #[example(true)]
            use_owner_references_in_backup: Option<bool>,
        }
    }
}

pub use self::velero_backup_config::*;
