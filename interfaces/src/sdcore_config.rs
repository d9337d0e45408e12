//! Get the configuration of a 5G core's functions from SD-Core's Webui.
//!
//! The provider runs the Webui, the requirer is a function of the control plane.

relata::interface! {
    /// Get the configuration of a 5G core's functions from SD-Core's Webui.
    ///
    /// The provider runs the Webui, which keeps the configuration. The
    /// requirers are the functions of the control plane: AMF, AUSF, NRF, NSSF,
    /// PCF, SMF, UDM and UDR.
    interface sdcore_config {
        maintainer: "telco";
        tags: telco;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.sdcore_nms_k8s.sdcore_config";
            providers: {
                "sdcore-nms-k8s": "https://github.com/canonical/sdcore-nms-k8s-operator",
            };
            requirers: {
                "sdcore-amf-k8s": "https://github.com/canonical/sdcore-amf-k8s-operator",
                "sdcore-ausfr-k8s": "https://github.com/canonical/sdcore-ausf-k8s-operator",
                "sdcore-nrf-k8s": "https://github.com/canonical/sdcore-nrf-k8s-operator",
                "sdcore-nssf-k8s": "https://github.com/canonical/sdcore-nssf-k8s-operator",
                "sdcore-pcf-k8s": "https://github.com/canonical/sdcore-pcf-k8s-operator",
                "sdcore-smf-k8s": "https://github.com/canonical/sdcore-smf-k8s-operator",
                "sdcore-udm-k8s": "https://github.com/canonical/sdcore-udm-k8s-operator",
                "sdcore-udr-k8s": "https://github.com/canonical/sdcore-udr-k8s-operator",
            };
        }

        /// - Publishes where the Webui answers gRPC.
        provider {
            /// The Webui.
            #[encoding(raw)]
            app {
                /// Where the Webui answers gRPC: its host, which is named after
                /// the application, `:` and a port that never changes. There is
                /// no scheme.
                #[required]
                #[example("sdcore-webui-k8s:9876")]
                webui_url: String,
            }
        }

        /// - Connects to the Webui and takes over the configuration that it
        ///   finds there.
        requirer {}
    }
}

pub use self::sdcore_config::*;
