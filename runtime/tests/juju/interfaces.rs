//! The interfaces of these tests.

relata::interface! {
    /// Reach a database.
    pub interface database {
        /// In the databags of units.
        version v0 (retired);
        /// In the application databag, with a secret.
        version v1 (published);

        /// - Says where the database is.
        provider {
            #[until(v1)]
            #[encoding(raw)]
            unit {
                /// Where it listens.
                #[required]
                host: String,
                #[version]
                #[encoding(json)]
                version: u32,
            }
            #[since(v1)]
            app {
                /// Where it listens.
                #[required]
                host: String,
                /// On which port.
                port: Port = 5432,
                /// Who to be.
                user: Option<Secret<User>>,
                #[version]
                version: u32,
            }
        }

        /// - Asks for a database.
        requirer {
            app {
                /// Which database.
                #[since(v1)]
                #[len(1..=20)]
                database: Option<String>,
                #[version]
                version: u32,
            }
            #[since(v1)]
            unit {
                /// Of this unit.
                host: Option<String>,
            }
        }

        /// Who to be.
        #[since(v1)]
        secret User {
            /// The name.
            name: String,
            /// What nobody knows.
            password: Sensitive,
            /// Where from.
            #[len(1..=20)]
            origin: Option<String>,
        }
    }
}

relata::interface! {
    /// Say where one is.
    pub interface beacon {
        /// The only version.
        version v0 (published);

        provider {
            unit {
                /// Where.
                place: Option<String>,
            }
        }
    }
}

relata::interface! {
    /// Know each other.
    pub interface circle {
        /// The only version.
        version v0 (published);

        peer {
            app {
                /// What the leader says.
                motto: Option<String>,
            }
            unit {
                /// How big.
                size: u32 = 1,
            }
        }
    }
}

relata::interface! {
    /// A version inside a document.
    pub interface nested {
        /// The first.
        version v0 (published);
        /// The second.
        version v1 (published);

        provider {
            #[encoding(nested("data"))]
            app {
                /// Any.
                text: Option<String>,
                #[version]
                version: u32,
            }
        }
        requirer { app { /** Any. */ text: Option<String>, } }
    }
}

relata::interface! {
    /// Two versions that lead to each other.
    pub interface plain {
        /// The first.
        version v0 (published);
        /// The second.
        version v1 (published);

        provider {
            app {
                /// Any.
                text: Option<String>,
                /// How often.
                #[since(v1)]
                times: u32 = 1,
            }
        }
        requirer {
            app {
                #[version]
                version: u32,
            }
        }
    }
}
