//! A peer relation with both databags.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        /// Tells the others.
        peer {
            /// Of the application.
            app {
                /// The state.
                state: Option<String>,
            }
            /// Of each unit.
            unit {
                /// The address.
                address: Option<IpAddr>,
            }
        }
    }
}

fn main() {
    let _ = example::v0::PeerApp { state: None };
    let _ = example::v0::PeerUnit { address: None };
}
