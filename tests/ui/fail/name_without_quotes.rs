//! Names that need quotes.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A keyword.
                for: Option<String>,
                /// A hyphen.
                access-key: Option<String>,
                /// Nothing at all.
                "": Option<String>,
                /// A kind.
                kind: Option<Kind>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Kinds.
        enum Kind { debug-symbols, 7, large }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        for_: None,
        access_key: None,
        kind: Some(example::v0::Kind::DebugSymbols),
        other: None,
    };
    assert!(bag.kind.is_some());
}
