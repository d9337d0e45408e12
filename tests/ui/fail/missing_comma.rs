//! Half-typed: fields without a comma.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// The next field follows.
                name: Option<String>
                /// A semicolon follows.
                size: Option<u32>;
                /// Something else follows.
                label: Option<String> please,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, size: None, label: None, other: None };
    assert!(bag.name.is_none());
}
