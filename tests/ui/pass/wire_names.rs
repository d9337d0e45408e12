//! Names that are no Rust identifiers, and chosen ones.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            app {
                /// With a hyphen.
                "secret-extra": Option<String>,
                /// A keyword.
                "for": Option<String>,
                /// A raw identifier.
                r#type: Option<String>,
                /// With a dot and capitals.
                "TLS.Port": Option<Port>,
                /// Another name in Rust.
                #[rust(count)]
                n: Option<u32>,
                /// Read from an old key, and written to one.
                #[alias("old-name")]
                #[alias("older_name", written)]
                name: Option<String>,
            }
        }
    }
}

fn main() {
    let _ = example::v0::ProviderApp {
        secret_extra: None,
        for_: None,
        type_: None,
        tls_port: None,
        count: None,
        name: None,
    };
}
