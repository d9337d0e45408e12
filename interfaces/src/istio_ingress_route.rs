//! Route requests from outside, with Istio.
//!
//! There is no specification of this interface. The declaration says what the
//! library writes and reads. Most of it is a subset of the Kubernetes Gateway
//! API.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | protocols, methods, kinds of matches and filters | closed lists | open lists | an unknown one is for the provider to turn down, and must not hide the other routes |
//! | `type` of a filter | written, not read | says which filter it is | every filter is written with it |
//! | new path | `replaceFullPath` or `replacePrefixMatch`; in Python: `value` | the first two; `value` is read too | the library writes the first two and reads all |

relata::interface! {
    /// Route requests from outside, with Istio.
    ///
    /// Where `ingress` gives one address to an application, here the requirer
    /// says itself on which ports to listen and which requests go where, for
    /// HTTP and for gRPC.
    interface istio_ingress_route {
        maintainer: "service-mesh";
        tags: ingress, networking;

        /// What the library writes.
        version v0 (draft) {
            lib: "charmlibs.interfaces.istio_ingress_route";
            providers: {
                "istio-ingress-k8s": "https://github.com/canonical/istio-ingress-k8s-operator",
            };
        }

        /// - Listens and routes as the requirers ask, with TLS as soon as it
        ///   has a certificate.
        /// - Says under which host that happens.
        /// - Takes the host back if the routes of two requirers contradict
        ///   each other.
        provider {
            /// Where the requirer is reachable.
            #[encoding(raw(true = "True", false = "False"))]
            app {
                /// The host: a name or an address. Missing as long as nothing
                /// is routed.
                #[example("ingress.example")]
                external_host: Option<String>,

                /// Whether the listeners speak TLS.
                #[example(true)]
                tls_enabled: bool = false,
            }
        }

        /// - Asks for all its listeners and routes at once.
        /// - Asks for HTTP or gRPC, and leaves TLS to the provider.
        requirer {
            /// Listeners and routes: one JSON document.
            #[encoding(nested("config"))]
            app {
                /// The model of the services that get the requests, which is
                /// their namespace.
                #[required]
                #[example("shop")]
                model: String,

                /// Where to listen.
                #[example([{ "port": 8080, "protocol": "HTTP" }])]
                listeners: Vec<Listener> = [],

                /// Where requests over HTTP go.
                #[example([{
                    "name": "api",
                    "listener": { "port": 8080, "protocol": "HTTP" },
                    "matches": [{ "path": { "type": "PathPrefix", "value": "/api" } }],
                    "backends": [{ "service": "cart", "port": 8080 }]
                }])]
                http_routes: Vec<HttpRoute> = [],

                /// Where requests over gRPC go.
                #[example([{
                    "name": "orders",
                    "listener": { "port": 9090, "protocol": "GRPC" },
                    "matches": [{ "method": { "service": "shop.Orders", "method": "Place" } }],
                    "backends": [{ "service": "cart", "port": 9090 }]
                }])]
                grpc_routes: Vec<GrpcRoute> = [],
            }
        }

        /// A port on which the provider listens.
        struct Listener {
            /// The port.
            #[example(8080)]
            port: Port,
            /// What is spoken there.
            #[example("HTTP")]
            protocol: Protocol,
        }

        /// What is spoken on a port, with TLS or without.
        enum Protocol {
            Http = "HTTP",
            Grpc = "GRPC",
        }

        /// A rule about requests over HTTP.
        struct HttpRoute {
            /// The name of the rule.
            #[example("api")]
            name: String,
            /// Where the requests come in: one of the listeners.
            #[example({ "port": 8080, "protocol": "HTTP" })]
            listener: Listener,
            /// Where they go.
            #[example([{ "service": "cart", "port": 8080 }])]
            backends: Vec<Backend>,
            /// The hosts that a request may name. Without it, any.
            #[allow(R15, reason = "a host is never more than its name")]
            #[example(["shop.example"])]
            hostnames: Option<Vec<String>>,
            /// Which requests the rule is about: those that fit one of these.
            /// Without it, all.
            #[example([{ "path": { "type": "PathPrefix", "value": "/api" }, "method": "GET" }])]
            matches: Option<Vec<HttpMatch>>,
            /// What happens to a request on its way.
            #[example([{ "type": "URLRewrite", "urlRewrite": {
                "path": { "type": "ReplacePrefixMatch", "replacePrefixMatch": "/v2" }
            } }])]
            filters: Option<Vec<HttpFilter>>,
        }

        /// A rule about requests over gRPC.
        struct GrpcRoute {
            /// The name of the rule.
            #[example("orders")]
            name: String,
            /// Where the requests come in: one of the listeners.
            #[example({ "port": 9090, "protocol": "GRPC" })]
            listener: Listener,
            /// Where they go.
            #[example([{ "service": "cart", "port": 9090 }])]
            backends: Vec<Backend>,
            /// The hosts that a request may name. Without it, any.
            #[allow(R15, reason = "a host is never more than its name")]
            #[example(["shop.example"])]
            hostnames: Option<Vec<String>>,
            /// Which requests the rule is about: those that fit one of these.
            /// Without it, all.
            #[example([{ "method": { "service": "shop.Orders", "method": "Place" } }])]
            matches: Option<Vec<GrpcMatch>>,
            /// What happens to a request on its way.
            #[example([{ "type": "RequestRedirect", "requestRedirect": { "scheme": "https" } }])]
            filters: Option<Vec<GrpcFilter>>,
        }

        /// A service that gets requests.
        struct Backend {
            /// The name of the Kubernetes service.
            #[example("cart")]
            service: String,
            /// The service's port.
            #[example(8080)]
            port: Port,
            /// The service's share of the requests, as compared with the other
            /// backends' weights.
            #[range(1..=100)]
            #[example(50)]
            weight: Option<u8>,
        }

        /// What a request over HTTP has to look like. All of it has to fit.
        struct HttpMatch {
            /// Headers with their values.
            #[allow(R15, reason = "the keys are headers, which every charm chooses")]
            #[example({ "x-canary": "true" })]
            headers: Option<Map<String, String>>,
            /// The path.
            #[example({ "type": "PathPrefix", "value": "/api" })]
            path: Option<PathMatch>,
            /// The method.
            #[example("GET")]
            method: Option<Method>,
        }

        /// What the path of a request has to look like.
        struct PathMatch {
            /// How it is compared.
            #[example("PathPrefix")]
            "type": PathMatchType = "PathPrefix",
            /// With what.
            #[example("/api")]
            value: String,
        }

        /// How a path is compared.
        enum PathMatchType {
            /// It is the same.
            Exact,
            /// It begins with the same parts.
            PathPrefix,
            /// It matches a regular expression.
            RegularExpression,
        }

        /// A method of HTTP.
        enum Method {
            Get = "GET",
            Post = "POST",
            Put = "PUT",
            Delete = "DELETE",
            Patch = "PATCH",
            Head = "HEAD",
            Options = "OPTIONS",
            Connect = "CONNECT",
            Trace = "TRACE",
        }

        /// What a request over gRPC has to look like. All of it has to fit.
        struct GrpcMatch {
            /// Headers with their values.
            #[allow(R15, reason = "the keys are headers, which every charm chooses")]
            #[example({ "x-canary": "true" })]
            headers: Option<Map<String, String>>,
            /// What is called.
            #[example({ "service": "shop.Orders", "method": "Place" })]
            method: Option<GrpcMethod>,
        }

        /// What is called.
        struct GrpcMethod {
            /// The service, with its package.
            #[example("shop.Orders")]
            service: String,
            /// The method. Without it, any of the service.
            #[example("Place")]
            method: Option<String>,
        }

        /// What happens to a request over HTTP on its way.
        #[tag("type")]
        union HttpFilter {
            /// The backend sees another URL.
            URLRewrite {
                /// Which one.
                #[rust(rewrite)]
                "urlRewrite": Rewrite,
            },
            /// The client is told to ask elsewhere.
            RequestRedirect {
                /// Where.
                #[rust(redirect)]
                "requestRedirect": Redirect,
            },
        }

        /// What happens to a request over gRPC on its way.
        #[tag("type")]
        union GrpcFilter {
            /// The client is told to ask elsewhere.
            RequestRedirect {
                /// Where.
                #[rust(redirect)]
                "requestRedirect": Redirect,
            },
        }

        /// The URL that a backend sees. What is not named stays.
        struct Rewrite {
            /// The host.
            #[example("cart.internal")]
            hostname: Option<String>,
            /// The path.
            #[example({ "type": "ReplacePrefixMatch", "replacePrefixMatch": "/v2" })]
            path: Option<NewPath>,
        }

        /// Where to ask instead. What is not named stays.
        struct Redirect {
            /// The scheme: `http` or `https`.
            #[example("https")]
            scheme: Option<String>,
            /// The host.
            #[example("shop.example")]
            hostname: Option<String>,
            /// The path.
            #[example({ "type": "ReplaceFullPath", "replaceFullPath": "/closed" })]
            path: Option<NewPath>,
            /// The port.
            #[example(443)]
            port: Option<Port>,
            /// The status of the answer.
            #[rust(status_code)]
            #[example(301)]
            "statusCode": i64 = 301,
        }

        /// What becomes of a path.
        #[tag("type")]
        union NewPath {
            /// All of it is replaced.
            ReplaceFullPath {
                /// The new path.
                #[rust(path)]
                #[alias("value")]
                #[example("/closed")]
                "replaceFullPath": String,
            },
            /// What the route matched is replaced.
            ReplacePrefixMatch {
                /// The new beginning.
                #[rust(prefix)]
                #[alias("value")]
                #[example("/v2")]
                "replacePrefixMatch": String,
            },
        }
    }
}

pub use self::istio_ingress_route::*;
