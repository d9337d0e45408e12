//! Tell the network's management which 5G base station this is.
//!
//! Charms have moved on to `fiveg_core_gnb`, in which the management system
//! configures the base station instead of being told.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `tac` | any integer | 0 to 16777215 | the field has 24 bits in every message of a network |

relata::interface! {
    /// Tell the network's management which 5G base station this is.
    ///
    /// The provider is a base station (gNodeB), the requirer the NMS (Network
    /// Management System).
    interface fiveg_gnb_identity {
        maintainer: "telco";
        internal: true;

        /// The only version so far.
        version v0 (draft);

        /// - Publishes its name and the area in which it stands.
        provider {
            /// The base station.
            #[encoding(raw)]
            app {
                /// The name of the base station. No other has the same.
                #[required]
                #[example("gnb001")]
                gnb_name: String,

                /// The TAC (Tracking Area Code): the area in which the base
                /// station stands.
                #[required]
                #[range(0..=16777215)]
                #[example(1)]
                tac: u32,
            }
        }

        /// - Shows or uses the base station under this name.
        requirer {}
    }
}

pub use self::fiveg_gnb_identity::*;
