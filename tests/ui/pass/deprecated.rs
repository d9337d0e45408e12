//! What should no longer be used.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// Old.
                #[deprecated(v1, "use `fresh`")]
                old: Option<String>,
                /// New.
                fresh: Option<Colour>,
            }
            #[deprecated(v0, "use the application's databag")]
            unit {
                /// Old.
                name: Option<String>,
            }
        }

        /// Colours.
        enum Colour {
            red,
            #[deprecated(v1, "use `red`")]
            crimson,
        }
    }
}

fn main() {
    // Not deprecated in the first version.
    let bag = example::v0::ProviderApp { old: None, fresh: None };
    assert!(bag.old.is_none());
}
