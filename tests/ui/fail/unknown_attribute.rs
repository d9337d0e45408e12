//! An attribute that does not exist.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Misspelt.
                #[exmaple("x")]
                name: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    // A broken attribute never drops its field.
    let bag = example::v0::ProviderApp { name: Some("x".into()), other: None };
    assert!(bag.name.is_some());
}
