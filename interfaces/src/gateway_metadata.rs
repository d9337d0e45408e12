//! Know the gateway that a charm manages.
//!
//! There is no specification of this interface. The declaration says what the
//! library writes and reads.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | specification | none | this one | the library is all that there is |

relata::interface! {
    /// Know the gateway that a charm manages.
    ///
    /// A charm that manages a gateway of the Kubernetes Gateway API tells how
    /// the gateway and its workload are called, so that others can attach
    /// their own resources to it.
    interface gateway_metadata {
        maintainer: "service-mesh";
        tags: networking;

        /// What the library writes.
        version v0 (draft) {
            lib: "charmlibs.interfaces.gateway_metadata";
            providers: {
                "istio-ingress-k8s": "https://github.com/canonical/istio-ingress-k8s-operator",
            };
        }

        /// - Names its gateway and the workload behind it, as soon as both
        ///   exist.
        provider {
            /// The gateway: one JSON document.
            #[encoding(nested("metadata"))]
            app {
                /// The Kubernetes namespace in which gateway and workload are.
                #[required]
                #[example("ingress")]
                namespace: String,

                /// The name of the resource `Gateway`.
                #[required]
                #[example("istio-ingress-k8s")]
                gateway_name: String,

                /// The name of the deployment whose pods carry the traffic.
                #[required]
                #[example("istio-ingress-k8s-istio")]
                deployment_name: String,

                /// The service account with which those pods run. Policies name
                /// it as the source of the traffic.
                #[required]
                #[example("istio-ingress-k8s-istio")]
                service_account: String,
            }
        }

        /// - Attaches its resources to the gateway.
        /// - Writes nothing.
        requirer {}
    }
}

pub use self::gateway_metadata::*;
