//! Where does a key belong that is not declared where it stands?

use super::judging::declared_keys;
use relata_spec::Interface;
use relata_spec::model::{Bag, Role, Scope, Version};
use relata_spec::words;

/// What is known about the key, if anything: that it belongs elsewhere, or is
/// perhaps misspelled.
pub(super) fn about(
    interface: &Interface,
    version: &Version,
    role: Role,
    scope: Scope,
    key: &str,
) -> Option<String> {
    let other_scope = Scope::ALL.into_iter().find(|other| *other != scope)?;
    if declares(version.bag(role, other_scope), key) {
        return Some(format!(
            "it belongs into the {role}'s {} databag",
            databag(other_scope)
        ));
    }
    let other = role.other();
    if other != role
        && Scope::ALL
            .into_iter()
            .any(|scope| declares(version.bag(other, scope), key))
    {
        return Some(format!("it is for the {other} to write"));
    }
    let elsewhere = interface.versions.iter().rev().find(|version| {
        Scope::ALL
            .into_iter()
            .any(|scope| declares(version.bag(role, scope), key))
    });
    if let Some(elsewhere) = elsewhere {
        return Some(format!(
            "it is a key of v{}, not of v{}",
            elsewhere.number, version.number
        ));
    }
    let known = version
        .bag(role, scope)?
        .fields
        .iter()
        .map(|field| field.name.as_str());
    words::did_you_mean(key, known).map(|meant| format!("did the writer mean `{meant}`?"))
}

fn declares(bag: Option<&Bag>, key: &str) -> bool {
    bag.is_some_and(|bag| declared_keys(bag).any(|declared| declared == key))
}

/// The scope in a sentence.
pub(super) fn databag(scope: Scope) -> &'static str {
    match scope {
        Scope::App => "application",
        Scope::Unit => "unit",
    }
}
