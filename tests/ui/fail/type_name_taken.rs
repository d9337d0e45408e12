//! Types with names that are taken.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Which one is meant?
                site: Option<Url>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Known without a declaration.
        struct Url {
            /// Part of it.
            host: Option<String>,
        }

        /// Generated.
        struct ProviderUnit {
            /// Nothing.
            name: Option<String>,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { site: None, other: Some("x".into()) };
    assert!(bag.other.is_some());
}
