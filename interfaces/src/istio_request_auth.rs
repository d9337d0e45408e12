//! Have Istio check tokens before a request comes in.
//!
//! There is no specification of this interface. The declaration says what the
//! library writes and reads.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `jwks_uri` | a string | a URL | Istio takes nothing else |
//! | `issuer` | "a URL" | a string | Istio compares it with the token's issuer, which may be any text |

relata::interface! {
    /// Have Istio check tokens before a request comes in.
    ///
    /// The requirer, an application behind an ingress, says whose JSON web
    /// tokens it trusts and which of their claims it wants as headers. The
    /// ingress has Istio check the tokens, so that requests with a bad one
    /// never arrive.
    interface istio_request_auth {
        maintainer: "service-mesh";
        tags: "identity-auth", networking;

        /// What the library writes.
        version v0 (draft) {
            lib: "charmlibs.interfaces.istio_request_auth";
            providers: {
                "istio-ingress-k8s": "https://github.com/canonical/istio-ingress-k8s-operator",
            };
        }

        /// - Makes Istio apply the rules of every requirer.
        /// - Lets nothing through to a requirer that has no rules, as nobody
        ///   would check its requests.
        /// - Writes nothing.
        provider {}

        /// - States its rules, and none that it does not need: a token that
        ///   fits any of them is good.
        requirer {
            /// Whose tokens are good.
            app {
                /// The rules. None at all means that they are still to come.
                #[example([{
                    "issuer": "https://accounts.example",
                    "jwks_uri": "https://accounts.example/.well-known/jwks.json",
                    "forward_original_token": true,
                    "claim_to_headers": [{ "header": "x-user-email", "claim": "email" }]
                }])]
                jwt_rules: Option<Vec<JwtRule>>,
            }
        }

        /// Tokens of one issuer.
        struct JwtRule {
            /// Who issues them, exactly as the token's claim `iss` says.
            #[example("https://accounts.example")]
            issuer: String,

            /// Where the issuer's keys are. Without it Istio asks the issuer
            /// itself, by OpenID Connect discovery.
            #[example("https://accounts.example/.well-known/jwks.json")]
            jwks_uri: Option<Url>,

            /// For whom a token may be meant: one of these is in its claim
            /// `aud`. Without it, for anybody.
            #[allow(R15, reason = "an audience is never more than its text")]
            #[example(["cart"])]
            audiences: Option<Vec<String>>,

            /// Whether the application gets the token, too.
            #[example(true)]
            forward_original_token: Option<bool>,

            /// Which claims become headers. A header may come from several
            /// claims, separated by commas, and a claim go to several headers.
            #[example([{ "header": "x-user-email", "claim": "email" }])]
            claim_to_headers: Option<Vec<ClaimToHeader>>,

            /// In which headers to look for the token. The first good one
            /// counts. Without it, in `Authorization`.
            #[example([{ "name": "x-jwt-assertion", "prefix": "Bearer " }])]
            from_headers: Option<Vec<FromHeader>>,
        }

        /// A claim that the application gets as a header.
        struct ClaimToHeader {
            /// The name of the header.
            #[example("x-user-email")]
            header: String,
            /// The name of the claim.
            #[example("email")]
            claim: String,
        }

        /// A header that may hold a token.
        struct FromHeader {
            /// The name of the header.
            #[example("x-jwt-assertion")]
            name: String,
            /// What stands in front of the token.
            #[example("Bearer ")]
            prefix: Option<String>,
        }
    }
}

pub use self::istio_request_auth::*;
