//! Connect the two halves of a 5G base station, CU and DU, over F1.
//!
//! The provider is the CU (Central Unit), the requirer the DU (Distributed
//! Unit). Each states where it listens.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `f1_port` | any integer | 1 to 65535 | there are no other ports |

relata::interface! {
    /// Connect the two halves of a 5G base station over F1.
    ///
    /// The CU (Central Unit) provides its address and the networks that it
    /// serves; the DU (Distributed Unit) requires both, connects, and states the
    /// port on which it listens itself.
    interface fiveg_f1 {
        maintainer: "telco";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "oai-ran-cu-k8s": "https://github.com/canonical/oai-ran-cu-k8s",
            };
            requirers: {
                "oai-ran-du-k8s": "https://github.com/canonical/oai-ran-du-k8s",
            };
        }

        /// - Publishes where it takes F1 traffic, and what it was configured
        ///   with.
        provider {
            /// The CU.
            #[encoding(raw)]
            app {
                /// The address on which the CU takes F1 traffic.
                #[required]
                #[example("192.168.70.132")]
                f1_ip_address: IpAddr,

                /// The port on which the CU takes F1 traffic.
                #[required]
                #[example(2153)]
                f1_port: Port,

                /// The TAC (Tracking Area Code): the area in which the base
                /// station stands.
                #[required]
                #[range(1..=16777215)]
                #[example(1)]
                tac: u32,

                /// The networks that the base station serves.
                #[required]
                #[encoding(json)]
                #[len(1..)]
                #[example([{ "mcc": "001", "mnc": "01", "sst": 1, "sd": 66051 }])]
                plmns: Vec<Plmn>,
            }
        }

        /// - Connects to the address and port that it is given.
        /// - Publishes the port on which it takes F1 traffic.
        requirer {
            /// The DU.
            #[encoding(raw)]
            app {
                /// The port on which the DU takes F1 traffic.
                #[required]
                #[example(2153)]
                f1_port: Port,
            }
        }

        /// A PLMN (Public Land Mobile Network) and one of its slices.
        struct Plmn {
            /// The MCC (Mobile Country Code): three digits.
            #[pattern("^[0-9][0-9][0-9]$")]
            #[example("001")]
            mcc: String,

            /// The MNC (Mobile Network Code): two or three digits.
            #[pattern("^[0-9][0-9][0-9]?$")]
            #[example("01")]
            mnc: String,

            /// The SST (Slice/Service Type): what the slice is for, such as 1
            /// for mobile broadband.
            #[range(0..=255)]
            #[example(1)]
            sst: u32,

            /// The SD (Slice Differentiator): tells slices of one type apart.
            #[range(0..=16777215)]
            #[example(66051)]
            sd: Option<u32>,
        }
    }
}

pub use self::fiveg_f1::*;
