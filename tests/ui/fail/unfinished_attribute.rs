//! Half-typed: attributes without what they need.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                #
                /// No arguments.
                #[since]
                one: Option<String>,
                /// Empty arguments.
                #[example()]
                two: Option<String>,
                /// No end.
                #[range(1..=)]
                three: Option<u32>,
                /// No name.
                #[]
                four: Option<String>,
                /// No reason to use something else.
                #[deprecated(v0)]
                five: Option<String>,
                /// Too many.
                #[required(always)]
                six: Option<String>,
                /// No separator.
                #[encoding(separated)]
                seven: Option<String>,
                /// No value.
                #[pattern = "x"]
                eight: Option<String>,
                /// No value.
                #[alias(name)]
                nine: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        one: None,
        two: None,
        three: None,
        four: None,
        five: None,
        six: None,
        seven: None,
        eight: None,
        nine: None,
        other: Some("x".into()),
    };
    assert!(bag.other.is_some());
}
