//! Variants of unions and enums that have not what they need.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// What happened.
                event: Option<Event>,
                /// How large.
                size: Option<Size>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// What can happen.
        #[tag("type")]
        union Event {
            started,
            stopped(),
            failed(String),
            paused {},
            resumed(Resumed, u32),
        }

        /// Goes on.
        struct Resumed {
            /// When.
            at: Option<String>,
        }

        /// Sizes.
        enum Size { small = , large(String), huge = 1.5, medium }
    }
}

fn main() {
    let paused = example::v0::Event::Paused(example::v0::EventPaused {});
    let bag = example::v0::ProviderApp {
        event: Some(paused),
        size: Some(example::v0::Size::Medium),
        other: None,
    };
    assert!(bag.event.is_some());
}
