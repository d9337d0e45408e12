//! A marker whose absence stands for a version that does not exist.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                #[version(absent = v3)]
                version: u32,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
