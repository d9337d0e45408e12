//! One name for two fields of the same version.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// The first one.
                name: Option<String>,
                /// The same again.
                name: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: Some("x".into()), other: None };
    assert!(bag.name.is_some());
}
