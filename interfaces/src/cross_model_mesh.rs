//! Say who one is to an application in another model.
//!
//! There is no specification of this interface. The declaration says what the
//! library of [`service_mesh`](https://github.com/canonical/charmlibs/tree/main/interfaces/service_mesh)
//! writes and reads.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | specification | none | this one | the library is all that there is |

relata::interface! {
    /// Say who one is to an application in another model.
    ///
    /// Over a relation between models, an application sees the other one under
    /// a name that Juju has made up. A policy of a service mesh needs the real
    /// name, and the model's. They travel here, beside the relation that
    /// carries the traffic.
    interface cross_model_mesh {
        maintainer: "service-mesh";
        tags: networking;

        /// What the library writes.
        version v0 (draft) {
        }

        /// - Names the requirer's real application and model in the policies
        ///   that it asks its mesh for.
        /// - Writes nothing.
        provider {}

        /// - Says who it is, as soon as it is related.
        requirer {
            /// The application itself: one JSON document.
            #[encoding(nested("cmr_data"))]
            app {
                /// What the application is called in its own model.
                #[required]
                #[example("cart")]
                app_name: AppName,

                /// The name of that model, which on Kubernetes is the
                /// namespace.
                #[required]
                #[example("shop")]
                juju_model_name: String,
            }
        }
    }
}

pub use self::cross_model_mesh::*;
