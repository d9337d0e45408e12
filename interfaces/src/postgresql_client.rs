//! Use a PostgreSQL database.
//!
//! The requirer asks for a database, or for a role or group in one; the
//! provider creates it with credentials that no other relation has.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `secret-user`, `secret-tls`, `secret-extra`, `secret-entity` | in the README's text only | declared, with their content | that is where credentials travel between charms that both know Juju secrets |
//! | `username`, `password` | mandatory | optional; some form of credentials must be there | they are in `secret-user`, as in the README's own example |
//! | `endpoints` | mandatory | optional | a provider that answers a request for a group or role has none to add |
//! | `endpoints`, `read-only-endpoints`, `prefix-databases`, `extra-user-roles`, `extra-group-roles` | strings | lists, with commas between the elements | that is what the strings hold |
//! | `tls`, `subordinated`, `external-node-connectivity` | strings | booleans | they are flags. The charms write `True` and `False` as well as `true` and `false` |
//! | defaults `true`, `true` and `ready` of `subordinated`, `external-node-connectivity` and `state` | as said | false, false and none | every library takes a missing key for "no" |
//! | `state` | in the application databag of the schema | in the unit databag, and still in the application's | README and libraries have it in the unit databag: each unit is ready by itself |
//! | `entity-permissions` | a string | a list of objects, as JSON | that is what the string holds |
//! | `requested-secrets` | mandatory | optional | a requirer without Juju secrets does not write it |
//! | `entity-type` | any text | `USER` or `GROUP`, or another | the library knows these two |
//! | `status`, `prefix-matching`, `alias`, `secret-mtls` | not in the schema | declared | the library writes them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `salt`, `resource` and `request-id`, which version 1 of
//! the Python library adds for itself; and its bulk requests, which are another
//! protocol under the same name.

