//! Connect a simulated 5G device to a simulated radio.
//!
//! The provider is a DU (Distributed Unit) whose radio is simulated, the
//! requirer a simulated device (UE). Newer releases of both charms use
//! `fiveg_rf_config` instead.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `version` | in the library only, in both directions | a marker | the library writes it and wants to read it |
//! | `band`, `dl_freq`, `carrier_bandwidth`, `numerology`, `start_subcarrier` | in the library only, and mandatory for it | declared, optional | schema and README leave them out |
//! | `rfsim_address` | schema: any text; library: an IP address | an IP address | the library neither writes nor reads anything else |

relata::interface! {
    /// Connect a simulated 5G device to a simulated radio.
    ///
    /// The provider is a DU (Distributed Unit) that simulates the radio, too.
    /// The requirer is a UE (User Equipment), a device that connects to that
    /// radio and has to be configured as the DU is.
    interface fiveg_rfsim {
        maintainer: "telco";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "oai-ran-du-k8s": "https://github.com/canonical/oai-ran-du-k8s-operator",
            };
            requirers: {
                "oai-ran-ue-k8s": "https://github.com/canonical/oai-ran-ue-k8s-operator",
            };
        }

        /// - Publishes where the simulated radio is, the slice, and how the
        ///   radio is tuned.
        provider {
            /// The simulated radio.
            #[encoding(raw)]
            app {
                /// The version of the interface in which this databag is
                /// written.
                #[version]
                version: u32,

                /// The address of the simulated radio.
                #[required]
                #[example("192.168.70.130")]
                rfsim_address: IpAddr,

                /// The SST (Slice/Service Type): what the slice is for, such as
                /// 1 for mobile broadband.
                #[required]
                #[range(0..=255)]
                #[example(1)]
                sst: u32,

                /// The SD (Slice Differentiator): tells slices of one type
                /// apart.
                #[range(0..=16777215)]
                #[example(66051)]
                sd: Option<u32>,

                /// The number of the 5G frequency band.
                #[range(1..)]
                #[example(77)]
                band: Option<u32>,

                /// The downlink frequency in Hz.
                #[range(410000000..)]
                #[example(4059090000)]
                dl_freq: Option<u64>,

                /// The bandwidth of the carrier: how many PRBs (Physical
                /// Resource Blocks) the downlink has.
                #[range(11..=273)]
                #[example(106)]
                carrier_bandwidth: Option<u32>,

                /// The numerology, which stands for the spacing of the
                /// subcarriers: 0 for 15 kHz, and twice as much with each step.
                #[range(0..=6)]
                #[example(1)]
                numerology: Option<u32>,

                /// The first subcarrier that can be used.
                #[example(541)]
                start_subcarrier: Option<u32>,
            }
        }

        /// - States the version that it speaks.
        /// - Connects to the simulated radio and uses the slice.
        requirer {
            /// What the device says about itself.
            #[encoding(raw)]
            app {
                /// The version of the interface that the requirer speaks.
                #[version]
                version: u32,
            }
        }
    }
}

pub use self::fiveg_rfsim::*;
