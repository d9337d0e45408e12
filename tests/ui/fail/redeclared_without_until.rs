//! A field gets another type with `since`, but the first one has no `until`:
//! R4.

relata::interface! {
    /// The interface of this file.
    pub interface ui {
        /// The first version.
        version v0 (published);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// A text at first.
                number: Option<String>,
                /// A number later.
                #[since(v1)]
                number: Option<u32>,
                /// Stays in spite of the mistake.
                sound: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = ui::v1::ProviderApp::default();
    drop((bag.number, bag.sound));
}
