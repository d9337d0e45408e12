//! A status that does not exist.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (drafd);

        provider {
            app {
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
