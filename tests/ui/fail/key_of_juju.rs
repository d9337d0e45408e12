//! A field under a key that Juju writes itself.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            unit {
                /// Juju's own.
                "ingress-address": Option<String>,
            }
        }
    }
}

fn main() {}
