//! Accept tokens that carry all that is needed to check them.
//!
//! The provider shares what an operator knows about the JSON Web Tokens of an
//! organisation: the key that signs them, and what their members are called.
//! The requirer checks tokens by that, and asks nobody.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | the key's URI | README and schema: `signing-key`; library: `secret-extra` | written as both, `secret-extra` is read first | the integrator keeps its data with the data platform's library, which puts a secret like this there |
//! | `requested-secrets` | the requirer writes nothing | declared | that library writes it. No known provider looks |
//! | `roles-key` and the rest | text, empty if not set | optional, but for `roles-key` | Juju stores no empty text |
//! | `jwt-clock-skew-tolerance` | text | a number, in decimal | it is a number of seconds, and the integrator's option is a number |

relata::interface! {
    /// Accept tokens that carry all that is needed to check them.
    ///
    /// A JSON Web Token names its bearer and is signed. Whoever has the key can
    /// check it without asking the server that has made it. The provider shares
    /// that key, in a Juju secret, and where in a token to look for what.
    interface jwt {
        maintainer: "data-platform";

        /// The only version so far.
        version v0 (draft) {
            providers: { "jwt-integrator": "https://www.github.com/canonical/jwt-integrator" };
            requirers: { "opensearch-operator": "https://www.github.com/canonical/opensearch-operator" };
        }

        /// - Shares the key in a Juju secret, and the member that holds a
        ///   bearer's roles.
        /// - Shares the rest if an operator has set it.
        provider {
            /// How to check a token.
            #[encoding(raw)]
            app {
                /// The key with which to check a token's signature.
                #[required]
                #[rust(signing_key)]
                #[alias("signing-key", written)]
                #[example("secret:cuni0uh34trs5tihuf9g")]
                "secret-extra": Secret<SigningKey>,

                /// The member of a token that holds the roles of its bearer.
                #[required]
                #[example("roles")]
                "roles-key": String,

                /// The header in which a request carries its token.
                #[example("Authorization")]
                "jwt-header": Option<String>,

                /// The parameter in which a request carries its token, if not in
                /// a header.
                #[example("jwt")]
                "jwt-url-parameter": Option<String>,

                /// The member that holds the name of the bearer.
                #[example("user")]
                "subject-key": Option<String>,

                /// For whom a token has to be made.
                #[example("opensearch")]
                "required-audience": Option<String>,

                /// Who has to have made a token.
                #[example("my-identity-provider")]
                "required-issuer": Option<String>,

                /// By how many seconds the clocks of both sides may differ.
                #[example(30)]
                "jwt-clock-skew-tolerance": Option<u32>,
            }
        }

        /// - Checks tokens by everything that it is given.
        /// - Need not ask for anything.
        requirer {
            /// What the data platform's library notes.
            app {
                /// The keys that it expects in a secret.
                #[allow(R15, reason = "names of keys, which can have no further members")]
                #[example(["signing-key"])]
                "requested-secrets": Option<Vec<String>>,
            }
        }

        /// With what tokens are signed.
        secret SigningKey {
            /// The key: PEM, or the text that both sides share. Several are
            /// separated by commas.
            #[example("-----BEGIN PUBLIC KEY-----\n\
                MCowBQYDK2VwAyEAqAyV6LzMtpizIQS8/EyTpmkOM0FE2HLrhXiDx6TIkNY=\n\
                -----END PUBLIC KEY-----\n")]
            "signing-key": String,
        }
    }
}

pub use self::jwt::*;
