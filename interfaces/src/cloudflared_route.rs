//! Run the end of a Cloudflare tunnel.
//!
//! The provider is the charm that configures tunnels, the requirer the one that
//! runs `cloudflared`.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | name | `cloudflared-route` in `interface.yaml` | `cloudflared_route` | folder, README, library and charms |
//! | content of the secret | a sentence in the README | declared | it is part of the interface |

relata::interface! {
    /// Run the end of a Cloudflare tunnel.
    ///
    /// The provider configures tunnels and hands over the token of one. The
    /// requirer runs `cloudflared` with it.
    interface cloudflared_route {
        maintainer: "platform-engineering";
        tags: ingress, networking;

        /// The only version so far.
        version v0 (draft) {
            lib: "charms.cloudflare_configurator.cloudflared_route";
        }

        /// - Shares the tunnel's token in a Juju secret that the requirer may
        ///   read.
        /// - Replaces a token by a new revision of the secret, or by another
        ///   secret.
        /// - May name a DNS server that the tunnel has to use.
        provider {
            /// The tunnel.
            #[encoding(raw)]
            app {
                /// The tunnel's token.
                #[required]
                #[example("secret:csn5caau557j9bojn7rg")]
                tunnel_token_secret_id: Secret<Tunnel>,

                /// A DNS server to use instead of the system's. It answers on
                /// port 53, for public domains and for every domain that the
                /// tunnel leads to.
                #[example("10.152.183.10")]
                nameserver: Option<IpAddr>,
            }
        }

        /// - Runs `cloudflared` with the token, and restarts it when the token
        ///   changes.
        /// - Has it use the DNS server, or the system's if none is given.
        requirer {}

        /// What is needed to run the end of a tunnel.
        secret Tunnel {
            /// The token that `cloudflared` is started with.
            #[example("eyJhIjoiZXhhbXBsZSIsInQiOiJ0dW5uZWwiLCJzIjoic2VjcmV0In0=")]
            "tunnel-token": String,
        }
    }
}

pub use self::cloudflared_route::*;
