//! Unions with and without a tag.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// What happened.
                event: Option<Event>,
                /// One or many.
                names: Option<Names>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// What can happen.
        #[tag("type")]
        union Event {
            /// It began.
            started {
                /// When.
                at: String,
            },
            "shut-down" {},
            Failed = "error" {
                /// Why.
                reason: Option<String>,
            },
            moved(Place),
        }

        /// Where.
        struct Place {
            /// Its name.
            name: String,
        }

        /// A name or several.
        #[closed]
        #[allow(R15, reason = "a name is never more than a text")]
        union Names { one(String), many(Vec<String>) }
    }
}

fn main() {
    use example::v0::{Event, EventFailed, EventShutDown, EventStarted, Names, Place};
    let events = [
        Event::Started(EventStarted { at: "now".into() }),
        Event::ShutDown(EventShutDown {}),
        Event::Failed(EventFailed { reason: None }),
        Event::Moved(Place { name: "x".into() }),
    ];
    assert_eq!(events.len(), 4);
    let names = Names::Many(vec!["x".into()]);
    assert!(matches!(names, Names::Many(_)));
}
