//! What a rule says about one difference.

use crate::model::{Allowance, Role};
use serde::Serialize;
use std::collections::BTreeSet;

/// One difference between two states of an interface, judged by one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The rule's id, such as `R4`.
    pub rule: &'static str,
    /// Where, for people: ``v1 provider app `port` ``.
    pub place: String,
    /// The version that it is about; `None` for the interface itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The node that holds the change, for programs: `provider/app` for a
    /// databag, a type's name, or nothing for a version or the interface.
    pub owner: String,
    /// The wire name of the field, member or value in it; empty for the owner
    /// itself.
    pub name: String,
    /// What changed, in one sentence without its full stop.
    pub what: String,
    /// Whether some order of upgrades breaks.
    pub breaking: bool,
    /// Who breaks in which order of upgrades, such as `a new requirer that reads
    /// an old provider (requirers upgraded first)`. Stated for allowed and draft
    /// changes too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<String>,
    /// The author's reason, where the declaration allows the change. Such a
    /// change is not breaking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
    /// The smallest step of a semantic version that may carry the change.
    pub bump: Bump,
}

impl Change {
    pub(super) fn same_place(&self, other: &Change) -> bool {
        (&self.place, &self.owner, &self.name) == (&other.place, &other.owner, &other.name)
    }
}

/// Makes a change of a draft version: listed, but never an error.
pub(super) fn forgive(change: &mut Change) {
    change.breaking = false;
    change.bump = change.bump.min(Bump::Minor);
}

/// A step of a semantic version. Ordered: the step that a set of changes needs
/// is their maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing on the wire changes.
    Patch,
    /// Something is there that was not; every old and new pair works.
    Minor,
    /// Some old and new pair no longer works.
    Major,
}

impl Bump {
    /// The step as written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }
}

/// Which pairs of an old and a new charm a change breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// None.
    Nothing,
    /// None yet, but what would keep a later change from breaking one is gone.
    APromise,
    /// A new reader refuses or misreads what an old writer wrote.
    NewReader,
    /// An old reader refuses or misreads what a new writer wrote.
    OldReader,
    /// Both.
    Both,
}

impl Breaks {
    /// The upgrade orders in words, for what these roles write.
    pub(super) fn orders(self, writers: &BTreeSet<Role>) -> Vec<String> {
        let mut orders = Vec::new();
        for writer in writers {
            let reader = writer.other();
            let first = |role: Role| match role {
                // The units of one application, one after the other.
                Role::Peer => "while its units are upgraded".to_owned(),
                role => format!("{role}s upgraded first"),
            };
            if matches!(self, Breaks::NewReader | Breaks::Both) {
                orders.push(format!(
                    "a new {reader} that reads an old {writer} ({})",
                    first(reader)
                ));
            }
            if matches!(self, Breaks::OldReader | Breaks::Both) {
                orders.push(format!(
                    "an old {reader} that reads a new {writer} ({})",
                    first(*writer)
                ));
            }
        }
        orders
    }
}

/// A node that changes are reported at.
#[derive(Debug, Clone)]
pub(super) struct Site<'a> {
    /// For people: `v1 provider app`.
    pub(super) place: String,
    pub(super) version: Option<u32>,
    /// For programs: `provider/app` or a type's name.
    pub(super) owner: String,
    /// Which roles write what stands here.
    pub(super) writers: BTreeSet<Role>,
    /// Whether this is the content of a secret.
    pub(super) secret: bool,
    /// What the node's own declaration allows.
    pub(super) allows: &'a [Allowance],
}

impl Site<'_> {
    /// A change that `rule` judges, at `name` inside this node (or at the node
    /// itself). It is an error if something breaks that neither the node nor
    /// `allows` allows.
    pub(super) fn judge(
        &self,
        rule: &'static str,
        name: &str,
        allows: &[Allowance],
        breaks: Breaks,
        what: String,
    ) -> Change {
        let harmful = breaks != Breaks::Nothing;
        let (reported, what) = if harmful && self.secret && rule != "R16" {
            (
                "R16",
                format!("{what} (in the content of a secret, which keeps rule {rule} too)"),
            )
        } else {
            (rule, what)
        };
        let allowed = allows
            .iter()
            .chain(self.allows)
            .find(|allowance| harmful && [rule, reported].contains(&allowance.rule.as_str()))
            .map(|allowance| allowance.reason.clone());
        let breaking = harmful && allowed.is_none();
        Change {
            rule: reported,
            place: self.place_of(name),
            version: self.version,
            owner: self.owner.clone(),
            name: name.to_owned(),
            what,
            breaking,
            breaks: breaks.orders(&self.writers),
            allowed,
            bump: if breaking { Bump::Major } else { Bump::Minor },
        }
    }

    /// A change that nothing on the wire shows.
    pub(super) fn note(&self, rule: &'static str, name: &str, what: String) -> Change {
        Change {
            bump: Bump::Patch,
            ..self.judge(rule, name, &[], Breaks::Nothing, what)
        }
    }

    fn place_of(&self, name: &str) -> String {
        if name.is_empty() {
            self.place.clone()
        } else {
            format!("{} `{name}`", self.place)
        }
    }
}
