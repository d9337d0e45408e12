//! Which interface, version and role is that?

use crate::failure::Failure;
use relata_spec::Interface;
use relata_spec::model::{Role, Version};
use relata_spec::words;

/// The interface of this name. A hyphen for an underscore is a name that
/// somebody meant, not one that we take.
pub(crate) fn interface<'a>(
    catalogue: &'a [Interface],
    name: &str,
) -> Result<&'a Interface, Failure> {
    catalogue
        .iter()
        .find(|interface| interface.name == name)
        .ok_or_else(|| {
            let known = catalogue.iter().map(|interface| interface.name.as_str());
            Failure::new(match words::did_you_mean(name, known) {
                Some(meant) => format!("no interface `{name}`; did you mean `{meant}`?"),
                None => format!("no interface `{name}`; `relata list` names them all"),
            })
        })
}

/// The version of this number.
pub(crate) fn version(interface: &Interface, number: u32) -> Result<&Version, Failure> {
    interface.version(number).ok_or_else(|| {
        Failure::new(format!(
            "`{}` has no version v{number}, only {}",
            interface.name,
            versions(interface)
        ))
    })
}

/// That the role exists in the version.
pub(crate) fn role(interface: &Interface, version: &Version, role: Role) -> Result<(), Failure> {
    if version.roles.contains_key(&role) {
        return Ok(());
    }
    let known: Vec<&str> = version.roles.keys().map(|role| role.name()).collect();
    Err(Failure::new(if known.is_empty() {
        format!("`{}` v{} has no roles", interface.name, version.number)
    } else {
        format!(
            "`{}` v{} has no role `{role}`, only {}",
            interface.name,
            version.number,
            words::list(known)
        )
    }))
}

/// ``v0` and `v1``.
pub(crate) fn versions(interface: &Interface) -> String {
    let numbers: Vec<String> = interface
        .numbers()
        .iter()
        .map(|number| format!("`v{number}`"))
        .collect();
    numbers.join(", ")
}
