//! Examples that the field would refuse.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A number.
                #[example("one")]
                count: Option<u32>,
                /// Has a form.
                #[example("10.0.0.1")]
                site: Option<Url>,
                /// Out of range.
                #[range(1..=10)]
                #[example(5)]
                #[example(11)]
                level: Option<u32>,
                /// A word that is none.
                #[example(larg)]
                size: Option<Size>,
                /// Wrong inside.
                #[example([{ "name": "a", "port": 0 }, { "port": 80 }])]
                nodes: Set<Node> = [],
                /// No entry.
                #[example(7)]
                ..others: Map<UnitName, Node>,
            }
        }

        /// Sizes.
        #[closed]
        enum Size { small, large }

        /// One node.
        struct Node {
            /// Its name.
            name: String,
            /// Where it listens.
            port: Option<Port>,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        count: Some(1),
        site: None,
        level: None,
        size: Some(example::v0::Size::Large),
        nodes: Default::default(),
        others: Default::default(),
    };
    assert!(bag.count.is_some());
}
