//! Whose databag is that?
//!
//! `application-data` is one application's databag, and Juju changed whose:
//! up to 3.x it is the *remote* application's (juju/juju#13218), from 4.0 on
//! the *local* one's, on purpose (juju/juju#22796). Of the units, 3.x shows the
//! remote ones, and in peer relations the own one too; 4.0 up to 4.0.5 shows the
//! own one only (juju/juju#22539), later ones show the remote units again.

use super::document::{Data, Relation, Unit, UnitData, application};
use relata_spec::model::{JUJU_KEYS, Role, Scope};

/// Which Juju wrote the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Juju {
    /// 2.9 to 3.x: `application-data` is the remote application's.
    Three,
    /// 4.0 and newer: `application-data` is the local application's.
    Four,
}

impl Juju {
    pub(super) fn name(self) -> &'static str {
        match self {
            Juju::Three => "3",
            Juju::Four => "4",
        }
    }

    pub(super) fn other(self) -> Juju {
        match self {
            Juju::Three => Juju::Four,
            Juju::Four => Juju::Three,
        }
    }
}

/// Which end of the relation wrote a databag, seen from the unit that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Local,
    Remote,
}

impl Side {
    pub(super) fn name(self) -> &'static str {
        match self {
            Side::Local => "local",
            Side::Remote => "remote",
        }
    }
}

/// One databag with its writer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bag<'a> {
    pub(super) side: Side,
    /// The writer's role.
    pub(super) role: Role,
    pub(super) scope: Scope,
    /// The writer's application, where the document names it.
    pub(super) application: Option<&'a str>,
    pub(super) unit: Option<&'a str>,
    /// Whether the unit takes part in the relation; always for applications.
    pub(super) in_scope: bool,
    pub(super) data: &'a Data,
}

impl<'a> Bag<'a> {
    /// The keys that somebody wrote: not Juju's own, not the empty ones.
    pub(super) fn keys(self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.data
            .iter()
            .filter(|(key, value)| !value.is_empty() && !JUJU_KEYS.contains(&key.as_str()))
            .map(|(key, _)| key.as_str())
    }
}

/// The roles that the unit which is shown can have in this relation, as far as
/// the shape tells.
pub(super) fn roles(unit: &Unit, relation: &Relation, juju: Juju) -> &'static [Role] {
    const TWO: &[Role] = &[Role::Provider, Role::Requirer];
    const PEER: &[Role] = &[Role::Peer];
    const ANY: &[Role] = &[Role::Provider, Role::Requirer, Role::Peer];
    let other_end = relation.related_endpoint.as_deref();
    if other_end.is_some_and(|other| other != relation.endpoint) {
        return TWO;
    }
    let own = |(name, _): &(String, UnitData)| application(name) == unit.application();
    match relation.related_units.first() {
        Some(related) if own(related) => PEER,
        Some(_) => TWO,
        // Juju 3 shows the own unit in peer relations only.
        None if juju == Juju::Three && relation.local_unit.is_some() => PEER,
        None => ANY,
    }
}

/// The databags of a relation in which the unit that is shown has this role:
/// the local side first, an application before its units.
pub(super) fn bags<'a>(
    unit: &'a Unit,
    relation: &'a Relation,
    role: Role,
    juju: Juju,
) -> Vec<Bag<'a>> {
    let peer = role == Role::Peer;
    let own = unit.application();
    let remote = if peer {
        Some(own)
    } else {
        relation
            .related_units
            .first()
            .map(|(name, _)| application(name))
    };
    let local_side = peer || juju == Juju::Four;
    let mut bags = Vec::with_capacity(2 + relation.related_units.len());
    bags.push(Bag {
        side: if local_side {
            Side::Local
        } else {
            Side::Remote
        },
        role: if local_side { role } else { role.other() },
        scope: Scope::App,
        application: if local_side { Some(own) } else { remote },
        unit: None,
        in_scope: true,
        data: &relation.application_data,
    });
    if let Some(local) = &relation.local_unit {
        bags.push(Bag {
            side: Side::Local,
            role,
            scope: Scope::Unit,
            application: Some(own),
            unit: Some(&unit.name),
            in_scope: local.in_scope.unwrap_or(true),
            data: &local.data,
        });
    }
    bags.extend(relation.related_units.iter().map(|(name, related)| Bag {
        side: if peer { Side::Local } else { Side::Remote },
        role: role.other(),
        scope: Scope::Unit,
        application: Some(application(name)),
        unit: Some(name),
        in_scope: related.in_scope.unwrap_or(true),
        data: &related.data,
    }));
    bags.sort_by_key(|bag| bag.side == Side::Remote);
    bags
}
