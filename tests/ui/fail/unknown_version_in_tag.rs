//! Version tags that name no declared version.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// Comes too late.
                #[since(v2)]
                late: Option<String>,
                /// Written in another way.
                #[since(version1)]
                odd: Option<String>,
                /// Without the letter.
                #[until(1)]
                bare: Option<String>,
                /// Not here either.
                #[deprecated(v7, "use `other`")]
                old: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        late: None,
        odd: None,
        bare: None,
        old: None,
        other: Some("x".into()),
    };
    assert!(bag.other.is_some());
}
