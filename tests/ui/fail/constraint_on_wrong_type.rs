//! Constraints that the type cannot have.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A number has no pattern.
                #[pattern("^1")]
                count: Option<u32>,
                /// A text has no range.
                #[range(1..=3)]
                name: Option<String>,
                /// A number has no length.
                #[len(1..=3)]
                port: Option<Port>,
                /// Meant for the elements.
                #[range(1..=3)]
                #[allow(R15, reason = "for this test")]
                numbers: Option<Vec<u32>>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        count: None,
        name: None,
        port: None,
        numbers: Some(vec![7]),
        other: None,
    };
    assert!(bag.numbers.is_some());
}
