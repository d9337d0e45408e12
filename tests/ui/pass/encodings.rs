//! Every encoding, on databags and fields.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            #[encoding(raw)]
            app {
                /// Plain text.
                name: Option<String>,
                /// A number.
                port: Option<Port>,
                /// In Python's spelling.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                truth: Option<bool>,
                /// JSON, or plain text.
                #[encoding(json, raw)]
                either: Option<String>,
                /// A document.
                #[encoding(yaml, json)]
                thing: Option<Thing>,
                /// Separated.
                #[encoding(csv)]
                #[allow(R15, reason = "for this test")]
                list: Option<Vec<String>>,
                /// Otherwise separated.
                #[encoding(separated("; "))]
                #[allow(R15, reason = "for this test")]
                numbers: Option<Set<u32>>,
            }
            #[encoding(nested("config"))]
            unit {
                /// In a document.
                other: Option<Thing>,
            }
        }

        requirer {
            #[encoding(raw, nested("data", yaml))]
            app {
                /// Plain text or in a document.
                name: Option<String>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: String,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        name: None,
        port: None,
        truth: Some(true),
        either: None,
        thing: None,
        list: None,
        numbers: None,
    };
    assert_eq!(bag.truth, Some(true));
}
