//! Half-typed: checks without their parts.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            #[any_of(other)]
            #[one_of()]
            #[check]
            #[check(name)]
            #[check(name, "message")]
            #[check(name, "message", )]
            #[check(name, "message", count)]
            #[check(name, "message", count + 1 == 2)]
            #[check(name, "message", present(1))]
            #[check(name, "message", count == )]
            app {
                /// A number.
                count: u32 = 1,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { count: 1, other: Some("x".into()) };
    assert!(bag.other.is_some());
}
