//! Content of a secret that is no text.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// How to log in.
                login: Option<Secret<Login>>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// A name and a number.
        secret Login {
            /// The name.
            name: String,
            /// The number.
            pin: u32,
            /// More of them.
            ..others: Map<String, String>,
        }
    }
}

fn main() {
    let login = example::v0::Login { name: "x".into() };
    assert_eq!(login.name, "x");
}
