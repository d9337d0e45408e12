//! Ask OpenFGA who may do what.
//!
//! # Versions
//!
//! Version 0 names an address, a port and a scheme, version 1 a URL for each of
//! OpenFGA's two programming interfaces. Neither side states its version; which
//! one a databag speaks shows in its keys. A requirer writes the same in both.
//!
//! Version 0 does not say on which port OpenFGA takes gRPC. A provider of
//! version 0 that is read as one of version 1 is taken to use OpenFGA's own
//! port for that, 8081, as the charm of OpenFGA always has:
//!
//! ```
//! use relata::{Databag, Remote, receive};
//! use relata_interfaces::openfga::{self, v1};
//!
//! let bag: Databag = [
//!     ("address", "10.10.4.1"),
//!     ("port", "8080"),
//!     ("scheme", "https"),
//!     ("token_secret_id", "secret:d40rbhnmp25c76d6bdn0"),
//!     ("store_id", "01GK13VYZK62Q1T0X55Q2BHYD6"),
//! ]
//! .map(|(key, text)| (key.into(), text.into()))
//! .into();
//! let received = receive::<openfga::Provider>(&Remote::new().app(&bag)).expect("something");
//! assert_eq!(received.version, 0);
//! let newest: v1::Provider = received.data.into_newest();
//! let app = newest.app.expect("an application databag");
//! assert_eq!(app.http_api_url.as_str(), "https://10.10.4.1:8080");
//! assert_eq!(app.grpc_api_url, "10.10.4.1:8081");
//! ```
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | the databag | docstring: one object under `openfga` | its members are keys | schemas, READMEs and libraries |
//! | v0 `token_secret_id` | schema: mandatory; library: this or `token` | one of the two is there | a provider without secrets writes `token` |
//! | v0 `token`, `dns_name` | not in the schema | declared | the library writes them |
//! | v0 `scheme` | schema: any; library: `http` or `https`, else refused | `http` or `https` | there is no third, and this version is closed |
//! | v1 `token`, `token_secret_id` | the schema's rule wants one of them, but is never run | both optional | the library shares URLs before there is a store and a token |
//! | v1 `token` | in the schema; the library never writes it | declared | a provider without secrets may |
//! | v1 `grpc_api_url` | called a URL | any text | the charm writes a host and a port unless it has an ingress |
//! | content of the secret | not said for v0 | the same in both | the library reads `token` |

relata::interface! {
    /// Ask OpenFGA who may do what.
    ///
    /// OpenFGA keeps who is related to what in stores, and answers by that
    /// whether somebody may do something. The requirer names the store that it
    /// wants, the provider makes it and shares how to reach it, with a token in
    /// a Juju secret.
    interface openfga {
        maintainer: "identity";
        tags: "identity-auth";

        /// One address.
        version v0 (retired);

        /// A URL for each programming interface.
        version v1 (published) {
            lib: "charmlibs.interfaces.openfga";
        }

        /// - Makes a store when the requirer has named one.
        /// - Shares where OpenFGA is, the store's id, and a token.
        provider {
            /// How to reach the store.
            #[encoding(raw)]
            #[any_of(token_secret_id, token, until(v1))]
            app {
                /// The address of OpenFGA.
                #[until(v1)]
                #[required]
                #[example("10.10.4.1")]
                address: IpAddr,

                /// The port on which OpenFGA takes HTTP.
                #[until(v1)]
                #[required]
                #[example(8080)]
                port: Port,

                /// How to talk to OpenFGA.
                #[until(v1)]
                #[required]
                #[example("https")]
                scheme: Scheme,

                /// The host of OpenFGA, as the name system has it.
                #[until(v1)]
                #[example("openfga.iam.svc.cluster.local")]
                dns_name: Option<String>,

                /// Where OpenFGA takes gRPC: a host and a port, or a URL.
                #[since(v1)]
                #[required]
                #[example("openfga.iam.svc.cluster.local:8081")]
                grpc_api_url: String,

                /// Where OpenFGA takes HTTP.
                #[since(v1)]
                #[required]
                #[example("http://openfga.iam.svc.cluster.local:8080")]
                http_api_url: Url,

                /// The token with which to ask OpenFGA.
                #[example("secret:d40rbhnmp25c76d6bdn0")]
                token_secret_id: Option<Secret<Token>>,

                /// The token itself, where there are no secrets.
                #[example("7cPq2vXn9tRb4kWs")]
                token: Option<Sensitive>,

                /// The id of the store.
                #[until(v1)]
                #[required]
                #[example("01GK13VYZK62Q1T0X55Q2BHYD6")]
                store_id: String,

                /// The id of the store. Missing until there is one.
                #[since(v1)]
                #[example("01GK13VYZK62Q1T0X55Q2BHYD6")]
                store_id: Option<String>,
            }

            /// Waits to be asked for a store.
            expect nothing when requirer is silent;

            /// Tells where its API is, and which store it has made.
            #[until(v1)]
            expect present(app.address) && present(app.port) && present(app.store_id)
                when requirer is complete;

            /// Tells where its API is.
            #[since(v1)]
            expect present(app.grpc_api_url) && present(app.http_api_url)
                when requirer is complete;
        }

        /// - Names the store that it wants.
        /// - Asks OpenFGA with the token that it is given.
        requirer {
            /// What is asked for.
            #[encoding(raw)]
            app {
                /// The name of the store.
                #[required]
                #[example("shop")]
                store_name: String,
            }

            /// Goes on asking for its store when it has been given one.
            expect present(app.store_name) when provider is complete;
        }

        /// How to talk to a server.
        #[until(v1)]
        #[closed]
        enum Scheme { http, https }

        /// With what to ask OpenFGA.
        secret Token {
            /// The token.
            #[example("7cPq2vXn9tRb4kWs")]
            token: String,
        }
    }
}

mod convert;

pub use self::openfga::*;

/// Where OpenFGA takes gRPC unless it is told otherwise.
const GRPC_PORT: u16 = 8081;

/// The address becomes two, the second with OpenFGA's own port for gRPC.
impl relata::Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        v1::Provider {
            app: self.app.map(upgrade_app),
        }
    }
}

fn upgrade_app(old: v0::ProviderApp) -> v1::ProviderApp {
    let at = |port| std::net::SocketAddr::new(old.address, port);
    let http = format!("{}://{}", old.scheme, at(old.port.get()));
    v1::ProviderApp {
        grpc_api_url: at(GRPC_PORT).to_string(),
        http_api_url: relata::Url::new(http).expect("a scheme, an address and a port are a URL"),
        token_secret_id: old.token_secret_id,
        token: old.token,
        store_id: Some(old.store_id),
    }
}
