//! Attributes that exist, on nodes that cannot have them.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A field is not closed.
                #[closed]
                name: Option<Kind>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// A struct has no tag.
        #[tag("type")]
        struct Thing {
            /// A member is no databag's field.
            #[encoding(raw)]
            name: Option<String>,
            /// And it is mandatory anyway.
            #[required]
            size: u32,
        }

        /// An enum has no length.
        #[len(3)]
        enum Kind { small, large }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: Some(example::v0::Kind::Small), other: None };
    let thing = example::v0::Thing { name: None, size: 1 };
    assert!(bag.name.is_some() && thing.size == 1);
}
