//! Names that were given up.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// Used until it was given up.
                #[until(v1)]
                address: Option<String>,
                /// Stays.
                size: Option<Size>,

                reserved "host", "port";
                #[since(v1)]
                reserved "address";
            }
        }

        /// Sizes.
        enum Size {
            small,
            reserved "large", "huge";
        }
    }
}

fn main() {
    let bag = example::v1::ProviderApp { size: None };
    assert!(bag.size.is_none());
}
