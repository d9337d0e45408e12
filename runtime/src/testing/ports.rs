//! Ranges of ports as `open-port` takes them.

use super::flags::{number_error, quote};
use std::fmt;

/// Ports that a unit opens, such as `80/tcp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortRange {
    /// The protocol.
    pub protocol: Protocol,
    /// The first port; 0 for ICMP.
    pub first: u16,
    /// The last port; 0 for ICMP.
    pub last: u16,
}

/// A protocol that has ports, or ICMP, which has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// No ports.
    Icmp,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl PortRange {
    /// Reads `<port>[-<port>][/<protocol>]` or `icmp`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.to_lowercase();
        let (range, protocol) = text.split_once('/').unwrap_or((&text, "tcp"));
        if range == "icmp" {
            return Ok(PortRange {
                protocol: Protocol::Icmp,
                first: 0,
                last: 0,
            });
        }
        let number = |shown: &str, part: &str| {
            let parsed = part.parse::<i64>();
            parsed.map_err(|_| {
                format!(
                    "invalid port {}: {}",
                    quote(shown),
                    number_error("Atoi", part)
                )
            })
        };
        let mut parts = range.split('-');
        let (first, last) = match (parts.next(), parts.next(), parts.next()) {
            (Some(only), None, _) => (number(range, only)?, number(range, only)?),
            (Some(first), Some(last), None) => (number(first, first)?, number(last, last)?),
            _ => return Err(format!("invalid port range {}", quote(range))),
        };
        let protocol = match protocol {
            "tcp" => Protocol::Tcp,
            "udp" => Protocol::Udp,
            "icmp" => {
                return Err(format!(
                    "protocol \"icmp\" doesn't support any ports; got \"{first}\""
                ));
            }
            other => {
                let other = quote(other);
                return Err(format!(
                    "invalid protocol {other}, expected \"tcp\", \"udp\", or \"icmp\""
                ));
            }
        };
        if first > last {
            return Err(format!("invalid port range {first}-{last}/{protocol}"));
        }
        match (u16::try_from(first), u16::try_from(last)) {
            (Ok(first), Ok(last)) => Ok(PortRange {
                protocol,
                first,
                last,
            }),
            _ => Err(format!(
                "port range bounds must be between 0 and 65535, got {first}-{last}"
            )),
        }
    }

    /// Whether two ranges of one protocol overlap.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.protocol == other.protocol && self.last >= other.first && other.last >= self.first
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Protocol::Icmp => "icmp",
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        })
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PortRange {
            protocol,
            first,
            last,
        } = self;
        match protocol {
            Protocol::Icmp => f.write_str("icmp"),
            _ if first == last => write!(f, "{first}/{protocol}"),
            _ => write!(f, "{first}-{last}/{protocol}"),
        }
    }
}
