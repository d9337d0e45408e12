//! A field under the key of the nested document.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            #[encoding(raw, nested("config"))]
            app {
                /// Also the document.
                config: Option<String>,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {}
