//! Show links in Kubeflow's dashboard.
//!
//! The requirer says which links; the provider, the dashboard, shows them.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | databag | schema and README: a list | a list under the key `dashboard_links` | that is what the library writes and reads; a databag cannot be a list |
//! | `location` | schema: any text; library: one of four, else refused | those four and any other | an unknown one is for the dashboard to turn down |

relata::interface! {
    /// Show links in Kubeflow's dashboard.
    ///
    /// Any charm that has something to show to the dashboard's users, such as
    /// MLflow, requires it.
    interface kubeflow_dashboard_links {
        maintainer: "mlops";
        tags: operations;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.kubeflow_dashboard.kubeflow_dashboard_links";
            providers: {
                "kubeflow-dashboard": "https://github.com/canonical/kubeflow-dashboard-operator",
            };
        }

        /// - Shows every link of every requirer.
        /// - Removes the links of a requirer that leaves.
        provider {}

        /// - Says which links to show, none or more.
        requirer {
            /// The links.
            app {
                /// The links, in the order in which they are to be shown.
                #[example([{
                    "text": "MLflow",
                    "link": "/mlflow/",
                    "location": "menu",
                    "icon": "device:data-usage",
                    "type": "item",
                    "desc": "Experiments and models"
                }])]
                dashboard_links: Vec<Link> = [],
            }
        }

        /// A link in the dashboard.
        struct Link {
            /// What people read.
            #[example("MLflow")]
            text: String,

            /// Where it leads: a path for the locations `menu` and `quick`, a
            /// whole URL for the others.
            #[example("/mlflow/")]
            link: String,

            /// Where in the dashboard it stands.
            #[example("menu")]
            location: Location,

            /// The icon beside it, by its name in Polymer's collection.
            #[example("device:data-usage")]
            icon: String = "icons:link",

            /// What kind of entry it is. Up to now there is no other.
            #[example("item")]
            "type": String = "item",

            /// What people read below it.
            #[example("Experiments and models")]
            desc: String = "",
        }

        /// A place in the dashboard.
        enum Location {
            /// The menu on the side.
            menu,
            /// The menu on the side, below the line: links that lead elsewhere.
            external,
            /// The quick links on the first page.
            quick,
            /// The list of documentation on the first page.
            documentation,
        }
    }
}

pub use self::kubeflow_dashboard_links::*;
