//! A charm that shares the certificates in its configuration.
//!
//! Every unit does the same in every hook: the library knows what the leader has to
//! do, and what a follower, and which version each of the other sides reads.

use relata::juju::{Juju, Result, StatusLine};
use relata::{Pem, Set};
use relata_interfaces::certificate_transfer::{Provider, Provides};

/// The endpoint in `metadata.yaml`.
pub const ENDPOINT: &str = "certificates";

/// Shares the certificates that are configured, and no others.
///
/// # Errors
///
/// If a hook tool fails.
pub fn reconcile(juju: &Juju) -> Result<()> {
    let text = juju.config()?.text("certificates").unwrap_or_default();
    let Some(certificates) = certificates(text) else {
        // A slip of the pen does not take back what is shared.
        juju.set_status(StatusLine::blocked(
            "`certificates` holds something that is no certificate",
        ));
        return Ok(());
    };
    let count = certificates.len();
    Provides::new(juju, ENDPOINT).share(certificates)?;
    let relations = juju.provides::<Provider>(ENDPOINT).relations()?.len();
    juju.set_status(match count {
        0 => StatusLine::blocked("set `certificates`"),
        _ => StatusLine::active(format!(
            "certificates shared: {count}, relations: {relations}"
        )),
    });
    Ok(())
}

/// The certificates in a text; `None` if one of them does not end, or holds what is
/// no base64, or if there is text and no certificate in it.
fn certificates(text: &str) -> Option<Set<Pem>> {
    let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----");
    let mut certificates = Set::new();
    for rest in text.split(begin).skip(1) {
        let (body, _) = rest.split_once(end)?;
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        let mut lines = body.split_whitespace().peekable();
        lines.peek()?;
        let mut pem = String::from(begin);
        for line in lines {
            if !line.chars().all(is_base64) {
                return None;
            }
            pem.push('\n');
            pem.push_str(line);
        }
        certificates.insert(Pem::from([&pem, "\n", end, "\n"].concat()));
    }
    (!certificates.is_empty() || text.trim().is_empty()).then_some(certificates)
}
