//! Encodings that cannot hold the type.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            #[encoding(raw)]
            app {
                /// The databag's encoding does not fit.
                nodes: Set<Node> = [],
                /// Its own does not fit.
                #[encoding(csv)]
                name: Option<String>,
                /// Only the second does not fit.
                #[encoding(json, raw)]
                node: Option<Node>,
                /// Is for databags.
                #[encoding(nested("x"))]
                size: Option<u32>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// One node.
        struct Node {
            /// Its name.
            name: String,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        nodes: Default::default(),
        name: None,
        node: None,
        size: None,
        other: Some("x".into()),
    };
    assert!(bag.other.is_some());
}
