//! A field in both databags of a role.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// In both.
                address: Option<String>,
                /// Moved, which is fine.
                #[since(v1)]
                port: Option<Port>,
                /// Allowed, with a reason.
                #[allow(R7, reason = "old readers look into both")]
                state: Option<String>,
            }
            unit {
                /// In both.
                address: Option<String>,
                /// Moved, which is fine.
                #[until(v1)]
                port: Option<Port>,
                /// Allowed, with a reason.
                state: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderUnit { address: None, port: None, state: None };
    assert!(bag.address.is_none());
}
