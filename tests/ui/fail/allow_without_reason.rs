//! Exceptions that do not say what or why.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Why?
                #[allow(R15)]
                names: Option<Vec<String>>,
                /// What?
                #[allow(R51, reason = "it is right here")]
                title: Option<String>,
                /// Not this one.
                #[allow(D7, reason = "no time")]
                label: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { names: None, title: None, label: None, other: None };
    assert!(bag.names.is_none());
}
