//! Defaults that the field would refuse.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A number.
                count: u32 = "one",
                /// Out of range.
                #[range(1..=10)]
                level: u32 = 0,
                /// A word that is none.
                size: Size = larg,
                /// Text without quotes.
                name: String = plain,
                /// Absent or defaulted?
                title: Option<String> = "x",

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Sizes.
        enum Size { small, large }
    }
}

fn main() {
    // A field keeps its type without its default.
    let bag = example::v0::ProviderApp {
        count: 1,
        level: 1,
        size: example::v0::Size::Large,
        name: "x".into(),
        title: None,
        other: None,
    };
    assert_eq!(bag.count, 1);
}
