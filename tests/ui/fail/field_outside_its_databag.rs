//! A field in versions in which its databag is not.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            #[until(v1)]
            app {
                /// The databag is gone by then.
                #[since(v1)]
                late: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
