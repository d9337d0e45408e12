//! Keep objects in Azure Blob Storage or Data Lake Storage (Gen 2).
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `storage-account`, `connection-protocol`, `secret-key` | schema: with underscores; README and libraries: with dashes | with dashes; the others are read, too | the libraries write dashes |
//! | `secret-extra` | not mentioned | declared, with its content | that is where the library puts `secret-key` if the requirer asks for that |
//! | `secret-key` | mandatory | optional; it must be there, or `secret-extra` | the same |
//! | `path` | mandatory | optional | the charm leaves it out if nothing is configured |
//! | known protocols | a closed list of `wasb`, `wasbs`, `abfs`, `abfss` | an open list, with `http` and `https` | the charm takes these, too |
//! | `requested-secrets` | mandatory | optional | README and upstream's own test leave it out |
//! | `resource-group`, `provided-secrets`, requirer's unit databag | not mentioned | declared | the charm and the library write them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `encryption-secret`, which goes with certificates only;
//! and `version`, with which the newest library states a version of this
//! interface that nobody has specified. It leaves out `container` where it does
//! not care which one it gets.

relata::interface! {
    /// Keep objects in Azure Blob Storage or Data Lake Storage (Gen 2).
    ///
    /// The requirer asks for a container. The provider answers with the
    /// container that is to be used, where it is, and with the key of the
    /// account that owns it. Nobody need have created the container.
    interface azure_storage {
        maintainer: "data-platform";

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "azure-storage-integrator": {
                    url: "https://github.com/canonical/object-storage-integrators",
                    charm_root: "azure_storage",
                },
            };
            requirers: {
                "spark-integration-hub-k8s": "https://github.com/canonical/spark-integration-hub-k8s-operator",
                "spark-history-server-k8s": "https://github.com/canonical/spark-history-server-k8s-operator",
            };
        }

        /// - Waits until the requirer has named a container.
        /// - Shares everything that is needed to use a container, perhaps
        ///   another one.
        /// - Does not necessarily create the container.
        provider {
            /// How to reach the storage.
            #[encoding(raw)]
            #[any_of("secret-extra", "secret-key")]
            app {
                /// The container to use. It may be another one than was asked
                /// for.
                #[required]
                #[example("backups")]
                container: String,

                /// The storage account that the container is in.
                #[required]
                #[alias("storage_account")]
                #[example("shopstorage")]
                "storage-account": String,

                /// The secret with the account's key.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                "secret-extra": Option<Secret<AccountKey>>,

                /// The account's key, where secrets cannot be used.
                #[alias("secret_key")]
                #[example("a2VlcCB0aGlzIGV4YW1wbGUga2V5IHRvIHlvdXJzZWxm")]
                "secret-key": Option<Sensitive>,

                /// The protocol that the storage is to be reached with.
                #[alias("connection_protocol")]
                #[example("abfss")]
                "connection-protocol": Protocol = "abfss",

                /// Where in the container to keep objects: a prefix of their
                /// names.
                #[example("spark-events/")]
                path: Option<String>,

                /// Where the container is: the URL that the protocol has for it.
                #[required]
                #[example("abfss://backups@shopstorage.dfs.core.windows.net/")]
                endpoint: String,

                /// The Azure resource group that the account is in.
                #[example("shop-production")]
                "resource-group": Option<String>,
            }

            /// Waits to be asked for a container.
            expect nothing when requirer is silent;

            /// Gives everything that is needed to use a container.
            expect present(app.container) && present(app.field("storage-account"))
                && present(app.endpoint)
                && (present(app.field("secret-extra")) || present(app.field("secret-key")))
                when requirer is minimal or complete;
        }

        /// - Names a container, `relation-<number of the relation>` if it does
        ///   not care which one it gets.
        /// - Uses the container that it is given, whatever it asked for.
        /// - Expects other applications to use the same container.
        /// - Has one relation per container if it needs several.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// The container that the requirer would like to use.
                #[required]
                #[example("backups")]
                container: String,

                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["secret-key"])]
                "requested-secrets": Option<Vec<String>>,

                /// The requirer's values that are in a secret. The library lists
                /// the names that databases know, of which nobody writes one.
                #[encoding(json)]
                #[example(["username", "password", "mtls-cert"])]
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
                #[example(["secret-key"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["username", "password", "mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }
        }

        /// A protocol of Azure's storages.
        enum Protocol {
            /// Blob Storage, without TLS.
            wasb,
            /// Blob Storage.
            wasbs,
            /// Data Lake Storage (Gen 2), without TLS.
            abfs,
            /// Data Lake Storage (Gen 2).
            abfss,
            /// Blob Storage's REST API, without TLS.
            http,
            /// Blob Storage's REST API.
            https,
        }

        /// The key of a storage account.
        secret AccountKey {
            /// The key, in base64.
            #[example("a2VlcCB0aGlzIGV4YW1wbGUga2V5IHRvIHlvdXJzZWxm")]
            "secret-key": String,
        }
    }
}

pub use self::azure_storage::*;
