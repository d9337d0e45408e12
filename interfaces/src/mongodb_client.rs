//! Use a MongoDB database.
//!
//! The requirer asks for a database, or for a role or group in one; the
//! provider, a replica set or a router of shards, creates it with credentials
//! that no other relation has.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `secret-user`, `secret-tls`, `secret-extra`, `secret-entity` | in the README's text only | declared, with their content | that is where credentials travel between charms that both know Juju secrets |
//! | `username`, `password` | mandatory | optional; some form of credentials must be there | they are in `secret-user`, as in the README's own example |
//! | `database`, `endpoints` | mandatory | must be there once there is a user | a provider that answers a request for a role or group has none to add |
//! | `tls`, `tls-ca` | in the README's text, in a secret | in the databag, too | the library writes them there for a requirer that does not know secrets |
//! | `endpoints`, `extra-user-roles`, `extra-group-roles` | strings | lists, with commas between the elements | that is what the strings hold |
//! | `entity-permissions` | a string | a list of objects, as JSON | that is what the string holds |
//! | `requested-secrets` | mandatory | optional | a requirer without Juju secrets does not write it |
//! | `entity-type` | any text | `USER` or `GROUP`, or another | the library knows these two |
//! | `status`, `provided-secrets`, `secret-mtls`, `external-node-connectivity`, `alias` | not in the schema | declared | the library writes them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `encryption-secret`, which goes with certificates only;
//! `read-only-endpoints`, `subordinated`, `state`, `prefix-matching`,
//! `prefix-databases` and `requested-entity-secret`, which the library knows
//! for any database and no MongoDB charm uses; `salt`, `resource` and
//! `request-id`, which version 1 of the Python library adds for itself; and its
//! bulk requests, which are another protocol under the same name.

relata::interface! {
    /// Use a MongoDB database.
    ///
    /// The requirer names a database and may ask for a role or group of its own
    /// making instead of the usual user. The provider creates what was asked
    /// for and answers with credentials, preferably in Juju secrets, with the
    /// servers' addresses, and with what else a client has to know about them.
    interface mongodb_client {
        maintainer: "data-platform-nosql";
        tags: data, "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.data_platform_libs.data_interfaces";
            providers: {
                "mongodb-operator": "https://www.github.com/canonical/mongodb-operator",
                "mongodb-k8s-operator": "https://www.github.com/canonical/mongodb-k8s-operator",
            };
        }

        /// - Creates the database and a user for this relation as soon as the
        ///   requirer has named the database.
        /// - Creates a role or group instead where `entity-type` asks for one.
        /// - Shares credentials in Juju secrets, or in the databag with a
        ///   requirer that does not know secrets.
        /// - Shares the certificates to verify the servers with, if they have
        ///   TLS.
        /// - Keeps the addresses and the connection string up to date.
        provider {
            /// What was created and how to reach it.
            #[encoding(raw)]
            #[any_of("secret-user", username, "secret-entity", "entity-name")]
            #[together(username, password)]
            #[any_of(database, "secret-entity", "entity-name")]
            #[any_of(endpoints, "secret-entity", "entity-name")]
            #[allow(R15, reason = "an address is never more than host and port")]
            app {
                /// The database that was created; perhaps not the one that was
                /// asked for.
                #[example("shop")]
                database: Option<String>,

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

                /// The servers, each a host, with a port if it is not 27017.
                #[encoding(csv)]
                #[example(["mongodb-0.mongodb-endpoints", "mongodb-1.mongodb-endpoints"])]
                endpoints: Option<Vec<String>>,

                /// A connection string that MongoDB's client libraries take as
                /// it is: scheme `mongodb`, user, password, all servers,
                /// database and options.
                #[example("mongodb://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.7,10.1.20.8/shop?replicaSet=mongodb")]
                uris: Option<Sensitive>,

                /// The name of the replica set, without which a client does not
                /// connect. Missing where the data is sharded.
                #[example("mongodb")]
                replset: Option<String>,

                /// The version of the database server.
                #[example("6.0.6-5")]
                version: Option<String>,

                /// Whether the server speaks TLS, where secrets cannot be used.
                #[encoding(raw(true = "true" | "True", false = "false" | "False"))]
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

                /// The name of the role or group that was asked for, where
                /// secrets cannot be used.
                #[example("reporting")]
                "entity-name": Option<Sensitive>,

                /// Its password. A group has none.
                #[example("Q4vYx8RzJ1mKp6Wd")]
                "entity-password": Option<Sensitive>,

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

        /// - Names the database that it wants.
        /// - Lists the values that it wants in secrets rather than in the
        ///   databag.
        /// - Uses the database that it is given, whatever it asked for.
        /// - Expects other applications to use the same database.
        /// - Has one relation per set of credentials if it needs several.
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
                /// The database.
                #[required]
                #[example("shop")]
                database: String,

                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["username", "password", "tls", "tls-ca", "uris"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret.
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,

                /// The secret with the requirer's own certificate.
                #[example("secret:cjqub9fubg2s77p3niqg")]
                "secret-mtls": Option<Secret<ClientCertificate>>,

                /// Roles to give to the user.
                #[encoding(csv)]
                #[example(["admin"])]
                "extra-user-roles": Option<Vec<String>>,

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
                    "resource_name": "posts",
                    "resource_type": "COLLECTION",
                    "privileges": ["READ"]
                }])]
                "entity-permissions": Option<Vec<Permission>>,

                /// Whether the database must be reachable from outside the
                /// cluster or machine that the provider runs on.
                #[encoding(raw(true = "true" | "True", false = "false" | "False"))]
                #[example(true)]
                "external-node-connectivity": bool = false,

                /// What the requirer calls this relation.
                #[example("cluster1")]
                alias: Option<String>,
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

                /// What the requirer calls this relation.
                #[example("cluster1")]
                alias: Option<String>,
            }
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
            #[example("posts")]
            resource_name: String,
            /// What kind of thing that is, in capital letters.
            #[example("COLLECTION")]
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

        /// How to log in, and in which connection strings that results.
        secret UserCredentials {
            /// The user's name.
            #[example("relation-14")]
            username: String,
            /// The user's password.
            #[example("mN7ZkLwq2TtYx5Vb")]
            password: String,
            /// A connection string that MongoDB's client libraries take as it
            /// is.
            #[example("mongodb://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.7,10.1.20.8/shop?replicaSet=mongodb")]
            uris: Option<String>,
            /// A connection string for reads only, of the same form.
            #[example("mongodb://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.7,10.1.20.8/shop?replicaSet=mongodb&readPreference=secondary")]
            "read-only-uris": Option<String>,
        }

        /// How to verify the server.
        secret TlsSettings {
            /// Whether the server speaks TLS: `true` or `True`, `false` or
            /// `False`.
            #[example("true")]
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
            /// The database that was created.
            #[example("shop")]
            database: Option<String>,
            /// The servers.
            #[example("mongodb-0.mongodb-endpoints,mongodb-1.mongodb-endpoints")]
            endpoints: Option<String>,
            /// The name of the replica set.
            #[example("mongodb")]
            replset: Option<String>,
            /// The version of the database server.
            #[example("6.0.6-5")]
            version: Option<String>,
        }

        /// The certificate with which the requirer logs in.
        secret ClientCertificate {
            /// The certificate with its chain, in PEM.
            "mtls-cert": Pem,
        }
    }
}

pub use self::mongodb_client::*;
