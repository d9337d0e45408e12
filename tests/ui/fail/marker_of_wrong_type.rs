//! Version markers that cannot state a version.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                #[version]
                version: bool,
                /// Stays usable.
                other: Option<String>,
            }
            unit {
                #[version]
                version: String,
            }
        }

        requirer {
            app {
                #[version(spelling = "v{}")]
                version: u32,
            }
            unit {
                #[version(spelling = "v1")]
                version: String,
            }
        }

        peer {
            app {
                #[version(style = "v{}")]
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
