//! Look people up in a directory, and log them in with it.
//!
//! The provider is an LDAP server. It makes an account for the requirer, which
//! binds to the directory with it.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `ldaps_urls` | not in the schema, mandatory in the library | empty if missing, always written | both readers are served |
//! | `urls`, `ldaps_urls` | schema: any URL; library: of one scheme | of one scheme | a reader relies on it |
//! | `starttls` | README: `true` | `True` and `False`, `true` and `false` accepted | the library writes it as Python does, and reads either |
//! | `auth_method` | schema: any; library: `simple` only | `simple` and any other | an unknown method is for the requirer to turn down |
//! | `bind_password_secret` | schema: mandatory; library: optional | optional | the library writes an empty text, which Juju does not store, if there is none |
//! | `user`, `group` | schema: mandatory but nullable; library: mandatory | optional | the README says so; a databag holds no null |

relata::interface! {
    /// Look people up in a directory, and log them in with it.
    ///
    /// The provider shares where its LDAP server is and where in the tree to
    /// look, and an account to do so: its name in the databag, its password in a
    /// Juju secret.
    interface ldap {
        maintainer: "identity";
        tags: "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charmlibs.interfaces.ldap";
            providers: {
                "glauth-k8s": "https://github.com/canonical/glauth-k8s-operator",
                "authentik-ldap-outpost": "https://github.com/canonical/authentik-ldap-outpost-operator",
            };
            requirers: { "sssd": "https://github.com/canonical/sssd-operator" };
        }

        /// - Makes an account in its tree for each requirer, with the user and
        ///   group that it asks for, else with its application and model.
        /// - Shares where the server is and how to bind, anew when it changes.
        provider {
            /// Where the directory is, and how to bind to it.
            #[encoding(raw)]
            app {
                /// Where the server is: several addresses of the same directory.
                #[required]
                #[encoding(json)]
                #[allow(R15, reason = "an address, and no more")]
                #[example(["ldap://glauth.iam.svc.cluster.local:3893"])]
                urls: Vec<LdapUrl>,

                /// The same with TLS from the first byte on. Empty if the server
                /// cannot do that.
                #[encoding(json)]
                #[allow(R15, reason = "an address, and no more")]
                #[example(["ldaps://glauth.iam.svc.cluster.local:3894"])]
                ldaps_urls: Vec<LdapsUrl> = [],

                /// The entry below which to search.
                #[required]
                #[example("dc=glauth,dc=com")]
                base_dn: String,

                /// The name of the account.
                #[required]
                #[example("cn=sssd,ou=hr,dc=glauth,dc=com")]
                bind_dn: String,

                /// Its password.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                bind_password_secret: Option<Secret<BindPassword>>,

                /// How to bind.
                #[required]
                #[example("simple")]
                auth_method: AuthMethod,

                /// Whether to switch to TLS on a connection that begins without.
                #[required]
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                starttls: bool,
            }
        }

        /// - May ask for a user and a group. The special characters of RFC 2253,
        ///   section 2.4, are to be avoided in both.
        /// - Configures its application with what it is given.
        requirer {
            /// The account that is asked for.
            #[encoding(raw)]
            app {
                /// The name of the account.
                #[example("sssd")]
                user: Option<String>,

                /// The group that it is to be in.
                #[example("hr")]
                group: Option<String>,
            }
        }

        /// An address of a directory.
        #[pattern("^ldap://")]
        type LdapUrl: Url;

        /// An address of a directory, with TLS.
        #[pattern("^ldaps://")]
        type LdapsUrl: Url;

        /// What goes with the name of an account.
        secret BindPassword {
            /// The password.
            #[example("vT4kq3nR8sZ1xYw0")]
            password: String,
        }

        /// How to bind to a directory.
        enum AuthMethod {
            /// With a name and a password.
            simple,
        }
    }
}

pub use self::ldap::*;
