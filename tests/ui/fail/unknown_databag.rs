//! A databag that Juju does not have.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            application {
                /// Lost.
                name: Option<String>,
            }
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
