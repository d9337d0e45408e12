//! Everything is declared twice.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The first version again.
        version v0 (published);

        provider {
            app {
                /// The first declaration stays.
                #[encoding(raw)]
                #[encoding(json)]
                other: Option<Thing>,
            }
            app {
                /// Lost.
                lost: Option<String>,
            }
        }

        provider {}

        /// A thing.
        struct Thing {
            /// Its name.
            name: Option<String>,
        }

        /// Another thing.
        struct Thing {
            /// Its size.
            size: Option<u32>,
        }
    }
}

fn main() {
    let thing = example::v0::Thing { name: Some("x".into()) };
    let bag = example::v0::ProviderApp { other: Some(thing) };
    assert!(bag.other.is_some());
}
