//! Show links on the side of Kubeflow's dashboard.
//!
//! `kubeflow_dashboard_links` has taken its place: it also reaches the other
//! parts of the dashboard.
//!
//! # Where this differs from upstream
//!
//! It is no longer in the public catalogue.
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | databag | schema and README: a list | a list under the key `sidebar_items` | that is what the library wrote and read; a databag cannot be a list |

relata::interface! {
    /// Show links on the side of Kubeflow's dashboard.
    ///
    /// Use `kubeflow_dashboard_links` instead.
    interface kubeflow_dashboard_sidebar {
        maintainer: "mlops";

        /// The only version.
        version v0 (retired) {
            providers: {
                "kubeflow-dashboard": "https://github.com/canonical/kubeflow-dashboard-operator",
            };
        }

        /// - Shows every link of every requirer.
        provider {}

        /// - Says which links to show, none or more.
        requirer {
            /// The links.
            app {
                /// The links, in the order in which they are to be shown.
                #[example([{
                    "text": "MLflow",
                    "link": "/mlflow/",
                    "type": "item",
                    "icon": "assessment"
                }])]
                sidebar_items: Vec<Item> = [],
            }
        }

        /// A link on the side of the dashboard.
        struct Item {
            /// What people read.
            #[example("MLflow")]
            text: String,

            /// Where it leads: a path on the dashboard's host.
            #[example("/mlflow/")]
            link: String,

            /// What kind of entry it is, usually `item`.
            #[example("item")]
            "type": String,

            /// The icon beside it, by its name in Polymer's collection.
            #[example("assessment")]
            icon: String,
        }
    }
}

pub use self::kubeflow_dashboard_sidebar::*;
