//! Have one Vault unsealed by another.
//!
//! A Vault that was restarted is sealed: nobody can use it before it knows its
//! key. The requirer, a Vault, has that key encrypted by the provider, another
//! Vault, through the latter's `transit` engine.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `address` | a string | a URL | the README, and every known provider |
//! | content of the secret | a sentence in the README | declared | it is part of the interface |

relata::interface! {
    /// Have one Vault unsealed by another.
    ///
    /// The provider makes a key for the requirer in its `transit` engine, and an
    /// account that may use this key and nothing else. The requirer unseals
    /// itself with both. Other ways to unseal a Vault are not part of this.
    interface "vault-autounseal" {
        maintainer: "tls";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            providers: { "vault": "https://github.com/canonical/vault-operator" };
            requirers: { "vault-k8s": "https://github.com/canonical/vault-k8s-operator" };
        }

        /// - Mounts a `transit` engine, if there is none yet, and makes a key in
        ///   it for each requirer.
        /// - Makes an account for Vault's `approle` login that may use this key
        ///   only, and whose tokens can be renewed for ever.
        /// - Shares the account in a Juju secret.
        provider {
            /// How the requirer unseals itself.
            #[encoding(raw)]
            app {
                /// Where the provider's Vault is: scheme, host and port.
                #[required]
                #[example("https://10.152.183.217:8200")]
                address: Url,

                /// Where the `transit` engine is mounted.
                #[required]
                #[example("charm-autounseal")]
                mount_path: String,

                /// The requirer's key in that engine. The known provider takes
                /// the number of the relation.
                #[required]
                #[example("2")]
                key_name: String,

                /// The account that may use the key.
                #[required]
                #[example("secret://575cd150-f7c2-4710-88a3-3f33e14e867c/copsdgnmp25c77tkgke0")]
                credentials_secret_id: Secret<Account>,

                /// The certificate with which to verify the provider's Vault.
                #[required]
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n")]
                ca_certificate: Pem,
            }
        }

        /// - Logs in with the account and makes a token of it.
        /// - Configures its Vault's `seal "transit"` with address, mount path,
        ///   key and token, and trusts the certificate.
        requirer {}

        /// An account for Vault's `approle` login.
        secret Account {
            /// The public half of the account.
            #[example("5c8f0a4e-7b1d-4c55-9d0e-2f6f3f1b7a90")]
            "role-id": String,

            /// The secret half of the account.
            #[example("d2c9b6f1-3a47-4e58-8f60-91b7c4e2a5d3")]
            "secret-id": String,
        }
    }
}

pub use self::vault_autounseal::*;
