//! Checks that ask whether something is there that always is.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            #[any_of(host, port)]
            #[one_of(host, scheme)]
            #[check(paths, "a path needs a port", !present(path) || present(port))]
            #[together(path, weight, until(v1))]
            app {
                /// Where it is.
                host: Option<Hostname>,
                /// Its port.
                port: Port = 443,
                /// How to talk to it.
                scheme: String = "https",
                /// What to ask for.
                path: Option<String>,
                /// What is asked of it: a default only where the check is not.
                #[until(v1)]
                weight: Option<u8>,
                /// The same.
                #[since(v1)]
                weight: u8 = 1,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp::default();
    assert!(bag.host.is_none() && bag.path.is_none());
}
