//! Do the names in a relation speak for an interface and a role?
//!
//! Only asked when the data does not tell.

use super::charm::charm_name;
use super::fit::Relations;
use relata_spec::Interface;
use relata_spec::model::Role;

/// Whether the charm is known to have this role; or, if it is not known, an
/// endpoint is named after the interface or a charm after its first word.
pub(super) fn at(interface: &Interface, role: Role, samples: &Relations<'_>) -> bool {
    if let Some(known) = known_role(interface, samples) {
        return known == role;
    }
    let whole = plain(&interface.name);
    let first = interface.name.split(['-', '_']).next().map(plain);
    // A short word is in too many names.
    let first = first.filter(|word| word.len() >= 4);
    samples.iter().any(|(unit, relation)| {
        let endpoints = [
            Some(relation.endpoint.as_str()),
            relation.related_endpoint.as_deref(),
        ];
        let related = relation
            .related_units
            .first()
            .map(|(name, _)| name.as_str());
        let charms = [
            unit.charm.as_deref().and_then(charm_name),
            Some(&unit.name),
            related,
        ];
        endpoints
            .into_iter()
            .flatten()
            .any(|name| plain(name).contains(&whole))
            || charms.into_iter().flatten().any(|name| {
                first
                    .as_ref()
                    .is_some_and(|word| plain(name).contains(word))
            })
    })
}

/// The role that the charm of the units which are shown is known to have in the
/// interface; `None` if it is not known, or known in both.
pub(super) fn known_role(interface: &Interface, samples: &Relations<'_>) -> Option<Role> {
    let (unit, _) = samples.first()?;
    let charm = unit.charm.as_deref().and_then(charm_name)?;
    let mut roles = interface.versions.iter().flat_map(|version| {
        let providers = version.providers.iter().map(|each| (each, Role::Provider));
        let requirers = version.requirers.iter().map(|each| (each, Role::Requirer));
        providers
            .chain(requirers)
            // The catalogue names repositories, most of which end so.
            .filter(|(each, _)| each.name.strip_suffix("-operator").unwrap_or(&each.name) == charm)
            .map(|(_, role)| role)
    });
    let first = roles.next()?;
    roles.all(|role| role == first).then_some(first)
}

fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_'], "")
}
