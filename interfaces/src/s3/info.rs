//! What travels over the relation, whatever its version.

use super::v1::{ApiVersion, Credentials, UriStyle};
use super::{v0, v1};
use relata::{Downgrade, Pem, Secret, Sensitive, UnitName, Url, Writer};

/// Everything that is needed to reach a bucket, and may be known about it.
///
/// ```
/// use relata_interfaces::s3::ConnectionInfo;
///
/// let info = ConnectionInfo {
///     endpoint: Some("https://storage.example:9000".parse()?),
///     ..ConnectionInfo::new("EXAMPLEKEYID", "hunter2")
/// };
/// assert!(!format!("{info:?}").contains("hunter2"));
/// # Ok::<(), relata::TextError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionInfo {
    /// The bucket to use.
    ///
    /// From a [`Provides`](super::Provides) without one, each requirer gets the
    /// bucket that it asked for.
    pub bucket: Option<String>,
    /// Where in the bucket to keep objects: a prefix of their keys.
    ///
    /// From a [`Provides`](super::Provides) without one, each requirer gets the
    /// path that it asked for.
    pub path: Option<String>,
    /// Where the storage is; without it, the endpoint that AWS has for the region.
    pub endpoint: Option<Url>,
    /// The region in which the bucket lies.
    pub region: Option<String>,
    /// How a bucket is named in a request.
    pub uri_style: Option<UriStyle>,
    /// The storage class for new objects, as the storage calls it.
    pub storage_class: Option<String>,
    /// Certificates with which to verify the storage, up to the root.
    pub tls_ca_chain: Vec<Pem>,
    /// How requests are signed.
    pub api_version: Option<ApiVersion>,
    /// HTTP headers to send along, each `name=value`.
    pub attributes: Vec<String>,
    /// For how many days a backup is kept before it may be deleted: at least one.
    pub delete_older_than_days: Option<u32>,
    /// The account's key id.
    pub access_key: Sensitive,
    /// The secret half of the account's key.
    pub secret_key: Sensitive,
}

/// What a requirer would like to have. It may get something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The bucket.
    pub bucket: Option<String>,
    /// Where in the bucket it would keep objects. Version 0 cannot say it.
    pub path: Option<String>,
}

impl ConnectionInfo {
    /// An account, and nothing else yet.
    pub fn new(access_key: impl Into<Sensitive>, secret_key: impl Into<Sensitive>) -> Self {
        ConnectionInfo {
            bucket: None,
            path: None,
            endpoint: None,
            region: None,
            uri_style: None,
            storage_class: None,
            tls_ca_chain: Vec::new(),
            api_version: None,
            attributes: Vec::new(),
            delete_older_than_days: None,
            access_key: access_key.into(),
            secret_key: secret_key.into(),
        }
    }

    pub(super) fn credentials(&self) -> Credentials {
        Credentials {
            access_key: self.access_key.clone(),
            secret_key: self.secret_key.clone(),
        }
    }

    /// The same, with the bucket and path that were asked for where it has none.
    pub(super) fn answering(&self, request: &Request) -> Self {
        let mut info = self.clone();
        info.bucket = info.bucket.or_else(|| request.bucket.clone());
        info.path = info.path.or_else(|| request.path.clone());
        info
    }

    /// As version 0 says it, whose credentials are in plain text.
    pub(super) fn to_v0(&self, unit: &UnitName) -> v0::ProviderApp {
        let app = self.to_v1(Secret::in_plain(&self.credentials()));
        let newest = v1::Provider { app: Some(app) };
        let side = newest.downgrade(&Writer::new(unit.clone()));
        side.app.unwrap_or_default()
    }

    pub(super) fn to_v1(&self, credentials: Secret<Credentials>) -> v1::ProviderApp {
        v1::ProviderApp {
            bucket: text(self.bucket.as_ref()),
            secret_extra: Some(credentials),
            path: text(self.path.as_ref()),
            endpoint: self.endpoint.clone(),
            region: text(self.region.as_ref()),
            s3_uri_style: self.uri_style.clone(),
            storage_class: text(self.storage_class.as_ref()),
            tls_ca_chain: list(&self.tls_ca_chain),
            s3_api_version: self.api_version,
            attributes: list(&self.attributes),
            delete_older_than_days: self.delete_older_than_days,
        }
    }

    /// What a provider shared, with the content of its secret.
    pub(super) fn from_parts(app: v1::ProviderApp, credentials: &Credentials) -> Self {
        ConnectionInfo {
            bucket: app.bucket,
            path: app.path,
            endpoint: app.endpoint,
            region: app.region,
            uri_style: app.s3_uri_style,
            storage_class: app.storage_class,
            tls_ca_chain: app.tls_ca_chain.unwrap_or_default(),
            api_version: app.s3_api_version,
            attributes: app.attributes.unwrap_or_default(),
            delete_older_than_days: app.delete_older_than_days,
            access_key: credentials.access_key.clone(),
            secret_key: credentials.secret_key.clone(),
        }
    }
}

/// An empty text is as good as none, and cannot be in a databag.
pub(super) fn text(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

fn list<T: Clone>(elements: &[T]) -> Option<Vec<T>> {
    (!elements.is_empty()).then(|| elements.to_vec())
}
