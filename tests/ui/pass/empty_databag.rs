//! Roles and databags may be empty.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {}

        requirer {
            app {}
        }
    }
}

fn main() {
    let _ = example::v0::RequirerApp {};
}
