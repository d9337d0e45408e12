//! Log people in with SAML.
//!
//! The provider shares what the metadata of an identity provider say: who it
//! is, where it takes requests and with which certificates it signs.
//!
//! # Endpoints
//!
//! An endpoint has a name, such as `SingleSignOnService`, and a binding, such as
//! `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect`. The library makes keys
//! of both: the name in snake case, the binding's last word, and `url`,
//! `binding` or `response_url`. The usual ones are fields, others are read into
//! `more_endpoints`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | all but `entity_id`, `x509certs` and the redirecting sign-on | mandatory but nullable | optional | a databag holds no null; the README's own example leaves them out |
//! | `single_logout_service_redirect_url`, `single_logout_service_post_url` | not in the schema | declared | README and library write them |
//! | `single_logout_service_url` | in the schema | declared | though the library neither writes nor reads it |
//! | `single_sign_on_service_redirect_response_url`, `…_post_response_url` and endpoints with other bindings | not in the schema | declared, or in `more_endpoints` | the library writes a key for whatever the metadata hold |
//! | `entity_id` | schema: a URL; library: any text | any text | an id need not be a URL, and the library takes it as it is |
//! | `x509certs` | README: PEM; integrator: what the metadata hold, base64 without PEM's first and last line | a list of texts | both are in the field |

relata::interface! {
    /// Log people in with SAML.
    ///
    /// An application that wants to know who its users are sends them to an
    /// identity provider. The provider of this interface describes that: it
    /// takes part in nothing itself. Made for Launchpad, it suits any identity
    /// provider that needs no attributes of its own.
    interface saml {
        maintainer: "platform-engineering";
        tags: "identity-auth";

        /// The only version so far.
        version v0 (published) {
            lib: "charms.saml_integrator.saml";
            providers: { "saml-integrator": "https://github.com/canonical/saml-integrator-operator" };
        }

        /// - Shares the identity provider's id, endpoints and certificates.
        /// - Shares where its metadata are, if they can be had from somewhere.
        provider {
            /// Who the identity provider is and where it takes requests.
            #[encoding(raw)]
            app {
                /// The identity provider's id, usually a URL.
                #[required]
                #[len(1..)]
                #[example("https://login.example")]
                entity_id: String,

                /// Where its metadata are.
                #[example("https://login.example/saml/metadata")]
                metadata_url: Option<Url>,

                /// The certificates with which it signs: PEM, or only the base64
                /// in it.
                #[required]
                #[encoding(csv)]
                #[allow(R15, reason = "a certificate is never more than its text")]
                #[example([
                    "MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\
                     A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\
                     MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\
                     TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\
                     lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\
                     /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\
                     GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==",
                ])]
                x509certs: Vec<String>,

                /// Where people are redirected to log in.
                #[required]
                #[example("https://login.example/saml/")]
                single_sign_on_service_redirect_url: Url,

                /// How: the name that SAML has for it.
                #[required]
                #[example("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect")]
                single_sign_on_service_redirect_binding: String,

                /// Where answers to that go, if elsewhere.
                #[example("https://login.example/saml/answer")]
                single_sign_on_service_redirect_response_url: Option<Url>,

                /// Where a form is sent to log people in.
                #[example("https://login.example/saml/")]
                single_sign_on_service_post_url: Option<Url>,

                /// How: the name that SAML has for it.
                #[example("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")]
                single_sign_on_service_post_binding: Option<String>,

                /// Where answers to that go, if elsewhere.
                #[example("https://login.example/saml/answer")]
                single_sign_on_service_post_response_url: Option<Url>,

                /// Where logging out is asked for, however.
                #[example("https://login.example/+logout")]
                single_logout_service_url: Option<Url>,

                /// Where people are redirected to log out.
                #[example("https://login.example/+logout")]
                single_logout_service_redirect_url: Option<Url>,

                /// How: the name that SAML has for it.
                #[example("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect")]
                single_logout_service_redirect_binding: Option<String>,

                /// Where answers to that go, if elsewhere.
                #[example("https://login.example/+logged-out")]
                single_logout_service_redirect_response_url: Option<Url>,

                /// Where a form is sent to log people out.
                #[example("https://login.example/+logout")]
                single_logout_service_post_url: Option<Url>,

                /// How: the name that SAML has for it.
                #[example("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")]
                single_logout_service_post_binding: Option<String>,

                /// Where answers to that go, if elsewhere.
                #[example("https://login.example/+logged-out")]
                single_logout_service_post_response_url: Option<Url>,

                /// Further endpoints: addresses, and the names of bindings.
                #[allow(R15, reason = "the keys are made of what an identity provider calls its \
                    endpoints")]
                #[example({ "single_logout_service_soap_url": "https://login.example/soap" })]
                #[example({
                    "single_logout_service_soap_binding": "urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
                })]
                ..more_endpoints: Map<EndpointKey, String>,
            }

            /// Describes the identity provider to whoever is related.
            expect present(app.entity_id) && present(app.x509certs)
                when requirer is silent;
        }

        /// - Registers with the identity provider as one that relies on it.
        /// - Sends people to its endpoints, and trusts what it signs.
        requirer {}

        /// An endpoint's name, the last word of its binding, and what of it the
        /// key holds.
        #[pattern("^[a-z][a-z0-9_]*_[a-z0-9]+_(url|binding|response_url)$")]
        type EndpointKey: String;
    }
}

pub use self::saml::*;
