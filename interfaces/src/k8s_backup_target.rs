//! Have parts of a Kubernetes cluster backed up.
//!
//! The provider says what belongs to it; the requirer, which may look into the
//! whole cluster, backs it up or passes the request on to who does.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | databag | README: one target, its members as keys; schema and library: a list under `backup_targets` | the list is written, both are read | the library has never written or read anything but the list; a databag as in the README is no mistake |
//! | `ttl` | library: a pattern that is never looked at; description: `30d`, which does not match it | any text | such texts are in databags |

relata::interface! {
    /// Have parts of a Kubernetes cluster backed up.
    ///
    /// The provider says which namespaces and resources belong to it, and so
    /// needs no rights in the cluster itself. The requirer backs them up, or is
    /// an integrator that collects the requests of many charms.
    interface k8s_backup_target {
        maintainer: "analytics";

        /// The only version so far.
        version v0 (draft) {
            lib: "charmlibs.interfaces.k8s_backup_target";
            requirers: {
                "velero-integrator-operator": "https://github.com/canonical/velero-integrator-operator",
            };
        }

        /// - Says what to back up as soon as it is related.
        provider {
            /// What to back up.
            #[any_of(backup_targets, spec)]
            #[together(app, relation_name, model, spec)]
            app {
                /// What to back up, usually one entry. An integrator has one for
                /// each charm that asked it.
                #[example([{
                    "app": "training",
                    "relation_name": "workloads-backup",
                    "model": "kubeflow",
                    "spec": {
                        "include_namespaces": ["kubeflow"],
                        "include_resources": ["persistentvolumeclaims", "deployments"],
                        "label_selector": { "app": "training" },
                        "ttl": "24h"
                    }
                }])]
                backup_targets: Option<Vec<Target>>,

                /// The application of a single target.
                #[deprecated(v0, "write `backup_targets`")]
                #[example("training")]
                app: Option<String>,

                /// The endpoint of a single target.
                #[deprecated(v0, "write `backup_targets`")]
                #[example("workloads-backup")]
                relation_name: Option<String>,

                /// The model of a single target.
                #[deprecated(v0, "write `backup_targets`")]
                #[example("kubeflow")]
                model: Option<String>,

                /// What to back up of a single target.
                #[deprecated(v0, "write `backup_targets`")]
                #[example({ "include_namespaces": ["kubeflow"], "ttl": "24h" })]
                spec: Option<Spec>,
            }
        }

        /// - Backs up what it is told to, or passes the request on.
        requirer {}

        /// What one application wants to have backed up.
        struct Target {
            /// The name of the application.
            #[example("training")]
            app: String,

            /// The name of the application's endpoint. An application with
            /// several targets has one for each.
            #[example("workloads-backup")]
            relation_name: String,

            /// The model that the application is in.
            #[example("kubeflow")]
            model: String,

            /// What to back up.
            #[example({ "include_namespaces": ["kubeflow"], "ttl": "24h" })]
            spec: Spec,
        }

        /// What to back up. The words are Velero's; what is not said is for the
        /// backup program to decide.
        #[allow(R15, reason = "Kubernetes gives a namespace, a kind and a label no more than a name")]
        struct Spec {
            /// The namespaces to back up; all of them if missing.
            #[example(["kubeflow"])]
            include_namespaces: Option<Vec<String>>,

            /// The kinds of resources to back up; all of them if missing.
            #[example(["persistentvolumeclaims", "deployments"])]
            include_resources: Option<Vec<String>>,

            /// The namespaces to leave out.
            #[example(["kube-system"])]
            exclude_namespaces: Option<Vec<String>>,

            /// The kinds of resources to leave out.
            #[example(["pods"])]
            exclude_resources: Option<Vec<String>>,

            /// Whether to back up resources that are in no namespace; if
            /// missing, those that belong to the others.
            #[example(true)]
            include_cluster_resources: Option<bool>,

            /// The labels that a resource must have to be backed up.
            #[example({ "app": "training" })]
            label_selector: Option<Map<String, String>>,

            /// For how long to keep a backup: hours, minutes and seconds, such as
            /// `24h` or `1h30m`.
            #[example("24h")]
            ttl: Option<String>,
        }
    }
}

pub use self::k8s_backup_target::*;
