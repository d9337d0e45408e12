//! What version 1 says in the words of version 0.

use super::{v0, v1};
use relata::{Downgrade, IpAddr, Port, Writer};

/// One address, if there is one: version 0 cannot do with a name alone, nor
/// without the id of a store.
///
/// ```
/// use relata::{Downgrade, Writer};
/// use relata_interfaces::openfga::v1;
///
/// let at = |url: &str| v1::Provider {
///     app: Some(v1::ProviderApp {
///         grpc_api_url: "10.10.4.1:8081".into(),
///         http_api_url: url.parse().expect("a URL"),
///         token_secret_id: None,
///         token: Some("7cPq2vXn9tRb4kWs".into()),
///         store_id: Some("01GK13VYZK62Q1T0X55Q2BHYD6".into()),
///     }),
/// };
/// let writer = Writer::new("openfga/0".parse()?);
/// let old = at("https://10.10.4.1:8080").downgrade(&writer);
/// assert_eq!(old.app.map(|app| app.address), Some([10, 10, 4, 1].into()));
/// assert_eq!(at("https://openfga.example").downgrade(&writer).app, None);
/// # Ok::<(), relata::TextError>(())
/// ```
impl Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, _: &Writer<'_>) -> v0::Provider {
        v0::Provider {
            app: self.app.and_then(downgrade_app),
        }
    }
}

fn downgrade_app(new: v1::ProviderApp) -> Option<v0::ProviderApp> {
    let (scheme, rest) = new.http_api_url.as_str().split_once("://")?;
    let (scheme, usual_port) = match scheme {
        "http" => (v0::Scheme::Http, 80),
        "https" => (v0::Scheme::Https, 443),
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of an address in brackets are no port's.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (authority, usual_port),
    };
    let address: IpAddr = host.trim_matches(['[', ']']).parse().ok()?;
    Some(v0::ProviderApp {
        address,
        port: Port::new(port)?,
        scheme,
        dns_name: None,
        token_secret_id: new.token_secret_id,
        token: new.token,
        store_id: new.store_id?,
    })
}
