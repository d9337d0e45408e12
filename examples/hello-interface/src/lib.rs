//! The relation interface `greeting`, and two charms that speak it.

pub mod charms;

relata::interface! {
    /// Be greeted in the morning.
    pub interface greeting {
        maintainer: "hello";
        tags: social;

        /// A greeting for everybody who gives a name.
        version v0 (published);

        /// - Greets everybody who asks.
        provider {
            app {
                /// What to say.
                #[example("good morning, bob")]
                text: Option<String>,

                /// How often to say it.
                #[range(1..=10)]
                times: u32 = 1,
            }
        }

        /// - Says who wants to be greeted.
        requirer {
            app {
                /// The name of who wants to be greeted.
                #[len(1..=40)]
                #[example("bob")]
                name: Option<String>,
            }
        }
    }
}
