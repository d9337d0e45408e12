//! Tags on every kind of node.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        #[until(v1)]
        provider {
            unit {
                /// Only in the first version.
                name: Option<String>,
            }
        }

        #[since(v1)]
        provider {
            app {
                /// How large.
                size: Option<Size>,
                /// What to do.
                task: Option<Task>,
                /// What it is.
                thing: Option<Thing>,
                #[since(v1)]
                /// Others.
                ..others: Map<UnitName, Thing>,
            }
        }

        requirer {
            #[any_of(first, second, since(v1))]
            app {
                /// In both.
                first: Option<String>,
                /// In the second.
                #[since(v1)]
                second: Option<String>,
                /// In the first.
                #[until(v1)]
                third: Option<Level>,
            }
        }

        /// Sizes.
        enum Size {
            small,
            #[since(v1)]
            large,
            #[until(v1)]
            medium,
        }

        /// Tasks.
        #[tag("do")]
        #[since(v1)]
        union Task {
            wait {
                /// How long, in seconds.
                seconds: u32,
            },
            #[since(v1)]
            stop {},
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: String,
            /// Its size.
            #[since(v1)]
            size: Option<Size>,
        }

        /// A level.
        #[until(v1)]
        type Level: u8;
    }
}

fn main() {
    let _ = example::v0::ProviderUnit { name: None };
    let _ = example::v0::RequirerApp { first: None, third: Some(1) };
    let _ = example::v1::RequirerApp { first: None, second: None };
    let task = example::v1::Task::Stop(example::v1::TaskStop {});
    let _ = example::v1::ProviderApp {
        size: Some(example::v1::Size::Large),
        task: Some(task),
        thing: None,
        others: Default::default(),
    };
}
