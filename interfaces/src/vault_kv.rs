//! Keep secrets in Vault's key-value store.
//!
//! The provider sets up a store for the requiring application and, for each of
//! its units, an account that may use it from that unit's addresses only.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `credentials` | schema: keyed by unit; README and library: by nonce | keyed by nonce | that is what the library writes and looks up |
//! | content of the secrets | a sentence in the README | declared | it is part of the interface |
//! | `role-secret-id` | "empty" beside a wrapping token | one of the two is there | a Juju secret holds no empty text |
//! | `egress_subnet` | one string | a list of networks | the string is a list, and the provider restricts the account to it |
//! | `wrap_ttl` | in schema and README, unknown to the library | declared | providers on other libraries respect it |
//! | `vault_url` | a string | a URL | every known provider writes one |

relata::interface! {
    /// Keep secrets in Vault's key-value store.
    ///
    /// Every unit of the requirer gets an account of its own, bound to the
    /// networks from which the unit's traffic comes. The provider shares the
    /// account in a Juju secret, and the secret's URI under a nonce with which
    /// the unit has named itself.
    interface "vault-kv" {
        maintainer: "tls";
        tags: security;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.vault_k8s.vault_kv";
        }

        /// - Creates a key-value store named `charm-<application>-<suffix>`.
        /// - Creates an account per requiring unit, restricted to the unit's
        ///   networks, and shares it in a Juju secret.
        /// - Replaces the account when the unit's networks change. For a while
        ///   the databag then still holds the old one.
        provider {
            /// How to reach the store.
            #[encoding(raw)]
            app {
                /// Where Vault is: scheme (`https`, or `http` for a test), host
                /// and port, which is usually 8200.
                #[required]
                #[example("https://10.152.183.104:8200")]
                vault_url: Url,

                /// The name of the store: `charm-<application>-<suffix>`. For
                /// a requirer in another model, the application is a token like
                /// `remote-fd7bc6a8c2d54d748ec3822da5abf0bc`.
                #[required]
                #[example("charm-barbican-secrets")]
                mount: String,

                /// The certificate with which to verify Vault's own.
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

                /// The account of each unit, under the unit's nonce.
                #[required]
                #[encoding(json)]
                #[allow(R15, reason = "a nonce stands for a unit, whose name would tell the \
                    requirer's peers apart but not one life of a unit from the next")]
                #[example({ "3081279da89c48a32923473c2c587019": "secret:cjk5slcrl3uc767oebp0" })]
                credentials: Map<String, Secret<Account>>,
            }
        }

        /// - Asks for a store by naming the end of the store's name.
        /// - Has each unit name itself with a nonce that nobody else can
        ///   guess, and state its networks, anew when they change.
        /// - May ask for a wrapped account, which can be opened only once.
        requirer {
            /// Which store is asked for.
            #[encoding(raw)]
            app {
                /// The end of the store's name.
                #[required]
                #[example("secrets")]
                mount_suffix: String,

                /// Asks for the secret half of the account in a wrapping token
                /// that expires after this many seconds.
                #[example(120)]
                wrap_ttl: Option<u32>,
            }

            /// Who one unit is and where its requests come from.
            #[encoding(raw)]
            unit {
                /// The networks from which the unit's requests come.
                #[required]
                #[encoding(csv)]
                #[allow(R15, reason = "a network is an address and a length, and no more")]
                #[example(["10.1.166.206/32", "10.1.1.0/24"])]
                egress_subnet: Vec<Cidr>,

                /// A text that stands for this unit and no other: 16 random
                /// bytes in hexadecimal digits, say.
                #[required]
                #[example("3081279da89c48a32923473c2c587019")]
                nonce: String,
            }
        }

        /// An account for Vault's `approle` login.
        #[any_of("role-secret-id", "wrapping-token")]
        secret Account {
            /// The public half of the account.
            #[example("5c8f0a4e-7b1d-4c55-9d0e-2f6f3f1b7a90")]
            "role-id": String,

            /// The secret half of the account.
            #[example("0f4f2a77-3c7e-44d2-8a51-8b6d2d2f3c11")]
            "role-secret-id": Option<String>,

            /// A token with which the secret half can be fetched once, where
            /// `wrap_ttl` asked for it.
            #[example("hvs.CAESIExampleWrappingToken")]
            "wrapping-token": Option<String>,
        }
    }
}

pub use self::vault_kv::*;
