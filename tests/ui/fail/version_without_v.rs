//! A version is a number alone: D23.

relata::interface! {
    /// The interface of this file.
    pub interface ui {
        /// The first version.
        version 0 (draft);

        provider {
            app {
                /// Stays in spite of the mistake.
                sound: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = ui::v0::ProviderApp::default();
    drop(bag.sound);
}
