//! Half-typed: types that are not finished.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Nothing in it.
                first: Option<,
                /// Not closed.
                second: Option<String,
                /// Not closed twice.
                third: Option<Vec<String,
                /// A path.
                fourth: std::string::String,
                /// An object.
                fifth: { "name": String },
                /// A reference.
                sixth: Option<&str>,
                /// Nothing between.
                seventh: Map<UnitName>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    // The well-formed field is there.
    let bag = example::v0::ProviderApp { other: Some("x".into()) };
    assert!(bag.other.is_some());
}
