//! A version marker that is not at the top of a databag.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// What it is.
                thing: Option<Thing>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its version.
            #[version]
            version: Option<u32>,
        }
    }
}

fn main() {
    let thing = example::v0::Thing { version: Some(1) };
    let bag = example::v0::ProviderApp { thing: Some(thing), other: None };
    assert!(bag.thing.is_some());
}
