//! Half-typed: items without a body.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Its type has no body yet.
                thing: Option<Thing>,
                /// Nor this one.
                level: Option<Level>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// A thing.
        struct Thing

        /// No name yet.
        enum

        /// No base yet.
        type Level:

        requirer

        /// Nothing in it yet.
        union Choice {}

        /// Whole.
        enum Size { small }
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
