//! A field that is in a version in which its type is not.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                /// Where it is.
                place: Option<Place>,

                /// Stays usable.
                other: Option<String>,
            }
        }

        /// A place.
        #[since(v1)]
        struct Place {
            /// Its name.
            name: Option<String>,
        }
    }
}

fn main() {
    // Where the type is, the field is.
    let place = example::v1::Place { name: None };
    let bag = example::v1::ProviderApp { place: Some(place), other: None };
    assert!(bag.place.is_some());
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
