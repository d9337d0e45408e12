//! What one version says in the words of the one before.

use super::{v0, v1, v2};
use relata::{Downgrade, Port, Writer};

/// Two protocols have another name in version 0.
///
/// ```
/// use relata::{Downgrade, Port, Upgrade, Writer};
/// use relata_interfaces::tracing::v0;
///
/// let ingester = |protocol| v0::Ingester { protocol, port: Port::new(4318).expect("a port") };
/// let old = v0::Provider {
///     app: Some(v0::ProviderApp {
///         host: "tempo.example".into(),
///         ingesters: vec![ingester(v0::Protocol::Tempo), ingester(v0::Protocol::OtlpGrpc)],
///     }),
/// };
/// let writer = Writer::new("tempo/0".parse()?);
/// let through = old.clone().upgrade().upgrade().downgrade(&writer).downgrade(&writer);
/// assert_eq!(through, old);
/// # Ok::<(), relata::TextError>(())
/// ```
impl Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, _: &Writer<'_>) -> v0::Provider {
        let ingester = |receiver: v1::Receiver| v0::Ingester {
            protocol: match receiver.protocol {
                v1::Protocol::JaegerThriftHttp => v0::Protocol::JaegerHttpThrift,
                v1::Protocol::TempoHttp => v0::Protocol::Tempo,
                same => same,
            },
            port: receiver.port,
        };
        let app = self.app.map(|app| v0::ProviderApp {
            host: app.host,
            ingesters: app.receivers.into_iter().map(ingester).collect(),
        });
        v0::Provider { app }
    }
}

/// The host is that of the first receiver. A receiver on another host, or whose
/// URL names no port, cannot be told; nor can an answer without any receiver.
impl Downgrade for v2::Provider {
    type Previous = v1::Provider;

    fn downgrade(self, _: &Writer<'_>) -> v1::Provider {
        let receivers = self.app.and_then(|app| app.receivers).unwrap_or_default();
        let found: Vec<(Place, v1::Receiver)> = receivers
            .into_iter()
            .filter_map(|receiver| {
                let (place, port) = Place::parse(&receiver.url)?;
                let protocol = receiver.protocol.name;
                Some((place, v1::Receiver { protocol, port }))
            })
            .collect();
        let Some((first, _)) = found.first() else {
            return v1::Provider { app: None };
        };
        let name = first.name.clone();
        let is_secure = found.iter().any(|(place, _)| place.is_secure);
        let receivers = found.into_iter().filter(|(place, _)| place.name == name);
        let receivers = receivers.map(|(_, receiver)| receiver).collect();
        // Without a scheme, readers take plain HTTP.
        let scheme = if is_secure { "https://" } else { "" };
        v1::Provider {
            app: Some(v1::ProviderApp {
                host: format!("{scheme}{name}"),
                receivers,
            }),
        }
    }
}

/// A host, and whether it is talked to over TLS.
struct Place {
    name: String,
    is_secure: bool,
}

impl Place {
    /// The host and port of a URL, or of a host and a port.
    fn parse(url: &str) -> Option<(Place, Port)> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let authority = rest.split('/').next()?;
        let (name, port) = authority.rsplit_once(':')?;
        let port = port.parse().ok().and_then(Port::new)?;
        let place = Place {
            name: name.to_owned(),
            is_secure: scheme == "https",
        };
        Some((place, port))
    }
}
