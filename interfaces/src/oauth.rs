//! Log people in with OAuth 2.0 and OpenID Connect.
//!
//! The requirer is an application that wants to know who its users are; the
//! provider is the server that knows them. The requirer becomes a client of
//! that server.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `client_id` | schema: mandatory | optional | the library shares its endpoints first and registers the client afterwards |
//! | `redirect_uri` | schema: mandatory; library: only with the grant `authorization_code` | optional | some grants send nobody anywhere. That this one needs it is for the provider to say |
//! | `audience`, `token_endpoint_auth_method` | mandatory, with a default | the default if missing, always written | both readers are served |
//! | `ca_chain`, `jwt_access_token`, requirer's `client_id` | not in the schema | declared | the library writes them |
//! | `jwt_access_token` | text | `True` and `False`, `true` and `false` accepted | that is what the library makes of a boolean, and reads |
//! | `token_endpoint_auth_method` | the schema's example: a list | a text | schema and library |
//! | grants and methods | closed lists | open lists of the same | an unknown one is for the provider to turn down |
//! | endpoints | texts; README: `authentication_endpoint` | URLs; `authorization_endpoint` | every known provider writes URLs; schema, example and library |

relata::interface! {
    /// Log people in with OAuth 2.0 and OpenID Connect.
    ///
    /// The provider is an authorization server. It registers the requirer as a
    /// client, and tells it under which name, with which password and where to
    /// ask. Both sides need Juju secrets.
    interface oauth {
        maintainer: "identity";
        tags: "identity-auth";

        /// The only version so far.
        version v0 (draft) {
            lib: "charmlibs.interfaces.oauth";
            providers: { "hydra-operator": "https://www.github.com/canonical/hydra-operator" };
        }

        /// - Shares its issuer, its endpoints and the scopes that it knows.
        /// - Registers one client per requirer, as that asks for it, and keeps
        ///   it up to date when the requirer asks for something else.
        /// - Shares the client's id, and its password in a Juju secret.
        provider {
            /// Where the server is, and who the requirer is to it.
            #[encoding(raw)]
            app {
                /// Who issues the tokens: the start of every endpoint, and the
                /// `iss` in each token.
                #[required]
                #[example("https://iam.example/")]
                issuer_url: Url,

                /// Where people are sent to log in.
                #[required]
                #[example("https://iam.example/oauth2/auth")]
                authorization_endpoint: Url,

                /// Where a client gets its tokens.
                #[required]
                #[example("https://iam.example/oauth2/token")]
                token_endpoint: Url,

                /// Where to ask whether a token is valid.
                #[required]
                #[example("https://hydra.iam.svc.cluster.local:4445/admin/oauth2/introspect")]
                introspection_endpoint: Url,

                /// Where to ask about the person behind a token.
                #[required]
                #[example("https://iam.example/userinfo")]
                userinfo_endpoint: Url,

                /// Where the keys are with which tokens are signed.
                #[required]
                #[example("https://iam.example/.well-known/jwks.json")]
                jwks_endpoint: Url,

                /// The scopes that the server knows: words separated by spaces.
                #[required]
                #[example("openid profile email phone")]
                scope: String,

                /// The requirer's id as a client. Missing until it is
                /// registered.
                #[example("0a6a6c3b-8a0e-4d25-9b0b-6a9a0c4d3f11")]
                client_id: Option<String>,

                /// The password that goes with it.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                client_secret_id: Option<Secret<ClientSecret>>,

                /// The claim that holds a person's groups, if there is one.
                #[example("groups")]
                groups: Option<String>,

                /// Certificates with which to verify the server, up to the
                /// root.
                #[encoding(json)]
                #[allow(R15, reason = "a certificate is never more than its text")]
                #[example([
                    "-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n",
                ])]
                ca_chain: Option<Vec<Pem>>,

                /// Whether an access token is a JSON Web Token, which can be
                /// read without asking the server.
                #[encoding(raw(true = "True" | "true", false = "False" | "false"))]
                #[example(true)]
                jwt_access_token: bool = false,
            }
        }

        /// - Says where people come back to after a login, and which grants and
        ///   scopes it is going to use.
        /// - Waits until the provider has registered it.
        requirer {
            /// What kind of client the requirer wants to be.
            #[encoding(raw)]
            app {
                /// Where people come back to: an address with `https` that their
                /// browsers reach. Needed for the grant `authorization_code`.
                #[example("https://shop.example/callback")]
                redirect_uri: Option<Url>,

                /// For whom else a token is to be valid.
                #[encoding(json)]
                #[allow(R15, reason = "a text by which a server knows itself, and no more")]
                #[example(["https://api.example"])]
                audience: Vec<String> = [],

                /// The scopes that the client may ask for: words separated by
                /// spaces.
                #[required]
                #[example("openid email")]
                scope: String,

                /// The ways in which the client is going to get tokens.
                #[required]
                #[encoding(json)]
                #[allow(R15, reason = "a name that a standard gives")]
                #[example(["authorization_code", "refresh_token"])]
                grant_types: Vec<GrantType>,

                /// How the client shows its password when it gets tokens.
                #[example("client_secret_post")]
                token_endpoint_auth_method: AuthMethod = "client_secret_basic",

                /// The client's id, if the requirer has learned it before and
                /// wants to keep it.
                #[example("0a6a6c3b-8a0e-4d25-9b0b-6a9a0c4d3f11")]
                client_id: Option<String>,
            }
        }

        /// What a client has beside its id.
        secret ClientSecret {
            /// The client's password.
            #[example("yQ9v1uZk3tXw7pRb5nLd2mHs")]
            secret: String,
        }

        /// A way to get a token.
        enum GrantType {
            /// A person logs in, and the client gets a code for it.
            authorization_code,
            /// The client asks for itself, not for a person.
            client_credentials,
            /// The client renews a token that it has.
            refresh_token,
            /// A person logs in on another device than the one that asks.
            DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
        }

        /// How a client shows its password.
        enum AuthMethod {
            /// In the header `Authorization`.
            client_secret_basic,
            /// In the body of the request.
            client_secret_post,
        }
    }
}

pub use self::oauth::*;
