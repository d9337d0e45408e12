//! Ranges in which nothing lies.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Reversed.
                #[range(10..=1)]
                count: Option<u32>,
                /// Its end is not in it.
                #[len(3..3)]
                name: Option<String>,
                /// Not a whole number.
                #[range(0.5..=2)]
                size: Option<u32>,
                /// No largest fraction.
                #[range(0.0..1.0)]
                ratio: Option<f64>,
                /// Too large for the type.
                #[range(1..=300)]
                small: Option<u8>,
                /// Negative.
                #[len(-1..)]
                text: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        count: Some(1),
        name: None,
        size: None,
        ratio: None,
        small: None,
        text: None,
        other: None,
    };
    assert!(bag.count.is_some());
}
