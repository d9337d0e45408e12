//! Half-typed: items without a semicolon.

relata::interface! {
    /// One interface.
    interface example {
        maintainer: "team"
        tags: one, two
        internal:

        /// The first version.
        version v0 (draft)

        provider {
            app {
                /// Stays usable.
                other: Option<Level>,
            }
        }

        /// A level.
        type Level: String
    }
}

fn main() {
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
