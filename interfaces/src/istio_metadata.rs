//! Know where Istio is installed.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `root_namespace` | mandatory | optional | it is the only field: a databag without it is simply not written yet |
//! | `root_namespace` | a string, spelling not said | plain text | that is what the library writes and reads |

relata::interface! {
    /// Know where Istio is installed.
    ///
    /// The charm of Istio's control plane tells charms that work with Istio
    /// what they have to know about the installation.
    interface istio_metadata {
        maintainer: "service-mesh";
        tags: networking;

        /// The only version so far.
        version v0 (draft) {
            lib: "charmlibs.interfaces.istio_metadata";
            providers: {
                "istio-k8s-operator": "https://github.com/canonical/istio-k8s-operator",
            };
            requirers: {
                "kiali-k8s-operator": "https://github.com/canonical/kiali-k8s-operator",
            };
        }

        /// - Describes its installation as soon as it is related.
        provider {
            /// The installation.
            #[encoding(raw)]
            app {
                /// The Kubernetes namespace in which Istio keeps what is valid
                /// for the whole mesh.
                #[example("istio-system")]
                root_namespace: Option<String>,
            }
        }

        /// - Works with one installation: its endpoint has the limit 1.
        /// - Writes nothing.
        requirer {}
    }
}

pub use self::istio_metadata::*;
