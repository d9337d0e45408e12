//! A type that is neither known nor declared.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Misspelt.
                site: Option<Ulr>,
                /// Declared nowhere.
                owner: Option<Vec<Person>>,
                /// Nearly declared.
                team: Option<Taem>,
                /// As it should be.
                real: Option<Team>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Who works together.
        struct Team {
            /// Its name.
            name: Option<String>,
        }
    }
}

fn main() {
    let team = example::v0::Team { name: None };
    let bag = example::v0::ProviderApp { real: Some(team), other: Some("x".into()) };
    assert!(bag.real.is_some());
}
