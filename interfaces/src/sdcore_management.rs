//! Change the configuration of a 5G core in SD-Core's Webui.
//!
//! The provider runs the Webui, the requirer is what people use to configure the
//! network.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `management_url` | `management_endpoint` in the schema's documentation | `management_url`, the other name is read too | schema, README and library |

relata::interface! {
    /// Change the configuration of a 5G core in SD-Core's Webui.
    ///
    /// The provider runs the Webui, which keeps the configuration. The requirer,
    /// such as the NMS (Network Management System), changes it.
    interface sdcore_management {
        maintainer: "telco";
        tags: telco;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.sdcore_webui_k8s.sdcore_management";
        }

        /// - Publishes where the configuration can be changed.
        provider {
            /// The Webui.
            #[encoding(raw)]
            app {
                /// Where the configuration can be changed: scheme (`http` or
                /// `https`), host and port.
                #[required]
                #[alias("management_endpoint")]
                #[pattern("^https?://")]
                #[len(..=2083)]
                #[example("http://10.152.183.70:5000")]
                management_url: Url,
            }
        }

        /// - Sends changes of the configuration there.
        requirer {}
    }
}

pub use self::sdcore_management::*;
