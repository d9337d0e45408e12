//! Every form of an expectation.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (published);
        /// The second version.
        version v1 (draft);

        /// - Lends what was asked for.
        provider {
            app {
                /// What is lent.
                titles: Option<Vec<Title>>,
                /// How long.
                days: u32 = 14,
                /// Where it is.
                #[since(v1)]
                "shelf-mark": Option<String>,
                /// The version.
                #[version]
                version: u32,
            }
            unit {
                /// Where the desk is.
                desk: Option<String>,
            }
            /// Waits to be asked.
            expect nothing when requirer is silent or withdrawn;
            /// Lends what was asked for, and says where it is.
            #[since(v1)]
            expect present(app.titles) && present(app.field("shelf-mark"))
                when requirer is complete or minimal;
            /// Has a desk, whatever is asked for.
            expect present(unit.desk) || app.days == 14
                when requirer is broken, requirer.app.reader is missing or broken;
            /// Says which version it speaks.
            expect present(app.version) when requirer is complete;
            /// Lends nothing without a card.
            #[until(v1)]
            expect !present(app.titles) when requirer.app.field("card-number") is missing;
        }

        requirer {
            app {
                /// Who reads.
                #[required]
                #[len(1..=40)]
                reader: String,
                /// The card.
                "card-number": Option<u32>,
            }
            /// Asks at once.
            expect present(app.reader) when provider is silent;
        }

        /// A title.
        struct Title {
            /// Its text.
            text: String,
        }
    }
}

relata::interface! {
    /// Another one.
    interface example_among_peers {
        /// The first version.
        version v0 (draft);

        peer {
            /// Says hello.
            expect present(unit.hello) when peer is silent;
            unit {
                /// A word.
                hello: Option<String>,
                /// A field may be called so.
                expect: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example_among_peers::v0::PeerUnit {
        hello: Some("hello".into()),
        expect: None,
    };
    assert!(bag.expect.is_none());
}
