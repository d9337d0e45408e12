//! What Rust and its crates write in other words: D1, D23.

relata::interface! {
    /// The interface of this file.
    pub interface ui {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Two numbers.
                #[range(1, 5)]
                level: Option<u32>,
                /// A default.
                #[default(5)]
                count: Option<u32>,
                /// Another name.
                #[serde(rename = "other-name")]
                name: Option<String>,
                /// A call.
                size: u32 = Default::default(),
                /// Stays in spite of the mistakes.
                sound: Option<Thing>,
            }
        }

        /// A thing.
        #[derive(Clone, Debug)]
        struct Thing {
            /// Its name.
            name: String,
        }
    }
}

fn main() {
    let bag = ui::v0::ProviderApp {
        level: None,
        count: None,
        name: None,
        size: 0,
        sound: Some(ui::v0::Thing { name: "x".into() }),
    };
    assert!(bag.sound.is_some());
}
