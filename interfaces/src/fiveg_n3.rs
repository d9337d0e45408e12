//! Reach the user plane of a 5G network's core, over N3.
//!
//! The provider is the UPF (User Plane Function), the requirer usually a base
//! station.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `upf_ip_address` | schema: any text; library: an IP address | an IP address | the library writes nothing else |

relata::interface! {
    /// Reach the user plane of a 5G network's core, over N3.
    ///
    /// The provider is the UPF (User Plane Function), through which the traffic
    /// of devices goes. The requirer, usually a base station (gNodeB), sends it
    /// there.
    interface fiveg_n3 {
        maintainer: "telco";
        internal: true;

        /// The only version so far.
        version v0 (draft);

        /// - Publishes where the UPF takes N3 traffic.
        provider {
            /// The UPF.
            #[encoding(raw)]
            app {
                /// The address at which the UPF takes N3 traffic.
                #[required]
                #[example("192.168.252.3")]
                upf_ip_address: IpAddr,
            }
        }

        /// - Sends the traffic of devices to this address.
        requirer {}
    }
}

pub use self::fiveg_n3::*;
