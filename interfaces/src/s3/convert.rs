//! What one version says in the words of the other.

use super::{v0, v1};
use relata::{Downgrade, Secret, Upgrade, Url, Writer};

/// The credentials become a secret that has them with it, so that whoever reads
/// version 1 needs no code for version 0.
///
/// Version 0 takes any text for an endpoint. Where it is no URL nothing can be
/// reached, and to leave it out would mean the endpoint of AWS: so nothing is
/// taken over.
///
/// ```
/// use relata::Upgrade;
/// use relata_interfaces::s3::{v0, v1};
///
/// let app = v0::ProviderApp {
///     access_key: Some("EXAMPLEKEYID".into()),
///     secret_key: Some("kq3nR8sVt1ZxYw0mUe5Lb7Hd".into()),
///     ..v0::ProviderApp::default()
/// };
/// let newest = v0::Provider { app: Some(app) }.upgrade();
/// let secret = newest.app.and_then(|app| app.secret_extra).expect("a secret");
/// let credentials: v1::Credentials = secret.plain_content().expect("its content");
/// assert_eq!(credentials.access_key.reveal(), "EXAMPLEKEYID");
/// ```
impl Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        v1::Provider {
            app: self.app.and_then(upgrade_app),
        }
    }
}

fn upgrade_app(app: v0::ProviderApp) -> Option<v1::ProviderApp> {
    let credentials = app.access_key.zip(app.secret_key);
    let secret = credentials.map(|(access_key, secret_key)| {
        Secret::in_plain(&v1::Credentials {
            access_key,
            secret_key,
        })
    });
    Some(v1::ProviderApp {
        bucket: app.bucket,
        secret_extra: secret,
        path: app.path,
        endpoint: app.endpoint.map(Url::new).transpose().ok()?,
        region: app.region,
        s3_uri_style: app.s3_uri_style,
        storage_class: app.storage_class,
        tls_ca_chain: app.tls_ca_chain,
        s3_api_version: app.s3_api_version,
        attributes: app.attributes,
        delete_older_than_days: app.delete_older_than_days,
    })
}

/// The credentials are taken out of the secret, into which the writer has to be
/// able to look: see [`Writer::with_secrets`]. Without them the databag is
/// incomplete.
impl Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, writer: &Writer<'_>) -> v0::Provider {
        let app = self.app.map(|app| {
            let secret = app.secret_extra.as_ref();
            let credentials = secret.and_then(|secret| writer.content(secret));
            let (access_key, secret_key) = credentials
                .map(|content: v1::Credentials| (content.access_key, content.secret_key))
                .unzip();
            v0::ProviderApp {
                bucket: app.bucket,
                access_key,
                secret_key,
                path: app.path,
                endpoint: app.endpoint.map(Url::into_string),
                region: app.region,
                s3_uri_style: app.s3_uri_style,
                storage_class: app.storage_class,
                tls_ca_chain: app.tls_ca_chain,
                s3_api_version: app.s3_api_version,
                attributes: app.attributes,
                delete_older_than_days: app.delete_older_than_days,
            }
        });
        v0::Provider { app }
    }
}
