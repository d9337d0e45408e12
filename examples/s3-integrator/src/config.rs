//! What the operator has configured.

use relata::Pem;
use relata::juju::{Config, Content, Error, Juju, Result, StatusLine};
use relata_interfaces::s3::ConnectionInfo;
use relata_interfaces::s3::v1::{Credentials, UriStyle};

/// The end of a certificate in PEM.
const END: &str = "-----END CERTIFICATE-----";

/// What the configuration comes to.
pub(crate) enum Found {
    /// All that is needed.
    Info(Box<ConnectionInfo>),
    /// No credentials are configured.
    Nothing,
    /// Something is wrong; the status says what to do.
    Unusable(StatusLine),
}

pub(crate) fn read(juju: &Juju) -> Result<Found> {
    let config = juju.config()?;
    if config.text("credentials").is_none() {
        return Ok(Found::Nothing);
    }
    let Some(secret) = config.secret::<Credentials>("credentials") else {
        let line = "`credentials`: expected the URI of a secret";
        return Ok(Found::Unusable(StatusLine::blocked(line)));
    };
    let line = match juju.secrets().refresh(&secret) {
        Ok(credentials) => {
            return Ok(match info(config, &credentials) {
                Ok(info) => Found::Info(Box::new(info)),
                Err(line) => Found::Unusable(StatusLine::blocked(line)),
            });
        }
        Err(Error::SecretDenied { secret }) => {
            ["run `juju grant-secret ", &secret, " ", juju.app(), "`"].concat()
        }
        Err(Error::SecretNotFound { secret }) => [
            "there is no secret ",
            &secret,
            ": set `credentials` to another",
        ]
        .concat(),
        Err(error @ Error::SecretContent { .. }) => error.to_string(),
        Err(error) => return Err(error),
    };
    Ok(Found::Unusable(StatusLine::blocked(line)))
}

fn info(config: &Config, account: &Content<Credentials>) -> Result<ConnectionInfo, String> {
    let text = |option: &str| config.text(option).map(str::to_owned);
    let endpoint = config.text("endpoint").map(str::parse).transpose();
    let uri_style = match config.text("s3-uri-style") {
        None => None,
        Some("path") => Some(UriStyle::Path),
        Some("host") => Some(UriStyle::Host),
        Some(_) => return Err("`s3-uri-style`: expected `path` or `host`".to_owned()),
    };
    let attributes = config.text("attributes").unwrap_or_default().split(';');
    let attributes = attributes.map(str::trim).filter(|one| !one.is_empty());
    Ok(ConnectionInfo {
        bucket: text("bucket"),
        path: text("path"),
        endpoint: endpoint.map_err(|error| format!("`endpoint`: {error}"))?,
        region: text("region"),
        uri_style,
        storage_class: text("storage-class"),
        tls_ca_chain: certificates(config.text("tls-ca-chain").unwrap_or_default())?,
        attributes: attributes.map(str::to_owned).collect(),
        ..ConnectionInfo::new(account.access_key.clone(), account.secret_key.clone())
    })
}

fn certificates(text: &str) -> Result<Vec<Pem>, String> {
    let pieces = text.split_inclusive(END).map(str::trim);
    let pieces = pieces.filter(|piece| !piece.is_empty());
    let chain: Vec<Pem> = pieces.map(Pem::from).collect();
    if chain.iter().all(Pem::has_header) {
        Ok(chain)
    } else {
        Err("`tls-ca-chain`: expected certificates in PEM".to_owned())
    }
}
