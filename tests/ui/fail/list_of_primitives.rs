//! Collections that can never be extended.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// Texts.
                names: Option<Vec<String>>,
                /// Numbers in a set.
                sizes: Set<u32> = [],
                /// Words in a map.
                kinds: Option<Map<UnitName, Vec<Kind>>>,
                /// Keyed by anything.
                labels: Option<Map<String, Thing>>,
                /// Behind an alias.
                ports: Option<Ports>,
                /// Any JSON, which is extensible.
                extra: Option<Vec<Json>>,
                /// Allowed, with a reason.
                #[allow(R15, reason = "a certificate is never more than its text")]
                certificates: Option<Vec<Pem>>,
                /// Dynamic keys, by anything.
                ..others: Map<Hostname, Thing>,
            }
        }

        /// Kinds.
        enum Kind { small, large }

        /// A thing.
        struct Thing {
            /// Its name.
            name: Option<String>,
        }

        /// Some ports.
        type Ports: Vec<Port>;
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        names: Some(vec!["x".into()]),
        sizes: Default::default(),
        kinds: None,
        labels: None,
        ports: None,
        extra: None,
        certificates: None,
        others: Default::default(),
    };
    assert!(bag.names.is_some());
}
