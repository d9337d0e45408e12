//! Dynamic keys that are not last, not alone or no map.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Not last.
                ..others: Map<UnitName, Thing>,
                /// Stays usable.
                other: Option<String>,
            }
            unit {
                /// No map.
                ..others: Vec<Thing>,
            }
        }

        requirer {
            unit {
                /// The first.
                ..these: Map<UnitName, Thing>,
                /// The second.
                ..those: Map<AppName, Thing>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: Option<String>,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { other: Some("x".into()), others: Default::default() };
    assert!(bag.other.is_some());
}
