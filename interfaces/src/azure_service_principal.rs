//! Act as a service principal of Microsoft Entra ID.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | all keys of the provider | schema: with underscores; README and libraries: with dashes | with dashes; the others are read, too | the libraries write dashes |
//! | `secret-extra` | not mentioned | declared, with its content | that is where both libraries put `client-id` and `client-secret` |
//! | `client-id`, `client-secret` | mandatory | optional; they must be there, or `secret-extra` | the same |
//! | `requested-secrets` | mandatory | optional | the integrator's own library does not write it |
//! | `provided-secrets`, requirer's unit databag | not mentioned | declared | the data platform's library writes them |
//!
//! Not declared, and so left alone: `data`, in which the Python libraries keep
//! what they saw last; `encryption-secret`, which goes with certificates only;
//! and the copy of the provider's answer that the integrator's own library puts
//! into the requirer's databag.

relata::interface! {
    /// Act as a service principal of Microsoft Entra ID.
    ///
    /// With a service principal an application may use what belongs to an Azure
    /// subscription: storages, machines, and so on. An administrator registers
    /// it and gives its credentials to the providing charm, which hands them to
    /// who needs them.
    interface azure_service_principal {
        maintainer: "data-platform";
        tags: data, "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.data_platform_libs.data_interfaces";
            providers: {
                "azure-auth-integrator": "https://github.com/canonical/azure-auth-integrator",
            };
            requirers: {
                "velero-operator": "https://github.com/canonical/velero-operator",
            };
        }

        /// - Shares the credentials with every requirer, without being asked.
        /// - Puts them into a Juju secret, or into the databag for a requirer
        ///   that does not know secrets.
        provider {
            /// The service principal and what it belongs to.
            #[encoding(raw)]
            #[any_of("secret-extra", "client-secret")]
            #[together("client-id", "client-secret")]
            app {
                /// The Azure subscription that may be used: a UUID.
                #[required]
                #[alias("subscription_id")]
                #[example("5f8a1f6e-2c1d-4d0b-9b8e-7a3c2e1d0f9b")]
                "subscription-id": String,

                /// The Entra ID tenant that knows the service principal: a UUID.
                #[required]
                #[alias("tenant_id")]
                #[example("9c1f2b7e-0a55-4a7e-8f0f-2d6b5f3f1c11")]
                "tenant-id": String,

                /// The secret with the credentials.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                "secret-extra": Option<Secret<Credentials>>,

                /// The service principal's id, where secrets cannot be used.
                #[alias("client_id")]
                #[example("2f1cb6f0-6a3b-4e57-8d58-0c9e1b7a4d26")]
                "client-id": Option<Sensitive>,

                /// Its password, where secrets cannot be used.
                #[alias("client_secret")]
                #[example("cl1.Ent~s3cRet-3xAmple_0nly")]
                "client-secret": Option<Sensitive>,
            }
        }

        /// - Lists the values that it wants in a secret rather than in the
        ///   databag.
        /// - Has one relation per service principal if it needs several.
        requirer {
            /// How the credentials are to be shared.
            #[encoding(raw)]
            #[allow(R15, reason = "names of keys, which can have no further members")]
            app {
                /// The provider's values that are to be in a secret.
                #[encoding(json)]
                #[example(["client-id", "client-secret"])]
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
                #[example(["client-id", "client-secret"])]
                "requested-secrets": Option<Vec<String>>,

                /// The same list as in the application databag.
                #[encoding(json)]
                #[example(["username", "password", "mtls-cert"])]
                "provided-secrets": Option<Vec<String>>,
            }
        }

        /// How to log in as the service principal.
        secret Credentials {
            /// The service principal's id: a UUID.
            #[example("2f1cb6f0-6a3b-4e57-8d58-0c9e1b7a4d26")]
            "client-id": String,
            /// Its password.
            #[example("cl1.Ent~s3cRet-3xAmple_0nly")]
            "client-secret": String,
        }
    }
}

pub use self::azure_service_principal::*;
