//! Run Spark jobs as a Kubernetes service account.
//!
//! The requirer names the account; the provider creates it and says how Spark
//! has to be configured for it.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `secret-extra` | mandatory | its values may be in the databag instead | the library does that for a requirer that does not know Juju secrets |
//! | content of `secret-extra` | both values | either may be missing | the charm adds the properties after the manifest, and older ones share no manifest |
//! | `service-account` | any text | namespace and name with one colon between | the README says so, and the charms split it there |
//! | `skip-creation` | mandatory | false if missing | the library reads it so |
//! | `skip-creation` | a boolean | spelled `true` and `false`, in any case | that is how the library writes and reads it |
//! | `requested-secrets` | mandatory | optional | upstream's own test leaves it out |
//! | `provided-secrets`, requirer's unit databag | not mentioned | declared | the library writes them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last, and `encryption-secret`, which goes with certificates
//! only.

relata::interface! {
    /// Run Spark jobs as a Kubernetes service account.
    ///
    /// The provider gathers what Spark needs to know: where logs and data are
    /// kept, with which credentials, and more. It shares that with every
    /// requirer, for the service account that the requirer names.
    interface spark_service_account {
        /// The only version so far.
        version v0 (draft) {
            providers: {
                "spark-integration-hub-k8s": "https://github.com/canonical/spark-integration-hub-k8s-operator",
            };
            requirers: {
                "kyuubi-k8s": "https://github.com/canonical/kyuubi-k8s-operator",
            };
        }

        /// - Creates the service account, and its namespace if there is none,
        ///   unless the requirer does not want that.
        /// - Shares Spark's properties and the manifest in a Juju secret.
        /// - Keeps the properties up to date.
        /// - Removes what it has created with the relation.
        provider {
            /// The account and how Spark has to be configured for it.
            #[encoding(raw)]
            #[any_of("secret-extra", "spark-properties", "resource-manifest")]
            app {
                /// The account: its namespace, a colon and its name.
                #[required]
                #[pattern("^[^:]+:[^:]+$")]
                #[example("analytics:kyuubi")]
                "service-account": String,

                /// The secret with the properties and the manifest.
                #[example("secret:d0q6mcvmp25c7650r87g")]
                "secret-extra": Option<Secret<SparkSettings>>,

                /// Spark's properties, where secrets cannot be used.
                #[example("{\"spark.executor.instances\": \"2\"}")]
                "spark-properties": Option<Sensitive>,

                /// The manifest, where secrets cannot be used.
                #[example("{}\n")]
                "resource-manifest": Option<Sensitive>,
            }

            /// Waits to be asked for an account.
            expect nothing when requirer is silent;

            /// Gives the account, and what Spark needs to use it.
            expect present(app.field("service-account"))
                && (present(app.field("secret-extra")) || present(app.field("spark-properties"))
                    || present(app.field("resource-manifest")))
                when requirer is minimal or complete;
        }

        /// - Names the account before anything else, and does not change it.
        /// - May have created the account by itself.
        /// - Lists the values that it wants in a secret rather than in the
        ///   databag.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// The account: its namespace, a colon and its name.
                #[required]
                #[pattern("^[^:]+:[^:]+$")]
                #[example("analytics:kyuubi")]
                "service-account": String,

                /// Whether the provider is to leave it to the requirer to create
                /// and remove the account.
                #[encoding(raw(
                    true = "true" | "True" | "TRUE",
                    false = "false" | "False" | "FALSE"
                ))]
                #[example(false)]
                "skip-creation": bool = false,
                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["spark-properties", "resource-manifest"])]
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
                #[example(["spark-properties", "resource-manifest"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }
        }

        /// How Spark has to be configured.
        secret SparkSettings {
            /// Spark's properties: a JSON object of texts.
            #[example("{\"spark.executor.instances\": \"2\"}")]
            "spark-properties": Option<String>,
            /// The account and what belongs to it, as Kubernetes takes it: YAML.
            #[example("{}\n")]
            "resource-manifest": Option<String>,
        }
    }
}

pub use self::spark_service_account::*;
