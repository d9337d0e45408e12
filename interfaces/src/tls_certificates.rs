//! Get a certificate signed.
//!
//! # Versions
//!
//! Version 1: the requirer keeps its private key and sends certificate signing
//! requests; the provider answers each with a certificate or with an error.
//! Version 0, which no new charm should use, asks with a name and gets a
//! certificate *and its private key* through the databag. Neither side states
//! its version; the keys of the two have no name in common.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | v1 `request_errors` | schema and README: `certificate_signing_request`; library: `csr` | `csr`, the other name is read too | the library writes `csr` and reads nothing else |
//! | v1 `chain`, `revoked`, `recommended_expiry_notification_time` | mandatory but nullable | optional | the library leaves out what it does not know |
//! | v1 `certificate_signing_request` of an issued certificate | mandatory | optional | upstream's tests have a databag without; it answers no request, and must not keep the others from being read |
//! | v1 `ca` of a request | mandatory but nullable | optional | the README's own example, and older libraries, leave it out |
//! | v1 `ca` of a request | a boolean | a boolean or a word for one | the library's tests, and so perhaps charms, write `"false"` |
//! | v1 requests | in both of the requirer's databags | in either | the library's modes use one of them or both |
//! | v1 `recommended_expiry_notification_time` | "in seconds" | hours | version 3 of the library writes and reads hours |
//! | v1 certificates and requests | any text | text; what is no PEM is noted | the README shows base64 of PEM, the library writes PEM |
//! | v1 `certificates`, `request_errors`, `certificate_signing_requests` | partly mandatory | empty if missing | that is how the library reads and writes them |
//! | v0 `chain` | mandatory | optional | the providers in the field write it only if there is one |
//! | v0 `cert_requests`, `client_cert_requests` | lists | lists, or objects keyed by common name | the OpenStack and Kubernetes charms that the specification names write objects |
//! | v0 other requests and answers | not in the schema | `application_cert_requests`, `intermediate_cert_requests`, `certificate_name`, `client.cert`, `client.key` and answers under `<unit>.processed_requests` and the like | the same charms write and read them |
//! | v0 keys that are a common name | an object | an object, an object of objects, or PEM | the last two are what `<unit>.processed_requests` and `<unit>.server.cert` hold |

