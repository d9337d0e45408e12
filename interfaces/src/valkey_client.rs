//! Use keys and channels of a Valkey database.
//!
//! The requirer names which keys; the provider creates credentials that no
//! other relation has.
//!
//! # Versions
//!
//! In version 1 a requirer makes any number of requests, and the provider
//! answers each under its id. Both sides state the version. A requirer on an
//! older library makes one request, spread over the databag, states no version,
//! and is answered in the same way: that is version 0, in which the key
//! `version` is the version of the server. Nobody has specified version 0 for
//! itself; it stands in the README of version 1.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | fields of the schema | at the top of the databag | in the elements of `requests` | the README's example of version 1, and the library |
//! | keys | schema: with underscores; README and library: with dashes | with dashes; version 0 also reads the others | the library writes dashes |
//! | `sentinel_endpoints` of version 0 | that key | that key; `sentinel-endpoints` is read, too | the library writes an underscore there, by mistake |
//! | the keys to use | schema: `resource`; README's text: `prefix`; version 0's example: `database` | v1: `resource`; v0: `database`, the others are read | the library takes all of them from a requirer on version 0 |
//! | `sentinel-endpoints`, `read-only-endpoints` | mandatory | optional | the README shares the first "if available", and a single server has no replicas |
//! | lists of addresses | strings | v0: lists, with commas between the elements; v1: strings of that form | an element of `requests` is JSON, and holds a string |
//! | `secret-mtls` | mandatory | optional | the charm does not take certificates |
//! | `requested-secrets` | mandatory | version 0 only, and optional there | the library of version 1 does not write it |
//! | `mode` | any text | `sentinel`, or another | the README says that there is no other yet |
//! | `request-id`, `salt`, `status`, `alias`, `provided-secrets`, requirer's unit databag | in an example, or not mentioned | declared | the libraries write them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `encryption-secret`, which goes with certificates only;
//! `resource` and `salt`, which the library repeats in an answer to version 0;
//! and what a requirer may ask of other databases with the same library (roles,
//! entities, prefixes), which the Valkey charm does not look at.

