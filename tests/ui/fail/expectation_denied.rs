//! Expectations of which one denies the other.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// What is lent.
                titles: Option<String>,
            }
            /// Lends at once.
            expect present(app.titles) when requirer is silent or broken;
            /// Waits.
            expect !present(app.titles) when requirer is complete, requirer.app.books is broken;
            /// Both at once.
            expect present(app.titles) && !present(app.titles) when requirer is withdrawn;
        }

        requirer {
            app {
                /// How many.
                books: Option<u32>,
                /// What is wanted.
                wanted: Option<String>,
            }
            /// Wants something in the first version.
            #[until(v1)]
            expect present(app.wanted) when provider is silent;
            /// Wants nothing in the second.
            #[since(v1)]
            expect nothing when provider is silent;
            /// Wants nothing in any.
            expect nothing when provider is silent;
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        titles: Some("Dune".into()),
    };
    assert!(bag.titles.is_some());
}
