//! Half-typed: fields without a type.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Nothing follows.
                first
                /// A colon follows.
                second:
                /// A comma follows.
                third:,
                /// An `=` follows.
                fourth: = 3,

                /// Stays usable.
                other: Option<String>,

                /// The end follows.
                last:
            }
        }
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
