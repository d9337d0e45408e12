//! What the operator has configured.

use relata::UnitName;
use relata::juju::Config;

/// Whose key and certificate it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Each unit has its own.
    Unit,
    /// All units share one, which the leader asks for.
    App,
}

/// What the configuration comes to.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) mode: Mode,
    /// The name that the certificate is for.
    pub(crate) common_name: String,
    /// Every host name and address that it is for, each once and in order.
    pub(crate) names: Vec<String>,
}

/// The folder for the files; else what is wrong with it.
pub(crate) fn folder(config: &Config) -> Result<&str, &'static str> {
    let folder = config.text("folder").unwrap_or_default();
    folder
        .starts_with('/')
        .then_some(folder)
        .ok_or("set `folder` to an absolute path")
}

impl Options {
    /// What is configured for this unit; else which option is wrong.
    pub(crate) fn read(config: &Config, unit: &UnitName) -> Result<Self, &'static str> {
        let mode = match config.text("mode") {
            Some("unit") => Mode::Unit,
            Some("app") => Mode::App,
            _ => return Err("set `mode` to `unit` or `app`"),
        };
        let own = match mode {
            Mode::Unit => unit.as_str().replace('/', "-"),
            Mode::App => unit.app().to_owned(),
        };
        let common_name = config.text("common-name").unwrap_or_default();
        let common_name = common_name.trim().replace("{name}", &own);
        // More is no common name (RFC 5280, ub-common-name).
        if common_name.is_empty() || common_name.chars().count() > 64 {
            return Err("`common-name`: expected from 1 to 64 characters");
        }
        let sans = config.text("sans").unwrap_or_default();
        let mut names: Vec<String> = sans
            .split([' ', ',', '\t', '\n'])
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        if !names.iter().all(|name| is_name(name)) {
            return Err("`sans`: expected host names and IP addresses");
        }
        // Who checks a name looks at the others only.
        if is_name(&common_name) {
            names.push(common_name.clone());
        }
        names.sort();
        names.dedup();
        Ok(Options {
            mode,
            common_name,
            names,
        })
    }
}

/// Whether it may be a host name, a wildcard, or an IP address.
fn is_name(text: &str) -> bool {
    let host = text.strip_prefix("*.").unwrap_or(text);
    let is_label = |label: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        !label.is_empty() && label.len() <= 63 && label.chars().all(is_letter)
    };
    text.parse::<std::net::IpAddr>().is_ok() || host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn host_names_wildcards_and_addresses_are_names() {
        for name in [
            "web",
            "web-0",
            "a_b.example",
            "*.example",
            "10.0.0.7",
            "2001:db8::1",
        ] {
            assert!(is_name(name), "{name}");
        }
        for text in [
            "",
            ".",
            "a..b",
            "*",
            "a*.b",
            "a b",
            "http://a",
            "ä.example",
            "a:b",
        ] {
            assert!(!is_name(text), "{text}");
        }
    }
}
