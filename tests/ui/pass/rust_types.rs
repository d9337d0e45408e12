//! Types of the author's own.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Behind an alias.
                name: Option<Name>,
                /// A plain alias.
                level: Option<Level>,
            }
        }

        /// A name that is a text, in Rust and on the wire.
        type Name: String = String;

        /// A level.
        type Level: u8;
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: Some("x".into()), level: Some(1) };
    assert_eq!(bag.level, Some(1));
}
