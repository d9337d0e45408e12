//! Patterns that do not compile, or not everywhere.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Not closed.
                #[pattern("^[a-z+$")]
                name: Option<String>,
                /// Python only.
                #[pattern("(?i)^a$")]
                code: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, code: None, other: Some("x".into()) };
    assert!(bag.other.is_some());
}
