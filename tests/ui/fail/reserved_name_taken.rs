//! Names that were given up and are taken again.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Taken again.
                port: Option<Port>,
                /// Read from what was given up.
                #[alias("host")]
                hostname: Option<Hostname>,
                /// How large.
                size: Option<Size>,

                reserved "port", "host";
            }
        }

        /// Sizes.
        enum Size {
            small,
            large,
            reserved "large";
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { port: None, hostname: None, size: None };
    assert!(bag.port.is_none());
}
