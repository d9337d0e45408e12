//! Expectations about what the other side does.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// What is lent.
                titles: Option<String>,
            }
            /// What the requirer writes.
            expect present(requirer.app.reader) when requirer is complete;
            /// Its own role before its own databag.
            expect present(provider.app.titles) when requirer is complete;
            /// Its own role as the other side.
            expect nothing when provider is silent;
            /// A role by another name.
            expect nothing when client is silent;
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
