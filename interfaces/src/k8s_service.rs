//! Know the name and the port of a Kubernetes service.
//!
//! Two generations of charms speak this version and write it differently. Most
//! of Kubeflow's charms keep one YAML document under `data`, with what
//! `serialized-data-interface` adds: both sides list under
//! `_supported_versions` what they speak, and neither reads a side that does
//! not. Charms on the newer library write and read plain `name` and `port`. A
//! provider that writes both serves all:
//!
//! ```
//! use relata::Port;
//! use relata_interfaces::k8s_service::v0::ProviderApp;
//!
//! let port = Port::new(8888).expect("a port");
//! let app = ProviderApp::new("kfp-api.kubeflow", port);
//! assert_eq!(app.service(), Some(("kfp-api.kubeflow", port)));
//! let bag = relata::write(&app, 0)?;
//! assert_eq!(bag["port"], "8888");
//! assert!(bag["data"].contains("service-port"));
//! # Ok::<(), Box<relata::Report>>(())
//! ```
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | the databag | README: YAML under `data`; library: `name` and `port` | both, of which one suffices | each is in the field, and neither reads the other |
//! | `service-port` | in the README and mandatory in the schema, which then declares `url` in its place | `service-port` | no charm writes or reads a URL |
//! | `_supported_versions` | not mentioned | declared on both sides, always written | a charm with `data` waits for it. It says `v1` there, though this is version 0 of the catalogue |
//! | ports | text | text with digits only | every known charm writes a number |

relata::interface! {
    /// Know the name and the port of a Kubernetes service.
    ///
    /// The charms of Kubeflow find each other with it.
    interface "k8s-service" {
        maintainer: "mlops";
        tags: networking;
        internal: true;

        /// The only version so far.
        version v0 (published) {
            lib: "charms.mlops_libs.k8s_service_info";
            providers: {
                "kfp-api": "https://github.com/canonical/kfp-operators",
                "kfp-viz": "https://github.com/canonical/kfp-operators",
                "kubeflow-profiles": "https://github.com/canonical/kubeflow-profiles-operator",
            };
            requirers: {
                "kfp-api": "https://github.com/canonical/kfp-operators",
                "kfp-ui": "https://github.com/canonical/kfp-operators",
                "kfp-persistence": "https://github.com/canonical/kfp-operators",
                "kubeflow-dashboard": "https://github.com/canonical/kubeflow-dashboard-operator",
            };
        }

        /// - Shares the name and the port of its service.
        /// - Names the service so that it is found from other namespaces:
        ///   `<service>.<namespace>`.
        provider {
            /// What the service is called.
            #[encoding(raw)]
            #[any_of(name, data)]
            #[together(name, port)]
            app {
                /// The service's name, for charms on the newer library.
                #[example("kfp-api.kubeflow")]
                name: Option<String>,

                /// The service's port.
                #[example("8888")]
                port: Option<PortNumber>,

                /// Both, for charms on the older library.
                #[encoding(yaml)]
                #[example({ "service-name": "kfp-api.kubeflow", "service-port": "8888" })]
                data: Option<Service>,

                /// What the older library speaks.
                #[encoding(yaml)]
                #[rust(supported_versions)]
                #[allow(R15, reason = "a version is a number with a letter, and no more")]
                #[example(["v1"])]
                "_supported_versions": Vec<String> = ["v1"],
            }
        }

        /// - Reaches the service under its name and port.
        requirer {
            /// What the older library wants to know before it shares anything.
            app {
                /// What the older library speaks.
                #[encoding(yaml)]
                #[rust(supported_versions)]
                #[allow(R15, reason = "a version is a number with a letter, and no more")]
                #[example(["v1"])]
                "_supported_versions": Vec<String> = ["v1"],
            }
        }

        /// A service of a Kubernetes cluster.
        struct Service {
            /// Its name, and its namespace behind a dot.
            #[example("kfp-api.kubeflow")]
            "service-name": String,

            /// Its port.
            #[example("8888")]
            "service-port": PortNumber,
        }

        /// A port, as text.
        #[pattern("^[0-9]{1,5}$")]
        type PortNumber: String;
    }
}

pub use self::k8s_service::*;
use relata::Port;

impl v0::ProviderApp {
    /// A service, written so that charms of both generations find it.
    pub fn new(name: &str, port: Port) -> Self {
        v0::ProviderApp {
            name: Some(name.to_owned()),
            port: Some(port.to_string()),
            data: Some(v0::Service {
                service_name: name.to_owned(),
                service_port: port.to_string(),
            }),
            ..Self::default()
        }
    }

    /// The service's name and port, whichever way they were written. `None` if
    /// nothing was, or if the number is no port.
    pub fn service(&self) -> Option<(&str, Port)> {
        let plain = self.name.as_deref().zip(self.port.as_deref());
        let (name, port) = plain.or_else(|| {
            let data = self.data.as_ref()?;
            Some((data.service_name.as_str(), data.service_port.as_str()))
        })?;
        Some((name, Port::new(port.parse().ok()?)?))
    }
}
