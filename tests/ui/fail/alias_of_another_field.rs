//! Aliases that are names of fields already.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// The name.
                name: Option<String>,
                /// Read from the name, too.
                #[alias("name")]
                title: Option<String>,
                /// Read from itself.
                #[alias("label")]
                label: Option<String>,
                /// Read from what another one is read from.
                #[alias("a")]
                one: Option<String>,
                /// The same.
                #[alias("a")]
                two: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, title: None, label: None, one: None, two: None };
    assert!(bag.name.is_none());
}
