//! Version markers of one role that are not alike.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                #[version]
                version: u32,
                /// Stays usable.
                other: Option<String>,
            }
            unit {
                #[version(absent = v1)]
                version: u32,
            }
        }

        requirer {
            app {
                #[until(v1)]
                #[version]
                version: u32,
                #[since(v1)]
                #[version]
                api: u32,
            }
        }

        peer {
            app {
                #[version(spelling = "v{}")]
                version: String,
            }
            unit {
                #[version(spelling = "{}")]
                version: String,
            }
        }
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
