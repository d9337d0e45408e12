//! Expectations that break off, or that nobody understands.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            /// Nothing follows.
            expect;
            /// No moment.
            expect present(app.titles);
            /// A moment of no side.
            expect nothing when;
            /// A moment without its word.
            expect nothing when requirer is;
            /// No `is`.
            expect nothing when requirer silent;
            /// A moment that nobody knows.
            expect nothing when requirer is asleep;
            /// A moment of a side, said of a field.
            expect nothing when requirer.app.reader is silent;
            /// A databag that nobody knows.
            expect present(application.titles) when requirer is silent;
            /// A databag that nobody knows, on the other side.
            expect nothing when requirer.application.reader is missing;
            /// A databag without its field.
            expect nothing when requirer.app is missing;
            /// A field without its databag.
            expect present(titles) when requirer is silent;
            /// A databag instead of a field.
            expect !present(app) when requirer is silent;
            /// No condition.
            expect app.titles when requirer is silent;
            /// An attribute that does not stand here.
            #[required]
            expect nothing when requirer is silent;
            /// No semicolon.
            expect nothing when requirer is silent

            app {
                /// What is lent.
                titles: Option<String>,
            }
        }

        requirer {
            app {
                /// Who reads.
                reader: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        titles: Some("Dune".into()),
    };
    assert!(bag.titles.is_some());
}
