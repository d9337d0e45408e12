//! Documentation and attributes of nothing.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Stays usable.
                other: Option<String>,
                /// Documents nothing.
            }
            #[until(v1)]
        }

        /// Documents nothing.
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
