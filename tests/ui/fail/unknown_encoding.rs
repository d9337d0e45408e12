//! An encoding that does not exist.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Encoded somehow.
                #[encoding(jsn)]
                name: Option<String>,
                /// Nested somehow.
                #[encoding(raw, xml)]
                size: Option<u32>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, size: Some(1), other: Some("x".into()) };
    assert!(bag.other.is_some());
}
