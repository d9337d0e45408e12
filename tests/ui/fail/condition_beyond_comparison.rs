//! A condition computes, calls, or compares what cannot be compared: D23, D11.

relata::interface! {
    /// The interface of this file.
    pub interface ui {
        /// The first version.
        version v0 (draft);

        provider {
            #[check(sum, "the sum is large", low + 1 > 2)]
            #[check(long, "the name is long", name.len() > 2)]
            #[check(empty, "the name is empty", name.is_empty())]
            #[check(other, "low is large", low > "x")]
            app {
                /// A number.
                low: Option<u32>,
                /// A name.
                name: Option<String>,
                /// Stays in spite of the mistakes.
                sound: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = ui::v0::ProviderApp::default();
    drop((bag.low, bag.name, bag.sound));
}
