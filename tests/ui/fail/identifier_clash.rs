//! Two names on the wire that are one identifier.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// With a hyphen.
                "access-key": Option<String>,
                /// With an underscore.
                access_key: Option<String>,
                /// For Rust's sake.
                #[rust(other)]
                another: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { access_key: None, other: Some("x".into()) };
    assert!(bag.other.is_some());
}
