//! Mistakes of many kinds at once: each is reported, and the rest is there.

relata::interface! {
    /// One interface.
    interface example {
        maintainr: "team";

        /// The first version.
        version v0 (published);
        /// The second version.
        version v1 (drafft);

        provider {
            app {
                /// Not closed.
                broken: Option<Vec<String>,
                /// Unknown.
                site: Option<Ulr>,
                /// Mandatory.
                name: String,
                undocumented: Option<u32>,
                /// Reversed.
                #[since(v1)]
                #[until(v0)]
                never: Option<String>,
                /// Stays usable.
                good: Option<Thing>,
            }
            untt {
                /// Lost.
                lost: Option<String>,
            }
        }

        requirer {
            unit {
                /// Too long.
                #[len(1..=3)]
                #[example("four")]
                code: Option<String>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: Option<String>,
            /// Its size.
            #[range(9..=1)]
            size: Option<u32>,
        }

        /// Never used, which nobody can tell here.
        enum Colour { red, green }
    }
}

fn main() {
    let thing = example::v1::Thing { name: None, size: Some(1) };
    let bag = example::v1::ProviderApp {
        name: "x".into(),
        undocumented: None,
        good: Some(thing),
    };
    let unit = example::v0::RequirerUnit { code: Some("a".into()) };
    let colour = example::v0::Colour::Red;
    assert!(bag.good.is_some() && unit.code.is_some() && colour == example::v0::Colour::Red);
}
