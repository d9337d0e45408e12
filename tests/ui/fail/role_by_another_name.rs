//! Roles as charm metadata and other protocols call them: D1.

relata::interface! {
    /// The interface of this file.
    pub interface ui {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Stays in spite of the mistakes.
                sound: Option<String>,
            }
        }
        consumer {}
        provides {
            app {
                /// Lost with its role.
                lost: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = ui::v0::ProviderApp::default();
    drop(bag.sound);
}
