//! Every form of a version marker.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            app {
                #[version]
                version: u32,
                /// Some name.
                name: Option<String>,
            }
            unit {
                #[version]
                version: u32,
            }
        }

        requirer {
            app {
                /// Which versions the requirer reads.
                #[version(absent = v1)]
                versions: Vec<u32>,
            }
            #[until(v1)]
            unit {
                #[allow(R17, reason = "units say it in another way")]
                #[encoding(raw)]
                #[version(spelling = "v{}", absent = v0)]
                "api-version": String,
            }
        }

        peer {
            app {
                #[version(spelling = "{}.0")]
                version: String,
            }
        }
    }
}

fn main() {
    // The marker is no field.
    let bag = example::v1::ProviderApp { name: None };
    assert!(bag.name.is_none());
    let _ = example::v0::RequirerUnit {};
}
