//! Let people log in with an account that they have elsewhere.
//!
//! The provider holds what an administrator registered with an external
//! identity provider; the requirer, Ory Kratos, uses it and says where logins
//! are to come back to.
//!
//! # Where this differs from upstream
//!
//! Two generations of the integrator's library speak this version, and write
//! some members under different names.
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `tenant_id`, `team_id`, `private_key_id`, `private_key` | these names; library 1: `microsoft_tenant`, `apple_team_id`, … | these names, also written as library 1 does, all read | each library reads its own names only |
//! | `provider_id` | library 1: `id` | `provider_id`, `id` is read too | both libraries read `provider_id` |
//! | `label`, `mapper_url` | not in the schema | declared | the libraries write them |
//! | `scope`, `provider_id`, `jsonnet_mapper`, … | mandatory but nullable | optional | the README's own example leaves them out |
//! | `tenant_id` | a string | a string or a number | the README's example is a number |
//! | rules on `tenant_id`, `private_key`, … | compare an enum with a string, and so refuse every value | as the README states them | they were meant so |
//! | rule on `issuer_url` | refuses it where the README demands it | as the README states it | the same |
//! | `client_secret` | mandatory | mandatory unless the identity provider is Apple | the README and both libraries |
//! | `redirect_uri` | schema: an object with `url`; README and library: a text | the URL, the object is read too | the library writes the URL |
//! | known identity providers | a closed list; `yandex` in the schema, `yander` in the libraries, `vkontakte` and `vk` in the README | an open list with all of these | an unknown one is for Kratos to turn down |
//! | `providers` | mandatory | empty if missing | that is how the library reads it |

