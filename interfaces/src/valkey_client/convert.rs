//! What one version says in the words of the other.

use super::{v0, v1};
use relata::{Downgrade, Map, Upgrade, Writer};

/// The values that a requirer of version 0 wants in secrets. In version 1 there
/// is no other way.
const REQUESTED: [&str; 4] = ["username", "password", "tls", "tls-ca"];

/// An answer is one of a list, without the id of a request.
///
/// What is not complete is no answer yet.
impl Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        let app = self.app.map(|app| v1::ProviderApp {
            status: app.status.clone(),
            requests: answer(app).into_iter().collect(),
        });
        v1::Provider { app }
    }
}

fn answer(app: v0::ProviderApp) -> Option<v1::Response> {
    let joined = |list: Vec<String>| list.join(",");
    Some(v1::Response {
        resource: app.database.unwrap_or_default(),
        request_id: None,
        salt: String::new(),
        endpoints: joined(app.endpoints?),
        read_only_endpoints: app.read_only_endpoints.map(joined),
        sentinel_endpoints: app.sentinel_endpoints.map(joined),
        mode: app.mode?,
        version: app.version?,
        secret_user: app.secret_user?,
        secret_tls: app.secret_tls?,
    })
}

/// The first answer: in version 0 there is one request only.
impl Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, _: &Writer<'_>) -> v0::Provider {
        let app = self.app.and_then(|app| {
            let answer = app.requests.into_iter().next()?;
            let split = |text: String| text.split(',').map(str::to_owned).collect();
            Some(v0::ProviderApp {
                database: Some(answer.resource).filter(|name| !name.is_empty()),
                secret_user: Some(answer.secret_user),
                secret_tls: Some(answer.secret_tls),
                endpoints: Some(split(answer.endpoints)),
                read_only_endpoints: answer.read_only_endpoints.map(split),
                sentinel_endpoints: answer.sentinel_endpoints.map(split),
                mode: Some(answer.mode),
                version: Some(answer.version),
                status: app.status,
            })
        });
        v0::Provider { app }
    }
}

/// The request is one of a list, without an id.
impl Upgrade for v0::Requirer {
    type Next = v1::Requirer;

    fn upgrade(self) -> v1::Requirer {
        let app = self.app.map(|app| v1::RequirerApp {
            requests: vec![v1::Request {
                resource: app.database,
                request_id: None,
                salt: String::new(),
                secret_mtls: app.secret_mtls,
            }],
            alias: app.alias,
        });
        let unit = |unit: v0::RequirerUnit| v1::RequirerUnit { alias: unit.alias };
        let units = self.units.into_iter();
        v1::Requirer {
            app,
            units: units.map(|(name, bag)| (name, unit(bag))).collect(),
        }
    }
}

/// The first request: in version 0 there is one only.
impl Downgrade for v1::Requirer {
    type Previous = v0::Requirer;

    fn downgrade(self, writer: &Writer<'_>) -> v0::Requirer {
        let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let app = self.app.and_then(|app| {
            let request = app.requests.into_iter().next()?;
            Some(v0::RequirerApp {
                database: request.resource,
                requested_secrets: Some(list(&REQUESTED)),
                provided_secrets: request.secret_mtls.is_some().then(|| list(&["mtls-cert"])),
                secret_mtls: request.secret_mtls,
                alias: app.alias,
            })
        });
        let mut units: Map<_, _> = self.units;
        let own = units.remove(writer.unit());
        let unit = (own.is_some() || app.is_some()).then(|| {
            let of_app = app.as_ref();
            let unit = v0::RequirerUnit {
                requested_secrets: of_app.and_then(|app| app.requested_secrets.clone()),
                provided_secrets: of_app.and_then(|app| app.provided_secrets.clone()),
                alias: own.and_then(|unit| unit.alias),
            };
            (writer.unit().clone(), unit)
        });
        v0::Requirer {
            app,
            units: unit.into_iter().collect(),
        }
    }
}
