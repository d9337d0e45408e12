//! Reach the control plane of a 5G network's core, over N2.
//!
//! The provider is the AMF (Access and Mobility Management Function), the
//! requirer usually a base station.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `amf_port` | any integer | 1 to 65535 | there are no other ports |
//! | `amf_hostname` | any text | the name of a host | that is what the charm writes |

relata::interface! {
    /// Reach the control plane of a 5G network's core, over N2.
    ///
    /// The provider is the AMF (Access and Mobility Management Function), which
    /// lets devices into the network. The requirer, usually a base station
    /// (gNodeB), talks NGAP to it.
    interface fiveg_n2 {
        maintainer: "telco";
        tags: telco;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.sdcore_amf_k8s.fiveg_n2";
            providers: {
                "sdcore-amf-operator": "https://github.com/canonical/sdcore-amf-operator",
            };
        }

        /// - Publishes where the AMF takes N2 traffic.
        provider {
            /// The AMF.
            #[encoding(raw)]
            app {
                /// The address at which the AMF takes N2 traffic.
                #[required]
                #[example("192.168.70.132")]
                amf_ip_address: IpAddr,

                /// The name of the host at which it does.
                #[required]
                #[example("amf-external.core.svc.cluster.local")]
                amf_hostname: Hostname,

                /// The port on which it does, SCTP.
                #[required]
                #[example(38412)]
                amf_port: Port,
            }
        }

        /// - Connects to the address or the host, whichever suits it, and the
        ///   port.
        requirer {}
    }
}

pub use self::fiveg_n2::*;
