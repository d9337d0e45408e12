//! Fields that are in no databag.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            /// Forgot `app`.
            name: Option<String>,
            "wire-name": Option<String>,
            unit {
                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderUnit { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
