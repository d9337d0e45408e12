//! Enums of words and of integers, open and closed.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A word.
                kind: Option<Kind>,
                /// An integer.
                count: Option<Count>,
                /// One of two.
                state: State = up,
                /// One of two integers.
                parity: Parity = Even,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// Kinds.
        enum Kind {
            package,
            "debug-symbols",
            /// Documented.
            Other = "something else",
            "",
            #[rust(Any)]
            "*",
            #[deprecated(v0, "use `package`")]
            pkg,
        }

        /// How many.
        enum Count { Two = 2, Four = 4, Minus = -1 }

        /// What it is.
        #[closed]
        enum State { up, down, Unknown = "unknown" }

        /// Even or not.
        #[closed]
        enum Parity { Even = 0, Odd = 1 }
    }
}

fn main() {
    use example::v0::{Count, Kind, Parity, State};
    #[allow(deprecated)]
    let kinds = [Kind::Package, Kind::DebugSymbols, Kind::Other, Kind::Empty, Kind::Any, Kind::Pkg];
    assert_eq!(kinds.len(), 6);
    let bag = example::v0::ProviderApp {
        kind: Some(Kind::Unknown("new".into())),
        count: Some(Count::Two),
        state: State::Unknown,
        parity: Parity::Odd,
        other: None,
    };
    assert!(bag.kind.is_some());
}
