//! Half-typed: defaults without a value.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Nothing.
                one: u32 =,
                /// The next field.
                two: u32 =
                /// An expression.
                three: u32 = 1 + 1,
                /// A path.
                four: Size = Size::Small,
                /// A call.
                five: String = String::new(),
                /// Half a list.
                six: Set<Size> = [small large],

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Sizes.
        enum Size { small, large }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        one: 1,
        two: 2,
        three: 3,
        four: example::v0::Size::Small,
        five: "x".into(),
        six: Default::default(),
        other: None,
    };
    assert_eq!(bag.one, 1);
}
