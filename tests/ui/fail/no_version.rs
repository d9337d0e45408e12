//! An interface without a version.

relata::interface! {
    /// One interface.
    interface example {
        provider {
            app {
                /// Some name.
                #[since(v1)]
                name: Option<String>,
            }
        }
    }
}

fn main() {}
