//! Names that Rust and Python have for types of Relata.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A map.
                #[allow(R15, reason = "for this test")]
                labels: Option<HashMap<String, String>>,
                /// A number.
                size: Option<usize>,
                /// A text.
                name: Option<str>,

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
