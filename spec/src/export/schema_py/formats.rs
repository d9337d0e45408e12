//! What are the text formats in Python?

use super::helpers::Helper;
use super::py::{Py, comment, pattern};
use super::regex;
use crate::model::TextFormat;
use crate::value::{SECRET_URI, format_rule};

/// The statement that defines a text of a format which has a pattern.
pub(super) fn text(helper: Helper) -> Option<String> {
    let (name, doc, format) = match helper {
        Helper::Url => (
            "Url",
            "A URL: a scheme, a colon, and no white space.",
            TextFormat::Url,
        ),
        Helper::Hostname => (
            "Hostname",
            "A DNS name, perhaps with a wildcard.",
            TextFormat::Hostname,
        ),
        Helper::UnitName => (
            "UnitName",
            "The name of a Juju unit such as `app/0`.",
            TextFormat::UnitName,
        ),
        Helper::AppName => (
            "AppName",
            "The name of a Juju application.",
            TextFormat::AppName,
        ),
        Helper::SecretUri => {
            let doc = comment("The URI of a Juju secret.");
            return Some(doc + &text_of("SecretUri", SECRET_URI, None));
        }
        _ => return None,
    };
    let rule = format_rule(format);
    Some(comment(doc) + &text_of(name, rule.pattern?, rule.max_length))
}

fn text_of(name: &str, rule: &str, most: Option<u64>) -> String {
    let mut arguments = Vec::new();
    if let Some(most) = most {
        arguments.push(Py::named("max_length", Py::atom(most.to_string())));
    }
    let rule = regex::ascii(rule);
    arguments.push(Py::named("pattern", Py::atom(pattern(&rule))));
    let field = Py::call("Field", arguments);
    Py::atom("str").annotated(vec![field]).assigned(name, 0)
}
