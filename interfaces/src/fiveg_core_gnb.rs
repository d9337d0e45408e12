//! Configure a base station of a 5G network from the network's management.
//!
//! The base station, a CU (Central Unit) or a whole gNodeB, states its name; the
//! management system answers with the tracking area and the networks that it
//! serves.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | who provides | README, in its introduction: the base station | the management system | README's own list, schema, library and charms |
//! | `gnb-name` | schema: any text; library: a pattern | the pattern | the library neither writes nor reads another name |
//! | `plmns` | schema: any number; library: at least one | at least one | the same |

relata::interface! {
    /// Configure a base station of a 5G network from the network's management.
    ///
    /// The requirer is a base station: a CU (Central Unit) or a gNodeB. The
    /// provider is the NMS (Network Management System), which knows the tracking
    /// area and the networks that the base station is to announce.
    interface fiveg_core_gnb {
        maintainer: "telco";
        tags: telco;
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.sdcore_nms_k8s.fiveg_core_gnb";
            providers: {
                "sdcore-nms-k8s-operator": "https://github.com/canonical/sdcore-nms-k8s-operator",
            };
            requirers: {
                "sdcore-gnbsim-k8s-operator": "https://github.com/canonical/sdcore-gnbsim-k8s-operator",
            };
        }

        /// - Waits for the base station's name.
        /// - Publishes the configuration of that base station, and publishes it
        ///   anew when it changes.
        provider {
            /// The configuration of one base station.
            #[encoding(raw)]
            app {
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

        /// - Names itself as soon as it joins.
        /// - Takes over the configuration that it is given.
        requirer {
            /// Which base station it is.
            #[encoding(raw)]
            app {
                /// The name of the base station. No other has the same.
                #[required]
                #[pattern("^[a-zA-Z][a-zA-Z0-9_-]{1,255}$")]
                #[example("gnb001")]
                "gnb-name": String,
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

pub use self::fiveg_core_gnb::*;