relata::interface! {
    /// Let people log in with an account that they have elsewhere.
    ///
    /// An administrator registers Kratos as a client of an identity provider
    /// (Google, Microsoft, any OpenID Connect server) and gives what comes out
    /// of that to the providing charm, which hands it to Kratos. Kratos answers
    /// with the address that the administrator has to enter there.
    interface kratos_external_idp {
        maintainer: "identity";
        internal: true;

        /// The only version so far.
        version v0 (draft) {
            providers: {
                "kratos-external-idp-integrator": "https://www.github.com/canonical/kratos-external-idp-integrator",
            };
            requirers: {
                "kratos": "https://www.github.com/canonical/kratos-operator",
            };
        }

        /// - Hands over one registration or more, each with what its identity
        ///   provider needs.
        /// - Shows the administrator the address that comes back.
        provider {
            /// Where people may have an account.
            app {
                /// The registrations.
                #[example([{
                    "client_id": "2f1cb6f0-kratos",
                    "client_secret": "cl1ent-s3cRet",
                    "secret_backend": "relation",
                    "provider": "microsoft",
                    "tenant_id": "9c1f2b7e-0a55-4a7e-8f0f-2d6b5f3f1c11",
                    "scope": "profile email address phone"
                }])]
                providers: Vec<Registration> = [],
            }
        }

        /// - Answers every registration with an address and an id.
        /// - Keeps the id that the provider has chosen, if it has.
        requirer {
            /// Where logins come back to.
            app {
                /// The answers.
                #[example([{
                    "provider_id": "microsoft",
                    "redirect_uri": "https://login.example/self-service/methods/oidc/callback/microsoft"
                }])]
                providers: Vec<Registered> = [],
            }
        }

        /// Kratos, registered as a client of one identity provider.
        #[check(client_secret_needed, "`client_secret` is mandatory, except for `apple`",
            provider == "apple" || present(client_secret))]
        #[check(issuer_url_needed, "`issuer_url` is mandatory for `generic` and `auth0`",
            (provider != "generic" && provider != "auth0") || present(issuer_url))]
        #[check(tenant_needed, "`tenant_id` is mandatory for `microsoft`",
            provider != "microsoft" || present(tenant_id))]
        #[check(tenant_elsewhere, "`tenant_id` is for `microsoft` only",
            provider == "microsoft" || !present(tenant_id))]
        #[check(apple_key_needed,
            "`team_id`, `private_key_id` and `private_key` are mandatory for `apple`",
            provider != "apple"
                || (present(team_id) && present(private_key_id) && present(private_key)))]
        #[check(apple_key_elsewhere,
            "`team_id`, `private_key_id` and `private_key` are for `apple` only",
            provider == "apple"
                || (!present(team_id) && !present(private_key_id) && !present(private_key)))]
        struct Registration {
            /// Which identity provider it is, or which protocol it speaks.
            #[example("microsoft")]
            provider: IdentityProvider,

            /// Under which name Kratos is known there.
            #[example("2f1cb6f0-kratos")]
            client_id: String,

            /// The password that goes with it.
            #[example("cl1ent-s3cRet")]
            client_secret: Option<Sensitive>,

            /// Where secrets are kept. Up to now they are always in the
            /// databag.
            #[example("relation")]
            secret_backend: SecretBackend = "relation",

            /// What to ask for at login: words separated by spaces.
            #[example("profile email address phone")]
            scope: Option<String>,

            /// The id by which Kratos is to know this registration.
            #[alias("id")]
            #[example("microsoft_6e1ce1792c6e3594dfc2f2e9f53d386fcfab4d36")]
            provider_id: Option<String>,

            /// What people see on the button.
            #[example("Company account")]
            label: Option<String>,

            /// Jsonnet that turns what the identity provider says about a
            /// person into what Kratos keeps.
            #[example("local claims = std.extVar('claims'); { identity: { traits: { email: claims.email } } }")]
            jsonnet_mapper: Option<String>,

            /// Where that Jsonnet is: a URL with the scheme `base64`, `https`
            /// or `file`.
            #[example("base64://bG9jYWwgY2xhaW1zID0gc3RkLmV4dFZhcignY2xhaW1zJyk7")]
            mapper_url: Option<String>,

            /// Where an OpenID Connect server is: the URL without
            /// `/.well-known/openid-configuration`.
            #[example("https://accounts.example/realms/staff")]
            issuer_url: Option<String>,

            /// The organisation at Microsoft.
            #[alias("microsoft_tenant", written)]
            #[alias("microsoft_tenant_id")]
            #[example("9c1f2b7e-0a55-4a7e-8f0f-2d6b5f3f1c11")]
            tenant_id: Option<Tenant>,

            /// The team at Apple.
            #[alias("apple_team_id", written)]
            #[example("9ZL7Q4K2VT")]
            team_id: Option<String>,

            /// Which of the team's keys it is.
            #[alias("apple_private_key_id", written)]
            #[example("K5T2N8W3XB")]
            private_key_id: Option<String>,

            /// The key itself, in PEM.
            #[alias("apple_private_key", written)]
            #[example("-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n")]
            private_key: Option<Sensitive>,
        }

        /// What has become of a registration.
        struct Registered {
            /// The id by which Kratos knows it.
            #[example("microsoft")]
            provider_id: String,

            /// Where logins come back to. The administrator enters it at the
            /// identity provider.
            #[example("https://login.example/self-service/methods/oidc/callback/microsoft")]
            redirect_uri: RedirectUri,
        }

        /// An organisation's id at Microsoft.
        union Tenant {
            /// What it is, a UUID or a domain.
            Id(String),
            /// What YAML makes of one that is all digits.
            Number(u64),
        }

        /// Where logins come back to.
        union RedirectUri {
            /// A URL: scheme, host, and a path that names the registration.
            Plain(Url),
            /// The same in an object, which the specification's schema asks
            /// for.
            Wrapped(WrappedUrl),
        }

        /// A URL in an object.
        struct WrappedUrl {
            /// The URL.
            #[example("https://login.example/self-service/methods/oidc/callback/microsoft")]
            url: Url,
        }

        /// Where secrets are kept.
        enum SecretBackend {
            /// In the databag, in plain text.
            relation,
            /// In a Juju secret.
            secret,
            /// In Vault.
            vault,
        }

        /// An identity provider, as Kratos calls it.
        enum IdentityProvider {
            /// Any OpenID Connect server.
            generic,
            auth0,
            apple,
            discord,
            dingtalk,
            facebook,
            github,
            gitlab,
            google,
            microsoft,
            netid,
            slack,
            spotify,
            twitch,
            vk,
            /// The same as `vk`.
            vkontakte,
            yandex,
            /// `yandex`, as the libraries misspell it.
            yander,
        }
    }
}

pub use self::kratos_external_idp::*;

impl v0::RedirectUri {
    /// The URL, however it was written.
    pub fn url(&self) -> &relata::Url {
        match self {
            v0::RedirectUri::Plain(url) => url,
            v0::RedirectUri::Wrapped(wrapped) => &wrapped.url,
        }
    }
}

impl From<relata::Url> for v0::RedirectUri {
    fn from(url: relata::Url) -> Self {
        v0::RedirectUri::Plain(url)
    }
}

impl std::fmt::Display for v0::Tenant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            v0::Tenant::Id(id) => f.write_str(id),
            v0::Tenant::Number(number) => write!(f, "{number}"),
        }
    }
}
