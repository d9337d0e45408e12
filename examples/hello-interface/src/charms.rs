//! Both sides of the interface.

use crate::greeting::{Provider, Requirer, v0};
use relata::Reading;
use relata::juju::{Juju, Result, StatusLine};

/// The provider: greets everybody who asks.
///
/// # Errors
///
/// If a hook tool fails.
pub fn host(juju: &Juju) -> Result<()> {
    juju.set_status(StatusLine::active(""));
    for relation in juju.provides::<Provider>("guests").relations()? {
        let asked = relation.newest()?;
        juju.set_status(relation.status(&asked));
        if let (Some(leader), Reading::Ready(guest)) = (juju.leader()?, asked) {
            let name = guest.app.and_then(|app| app.name).unwrap_or_default();
            let greeting = v0::ProviderApp {
                text: Some(format!("good morning, {name}")),
                ..v0::ProviderApp::default()
            };
            relation.write_app(leader, &greeting)?;
        }
    }
    Ok(())
}

/// The requirer: gives its name, and shows how it is greeted.
///
/// # Errors
///
/// If a hook tool fails.
pub fn guest(juju: &Juju) -> Result<()> {
    for relation in juju.requires::<Requirer>("host").relations()? {
        if let Some(leader) = juju.leader()? {
            let name = Some(juju.app().to_owned());
            relation.write_app(leader, &v0::RequirerApp { name })?;
        }
        let said = relation.newest()?;
        juju.set_status(relation.status(&said));
        if let Reading::Ready(host) = said {
            let greeting = host.app.unwrap_or_default();
            let text = greeting.text.unwrap_or_default();
            let words = vec![text; greeting.times as usize];
            juju.set_status(StatusLine::active(words.join(", ")));
        }
    }
    Ok(())
}
