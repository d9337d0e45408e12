//! The ports that are open to the world once the application is exposed.

use super::call::{list, put_in_order};
use super::error::{Error, Result};
use super::hook::Juju;
use std::fmt;
use std::str::FromStr;

/// A protocol with ports, or `icmp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Transmission control protocol.
    Tcp,
    /// User datagram protocol.
    Udp,
    /// Control messages, which have no ports.
    Icmp,
}

/// A port, a range of ports, or `icmp`.
///
/// ```
/// use relata::juju::{Ports, Protocol};
///
/// let range: Ports = "9000-9010/udp".parse()?;
/// assert_eq!(range, Ports { first: 9000, last: 9010, protocol: Protocol::Udp });
/// assert_eq!(Ports::tcp(443).to_string(), "443/tcp");
/// # Ok::<(), relata::TextError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ports {
    /// The first port; 0 for `icmp`.
    pub first: u16,
    /// The last port, which may be the first.
    pub last: u16,
    /// The protocol.
    pub protocol: Protocol,
}

impl Ports {
    /// One port.
    pub const fn tcp(port: u16) -> Self {
        Ports {
            first: port,
            last: port,
            protocol: Protocol::Tcp,
        }
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = match self.protocol {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
            Protocol::Icmp => return f.write_str("icmp"),
        };
        write!(f, "{}", self.first)?;
        if self.last != self.first {
            write!(f, "-{}", self.last)?;
        }
        write!(f, "/{protocol}")
    }
}

impl FromStr for Ports {
    type Err = crate::TextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            if text == "icmp" {
                return Some(Ports {
                    first: 0,
                    last: 0,
                    protocol: Protocol::Icmp,
                });
            }
            let (range, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
            let protocol = match protocol {
                "tcp" => Protocol::Tcp,
                "udp" => Protocol::Udp,
                _ => return None,
            };
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (0 < first && first <= last).then_some(Ports {
                first,
                last,
                protocol,
            })
        };
        parse().ok_or(crate::TextError {
            expected: "ports such as `80/tcp` or `9000-9010/udp`",
        })
    }
}

/// Ports open and close when the hook ends well.
impl Juju {
    /// Opens ports.
    ///
    /// # Errors
    ///
    /// If the hook tool `open-port` fails: another unit of the machine may have
    /// them.
    pub fn open_ports(&self, ports: Ports) -> Result<()> {
        self.order("open-port", &[&ports.to_string()])
    }

    /// Closes ports.
    ///
    /// # Errors
    ///
    /// If the hook tool `close-port` fails.
    pub fn close_ports(&self, ports: Ports) -> Result<()> {
        self.order("close-port", &[&ports.to_string()])
    }

    /// The ports that were open when the hook began, in order.
    ///
    /// # Errors
    ///
    /// If the hook tool `opened-ports` fails.
    pub fn opened_ports(&self) -> Result<Vec<Ports>> {
        let tool = "opened-ports";
        let names = list(tool, self.ask(tool, "", &["--format=json"])?)?;
        let mut ports = Vec::new();
        for name in names {
            let parsed = name.parse();
            let parsed = parsed.map_err(|_| Error::garbage(tool, "ports such as `80/tcp`"))?;
            put_in_order(&mut ports, parsed, |ports| ports);
        }
        Ok(ports)
    }

    /// Opens these ports and closes all others. Nothing is called for those that
    /// are as they should be.
    ///
    /// # Errors
    ///
    /// If a hook tool fails.
    pub fn set_ports(&self, wanted: &[Ports]) -> Result<()> {
        let opened = self.opened_ports()?;
        for ports in opened.iter().filter(|ports| !wanted.contains(ports)) {
            self.close_ports(*ports)?;
        }
        for ports in wanted.iter().filter(|ports| !opened.contains(ports)) {
            self.open_ports(*ports)?;
        }
        Ok(())
    }
}
