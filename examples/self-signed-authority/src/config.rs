//! What the operator has configured.

use relata::juju::Config;
use relata_interfaces::tls_certificates::v1::Capabilities;
use std::time::Duration;

const HOUR: u64 = 60 * 60;

/// The longest that a certificate is valid, in hours: half as long as the authority.
const LONGEST: u64 = 1825 * 24;

/// What the configuration comes to.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The name of the authority.
    pub(crate) common_name: String,
    /// How long a certificate is valid.
    pub(crate) validity: Duration,
    /// The domains that are certified, in lower case; none stands for all.
    pub(crate) domains: Vec<String>,
    /// Whether IP addresses are certified.
    pub(crate) addresses: bool,
    /// Whether wildcards are certified.
    pub(crate) wildcards: bool,
}

impl Options {
    /// What is configured; else which option is wrong.
    pub(crate) fn read(config: &Config) -> Result<Self, String> {
        let common_name = config.text("ca-common-name").unwrap_or_default().trim();
        // More is no common name (RFC 5280, ub-common-name).
        if common_name.is_empty() || common_name.chars().count() > 64 {
            return Err("`ca-common-name`: expected from 1 to 64 characters".to_owned());
        }
        let validity = config.text("certificate-validity").unwrap_or_default();
        let validity = duration(validity).ok_or(
            "`certificate-validity`: expected days or hours, such as `90d` or `36h`, up to 1825 days",
        )?;
        let domains = config.text("allowed-domains").unwrap_or_default();
        let domains = domains.split_whitespace().map(|domain| {
            let domain = domain.to_ascii_lowercase();
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
            if domain.chars().all(is_name) && !domain.starts_with('.') {
                Ok(domain)
            } else {
                Err("`allowed-domains`: expected names such as `shop.example`")
            }
        });
        Ok(Options {
            common_name: common_name.to_owned(),
            validity,
            domains: domains.collect::<Result<_, _>>()?,
            addresses: config.bool("allow-ip-addresses").unwrap_or(true),
            wildcards: config.bool("allow-wildcards").unwrap_or(true),
        })
    }

    /// Whether certificates for other authorities are signed.
    pub(crate) fn authorities(&self) -> bool {
        self.domains.is_empty()
    }

    /// The same for those who ask.
    pub(crate) fn capabilities(&self) -> Capabilities {
        Capabilities {
            supports_ip_sans: Some(self.addresses),
            supports_wildcard_dns: Some(self.wildcards),
            supports_subdomain: Some(true),
            supports_ca_certificates: Some(self.authorities()),
            allowed_domains: Some(self.domains.clone()).filter(|domains| !domains.is_empty()),
            provider_type: Some("self-signed".to_owned()),
        }
    }
}

fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (number, hours) = match text.strip_suffix('h') {
        Some(number) => (number, 1),
        None => (text.strip_suffix('d')?, 24),
    };
    let hours = number.parse::<u64>().ok()?.checked_mul(hours)?;
    (1..=LONGEST)
        .contains(&hours)
        .then(|| Duration::from_secs(hours * HOUR))
}

#[cfg(test)]
mod tests {
    use super::{Duration, HOUR, duration};

    #[test]
    fn days_and_hours_are_durations_and_nothing_else_is() {
        let hours = |hours| Some(Duration::from_secs(hours * HOUR));
        assert_eq!(duration("36h"), hours(36));
        assert_eq!(duration(" 90d "), hours(90 * 24));
        assert_eq!(duration("1825d"), hours(1825 * 24));
        for wrong in [
            "",
            "d",
            "90",
            "0h",
            "-1d",
            "1826d",
            "1.5h",
            "99999999999999999999d",
        ] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }
}
