//! The smallest interface: one version, and nothing on the wire.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
    }
}

fn main() {}
