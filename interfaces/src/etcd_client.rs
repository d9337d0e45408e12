//! Use a range of keys in etcd.
//!
//! The requirer names the range and shares its certificate; the provider
//! creates a user for who logs in with that certificate.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | keys | schema: with underscores; README and library: with dashes | with dashes; the others are read, too | the library writes dashes |
//! | fields of the provider | mandatory | optional; without all of them the databag is incomplete | across models, `encryption-secret` is there first |
//! | `secret-mtls` | mandatory | `mtls-cert` may be there instead | a provider in another model cannot read the requirer's secret, so the library encrypts the certificate then |
//! | `requested-secrets`, `provided-secrets` | mandatory strings | optional lists, as JSON | that is what the strings hold; the library writes no empty one |
//! | `endpoints` | a string | a list, with commas between the elements | that is what the string holds |
//! | `mtls-cert`, `encryption-secret`, `status` | not mentioned | declared | the library writes them |
//! | requirer's unit databag | not mentioned | declared | the library writes a copy of its lists there |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `salt`, `resource` and `request-id`, which version 1 of
//! the Python library adds for itself; and its bulk requests, which are another
//! protocol under the same name.

relata::interface! {
    /// Use a range of keys in etcd.
    ///
    /// The requirer says how its keys begin and with which certificate it logs
    /// in. The provider creates a user and a role for that, trusts the
    /// certificate, and answers with the servers' addresses and with what is
    /// needed to verify them. Both sides have to know Juju secrets.
    interface etcd_client {
        maintainer: "data-platform-nosql";
        tags: data, "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.data_platform_libs.data_interfaces";
            providers: {
                "charmed-etcd-operator": {
                    url: "https://github.com/canonical/charmed-etcd-operator",
                    branch: "3.6/edge",
                },
            };
        }

        /// - Creates a user with the common name in the requirer's certificate,
        ///   and a role that may read and write the range of keys.
        /// - Trusts that certificate, and the next one when it changes.
        /// - Removes user, role and trust with the relation.
        /// - Across models, shares a key with which the requirer encrypts its
        ///   certificate.
        /// - Keeps the addresses up to date.
        provider {
            /// How to reach the servers.
            #[encoding(raw)]
            #[together(endpoints, version, "secret-tls", "secret-user")]
            #[any_of(endpoints, "secret-user")]
            #[allow(R15, reason = "an address is never more than host and port")]
            app {
                /// All servers, each `host:port`.
                #[encoding(csv)]
                #[example(["10.73.32.13:2379", "10.73.32.136:2379"])]
                endpoints: Option<Vec<String>>,

                /// The version of the server.
                #[example("3.5.18")]
                version: Option<String>,

                /// The secret with what is needed to verify the servers.
                #[alias("secret_tls")]
                #[example("secret:cjqub7fubg2s77p3niog")]
                "secret-tls": Option<Secret<TlsSettings>>,

                /// The secret with the user's name and the servers' URLs.
                #[alias("secret_user")]
                #[example("secret:cjqub6vubg2s77p3nio0")]
                "secret-user": Option<Secret<UserDetails>>,

                /// Across models, the secret with the key that encrypts the
                /// requirer's certificate.
                #[example("secret:cjquba7ubg2s77p3nir0")]
                "encryption-secret": Option<Secret<EncryptionKey>>,

                /// What the requirer should know about how the provider fares.
                #[encoding(json)]
                #[example([{
                    "code": 4001,
                    "message": "switchover in progress",
                    "resolution": "wait until it is over"
                }])]
                status: Option<Vec<RelationStatus>>,
            }

            /// Waits to be asked for keys.
            expect nothing when requirer is silent;

            /// Tells where the cluster is, and who the requirer is in it.
            expect present(app.endpoints) && present(app.field("secret-user"))
                when requirer is complete;
        }

        /// - Says how its keys begin.
        /// - Shares the certificate with which it logs in, and the next one
        ///   before that expires.
        /// - Lists the values that it wants in secrets, and those that it has
        ///   put into secrets by itself.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[any_of("secret-mtls", "mtls-cert")]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// How the keys begin that are to be read and written.
                #[required]
                #[example("/shop/")]
                prefix: String,

                /// The secret with the certificate with which the requirer logs
                /// in.
                #[alias("secret_mtls")]
                #[example("secret:cjqub9fubg2s77p3niqg")]
                "secret-mtls": Option<Secret<ClientCertificate>>,

                /// The same certificate, encrypted with the provider's key, for
                /// a provider in another model: it cannot read the secret.
                #[example("gAAAAABmExampleOnlyNotARealToken==")]
                "mtls-cert": Option<Sensitive>,

                /// The provider's key that the certificate is encrypted with.
                #[example("secret:cjquba7ubg2s77p3nir0")]
                "encryption-secret": Option<Secret<EncryptionKey>>,

                /// The provider's values that are to be in a secret.
                #[alias("requested_secrets")]
                #[encoding(json)]
                #[example(["username", "uris", "tls", "tls-ca"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret.
                #[alias("provided_secrets")]
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }

            /// What the Python library notes for itself; a provider reads the
            /// application databag only.
            #[encoding(raw)]
            #[allow(R7, reason = "the library writes a copy, so that every unit can read it")]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            unit {
                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["username", "uris", "tls", "tls-ca"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }

            /// Asks at once, with its certificate.
            expect present(app.prefix)
                && (present(app.field("secret-mtls")) || present(app.field("mtls-cert")))
                when provider is silent;
        }

        /// Something that the requirer should know.
        struct RelationStatus {
            /// What it is: 1xxx is information, 4xxx passes, 5xxx needs the
            /// relation to be removed.
            #[example(4001)]
            code: u32,
            /// The same for people.
            #[example("switchover in progress")]
            message: String,
            /// What to do about it.
            #[example("wait until it is over")]
            resolution: String,
        }

        /// As whom to log in, and where. There is no password: the certificate
        /// is enough.
        secret UserDetails {
            /// The user's name: the common name in the requirer's certificate.
            #[example("shop.example")]
            username: String,
            /// The URLs of all servers, with commas between them.
            #[example("https://10.73.32.13:2379,https://10.73.32.136:2379")]
            uris: Option<String>,
        }

        /// How to verify the servers.
        secret TlsSettings {
            /// Whether the servers speak TLS: `True` or `true`. etcd takes no
            /// clients without.
            #[example("True")]
            tls: Option<String>,
            /// The certificates with which to verify them.
            #[example("-----BEGIN CERTIFICATE-----\n\
                MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                -----END CERTIFICATE-----\n")]
            "tls-ca": Option<Pem>,
        }

        /// The certificate with which the requirer logs in.
        secret ClientCertificate {
            /// The certificate with its chain, in PEM.
            "mtls-cert": Pem,
        }

        /// A key with which the requirer encrypts what it cannot share as a
        /// secret from another model.
        secret EncryptionKey {
            /// The key, as Fernet takes it: 32 bytes in URL-safe base64.
            #[example("X2V4YW1wbGVfa2V5X29ubHlfbm90X2Zvcl91c2VfMTI=")]
            "encryption-key": String,
        }
    }
}

pub use self::etcd_client::*;
