//! Expectations that name fields and versions that are not there.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            /// A field that is misspelled.
            expect present(app.titels) when requirer is silent;
            /// A field of the other databag.
            expect present(unit.titles) when requirer is silent;
            /// A field that is called otherwise on the wire.
            expect !present(app.shelf_mark) when requirer is complete;
            /// A field that only one version has.
            expect present(app.days) when requirer is complete;
            /// A field that the other side does not have.
            expect nothing when requirer.app.name is missing;
            /// A field that the other side has elsewhere.
            expect nothing when requirer.unit.reader is missing;
            /// A comparison with another type.
            expect app.titles == 4 when requirer is complete;
            /// A version that is not declared.
            #[since(v2)]
            expect nothing when requirer is silent;
            expect nothing when requirer is silent;

            app {
                /// What is lent.
                titles: Option<String>,
                /// Where it is.
                "shelf-mark": Option<String>,
                /// How long.
                #[since(v1)]
                days: Option<u32>,
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
    let bag = example::v1::ProviderApp {
        titles: Some("Dune".into()),
        shelf_mark: None,
        days: Some(14),
    };
    assert!(bag.titles.is_some());
}
