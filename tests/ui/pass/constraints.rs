//! Every constraint, on fields and aliases.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A pattern.
                #[pattern("^[a-z]+(-[a-z]+)*$")]
                #[len(..=20)]
                name: Option<String>,
                /// A range.
                #[range(1..=10)]
                level: u32 = 1,
                /// Without an end.
                #[range(-1..)]
                low: Option<i64>,
                /// Without a beginning.
                #[range(..100)]
                high: Option<i64>,
                /// Fractions.
                #[range(0.0..=1)]
                ratio: Option<f64>,
                /// A length.
                #[len(2)]
                pair: Option<Vec<Thing>>,
                /// Through an alias.
                area: Option<Tac>,
                /// Elements.
                #[allow(R15, reason = "an area is never more than its number")]
                areas: Option<Vec<Tac>>,
            }
        }

        /// A tracking area code.
        #[range(1..=16777215)]
        type Tac: u32;

        /// A thing.
        struct Thing {
            /// Its name.
            #[len(1..)]
            name: String,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        name: None,
        level: 2,
        low: None,
        high: None,
        ratio: None,
        pair: None,
        area: Some(7),
        areas: None,
    };
    assert_eq!(bag.area, Some(7));
}
