//! Nodes that are in no version.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// Gone when it comes.
                #[since(v1)]
                #[until(v1)]
                never: Option<String>,
                /// Gone from the beginning.
                #[until(v0)]
                gone: Option<String>,
                /// Gone before it is deprecated.
                #[until(v1)]
                #[deprecated(v1, "use `other`")]
                old: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v1::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
