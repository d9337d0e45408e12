//! What one version says in the words of the other.

use super::{v1, v2};
use relata::{Downgrade, Map, UnitName, Upgrade, Writer};

/// The host of the application becomes that of one unit, which stands for all.
///
/// ```
/// use relata::Upgrade;
/// use relata_interfaces::ingress::v1;
///
/// let app = v1::RequirerApp {
///     model: "shop".into(),
///     name: "cart".into(),
///     host: "cart.example".into(),
///     port: relata::Port::new(8080).expect("a port"),
///     strip_prefix: true,
///     redirect_https: false,
/// };
/// let newest = v1::Requirer { app: Some(app) }.upgrade();
/// let (unit, bag) = newest.units.iter().next().expect("a unit");
/// assert_eq!((unit.as_str(), bag.host.as_str()), ("cart/0", "cart.example"));
/// ```
impl Upgrade for v1::Requirer {
    type Next = v2::Requirer;

    fn upgrade(self) -> v2::Requirer {
        let Some(app) = self.app else {
            return v2::Requirer {
                app: None,
                units: Map::new(),
            };
        };
        let host = v2::RequirerUnit {
            host: app.host,
            ip: None,
        };
        let unit = unit_of(&app.name).or_else(|| unit_of("application"));
        v2::Requirer {
            units: unit.map(|unit| (unit, host)).into_iter().collect(),
            app: Some(v2::RequirerApp {
                model: app.model,
                name: Some(app.name),
                port: app.port,
                is_port_open: false,
                healthcheck_params: None,
                strip_prefix: app.strip_prefix,
                redirect_https: app.redirect_https,
                scheme: v2::Scheme::Http,
            }),
        }
    }
}

fn unit_of(app: &str) -> Option<UnitName> {
    UnitName::new(format!("{app}/0")).ok()
}

/// The host of the unit that writes becomes that of the application. How to find
/// out whether a unit is well, and with which scheme to talk to it, cannot be
/// told.
impl Downgrade for v2::Requirer {
    type Previous = v1::Requirer;

    fn downgrade(mut self, writer: &Writer<'_>) -> v1::Requirer {
        let own = self.units.remove(writer.unit());
        let unit = own.or_else(|| self.units.into_values().next());
        let app = self.app.zip(unit).map(|(app, unit)| {
            let own_name = || writer.unit().as_str().split('/').next().map(str::to_owned);
            v1::RequirerApp {
                model: app.model,
                name: app.name.or_else(own_name).unwrap_or_default(),
                host: unit.host,
                port: app.port,
                strip_prefix: app.strip_prefix,
                redirect_https: app.redirect_https,
            }
        });
        v1::Requirer { app }
    }
}
