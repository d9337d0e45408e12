//! Use a ZooKeeper ensemble.
//!
//! The requirer names a zNode; the provider creates it with credentials that no
//! other relation has.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `secret-user` | mandatory; its content `user`, `password`, `uris` in the schema | `username`, `password` and `uris`; the two may be in the databag instead | README and library say `username`; the charm serves requirers without Juju secrets, too |
//! | `secret-tls` | its content is `tls` in the schema, `tls-ca` in the README | both | the library puts both there |
//! | `tls` | not spelled out | a boolean, spelled `enabled` and `disabled` | that is what the charm writes; `true` and `false` are read, too |
//! | `endpoints` | a string | a list, with commas between the elements | that is what the string holds |
//! | `database` | that key | written as `chroot` too, and read from there | older charms know that key only, and the charm writes both |
//! | `extra-user-roles` | that key | `chroot-acl` is read, too | older requirers write it |
//! | `requested-secrets` | mandatory | optional | a requirer without Juju secrets does not write it |
//! | `version`, `secret-extra` | in the README only | declared | the library can write them |
//! | `uris`, `provided-secrets`, requirer's unit databag | not mentioned | declared | the charm and the library write them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last, and `encryption-secret`, which goes with certificates
//! only.

relata::interface! {
    /// Use a ZooKeeper ensemble.
    ///
    /// The requirer names a zNode and what it wants to do there. The provider
    /// creates the zNode and a user that may do that, and answers with
    /// credentials, preferably in Juju secrets, and with the servers'
    /// addresses.
    interface zookeeper {
        /// The only version so far.
        version v0 (draft) {
            providers: {
                "zookeeper": "https://github.com/canonical/zookeeper-operator",
                "zookeeper-k8s": "https://github.com/canonical/zookeeper-k8s-operator",
            };
            requirers: {
                "kafka": "https://github.com/canonical/kafka-operator",
                "kafka-k8s": "https://github.com/canonical/kafka-k8s-operator",
                "kyuubi-k8s-operator": "https://github.com/canonical/kyuubi-k8s-operator",
            };
        }

        /// - Creates the zNode and a user for this relation as soon as the
        ///   requirer has named the zNode.
        /// - Shares credentials in Juju secrets, or in the databag with a
        ///   requirer that does not know secrets.
        /// - Shares the certificates to verify the servers with, if they have
        ///   TLS.
        /// - Keeps the addresses up to date, and takes them away while nobody
        ///   may connect.
        provider {
            /// What was created and how to reach it.
            #[encoding(raw)]
            #[any_of("secret-user", username)]
            #[together(username, password)]
            #[allow(R15, reason = "an address is never more than host and port")]
            app {
                /// The zNode that was created; perhaps not the one that was
                /// asked for.
                #[required]
                #[alias("chroot", written)]
                #[example("/shop")]
                database: String,

                /// The secret with the user's name and password.
                #[example("secret:cjqub6vubg2s77p3nio0")]
                "secret-user": Option<Secret<UserCredentials>>,

                /// The secret with what is needed to verify the server.
                #[example("secret:cjqub7fubg2s77p3niog")]
                "secret-tls": Option<Secret<TlsSettings>>,

                /// The secret with everything else that was asked to be secret.
                #[example("secret:cjqub8fubg2s77p3nipg")]
                "secret-extra": Option<Secret<ExtraValues>>,

                /// The user's name, where secrets cannot be used.
                #[example("relation-14")]
                username: Option<Sensitive>,

                /// The user's password, where secrets cannot be used.
                #[example("mN7ZkLwq2TtYx5Vb")]
                password: Option<Sensitive>,

                /// The servers, each `host:port`.
                #[required]
                #[encoding(csv)]
                #[example(["10.141.78.133:2181", "10.141.78.50:2181"])]
                endpoints: Vec<String>,

                /// A connection string: the servers with commas between them,
                /// then the zNode.
                #[example("10.141.78.133:2181,10.141.78.50:2181/shop")]
                uris: Option<Sensitive>,

                /// The version of the server.
                #[example("3.8.4")]
                version: Option<String>,

                /// Whether the server speaks TLS, where secrets cannot be used.
                #[encoding(raw(
                    true = "enabled" | "true" | "True",
                    false = "disabled" | "false" | "False"
                ))]
                #[example(true)]
                tls: Option<bool>,

                /// The certificates with which to verify the server, where
                /// secrets cannot be used.
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
        }

        /// - Names the zNode that it wants.
        /// - Lists the values that it wants in secrets rather than in the
        ///   databag.
        /// - Uses the zNode that it is given, whatever it asked for.
        /// - Expects other applications to use the same zNode.
        /// - Has one relation per set of credentials if it needs several.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// The zNode, with or without a slash in front.
                #[required]
                #[alias("chroot")]
                #[example("/shop")]
                database: String,

                /// What is to be allowed, a letter each: `c`reate, `d`elete,
                /// `r`ead, `w`rite, `a`dminister. All of it if this is missing.
                #[alias("chroot-acl")]
                #[example("cdrwa")]
                "extra-user-roles": Option<String>,

                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["username", "password", "tls", "tls-ca", "uris"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret.
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
                #[example(["username", "password", "tls", "tls-ca", "uris"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }
        }

        /// How to log in.
        secret UserCredentials {
            /// The user's name.
            #[example("relation-14")]
            username: String,
            /// The user's password.
            #[example("mN7ZkLwq2TtYx5Vb")]
            password: String,
            /// A connection string: the servers with commas between them, then
            /// the zNode.
            #[example("10.141.78.133:2181,10.141.78.50:2181/shop")]
            uris: Option<String>,
        }

        /// How to verify the server.
        secret TlsSettings {
            /// Whether the server speaks TLS: `enabled`, `true` or `True`,
            /// `disabled`, `false` or `False`.
            #[example("enabled")]
            tls: Option<String>,
            /// The certificates with which to verify it.
            "tls-ca": Option<Pem>,
        }

        /// What was asked to be secret and has no secret of its own.
        secret ExtraValues {
            /// The zNode that was created.
            #[example("/shop")]
            database: Option<String>,
            /// The servers.
            #[example("10.141.78.133:2181,10.141.78.50:2181")]
            endpoints: Option<String>,
            /// The version of the server.
            #[example("3.8.4")]
            version: Option<String>,
        }
    }
}

pub use self::zookeeper::*;
