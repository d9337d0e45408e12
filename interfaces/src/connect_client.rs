//! Run connectors on a Kafka Connect cluster.
//!
//! The requirer says where the plugin for its connectors can be fetched; the
//! provider installs it on all workers and hands out access to the REST API.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `secret-user` | mandatory | `username` and `password` may be there instead | the library does that for a requirer that does not know Juju secrets |
//! | `tls`, `tls-ca` | in a secret | in the databag, too | as for `username` |
//! | `tls` | not spelled out | a boolean, spelled `enabled` and `disabled` | that is what the charm writes; `true` and `false` are read, too |
//! | `endpoints` | a string | a list of URLs, with commas between them | that is what the string holds |
//! | `requested-secrets` | mandatory | optional | a requirer without Juju secrets does not write it |
//! | `provided-secrets`, `status`, requirer's unit databag | not mentioned | declared | the library writes them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `encryption-secret`, which goes with certificates only;
//! `salt`, `resource` and `request-id`, which version 1 of the Python library
//! adds for itself; and its bulk requests, which are another protocol under the
//! same name.

relata::interface! {
    /// Run connectors on a Kafka Connect cluster.
    ///
    /// A requirer brings its plugin along, or needs none because Kafka Connect
    /// has it. With the credentials and addresses that come back it manages its
    /// connectors and tasks by itself, over the REST API.
    interface connect_client {
        maintainer: "data-platform-bigdata";
        tags: data, "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.data_platform_libs.data_interfaces";
            providers: {
                "kafka-connect-operator": "https://www.github.com/canonical/kafka-connect-operator",
                "kafka-connect-k8s-operator": "https://www.github.com/canonical/kafka-connect-k8s-operator",
            };
            requirers: {
                "template-connect-integrator": "https://www.github.com/canonical/template-connect-integrator",
            };
        }

        /// - Fetches the plugin and installs it on all workers, unless none is
        ///   needed.
        /// - Creates a user for this relation when that is done.
        /// - Shares credentials in a Juju secret, and the certificates if the
        ///   REST API speaks TLS.
        /// - Removes user and plugin with the relation.
        /// - Keeps the addresses up to date.
        provider {
            /// How to reach the REST API.
            #[encoding(raw)]
            #[any_of("secret-user", username)]
            #[together(username, password)]
            #[allow(R15, reason = "an address is never more than its URL")]
            app {
                /// The workers' REST APIs: scheme `http` or `https`, host and
                /// port.
                #[required]
                #[encoding(csv)]
                #[example(["http://10.1.1.100:8083", "http://10.1.1.101:8083"])]
                endpoints: Vec<Url>,

                /// The secret with the user's name and password.
                #[example("secret:cjqub6vubg2s77p3nio0")]
                "secret-user": Option<Secret<UserCredentials>>,

                /// The secret with what is needed to verify the server.
                #[example("secret:cjqub7fubg2s77p3niog")]
                "secret-tls": Option<Secret<TlsSettings>>,

                /// The user's name, where secrets cannot be used.
                #[example("relation-14")]
                username: Option<Sensitive>,

                /// The user's password, where secrets cannot be used.
                #[example("mN7ZkLwq2TtYx5Vb")]
                password: Option<Sensitive>,

                /// Whether the server speaks TLS, where secrets cannot be used.
                #[encoding(raw(
                    true = "enabled" | "true" | "True",
                    false = "disabled" | "false" | "False"
                ))]
                #[example(true)]
                tls: Option<bool>,

                /// The certificates with which to verify the server, where
                /// secrets cannot be used. The charm writes `disabled` if there
                /// are none.
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

        /// - Says where its plugin can be fetched, and keeps it there.
        /// - Lists the values that it wants in secrets rather than in the
        ///   databag.
        /// - Manages its connectors and tasks over the REST API.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// Where a tarball with all files of the plugin can be fetched,
                /// or `NOT-REQUIRED` if Kafka Connect has it already.
                #[required]
                #[pattern("^(NOT-REQUIRED|[A-Za-z][A-Za-z0-9+.-]*:.+)$")]
                #[example("http://10.1.1.200:8080/route/to/plugin")]
                #[example("NOT-REQUIRED")]
                "plugin-url": String,

                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["username", "password", "tls", "tls-ca"])]
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
                #[example(["username", "password", "tls", "tls-ca"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }
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
            /// Whether the server speaks TLS: `enabled`, `true` or `True`,
            /// `disabled`, `false` or `False`.
            #[example("enabled")]
            tls: Option<String>,
            /// The certificates with which to verify it.
            "tls-ca": Option<Pem>,
        }
    }
}

pub use self::connect_client::*;
