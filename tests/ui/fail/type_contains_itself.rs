//! Types that have no end.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A box.
                outer: Option<Box>,
                /// A chain.
                chain: Option<Link>,
                /// An alias.
                #[allow(R15, reason = "for this test")]
                loops: Option<Loop>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Holds a box.
        struct Box {
            /// Inside.
            inner: Option<Box>,
            /// What is on it.
            label: Option<String>,
        }

        /// Holds the next one.
        struct Link {
            /// Goes on.
            next: Option<Next>,
        }

        /// Holds the one before.
        struct Next {
            /// Goes back.
            back: Option<Link>,
        }

        /// Stands for itself.
        type Loop: Vec<Loop>;
    }
}

fn main() {
    let inner = example::v0::Box { label: Some("x".into()) };
    let bag = example::v0::ProviderApp { outer: Some(inner), chain: None, other: None };
    assert!(bag.outer.is_some());
}
