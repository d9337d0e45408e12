//! A name that comes back as it was.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);
        /// The third version.
        version v2 (draft);

        provider {
            app {
                /// The same.
                #[until(v1)]
                name: Option<String>,
                /// The same.
                #[since(v2)]
                name: Option<String>,
            }
        }
    }
}

fn main() {
    let _ = example::v1::ProviderApp {};
    let _ = example::v2::ProviderApp { name: None };
}
