//! Literals of every kind.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A text.
                #[example("other")]
                text: String = "text",
                /// A number.
                #[example(-2)]
                #[example(3)]
                number: i32 = -1,
                /// A fraction.
                #[example(1)]
                ratio: f64 = 0.5,
                /// Truth.
                #[example(false)]
                truth: bool = true,
                /// A word.
                #[example("large")]
                #[example("huge")]
                size: Size = small,
                /// A list.
                #[example([{ "name": "a", "size": large }, { "name": "b" }])]
                things: Vec<Thing> = [],
                /// An object.
                #[example({ "name": "x", "more": [1, null, { "deep": true }] })]
                json: Json = {},
                /// A map.
                #[example({ "app/0": { "name": "x" } })]
                map: Map<UnitName, Thing> = {},
            }
        }

        /// Sizes.
        enum Size { small, large }

        /// A thing.
        struct Thing {
            /// Its name.
            name: String,
            /// Its size.
            size: Size = small,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        text: "x".into(),
        number: 1,
        ratio: 0.1,
        truth: false,
        size: example::v0::Size::Large,
        things: vec![],
        json: Default::default(),
        map: Default::default(),
    };
    assert_eq!(bag.number, 1);
}
