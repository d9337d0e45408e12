//! A name that was removed and comes back with another meaning.

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
                /// Where it is reachable.
                #[until(v1)]
                address: Option<String>,
                /// How many addresses there are.
                #[since(v2)]
                address: Option<u32>,
                /// Allowed, with a reason.
                #[until(v1)]
                size: Option<String>,
                /// Allowed, with a reason.
                #[since(v2)]
                #[allow(R3, reason = "nobody wrote it")]
                size: Option<u32>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v2::ProviderApp { address: Some(1), size: None, other: None };
    assert!(bag.address.is_some());
}
