//! Use a Kafka cluster as a client: produce, consume or administer.
//!
//! The requirer names a topic and the roles that it needs; the provider grants
//! them to credentials that no other relation has.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `zookeeper-uris` | schema: under the key `consumer-group-prefix` as well | `zookeeper-uris` | README and library say so; two fields cannot share a key |
//! | `secret-user`, `secret-tls`, `secret-extra`, `secret-entity`, `secret-mtls` | not mentioned | declared, with their content | that is where the library puts what belongs there |
//! | `username`, `password` | mandatory | optional; some form of credentials must be there | they are in `secret-user` for a requirer that knows Juju secrets |
//! | provider's `topic` | mandatory | optional | the README's own example leaves it out |
//! | `endpoints` | mandatory | must be there once there is a user | a provider that answers a request for a role or group has none to add |
//! | requirer's `topic` | schema: mandatory; README: optional | mandatory | the provider does nothing before it has one |
//! | `tls` | not mentioned | a boolean, spelled `enabled` and `disabled` | that is what the charm writes, and what its clients compare with; `true` and `false` are read, too |
//! | `tls-ca` | not mentioned | declared | the charm writes it |
//! | `endpoints`, `extra-user-roles`, `extra-group-roles` | strings | lists, with commas between the elements | that is what the strings hold |
//! | roles of a user | no others than `admin`, `consumer` and `producer` | others are let through | the charm ignores those that it does not know |
//! | `topic` | any text | no `*` among its first three characters | the library refuses to ask for it |
//! | `entity-permissions` | a string | a list of objects, as JSON | that is what the string holds |
//! | `entity-type` | any text | `USER` or `GROUP`, or another | the library knows these two |
//! | `requested-secrets`, `provided-secrets`, `mtls-cert`, `encryption-secret`, `status` | not mentioned | declared | the library writes them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `salt`, `resource`, `request-id` and `version`, which
//! version 1 of the Python library adds for itself; and its bulk requests,
//! which are another protocol under the same name.

