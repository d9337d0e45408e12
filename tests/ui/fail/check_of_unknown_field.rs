//! Checks that name fields that are not there.

relata::interface! {
    /// One interface.
    interface example {
        /// The first version.
        version v0 (draft);
        /// The second version.
        version v1 (draft);

        provider {
            #[any_of(certificat, other)]
            #[together(certificate, chain)]
            #[check(login, "an access key needs a certificate", !present(access_key) || present(certificate))]
            #[check(often, "not often enough", times == "many")]
            #[check(fine, "too often", times < 5 || !present(other))]
            app {
                /// The certificate.
                certificate: Option<Pem>,
                /// The chain.
                #[since(v1)]
                chain: Option<String>,
                /// How to log in.
                "access-key": Option<String>,
                /// How often.
                times: u32 = 1,

                /// Stays usable.
                other: Option<String>,
            }
        }
    }
}

fn main() {
    let bag = example::v0::ProviderApp {
        certificate: None,
        access_key: None,
        times: 1,
        other: Some("x".into()),
    };
    assert!(bag.other.is_some());
}