relata::interface! {
    /// Use a PostgreSQL database.
    ///
    /// The requirer names a database, or the beginning of the names of several,
    /// and may ask for a role or group of its own making instead of the usual
    /// user. The provider creates what was asked for and answers with
    /// credentials, preferably in Juju secrets, and with the servers'
    /// addresses. A provider that sits beside the requirer on its machine
    /// listens there only, unless it is asked to listen on the network.
    interface postgresql_client {
        maintainer: "data-platform-postgresql";
        tags: data, "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.data_platform_libs.data_interfaces";
            providers: {
                "postgresql-operator": "https://www.github.com/canonical/postgresql-operator",
                "postgresql-k8s-operator": "https://www.github.com/canonical/postgresql-k8s-operator",
            };
        }

        /// - Creates the database and a user for this relation as soon as the
        ///   requirer has named the database.
        /// - Creates a role or group instead where `entity-type` asks for one.
        /// - Shares credentials in Juju secrets, or in the databag with a
        ///   requirer that does not know secrets.
        /// - Keeps the addresses up to date.
        /// - Says with `subordinated` that its units need time, and with
        ///   `state` which of them are ready.
        provider {
            /// What was created and how to reach it.
            #[encoding(raw)]
            #[any_of("secret-user", username, "secret-entity", "entity-name")]
            #[together(username, password)]
            #[together("entity-name", "entity-password")]
            app {
                /// The database that was created; perhaps not the one that was
                /// asked for. For a prefix, the prefix.
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

                /// The servers that take reads and writes, each `host:port`.
                #[encoding(csv)]
                #[allow(R15, reason = "an address is never more than host and port")]
                #[example(["postgresql-k8s-primary.shop.svc.cluster.local:5432"])]
                endpoints: Option<Vec<String>>,

                /// The servers that take reads only, each `host:port`.
                #[encoding(csv)]
                #[allow(R15, reason = "an address is never more than host and port")]
                #[example(["postgresql-k8s-replicas.shop.svc.cluster.local:5432"])]
                "read-only-endpoints": Option<Vec<String>>,

                /// A connection string: scheme `postgresql`, user, password,
                /// hosts with ports, database.
                #[example("postgresql://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.7:5432/shop")]
                uris: Option<Sensitive>,

                /// A connection string for reads only, of the same form.
                #[example("postgresql://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.8:5432/shop")]
                "read-only-uris": Option<Sensitive>,

                /// The version of the database server.
                #[example("16.8")]
                version: Option<String>,

                /// Whether the provider's units need time until they serve, and
                /// say so with `state`.
                #[encoding(raw(true = "true" | "True", false = "false" | "False"))]
                #[example(true)]
                subordinated: Option<bool>,

                /// Whether the provider's only unit is ready; see the unit
                /// databag.
                #[deprecated(v0, "write `state` into the unit databag")]
                #[example("ready")]
                state: Option<UnitState>,

                /// Whether the server speaks TLS.
                #[encoding(raw(true = "true" | "True", false = "false" | "False"))]
                #[example(true)]
                tls: Option<bool>,

                /// The certificates with which to verify the server.
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

                /// Its password.
                #[example("Q4vYx8RzJ1mKp6Wd")]
                "entity-password": Option<Sensitive>,

                /// The databases whose names begin with the prefix that was
                /// asked for.
                #[encoding(csv)]
                #[allow(R15, reason = "a database is never more than its name")]
                #[example(["shop_eu", "shop_us"])]
                "prefix-databases": Option<Vec<String>>,

                /// What the requirer should know about how the provider fares.
                #[encoding(json)]
                #[example([{
                    "code": 4001,
                    "message": "switchover in progress",
                    "resolution": "wait until it is over"
                }])]
                status: Option<Vec<RelationStatus>>,
            }

            /// How one unit fares.
            #[encoding(raw)]
            #[allow(R7, reason = "the specification's schema has `state` in the application \
                databag; libraries read it here")]
            unit {
                /// Whether the unit serves. Means something only where
                /// `subordinated` is true.
                #[example("ready")]
                state: Option<UnitState>,
            }
        }

        /// - Names the database that it wants.
        /// - Lists the values that it wants in secrets rather than in the
        ///   databag.
        /// - Uses the database that it is given, whatever it asked for.
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
            app {
                /// The database, or at least three characters and a `*` for all
                /// databases whose names begin with them.
                #[required]
                #[example("shop")]
                #[example("shop_*")]
                database: String,

                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["username", "password", "tls", "tls-ca", "uris"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret.
                #[encoding(json)]
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,

                /// The secret with the requirer's own certificate.
                #[example("secret:cjqub9fubg2s77p3niqg")]
                "secret-mtls": Option<Secret<ClientCertificate>>,

                /// Whether the database must be reachable from other machines.
                #[encoding(raw(true = "true" | "True", false = "false" | "False"))]
                #[example(true)]
                "external-node-connectivity": bool = false,

                /// Roles to give to the user.
                #[encoding(csv)]
                #[allow(R15, reason = "a role is never more than its name")]
                #[example(["admin"])]
                "extra-user-roles": Option<Vec<String>>,

                /// Roles to give to the group.
                #[encoding(csv)]
                #[allow(R15, reason = "a role is never more than its name")]
                #[example(["charmed_read"])]
                "extra-group-roles": Option<Vec<String>>,

                /// Asks for a role or group instead of the usual user.
                #[example("USER")]
                "entity-type": Option<EntityType>,

                /// What the role or group may do.
                #[encoding(json)]
                #[example([{
                    "resource_name": "items",
                    "resource_type": "TABLE",
                    "privileges": ["SELECT"]
                }])]
                "entity-permissions": Option<Vec<Permission>>,

                /// The secret with the name and password that the requirer
                /// would like. It may get others.
                #[example("secret:d2fjn1fmp25004or68b0")]
                "requested-entity-secret": Option<Secret<RequestedEntity>>,

                /// How to find the databases whose names begin with a prefix.
                #[example("all")]
                "prefix-matching": Option<String>,

                /// What the requirer calls this relation.
                #[example("cluster1")]
                alias: Option<String>,
            }

            /// What the Python library notes for itself; a provider reads the
            /// application databag only.
            #[encoding(raw)]
            #[allow(R7, reason = "the library writes a copy, so that every unit can read it")]
            unit {
                /// The same list as in the application databag.
                #[encoding(json)]
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["username", "password", "tls", "tls-ca", "uris"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,

                /// What the requirer calls this relation.
                #[example("cluster1")]
                alias: Option<String>,
            }
        }

        /// Whether a unit serves.
        enum UnitState {
            /// It does.
            ready,
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
            /// The table, schema, … that it is about.
            #[example("items")]
            resource_name: String,
            /// What that is, in capital letters.
            #[example("TABLE")]
            resource_type: String,
            /// What may be done with it, in SQL's words.
            #[allow(R15, reason = "a privilege is never more than its name")]
            #[example(["SELECT", "INSERT"])]
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
            /// A connection string: scheme `postgresql`, user, password, hosts
            /// with ports, database.
            #[example("postgresql://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.7:5432/shop")]
            uris: Option<String>,
            /// A connection string for reads only, of the same form.
            #[example("postgresql://relation-14:mN7ZkLwq2TtYx5Vb@10.1.20.8:5432/shop")]
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
            /// The servers that take reads and writes.
            #[example("10.1.20.7:5432")]
            endpoints: Option<String>,
            /// The servers that take reads only.
            #[example("10.1.20.8:5432")]
            "read-only-endpoints": Option<String>,
            /// The version of the database server.
            #[example("16.8")]
            version: Option<String>,
        }

        /// The certificate with which the requirer logs in.
        secret ClientCertificate {
            /// The certificate with its chain, in PEM.
            "mtls-cert": Pem,
        }

        /// A name and password that the requirer would like.
        secret RequestedEntity {
            /// The name of the role or group.
            #[example("reporting")]
            "entity-name": String,
            /// Its password.
            #[example("Q4vYx8RzJ1mKp6Wd")]
            password: Option<String>,
        }
    }
}

pub use self::postgresql_client::*;
