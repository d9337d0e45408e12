//! Keys that are no declared fields.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Declared.
                name: Option<String>,
                /// Everything else.
                #[example({ "example.org": { "port": 80 } })]
                #[allow(R15, reason = "the keys are host names")]
                ..hosts: Map<Hostname, Host>,
            }
        }

        /// One host.
        struct Host {
            /// Where it listens.
            port: Option<Port>,
            /// Anything else.
            #[allow(R15, reason = "labels are free")]
            ..labels: Map<String, String>,
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp { name: None, hosts: Default::default() };
    assert!(bag.name.is_none());
}
