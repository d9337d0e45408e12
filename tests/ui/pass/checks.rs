//! Every form of a check between fields.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);

        provider {
            #[any_of(certificate, chain)]
            #[one_of(url, field("host-name"))]
            #[together(user, "pass-word")]
            #[check(tenant_only_with_microsoft, "a tenant needs microsoft",
                !present(tenant) || provider == "microsoft")]
            #[check(ordered, "the minimum is above the maximum", least <= most && (least > 0 || most != -1))]
            #[check(named, "a host name needs a certificate",
                !present(field("host-name")) || present(certificate))]
            app {
                /// A certificate.
                certificate: Option<Pem>,
                /// A chain.
                chain: Option<Pem>,
                /// A URL.
                url: Option<Url>,
                /// A host.
                "host-name": Option<Hostname>,
                /// A user.
                user: Option<String>,
                /// A password.
                "pass-word": Option<Sensitive>,
                /// A tenant.
                tenant: Option<String>,
                /// A provider.
                provider: Option<String>,
                /// The minimum.
                least: i32 = 1,
                /// The maximum.
                most: i32 = 2,
                /// Checked inside.
                thing: Option<Thing>,
            }
        }

        /// A thing.
        #[any_of(name, size)]
        struct Thing {
            /// Its name.
            name: Option<String>,
            /// Its size.
            size: Option<u32>,
        }
    }
}

fn main() {}