relata::interface! {
    /// Use a Kafka cluster as a client.
    ///
    /// A producer may create, describe and write its topic; a consumer may
    /// describe and read it in consumer groups of its own; an administrator may
    /// do anything. The provider answers with credentials, preferably in Juju
    /// secrets, and with the brokers' addresses. A client may log in with a
    /// certificate of its own instead.
    interface kafka_client {
        maintainer: "data-platform-bigdata";
        tags: data, "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.data_platform_libs.data_interfaces";
            providers: {
                "kafka-operator": "https://www.github.com/canonical/kafka-operator",
                "kafka-k8s-operator": "https://www.github.com/canonical/kafka-k8s-operator",
            };
        }

        /// - Creates a SASL/SCRAM user for this relation with the rights that
        ///   its roles need, and removes it with the relation.
        /// - Creates a role or group instead where `entity-type` asks for one.
        /// - Trusts the requirer's certificate, if it shares one.
        /// - Shares credentials in Juju secrets, or in the databag with a
        ///   requirer that does not know secrets.
        /// - Across models, shares a key with which the requirer encrypts its
        ///   certificate.
        /// - Keeps the addresses up to date.
        provider {
            /// What may be used and how to reach it.
            #[encoding(raw)]
            #[any_of("secret-user", username, "secret-entity", "entity-name")]
            #[together(username, password)]
            #[any_of(endpoints, "secret-entity", "entity-name")]
            #[allow(R15, reason = "an address is never more than host and port")]
            app {
                /// The topic that may be used; perhaps not the one that was
                /// asked for.
                #[example("orders")]
                #[example("orders-*")]
                topic: Option<String>,

                /// The secret with the user's name and password.
                #[example("secret:cjqub6vubg2s77p3nio0")]
                "secret-user": Option<Secret<UserCredentials>>,

                /// The secret with what is needed to verify the server.
                #[example("secret:cjqub7fubg2s77p3niog")]
                "secret-tls": Option<Secret<TlsSettings>>,

                /// The secret with the name and password of the role or group
                /// that was asked for.
                #[example("secret:cjqub7vubg2s77p3nip0")]
                "secret-entity": Option<Secret<EntityCredentials>>,

                /// The secret with everything else that was asked to be secret.
                #[example("secret:cjqub8fubg2s77p3nipg")]
                "secret-extra": Option<Secret<ExtraValues>>,

                /// The user's name, where secrets cannot be used.
                #[example("relation-14")]
                username: Option<Sensitive>,

                /// The user's password, where secrets cannot be used.
                #[example("mN7ZkLwq2TtYx5Vb")]
                password: Option<Sensitive>,

                /// The brokers, each `host:port`.
                #[encoding(csv)]
                #[example(["10.141.78.155:9092", "10.141.78.62:9092"])]
                endpoints: Option<Vec<String>>,

                /// How the names of the consumer groups begin that a consumer
                /// may use.
                #[example("relation-14-")]
                "consumer-group-prefix": Option<String>,

                /// For an administrator, where the cluster keeps its state:
                /// ZooKeeper servers with commas between them, then a path.
                /// Missing where there is no ZooKeeper.
                #[example("10.141.78.133:2181,10.141.78.50:2181/kafka")]
                "zookeeper-uris": Option<String>,

                /// Whether the server speaks TLS, where secrets cannot be used.
                #[encoding(raw(
                    true = "enabled" | "true" | "True",
                    false = "disabled" | "false" | "False"
                ))]
                #[example(true)]
                tls: Option<bool>,

                /// The certificates with which to verify the server, where
                /// secrets cannot be used. Some charms write a word here that
                /// is no certificate, if there are none.
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

                /// The name of the role or group that was asked for, where
                /// secrets cannot be used.
                #[example("reporting")]
                "entity-name": Option<Sensitive>,

                /// Its password. A group has none.
                #[example("Q4vYx8RzJ1mKp6Wd")]
                "entity-password": Option<Sensitive>,

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
        }

        /// - Names the topic and the roles that it needs on it.
        /// - Lists the values that it wants in secrets rather than in the
        ///   databag.
        /// - Uses the topic and the prefix that it is given, whatever it asked
        ///   for.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[check(user_has_no_group_roles,
                "`extra-group-roles` are for groups: a user takes `extra-user-roles`",
                field("entity-type") != "USER" || !present("extra-group-roles"))]
            #[check(group_has_no_user_roles,
                "`extra-user-roles` are for users: a group takes `extra-group-roles`",
                field("entity-type") != "GROUP" || !present("extra-user-roles"))]
            #[allow(R15, reason = "a key or role is never more than its name")]
            app {
                /// The topic; or at least three characters and a `*` for all
                /// topics whose names begin with them.
                #[required]
                #[pattern("^[^*]{0,2}$|^[^*]{3}")]
                #[example("orders")]
                #[example("orders-*")]
                topic: String,

                /// The roles that are needed.
                #[encoding(csv)]
                #[example(["consumer", "producer"])]
                "extra-user-roles": Option<Set<UserRole>>,

                /// How the names of the consumer groups are to begin. The
                /// provider chooses if this is missing.
                #[example("billing-")]
                "consumer-group-prefix": Option<String>,

                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["username", "password", "tls", "tls-ca", "uris"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret.
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,

                /// The secret with the certificate with which the requirer
                /// wants to log in.
                #[example("secret:cjqub9fubg2s77p3niqg")]
                "secret-mtls": Option<Secret<ClientCertificate>>,

                /// The same certificate, encrypted with the provider's key, for
                /// a provider in another model: it cannot read the secret.
                #[example("gAAAAABmExampleOnlyNotARealToken==")]
                "mtls-cert": Option<Sensitive>,

                /// The provider's key that the certificate is encrypted with.
                #[example("secret:cjquba7ubg2s77p3nir0")]
                "encryption-secret": Option<Secret<EncryptionKey>>,

                /// Roles to give to the group.
                #[encoding(csv)]
                #[example(["charmed_read"])]
                "extra-group-roles": Option<Vec<String>>,

                /// Asks for a role or group instead of the usual user.
                #[example("USER")]
                "entity-type": Option<EntityType>,

                /// What the role or group may do.
                #[encoding(json)]
                #[example([{
                    "resource_name": "messages",
                    "resource_type": "TOPIC",
                    "privileges": ["READ"]
                }])]
                "entity-permissions": Option<Vec<Permission>>,
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

        /// What a client may do.
        enum UserRole {
            /// Anything.
            admin,
            /// Describe and read the topic.
            consumer,
            /// Create, describe and write the topic.
            producer,
        }

        /// What is created instead of the usual user.
        enum EntityType {
            /// A role that may log in.
            USER,
            /// A role that may not, and that others are members of.
            GROUP,
        }

        /// Something that a role or group may do.
        struct Permission {
            /// What it is about, by its name.
            #[example("messages")]
            resource_name: String,
            /// What kind of thing that is, in capital letters.
            #[example("TOPIC")]
            resource_type: String,
            /// What may be done with it.
            #[allow(R15, reason = "a privilege is never more than its name")]
            #[example(["READ"])]
            privileges: Vec<String>,
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

        /// How to log in.
        secret UserCredentials {
            /// The user's name.
            #[example("relation-14")]
            username: String,
            /// The user's password.
            #[example("mN7ZkLwq2TtYx5Vb")]
            password: String,
            /// The brokers, as in `endpoints`.
            #[example("10.141.78.155:9092,10.141.78.62:9092")]
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

        /// How to log in as the role that was asked for. A group has no
        /// password.
        secret EntityCredentials {
            /// The name of the role or group.
            #[example("reporting")]
            "entity-name": String,
            /// Its password.
            #[example("Q4vYx8RzJ1mKp6Wd")]
            "entity-password": Option<String>,
        }

        /// What was asked to be secret and has no secret of its own.
        secret ExtraValues {
            /// How the names of the consumer groups begin.
            #[example("relation-14-")]
            "consumer-group-prefix": Option<String>,
            /// The ZooKeeper servers and the path.
            #[example("10.141.78.133:2181,10.141.78.50:2181/kafka")]
            "zookeeper-uris": Option<String>,
            /// The topic that may be used.
            #[example("orders")]
            topic: Option<String>,
            /// The brokers.
            #[example("10.141.78.155:9092,10.141.78.62:9092")]
            endpoints: Option<String>,
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

pub use self::kafka_client::*;
