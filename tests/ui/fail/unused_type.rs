//! A type that no databag uses.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Used.
                thing: Option<Thing>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: Option<String>,
        }

        /// Only uses others.
        struct Left {
            /// A thing.
            thing: Option<Thing>,
        }
    }
}

fn main() {
    let left = example::v0::Left { thing: None };
    assert!(left.thing.is_none());
}
