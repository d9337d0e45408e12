//! The name of an interface has a hyphen and no quotes: D23.

relata::interface! {
    /// The interface of this file.
    pub interface ui-thing {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Stays in spite of the mistake.
                sound: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = ui_thing::v0::ProviderApp::default();
    drop(bag.sound);
}
