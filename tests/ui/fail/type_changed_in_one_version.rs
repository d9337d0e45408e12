//! Two types for one name in the same versions.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// As it was.
                name: Option<String>,
                /// As it should be.
                #[since(v1)]
                name: Option<Url>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: Default::default(), other: Some("x".into()) };
    assert!(bag.other.is_some());
}
