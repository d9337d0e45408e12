//! Lists, sets and maps.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A list.
                list: Vec<Thing> = [],
                /// A set.
                set: Option<Set<Thing>>,
                /// A map.
                map: Option<Map<UnitName, Thing>>,
                /// Of lists.
                maps: Option<Map<AppName, Vec<Thing>>>,
                /// A tree: a thing in a list of things.
                tree: Option<Node>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: String,
        }

        /// A node with more of them.
        struct Node {
            /// Below it.
            children: Vec<Node>,
        }
    }
}

fn main() {
    let leaf = example::v0::Node { children: vec![] };
    let bag = example::v0::ProviderApp {
        list: vec![example::v0::Thing { name: "x".into() }],
        set: None,
        map: None,
        maps: None,
        tree: Some(example::v0::Node { children: vec![leaf] }),
    };
    assert_eq!(bag.list.len(), 1);
}
