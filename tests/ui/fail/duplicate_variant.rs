//! Variants that cannot be told apart, on the wire or in Rust.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// How large.
                size: Option<Size>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Sizes.
        enum Size {
            small,
            "small",
            "very-large",
            very_large,
            Unknown = "not known",
            "*",
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { size: Some(example::v0::Size::VeryLarge), other: None };
    assert!(bag.size.is_some());
}
