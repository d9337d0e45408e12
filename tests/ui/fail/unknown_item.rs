//! Items that do not exist, beside others that do.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Stays usable.
                other: Option<String>,
            }
        }

        structure Thing {
            name: Option<String>,
        }

        owner: "team";
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
