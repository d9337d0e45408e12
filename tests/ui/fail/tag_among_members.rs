//! A member that has the name of the tag.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// What happened.
                event: Option<Event>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// What can happen.
        #[tag("type")]
        union Event {
            started {
                /// The tag again.
                "type": Option<String>,
            },
            stopped {
                /// Why.
                reason: Option<String>,
            },
        }
    }
}

fn main() {}
