//! Rules that are broken with a reason.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        #[allow(R7, reason = "old readers look into both")]
        provider {
            app {
                /// In both.
                #[allow(R15, reason = "a name is never more than a text")]
                names: Option<Vec<String>>,
            }
            unit {
                /// In both.
                #[allow(R15, reason = "a name is never more than a text")]
                names: Option<Vec<String>>,
            }
        }
    }
}

fn main() {}
