//! Exceptions that nothing needs, or that are no exceptions.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        #[allow(R15, reason = "each list below has a reason of its own")]
        provider {
            app {
                /// Objects can get more members.
                #[allow(R15, reason = "left over from when these were texts")]
                hosts: Option<Vec<Host>>,
                /// Texts cannot.
                #[allow(R15, reason = "an algorithm is never more than its name")]
                algorithms: Option<Vec<String>>,
                /// Names.
                names: Option<Names>,
                /// One text.
                #[allow(R20, reason = "its documentation will change")]
                note: Option<String>,
                /// One number.
                #[allow(R14, reason = "its range was wrong")]
                #[allow(R14, reason = "and it was too narrow")]
                weight: Option<u8>,
            }
        }

        /// One host.
        struct Host {
            /// Its name.
            name: Hostname,
        }

        /// Names that stand for themselves.
        #[allow(R15, reason = "a name is never more than its text")]
        type Names: Vec<String>;
    }
}

fn main() {
    let bag = example::v0::ProviderApp::default();
    assert!(bag.hosts.is_none() && bag.algorithms.is_none() && bag.names.is_none());
    assert!(bag.note.is_none() && bag.weight.is_none());
}
