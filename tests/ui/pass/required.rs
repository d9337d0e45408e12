//! Mandatory fields, said so.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Always there.
                #[required]
                name: String,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: "x".into() };
    assert_eq!(bag.name, "x");
}
