//! Does the file beside a charm name what the charm has?

use super::Setup;
use relata::testing::{Charm, ConfigOption};
use relata_spec::{document, words};
use serde::Deserialize;
use serde_json::Value as Json;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

/// The secrets of a setup, by their labels.
type Secrets = BTreeMap<String, BTreeMap<String, String>>;

/// What names something of the charm, and where. All else is read elsewhere.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Places {
    config: BTreeMap<String, Spanned<Json>>,
    relations: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    endpoint: Spanned<String>,
}

/// That every option, secret and endpoint that the text of the file names is there, and
/// that the values of options are of the options' types. What is wrong is told with its
/// line.
pub(super) fn check(text: &str, charm: &Charm, secrets: &Secrets) -> Result<(), String> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let places: Places = document::parse(text)?;
    for (name, value) in &places.config {
        let known = charm.options().find(|(option, _)| option == name);
        let wrong = match known {
            None => Some(missing(
                "option",
                name,
                charm.options().map(|(name, _)| name),
            )),
            Some((_, option)) => unfit(name, option, &value.value, secrets),
        };
        if let Some(wrong) = wrong {
            return Err(format!("{}: `config`: {wrong}", line(value)));
        }
    }
    for Place { endpoint } in &places.relations {
        if charm.endpoint(&endpoint.value).is_none() {
            let known = charm.endpoints().map(|(name, _)| name);
            let wrong = missing("endpoint", &endpoint.value, known);
            return Err(format!("{}: `relations`: {wrong}", line(endpoint)));
        }
    }
    Ok(())
}

fn line<T>(place: &Spanned<T>) -> String {
    format!("line {}", place.referenced.line())
}

/// What is wrong with the value of an option, if anything is.
fn unfit(name: &str, option: &ConfigOption, value: &Json, secrets: &Secrets) -> Option<String> {
    if let Some(label) = Setup::secret_of(value) {
        let known = secrets.keys().map(String::as_str);
        return (!secrets.contains_key(label))
            .then(|| format!("`{name}`: {}", missing("secret", label, known)));
    }
    let (fits, expected) = match &*option.kind {
        "string" => (value.is_string(), "a text"),
        "secret" => (
            value.is_string(),
            "`\"{secret:NAME}\"` or the URI of a secret",
        ),
        "boolean" => (value.is_boolean(), "`true` or `false`"),
        "int" => (value.is_i64() || value.is_u64(), "a whole number"),
        "float" => (value.is_number(), "a number"),
        // Juju itself would not know.
        _ => return None,
    };
    // Without a value the option has none.
    if fits || value.is_null() {
        return None;
    }
    let found = match value {
        // A password may stand here.
        Json::String(_) => "a text",
        Json::Number(_) => "a number",
        Json::Bool(_) => "a truth value",
        Json::Null | Json::Array(_) | Json::Object(_) => "a list or map",
    };
    let quoted = match (value, &*option.kind) {
        (Json::Number(_) | Json::Bool(_), "string") => "; put it in quotes",
        _ => "",
    };
    Some(format!(
        "the option `{name}` is of type `{}`: expected {expected}, found {found}{quoted}",
        option.kind
    ))
}

/// That there is no such thing, and what there is.
fn missing<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let there_is = match words::did_you_mean(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "there is none at all".to_owned(),
        None => format!("there may be {}", words::list(known)),
    };
    format!("there is no {what} `{name}`; {there_is}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = "
name: uploader
requires:
  database: {interface: postgresql_client}
config:
  options:
    ca: {type: string}
    level: {type: int}
    fast: {type: boolean}
    rate: {type: float}
    account: {type: secret}
";

    fn told(text: &str) -> Result<(), String> {
        let charm = Charm::from_metadata(METADATA).expect("metadata");
        let secrets = [("account".to_owned(), BTreeMap::new())].into();
        check(text, &charm, &secrets)
    }

    #[test]
    fn what_the_charm_has_may_be_named() {
        let fine = "config:\n  ca: x\n  level: 3\n  fast: true\n  rate: 1\n  \
                    account: \"{secret:account}\"\nrelations:\n  - endpoint: database\n";
        assert_eq!(told(fine), Ok(()));
        assert_eq!(told(""), Ok(()));
        assert_eq!(told("config: {rate: 0.5, ca: ~}"), Ok(()));
    }

    #[test]
    fn what_it_does_not_have_is_told_with_its_line_and_what_was_meant() {
        for (text, wrong) in [
            (
                "config:\n  level: 3\n  caa: x\n",
                "line 3: `config`: there is no option `caa`; did you mean `ca`?",
            ),
            (
                "config:\n  zone: x\n",
                "line 2: `config`: there is no option `zone`; there may be `account`, `ca`, \
                 `fast`, `level` or `rate`",
            ),
            (
                "config:\n  account: \"{secret:acount}\"\n",
                "line 2: `config`: `account`: there is no secret `acount`; did you mean `account`?",
            ),
            (
                "relations:\n  - app: {}\n    endpoint: databse\n",
                "line 3: `relations`: there is no endpoint `databse`; did you mean `database`?",
            ),
        ] {
            assert_eq!(told(text), Err(wrong.to_owned()));
        }
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        for (text, wrong) in [
            (
                "{ca: 7}",
                "the option `ca` is of type `string`: expected a text, found a number; put it in quotes",
            ),
            (
                "{level: 0.5}",
                "the option `level` is of type `int`: expected a whole number, found a number",
            ),
            (
                "{level: \"3\"}",
                "the option `level` is of type `int`: expected a whole number, found a text",
            ),
            (
                "{fast: 1}",
                "the option `fast` is of type `boolean`: expected `true` or `false`, found a number",
            ),
            (
                "{rate: []}",
                "the option `rate` is of type `float`: expected a number, found a list or map",
            ),
        ] {
            let told = told(&format!("config: {text}"));
            assert_eq!(told, Err(format!("line 1: `config`: {wrong}")));
        }
    }
}
