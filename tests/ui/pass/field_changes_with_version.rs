//! A name is declared anew for later versions.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// Plain text.
                #[until(v1)]
                #[encoding(raw)]
                port: Option<String>,
                /// A port.
                #[since(v1)]
                port: Option<Port>,
                /// Optional.
                #[until(v1)]
                name: Option<String>,
                /// With a default.
                #[since(v1)]
                name: String = "none",
                /// A thing.
                thing: Option<Thing>,
            }
        }

        /// As it was.
        #[until(v1)]
        struct Thing {
            /// Its name.
            name: Option<String>,
        }

        /// As it is.
        #[since(v1)]
        struct Thing {
            /// Its name.
            name: String,
            /// Its size.
            size: Option<u32>,
        }
    }
}

fn main() {
    let thing = example::v0::Thing { name: None };
    let _ = example::v0::ProviderApp { port: Some("80".into()), name: None, thing: Some(thing) };
    let thing = example::v1::Thing { name: "x".into(), size: None };
    let _ = example::v1::ProviderApp { port: None, name: "x".into(), thing: Some(thing) };
}
