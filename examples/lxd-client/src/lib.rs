//! A charm that uses LXD.
//!
//! Whatever the event, it does the same: it hands over its certificate, and looks at
//! which nodes trust it by now.

#[cfg(test)]
mod tests;

use relata::juju::{Juju, Result, StatusLine};
use relata_interfaces::lxd::{Certificate, Requires};

/// Where the provider is related.
pub const ENDPOINT: &str = "lxd";

/// Brings everything in order.
///
/// # Errors
///
/// If a hook tool fails.
pub fn charm(juju: &Juju) -> Result<()> {
    let requires = Requires::new(juju, ENDPOINT);
    let config = juju.config()?;
    let certificate = match config.text("certificate") {
        None => {
            juju.set_status(StatusLine::blocked("set `certificate` to one in PEM form"));
            // Whoever knew an earlier one is to forget it.
            return requires.withdraw();
        }
        Some(text) => Certificate::parse(text),
    };
    let Some(certificate) = certificate else {
        // What has been handed over may still be good.
        let line = "`certificate`: expected a certificate in PEM form";
        juju.set_status(StatusLine::blocked(line));
        return Ok(());
    };
    requires.request([config.text("certificate").unwrap_or_default()])?;
    if let Some(missing) = requires.missing()? {
        juju.set_status(missing);
        return Ok(());
    }
    let mut names = Vec::new();
    for offer in requires.offers()? {
        juju.set_status(offer.status(&certificate));
        let trusting = offer.trusting(&certificate);
        names.extend(trusting.map(|node| {
            let name = node.name.as_deref();
            name.unwrap_or(node.endpoint.as_str()).to_owned()
        }));
    }
    juju.set_status(StatusLine::active(
        ["trusted by ", &names.join(", ")].concat(),
    ));
    Ok(())
}
