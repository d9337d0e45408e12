//! Types that exist, where they cannot stand.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// A number is no key.
                #[allow(R15, reason = "for this test")]
                by_number: Option<Map<u32, Thing>>,
                /// `Option` inside.
                maybe: Option<Vec<Option<Thing>>>,
                /// Not around, but in the databag.
                login: Option<Login>,
                /// No content of a secret.
                hidden: Option<Secret<Thing>>,
                /// No such secret.
                lost: Option<Secret<Logn>>,
                /// As it should be.
                shared: Option<Secret<Login>>,
                /// Too many types.
                name: Option<String<u8>>,
                /// Texts and numbers.
                mixed: Option<Mixed>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: Option<String>,
        }

        /// How to log in.
        secret Login {
            /// The name.
            name: String,
        }

        /// Texts among numbers.
        enum Mixed { One = 1, two }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        shared: None,
        mixed: Some(example::v0::Mixed::One),
        other: Some("x".into()),
    };
    assert!(bag.other.is_some());
}
