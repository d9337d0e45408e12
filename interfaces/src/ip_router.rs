//! Have a router connect networks.
//!
//! The requirer asks for networks; the provider, a router, has an interface in
//! each and tells everybody which networks there are.
//!
//! # Where this differs from upstream
//!
//! The library is `charms.ip_router_interface.v0.ip_router_interface`; the
//! catalogue does not name it.
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | provider's `networks` | schema and README: a list; library: lists under the requirers' names | both; write the second | the library turns a list down |
//! | requirer's `network-name` | in the library only | declared | without it, the library's router passes over the request |
//! | `routes` | nullable but mandatory | empty if missing | the README's examples leave it out |
//! | `destination` | an address | a network, an address is read too | every example is a network |
//! | `gateway` of a network | an address | an address, one with a prefix length is read too | an example of the README has one |

relata::interface! {
    /// Have a router connect networks.
    ///
    /// The requirer asks for networks and says through which of its own
    /// addresses others can be reached. The provider, a router, has an interface
    /// in each network, and publishes the networks of all requirers.
    interface ip_router {
        maintainer: "telco";

        /// The only version so far.
        version v0 (draft);

        /// - Has an interface with the gateway's address in each network that it
        ///   was asked for.
        /// - Sets up the routes that it was asked for.
        /// - Publishes every network that it connects, to every requirer.
        /// - Passes over a network that overlaps one that it has already.
        provider {
            /// What the router connects.
            app {
                /// The networks of all requirers.
                #[required]
                #[example({
                    "access": [{ "network": "192.168.252.0/24", "gateway": "192.168.252.1" }],
                    "core": [{
                        "network": "192.168.250.0/24",
                        "gateway": "192.168.250.1",
                        "routes": [{ "destination": "172.250.0.0/16", "gateway": "192.168.250.3" }]
                    }]
                })]
                networks: RoutingTable,
            }
        }

        /// - Asks for all of its networks at once.
        /// - Publishes a name that no other requirer has.
        requirer {
            /// What is asked for.
            app {
                /// The networks that the router has to connect.
                #[required]
                #[example([{
                    "network": "192.168.250.0/24",
                    "gateway": "192.168.250.1",
                    "routes": [{ "destination": "172.250.0.0/16", "gateway": "192.168.250.3" }]
                }])]
                networks: Vec<Network>,

                /// The name under which the router publishes these networks. The
                /// library takes that of the requirer's endpoint if it gets no
                /// other.
                #[encoding(raw)]
                #[example("core")]
                "network-name": Option<String>,
            }
        }

        /// The networks of all requirers.
        union RoutingTable {
            /// Those of each requirer under the name that it gave.
            #[allow(R15, reason = "the requirer chooses the name, and a network has members")]
            Named(Map<String, Vec<Network>>),
            /// All of them in one list, as the specification has it.
            Listed(Vec<Network>),
        }

        /// A network in which the router has an interface.
        struct Network {
            /// The network's addresses.
            #[example("192.168.250.0/24")]
            network: Cidr,

            /// The address of the router's interface, in that network.
            #[example("192.168.250.1")]
            gateway: Gateway,

            /// What can be reached through the network.
            #[example([{ "destination": "172.250.0.0/16", "gateway": "192.168.250.3" }])]
            routes: Vec<Route> = [],
        }

        /// A way through a network to another one.
        struct Route {
            /// What can be reached.
            #[example("172.250.0.0/16")]
            destination: Destination,

            /// The address, in the network that the route leads through, to
            /// which packets are sent.
            #[example("192.168.250.3")]
            gateway: IpAddr,
        }

        /// The address of the router's interface.
        union Gateway {
            /// The address alone.
            Address(IpAddr),
            /// The address and the length of the network's prefix, such as
            /// `192.168.251.1/24`.
            WithPrefix(Cidr),
        }

        /// What can be reached.
        union Destination {
            /// A network.
            Network(Cidr),
            /// One address.
            Address(IpAddr),
        }
    }
}

pub use self::ip_router::*;
