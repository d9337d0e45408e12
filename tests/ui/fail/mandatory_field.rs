//! A field that is mandatory without saying so, and others that contradict themselves.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Mandatory.
                name: String,
                /// Mandatory or not?
                #[required]
                size: Option<u32>,
                /// The same with a default.
                #[required]
                count: u32 = 1,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        name: "x".into(),
        size: None,
        count: 2,
        other: None,
    };
    assert_eq!(bag.name, "x");
}
