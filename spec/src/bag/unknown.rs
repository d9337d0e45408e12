//! Where does a key belong that is not declared where it stands?

use crate::model::{Bag, Interface, Layout, Role, Scope, Version};
use crate::words;

/// Every key of Juju's that a databag declares: its fields, their other names, and
/// what holds a nested document.
pub fn declared_keys(bag: &Bag) -> impl Iterator<Item = &str> {
    let fields = bag.fields.iter().flat_map(|field| {
        let aliases = field.aliases.iter().map(|alias| alias.name.as_str());
        aliases.chain([field.name.as_str()])
    });
    let documents = bag.layouts.iter().filter_map(|layout| match layout {
        Layout::Nested { key, .. } => Some(key.as_str()),
        Layout::Keys => None,
    });
    fields.chain(documents)
}

/// What is known about a key that a version does not declare for this databag, if
/// anything: that it belongs elsewhere, or is perhaps misspelled.
pub fn unknown_key(
    interface: &Interface,
    version: &Version,
    role: Role,
    scope: Scope,
    key: &str,
) -> Option<String> {
    let other_scope = Scope::ALL.into_iter().find(|other| *other != scope)?;
    if declares(version.bag(role, other_scope), key) {
        let databag = match other_scope {
            Scope::App => "application",
            Scope::Unit => "unit",
        };
        return Some(format!("it belongs into the {role}'s {databag} databag"));
    }
    let other = role.other();
    let declares_in_any = |version: &Version, role: Role| {
        let mut scopes = Scope::ALL.into_iter();
        scopes.any(|scope| declares(version.bag(role, scope), key))
    };
    if other != role && declares_in_any(version, other) {
        return Some(format!("it is for the {other} to write"));
    }
    let mut versions = interface.versions.iter().rev();
    if let Some(elsewhere) = versions.find(|version| declares_in_any(version, role)) {
        return Some(format!(
            "it is a key of v{}, not of v{}",
            elsewhere.number, version.number
        ));
    }
    let fields = &version.bag(role, scope)?.fields;
    let known = fields.iter().map(|field| field.name.as_str());
    words::did_you_mean(key, known).map(|meant| format!("did the writer mean `{meant}`?"))
}

fn declares(bag: Option<&Bag>, key: &str) -> bool {
    bag.is_some_and(|bag| declared_keys(bag).any(|declared| declared == key))
}
