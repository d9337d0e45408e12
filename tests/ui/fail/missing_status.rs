//! Half-typed: versions without number or status.

relata::interface! {
    /// One interface.
    interface example {
        /// No status.
        version v0;
        /// No number.
        version
        /// An empty status.
        version v1 ();
        /// No version.
        version one (draft);

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
