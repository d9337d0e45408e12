//! Control the user plane of a 5G network's core, over N4.
//!
//! The provider is the UPF (User Plane Function), the requirer the SMF (Session
//! Management Function) or whoever configures it.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `upf_port` | any integer | 1 to 65535 | there are no other ports |

relata::interface! {
    /// Control the user plane of a 5G network's core, over N4.
    ///
    /// The provider is the UPF (User Plane Function), through which the traffic
    /// of devices goes. The requirer is the SMF (Session Management Function),
    /// which tells it where to, or the management system that configures the
    /// SMF.
    interface fiveg_n4 {
        maintainer: "telco";
        tags: telco;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.sdcore_upf_k8s.fiveg_n4";
        }

        /// - Publishes where the UPF takes N4 traffic.
        provider {
            /// The UPF.
            #[encoding(raw)]
            app {
                /// The host on which the UPF takes N4 traffic: a name or an
                /// address.
                #[required]
                #[example("upf-external.core.svc.cluster.local")]
                upf_hostname: String,

                /// The port on which it does, UDP.
                #[required]
                #[example(8805)]
                upf_port: Port,
            }
        }

        /// - Connects to this host and port.
        requirer {}
    }
}

pub use self::fiveg_n4::*;