relata::interface! {
    /// Get a certificate signed.
    ///
    /// The requirer creates a private key, which never leaves it, and sends a
    /// signing request for each certificate that it needs. The provider is an
    /// authority, or knows one: it answers each request with a certificate and
    /// the chain up to the root, or says why there will be none.
    interface "tls-certificates" {
        maintainer: "tls";
        tags: security;

        /// Certificates with their private keys, by name.
        version v0 (retired) {
            providers: {
                "vault": "https://www.github.com/openstack/charm-vault",
                "tls-certificates-operator": "https://www.github.com/canonical/tls-certificates-operator",
            };
            requirers: {
                "keystone": "https://www.github.com/openstack/charm-keystone",
                "nova-cloud-controller": "https://www.github.com/openstack/charm-nova-cloud-controller",
                "cinder": "https://www.github.com/openstack/charm-cinder",
                "neutron-api": "https://www.github.com/openstack/charm-neutron-api",
                "glance": "https://www.github.com/openstack/charm-glance",
                "charm-ceph-dashboard": "https://www.github.com/openstack/charm-ceph-dashboard",
            };
        }

        /// Signing requests, and certificates that answer them.
        version v1 (published) {
            lib: "charmlibs.interfaces.tls_certificates";
        }

        /// - Answers each request in one place: with a certificate, the
        ///   authority's certificate and the chain, or with an error.
        /// - Takes an answer away when its request is withdrawn.
        /// - Marks a certificate as revoked before it takes it away.
        /// - May tell what it can sign at all.
        provider {
            /// The authority's certificates, and the issued ones with their
            /// keys.
            #[until(v1)]
            #[encoding(raw)]
            unit {
                /// The authority's certificate.
                #[required]
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n")]
                ca: Pem,

                /// The certificates between the authority's and the root's,
                /// one after the other.
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                    A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                    MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                    TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                    lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                    /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                    GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                    -----END CERTIFICATE-----\n")]
                chain: Option<Pem>,

                /// The unit that is answered, with `_` or `-` for the slash.
                #[example("keystone_0")]
                unit_name: Option<String>,

                /// A certificate with which any unit may act as a client.
                #[example("-----BEGIN CERTIFICATE-----\n\
                    MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                    RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                    BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                    W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                    ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                    -----END CERTIFICATE-----\n")]
                "client.cert": Option<Pem>,

                /// The private key of that certificate.
                #[example("-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n")]
                "client.key": Option<Sensitive>,

                /// What was issued: under a common name the certificate of that
                /// name, under `<unit>.processed_requests` and its like all
                /// that were issued to that unit, under `<unit>.server.cert`
                /// and `<unit>.server.key` its first one.
                #[encoding(json, raw)]
                #[allow(R15, reason = "the keys are host names, as the requirers expect")]
                #[example({ "abcd.example": {
                    "cert": "-----BEGIN CERTIFICATE-----\n\
                        MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                        RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                        BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                        W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                        ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                        -----END CERTIFICATE-----\n",
                    "key": "-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n"
                } })]
                ..issued: Map<Hostname, Issued>,
            }

            /// The answers to all requests of the application and its units.
            #[since(v1)]
            app {
                /// What was issued.
                #[example([{
                    "ca": "-----BEGIN CERTIFICATE-----\n\
                        MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                        A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                        MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                        TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                        lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                        /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                        GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                        -----END CERTIFICATE-----\n",
                    "certificate_signing_request": "-----BEGIN CERTIFICATE REQUEST-----\n\
                        MIGVMEkCAQAwFjEUMBIGA1UEAwwLYXBwLmV4YW1wbGUwKjAFBgMrZXADIQAZIlSv\n\
                        dVL1vEWwrZQTnW6ccldbtg6o0oZN2Wwtpc93YKAAMAUGAytlcANBABHWHNfdwinb\n\
                        wE8Q7N8Q4i3v2i7VrHxTww8WF2jBDhZnDRNGBhGCCyzdDUCTVzP8uonMyx+2dsda\n\
                        jg2xl+jSRQQ=\n\
                        -----END CERTIFICATE REQUEST-----\n",
                    "certificate": "-----BEGIN CERTIFICATE-----\n\
                        MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                        RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                        BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                        W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                        ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                        -----END CERTIFICATE-----\n",
                    "chain": [
                        "-----BEGIN CERTIFICATE-----\n\
                            MIHlMIGYAhR2MIHfXfji1sCiAkYbbVvzbwxfSTAFBgMrZXAwFTETMBEGA1UEAwwK\n\
                            RXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0yNzExMjExMDQ1MThaMBYxFDAS\n\
                            BgNVBAMMC2FwcC5leGFtcGxlMCowBQYDK2VwAyEAGSJUr3VS9bxFsK2UE51unHJX\n\
                            W7YOqNKGTdlsLaXPd2AwBQYDK2VwA0EAiCi0hmKt/JWRFAXGOU/0biEQzdXk6bmF\n\
                            ecDizFMVI/lRil/RUxYy6qE9P/YQgpkxX2FwuYxjUnWn4X2wZkCfCw==\n\
                            -----END CERTIFICATE-----\n",
                        "-----BEGIN CERTIFICATE-----\n\
                            MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                            A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                            MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                            TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                            lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                            /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                            GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                            -----END CERTIFICATE-----\n"
                    ]
                }])]
                certificates: Vec<IssuedCertificate> = [],

                /// Why something was not issued.
                #[example([{
                    "csr": "-----BEGIN CERTIFICATE REQUEST-----\n\
                        MIGVMEkCAQAwFjEUMBIGA1UEAwwLYXBwLmV4YW1wbGUwKjAFBgMrZXADIQAZIlSv\n\
                        dVL1vEWwrZQTnW6ccldbtg6o0oZN2Wwtpc93YKAAMAUGAytlcANBABHWHNfdwinb\n\
                        wE8Q7N8Q4i3v2i7VrHxTww8WF2jBDhZnDRNGBhGCCyzdDUCTVzP8uonMyx+2dsda\n\
                        jg2xl+jSRQQ=\n\
                        -----END CERTIFICATE REQUEST-----\n",
                    "error": {
                        "code": 102,
                        "name": "DOMAIN_NOT_ALLOWED",
                        "message": "app.example is not ours",
                        "provider": "vault"
                    }
                }])]
                request_errors: Vec<RequestError> = [],

                /// What the provider can sign, as far as it knows. Missing
                /// means that it has not said yet.
                #[example({ "supports_ip_sans": false, "allowed_domains": ["example"] })]
                capabilities: Option<Capabilities>,
            }

            /// Publishes no certificate before one was requested.
            #[since(v1)]
            expect !present(app.certificates) when requirer is silent;
        }

        /// - Creates a private key and keeps it to itself.
        /// - Sends a request for each certificate, in the unit databag for a
        ///   certificate of the unit, in the application databag for one that
        ///   all units share.
        /// - Says whether a certificate is for an authority.
        /// - Stops using a certificate that was revoked.
        requirer {
            /// Certificates for the whole application.
            #[since(v1)]
            app {
                /// What is to be signed.
                #[example([{
                    "certificate_signing_request": "-----BEGIN CERTIFICATE REQUEST-----\n\
                        MIGVMEkCAQAwFjEUMBIGA1UEAwwLYXBwLmV4YW1wbGUwKjAFBgMrZXADIQAZIlSv\n\
                        dVL1vEWwrZQTnW6ccldbtg6o0oZN2Wwtpc93YKAAMAUGAytlcANBABHWHNfdwinb\n\
                        wE8Q7N8Q4i3v2i7VrHxTww8WF2jBDhZnDRNGBhGCCyzdDUCTVzP8uonMyx+2dsda\n\
                        jg2xl+jSRQQ=\n\
                        -----END CERTIFICATE REQUEST-----\n",
                    "ca": false
                }])]
                certificate_signing_requests: Vec<SigningRequest> = [],
            }

            /// Certificates for one unit.
            #[since(v1)]
            #[allow(R7, reason = "requests for the application and for a unit are two things")]
            unit {
                /// What is to be signed.
                #[example([{
                    "certificate_signing_request": "-----BEGIN CERTIFICATE REQUEST-----\n\
                        MIGVMEkCAQAwFjEUMBIGA1UEAwwLYXBwLmV4YW1wbGUwKjAFBgMrZXADIQAZIlSv\n\
                        dVL1vEWwrZQTnW6ccldbtg6o0oZN2Wwtpc93YKAAMAUGAytlcANBABHWHNfdwinb\n\
                        wE8Q7N8Q4i3v2i7VrHxTww8WF2jBDhZnDRNGBhGCCyzdDUCTVzP8uonMyx+2dsda\n\
                        jg2xl+jSRQQ=\n\
                        -----END CERTIFICATE REQUEST-----\n",
                    "ca": false
                }])]
                certificate_signing_requests: Vec<SigningRequest> = [],
            }

            /// The names for which one unit wants certificates.
            #[until(v1)]
            #[any_of(cert_requests, client_cert_requests, application_cert_requests,
                intermediate_cert_requests, common_name)]
            unit {
                /// The unit that asks, with `_` or `-` for the slash.
                #[encoding(raw)]
                #[example("keystone_0")]
                unit_name: Option<String>,

                /// The name in the unit's first server certificate.
                #[encoding(raw)]
                #[example("abcd.example")]
                common_name: Option<String>,

                /// Other names and addresses in that certificate.
                #[example(["abcd.example", "10.0.0.7"])]
                sans: Option<AltNames>,

                /// What the requirer calls its first certificate.
                #[encoding(raw)]
                #[example("d9c5ea3a-6a11-4c22-9a0d-0d4f4fbcd1c5")]
                certificate_name: Option<String>,

                /// Server certificates for this unit.
                #[example([{ "common_name": "abcd.example", "sans": ["10.0.0.7"] }])]
                cert_requests: Option<CertificateRequests>,

                /// Client certificates for this unit.
                #[example([{ "common_name": "client.example" }])]
                client_cert_requests: Option<CertificateRequests>,

                /// Server certificates that all units of the application share.
                #[example({ "abcd.example": { "sans": ["10.0.0.7"] } })]
                application_cert_requests: Option<CertificateRequests>,

                /// Certificates for authorities below the provider's.
                #[example({ "ca.example": { "sans": [] } })]
                intermediate_cert_requests: Option<CertificateRequests>,
            }
        }

        /// What stands under a dynamic key.
        #[until(v1)]
        union Issued {
            /// One certificate with its key.
            Pair(KeyPair),
            /// Certificates with their keys, by common name.
            #[allow(R15, reason = "the keys are common names, as the requirers expect")]
            ByName(Map<String, KeyPair>),
            /// A certificate or a key on its own.
            Text(PemText),
        }

        /// A certificate with its private key.
        #[until(v1)]
        struct KeyPair {
            /// The certificate.
            cert: Pem,
            /// The private key.
            #[example("-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n")]
            key: Sensitive,
        }

        /// PEM that may be a private key.
        #[until(v1)]
        #[pattern("-----BEGIN ")]
        type PemText: Sensitive;

        /// Requests, in either of the two forms that are in use.
        #[until(v1)]
        union CertificateRequests {
            /// A list, which is what the specification says.
            List(Vec<NamedRequest>),
            /// An object by common name, which is what most charms write.
            #[allow(R15, reason = "the keys are common names, as the providers expect")]
            ByName(Map<String, RequestedNames>),
        }

        /// A request for one certificate.
        #[until(v1)]
        struct NamedRequest {
            /// The name in the certificate.
            #[example("abcd.example")]
            common_name: String,
            /// Other names and addresses in it.
            #[example(["10.0.0.7"])]
            sans: Option<AltNames>,
        }

        /// What is requested for a common name.
        #[until(v1)]
        struct RequestedNames {
            /// Other names and addresses in the certificate.
            #[example(["10.0.0.7"])]
            sans: Option<AltNames>,
        }

        /// Names and addresses besides the common name.
        #[until(v1)]
        union AltNames {
            /// Each on its own.
            #[allow(R15, reason = "a name is never more than its text")]
            List(Vec<String>),
            /// A single one, or several separated by commas.
            Text(String),
        }

        /// A request for one certificate.
        #[since(v1)]
        struct SigningRequest {
            /// The request in PEM (PKCS #10).
            certificate_signing_request: Pem,
            /// Whether the certificate is for an authority.
            #[example(false)]
            ca: Option<Flag>,
        }

        /// A boolean, or a word for one.
        #[since(v1)]
        union Flag {
            /// What is written.
            Is(bool),
            /// What some charms write instead.
            Word(FlagWord),
        }

        /// A word for a boolean.
        #[since(v1)]
        #[closed]
        enum FlagWord {
            /// Yes.
            "true",
            /// No.
            "false",
            /// Yes, as Python says it.
            YesInPython = "True",
            /// No, as Python says it.
            NoInPython = "False",
        }

        /// A certificate that was issued.
        #[since(v1)]
        struct IssuedCertificate {
            /// The certificate of the authority that signed it.
            ca: Pem,
            /// The request that it answers. An entry without one answers none.
            certificate_signing_request: Option<Pem>,
            /// The certificate.
            certificate: Pem,
            /// The certificates from this one, or from the authority's, up to
            /// the root's.
            #[allow(R15, reason = "a certificate is never more than its text")]
            chain: Option<Vec<Pem>>,
            /// How long before the certificate expires the requirer should ask
            /// for a new one, in hours.
            #[example(720)]
            recommended_expiry_notification_time: Option<i64>,
            /// Whether the certificate is no longer to be used.
            #[example(false)]
            revoked: Option<bool>,
        }

        /// A request that was turned down.
        #[since(v1)]
        struct RequestError {
            /// The request in PEM.
            #[alias("certificate_signing_request")]
            csr: Pem,
            /// Why.
            error: ProviderError,
        }

        /// Why a request was turned down.
        #[since(v1)]
        struct ProviderError {
            /// What kind of reason. 1xx is about the request, 2xx about the
            /// provider, 9xx about something else.
            #[example(102)]
            code: ErrorCode,
            /// The same as a word.
            #[example("DOMAIN_NOT_ALLOWED")]
            name: String,
            /// The same for people.
            #[example("app.example is not ours")]
            message: String,
            /// More about it, such as what the backend said.
            #[example("role `charm` allows only *.shop.example")]
            reason: Option<String>,
            /// Which charm or backend turned it down.
            #[example("vault")]
            provider: Option<String>,
            /// Which server turned it down: a URL, or whatever the provider
            /// calls it.
            #[example("https://acme.example/directory")]
            endpoint: Option<String>,
        }

        /// What kind of reason a request was turned down for.
        #[since(v1)]
        enum ErrorCode {
            /// Addresses are not allowed in the request.
            IpNotAllowed = 101,
            /// One of the names is not the provider's to certify.
            DomainNotAllowed = 102,
            /// Wildcards are not allowed in the request.
            WildcardNotAllowed = 103,
            /// The provider's backend cannot be reached, or is sealed.
            ServerNotAvailable = 201,
            /// Anything else.
            Other = 999,
        }

        /// What a provider can sign, as far as it knows. What it does not say
        /// is unknown; it is neither allowed nor forbidden.
        #[since(v1)]
        struct Capabilities {
            /// Addresses among the alternative names.
            #[example(false)]
            supports_ip_sans: Option<bool>,
            /// Wildcards.
            #[example(true)]
            supports_wildcard_dns: Option<bool>,
            /// Names below the allowed domains.
            #[example(true)]
            supports_subdomain: Option<bool>,
            /// Certificates for authorities.
            #[example(false)]
            supports_ca_certificates: Option<bool>,
            /// The domains that it certifies.
            #[allow(R15, reason = "a domain is never more than its name")]
            #[example(["shop.example"])]
            allowed_domains: Option<Vec<String>>,
            /// What it is, such as `acme`, `vault` or `self-signed`.
            #[example("acme")]
            provider_type: Option<String>,
        }
    }
}

pub use self::tls_certificates::*;

impl v1::Flag {
    /// The truth value that was meant.
    pub fn is_true(&self) -> bool {
        match self {
            v1::Flag::Is(truth) => *truth,
            v1::Flag::Word(word) => {
                matches!(word, v1::FlagWord::True | v1::FlagWord::YesInPython)
            }
        }
    }
}

impl From<bool> for v1::Flag {
    fn from(truth: bool) -> Self {
        v1::Flag::Is(truth)
    }
}
