//! Two interfaces in one block.

relata::interface! {
    /// The first one.
    interface first {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Stays usable.
                other: Option<String>,
            }
        }
    }

    /// The second one.
    interface second {
        /// The first version.
        version v0 (draft);
    }
}

fn main() {
    let bag = first::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
