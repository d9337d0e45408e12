//! Find the functions of a 5G network's core.
//!
//! The provider is the NRF (Network Repository Function), with which the
//! requirer, any other function, registers itself and asks for the rest.

relata::interface! {
    /// Find the functions of a 5G network's core.
    ///
    /// The provider is the NRF (Network Repository Function), which knows every
    /// function of the network.
    interface fiveg_nrf {
        maintainer: "telco";
        tags: telco;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.sdcore_nrf_k8s.fiveg_nrf";
        }

        /// - Publishes where the NRF is.
        provider {
            /// The NRF.
            #[encoding(raw)]
            app {
                /// Where the NRF is: scheme (`http` or `https`), host and port.
                #[required]
                #[pattern("^https?://")]
                #[example("https://nrf.core.svc.cluster.local:29510")]
                url: Url,
            }
        }

        /// - Registers itself with the NRF, asks it for other functions, or
        ///   both.
        requirer {}
    }
}

pub use self::fiveg_nrf::*;
