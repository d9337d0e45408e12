//! Tokens that belong nowhere.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        ;

        provider {
            app {
                ,
                + name: Option<String>,
                /// Stays usable.
                pub other: Option<String>,
            },
            -
        };

        pub struct
        = 3;
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, other: Some("x".into()) };
    assert!(bag.other.is_some());
}
