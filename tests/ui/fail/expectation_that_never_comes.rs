//! Expectations for moments that the other side cannot bring about.

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
            /// Of a requirer that need not write anything.
            #[until(v1)]
            expect present(app.titles) when requirer is minimal;
            /// Of a requirer that has nothing to write.
            #[since(v1)]
            expect present(app.titles) when requirer is complete;
            /// Of a text of which none is wrong.
            #[until(v1)]
            expect nothing when requirer.app.reader is broken;
        }

        requirer {
            #[until(v1)]
            app {
                /// Who reads.
                #[encoding(raw)]
                reader: Option<String>,
            }
            /// Of a provider that writes.
            expect nothing when provider is complete;
        }
    }
}

fn main() {
    let bag = example::v0::RequirerApp {
        reader: Some("Ada".into()),
    };
    assert!(bag.reader.is_some());
}