relata::interface! {
    /// Use keys and channels of a Valkey database.
    ///
    /// The requirer says how the names of its keys and channels begin. The
    /// provider creates a user that may use these and no others, and answers
    /// with credentials in Juju secrets and with the servers' addresses. Both
    /// sides have to know Juju secrets.
    interface valkey_client {
        maintainer: "data-platform-nosql";
        tags: data;

        /// One request, spread over the databag.
        version v0 (retired) {
            lib: "charms.data_platform_libs.data_interfaces";
        }

        /// A list of requests.
        version v1 (published) {
            lib: "dpcharmlibs.interfaces";
            providers: {
                "valkey-operator": {
                    url: "https://github.com/canonical/valkey-operator",
                    branch: "9/edge",
                },
            };
        }

        /// - Creates a user for each request that may read and write the keys
        ///   and use the channels, and removes it with the relation.
        /// - Answers a requirer on version 0 as version 0 does.
        /// - Shares the certificates to verify the servers with, if they have
        ///   TLS.
        /// - Keeps the addresses up to date.
        provider {
            /// How to reach the servers.
            #[encoding(raw)]
            #[together("secret-user", "secret-tls", endpoints, mode, version, until(v1))]
            #[any_of("secret-user", endpoints, until(v1))]
            #[allow(R15, reason = "an address is never more than host and port")]
            app {
                /// The version that the provider speaks.
                #[since(v1)]
                #[version(spelling = "v{}", absent = v0)]
                version: String,

                /// The answers.
                #[since(v1)]
                #[encoding(json)]
                #[example([{
                    "resource": "shop:*",
                    "request-id": "836763deea236532",
                    "salt": "xqbPuYzzl2iiKeyN",
                    "endpoints": "valkey-1.valkey-endpoints:6379",
                    "read-only-endpoints": "valkey-0.valkey-endpoints:6379",
                    "sentinel-endpoints": "valkey-0.valkey-endpoints:26379,valkey-1.valkey-endpoints:26379",
                    "mode": "sentinel",
                    "version": "9.0.1",
                    "secret-user": "secret:d7fmpmvmp25c7618tfb0",
                    "secret-tls": "secret:d7fmpmvmp25c7618tfbg"
                }])]
                requests: Vec<Response> = [],

                /// The keys and channels that may be used; perhaps not those
                /// that were asked for.
                #[until(v1)]
                #[alias("prefix")]
                #[example("shop:*")]
                database: Option<String>,

                /// The secret with the user's name and password.
                #[until(v1)]
                #[alias("secret_user")]
                #[example("secret:d7fmtknmp25c7618tfd0")]
                "secret-user": Option<Secret<UserCredentials>>,

                /// The secret with what is needed to verify the servers.
                #[until(v1)]
                #[alias("secret_tls")]
                #[example("secret:d7fmtknmp25c7618tfdg")]
                "secret-tls": Option<Secret<TlsSettings>>,

                /// The server that takes reads and writes, `host:port`.
                #[until(v1)]
                #[encoding(csv)]
                #[example(["valkey-1.valkey-endpoints:6379"])]
                endpoints: Option<Vec<String>>,

                /// The servers that take reads only, each `host:port`.
                #[until(v1)]
                #[alias("read_only_endpoints")]
                #[encoding(csv)]
                #[example(["valkey-0.valkey-endpoints:6379", "valkey-2.valkey-endpoints:6379"])]
                "read-only-endpoints": Option<Vec<String>>,

                /// The Sentinels, which know who takes writes, each `host:port`.
                #[until(v1)]
                #[alias("sentinel-endpoints")]
                #[encoding(csv)]
                #[example(["valkey-0.valkey-endpoints:26379", "valkey-1.valkey-endpoints:26379"])]
                sentinel_endpoints: Option<Vec<String>>,

                /// How the servers stand in for each other.
                #[until(v1)]
                #[example("sentinel")]
                mode: Option<Mode>,

                /// The version of the server.
                #[until(v1)]
                #[example("9.0.1")]
                version: Option<String>,

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

        /// - Says how the names of its keys and channels begin.
        /// - Uses what it is given, whatever it asked for.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// The version that the requirer speaks.
                #[since(v1)]
                #[version(spelling = "v{}", absent = v0)]
                version: String,

                /// The requests.
                #[since(v1)]
                #[encoding(json)]
                #[example([{
                    "resource": "shop:*",
                    "request-id": "836763deea236532",
                    "salt": "xqbPuYzzl2iiKeyN"
                }])]
                requests: Vec<Request> = [],

                /// The keys and channels: how their names begin, and a `*`.
                #[until(v1)]
                #[required]
                #[alias("resource")]
                #[alias("prefix")]
                #[example("shop:*")]
                database: String,

                /// The provider's values that are to be in a secret.
                #[until(v1)]
                #[alias("requested_secrets")]
                #[encoding(json)]
                #[example(["username", "password", "tls", "tls-ca"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret.
                #[until(v1)]
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,

                /// The secret with the requirer's own certificate.
                #[until(v1)]
                #[alias("secret_mtls")]
                #[example("secret:cjqub9fubg2s77p3niqg")]
                "secret-mtls": Option<Secret<ClientCertificate>>,

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
                #[until(v1)]
                #[encoding(json)]
                #[example(["username", "password", "tls", "tls-ca"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[until(v1)]
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,

                /// What the requirer calls this relation.
                #[example("cluster1")]
                alias: Option<String>,
            }
        }

        /// One thing that is asked for.
        #[since(v1)]
        struct Request {
            /// The keys and channels: how their names begin, and a `*`.
            #[example("shop:*")]
            resource: String,
            /// Which request it is: 16 hexadecimal digits of the SHA-256 hash
            /// of the resource, a colon and the salt.
            #[example("836763deea236532")]
            "request-id": Option<String>,
            /// Random letters and digits, so that two requests for the same
            /// resource have two ids.
            #[example("xqbPuYzzl2iiKeyN")]
            salt: String,
            /// The secret with the requirer's own certificate.
            #[example("secret:cjqub9fubg2s77p3niqg")]
            "secret-mtls": Option<Secret<ClientCertificate>>,
        }

        /// The answer to one request.
        #[since(v1)]
        struct Response {
            /// The keys and channels that may be used; perhaps not those that
            /// were asked for.
            #[example("shop:*")]
            resource: String,
            /// Which request is answered.
            #[example("836763deea236532")]
            "request-id": Option<String>,
            /// The salt of that request.
            #[example("xqbPuYzzl2iiKeyN")]
            salt: String,
            /// The server that takes reads and writes: `host:port`.
            #[example("valkey-1.valkey-endpoints:6379")]
            endpoints: String,
            /// The servers that take reads only: each `host:port`, with commas
            /// between them.
            #[example("valkey-0.valkey-endpoints:6379,valkey-2.valkey-endpoints:6379")]
            "read-only-endpoints": Option<String>,
            /// The Sentinels, which know who takes writes: each `host:port`,
            /// with commas between them.
            #[example("valkey-0.valkey-endpoints:26379,valkey-1.valkey-endpoints:26379")]
            "sentinel-endpoints": Option<String>,
            /// How the servers stand in for each other.
            #[example("sentinel")]
            mode: Mode,
            /// The version of the server.
            #[example("9.0.1")]
            version: String,
            /// The secret with the user's name and password.
            #[example("secret:d7fmpmvmp25c7618tfb0")]
            "secret-user": Secret<UserCredentials>,
            /// The secret with what is needed to verify the servers.
            #[example("secret:d7fmpmvmp25c7618tfbg")]
            "secret-tls": Secret<TlsSettings>,
        }

        /// How several servers stand in for each other.
        enum Mode {
            /// One takes writes, and Sentinels choose another if it fails.
            sentinel,
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
        }

        /// How to verify the server.
        secret TlsSettings {
            /// Whether the server speaks TLS: `true` or `false`.
            #[example("true")]
            tls: Option<String>,
            /// The certificates with which to verify it.
            "tls-ca": Option<Pem>,
        }

        /// The certificate with which the requirer logs in.
        secret ClientCertificate {
            /// The certificate with its chain, in PEM.
            "mtls-cert": Pem,
        }
    }
}

mod convert;

pub use self::valkey_client::*;
