//! Have mail looked at by a filter, a milter.
//!
//! The provider runs the filter, such as `OpenDKIM`; the requirer is a mail
//! server, such as Postfix.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `port` | up to 65536 | up to 65535 | 65536 is no port |

relata::interface! {
    /// Have mail looked at by a filter.
    ///
    /// The provider runs a milter (mail filter), which signs, marks or refuses
    /// mail. The requirer is a mail server, which sends every mail through it.
    interface milter {
        maintainer: "platform-engineering";

        /// The only version so far.
        version v0 (published) {
            providers: { "opendkim": "https://github.com/canonical/opendkim-operator" };
            requirers: { "postfix-relay": "https://github.com/canonical/postfix-relay-operator" };
        }

        /// - Publishes on which port each unit's milter listens.
        provider {
            /// The milter of one unit.
            #[encoding(raw)]
            unit {
                /// The port on which the milter listens, TCP. The address is the
                /// unit's `ingress-address`, which Juju publishes.
                #[required]
                #[example(8892)]
                port: Port,
            }
        }

        /// - Connects to the unit's `ingress-address` and this port.
        requirer {}
    }
}

pub use self::milter::*;
