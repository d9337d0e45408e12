//! The answer, for people and for programs alike.

use super::identify::{Named, Origin};
use super::reading::Reading;
use super::version::Judged;
use relata_spec::Interface;
use relata_spec::bag::{Verdict, unknown_key};
use relata_spec::model::{Role, Scope};
use serde::Serialize;
use std::rc::Rc;

/// What came out.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// How `application-data` was read; `None` for a bare databag.
    pub(super) reading: Option<Reading>,
    pub(super) relations: Vec<RelationReport>,
    pub(super) skipped: Vec<Skipped>,
}

/// One relation of one unit that is shown.
#[derive(Debug)]
pub(super) struct RelationReport {
    /// The unit that is shown, and others that show the same relation.
    pub(super) units: Vec<String>,
    pub(super) endpoint: String,
    pub(super) related_endpoint: Option<String>,
    pub(super) id: Option<u64>,
    pub(super) cross_model: bool,
    pub(super) interface: String,
    /// The role of the unit that is shown.
    pub(super) role: Role,
    pub(super) origin: Origin,
    pub(super) bags: Vec<BagReport>,
}

/// One databag.
#[derive(Debug, Serialize)]
pub(super) struct BagReport {
    pub(super) interface: String,
    pub(super) version: String,
    /// The writer's role.
    pub(super) role: Role,
    pub(super) scope: Scope,
    pub(super) endpoint: Option<String>,
    pub(super) relation_id: Option<u64>,
    pub(super) application: Option<String>,
    pub(super) unit: Option<String>,
    /// `local` for the side of the unit that is shown, else `remote`.
    pub(super) side: Option<&'static str>,
    pub(super) verdict: Verdict,
    pub(super) missing: Vec<String>,
    pub(super) problems: Vec<ProblemReport>,
    pub(super) unknown_keys: Vec<String>,
    pub(super) notes: Vec<NoteReport>,
    /// How the interface and role were found.
    pub(super) interface_by: Origin,
    /// How the version was found: `flag`, `only`, `marker`, `unstated` or `fit`.
    pub(super) version_by: &'static str,
    /// Whether the version has such a databag at all.
    #[serde(skip)]
    pub(super) declared: bool,
}

/// One problem.
#[derive(Debug, Serialize)]
pub(super) struct ProblemReport {
    pub(super) key: String,
    pub(super) path: String,
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) hint: Option<String>,
}

/// Something worth knowing that is not wrong.
#[derive(Debug, Serialize)]
pub(super) struct NoteReport {
    pub(super) key: Option<String>,
    pub(super) path: String,
    pub(super) message: String,
}

/// A relation that was not checked.
#[derive(Debug, Serialize)]
pub(super) struct Skipped {
    pub(super) unit: String,
    pub(super) endpoint: String,
    pub(super) relation_id: Option<u64>,
    pub(super) why: String,
    pub(super) candidates: Vec<Named>,
}

impl BagReport {
    pub(super) fn new(
        interface: &Interface,
        endpoint: Option<&str>,
        relation_id: Option<u64>,
        origin: &Origin,
        judged: Judged<'_>,
    ) -> BagReport {
        let Judged {
            bag,
            version,
            origin: version_by,
            judgement,
            notes: version_notes,
        } = judged;
        let judgement = Rc::unwrap_or_clone(judgement);
        let mut notes: Vec<NoteReport> = version_notes
            .into_iter()
            .map(|note| NoteReport {
                key: note.key,
                path: String::new(),
                message: note.message,
            })
            .collect();
        notes.extend(judgement.notes.iter().map(|each| NoteReport {
            key: Some(each.key.clone()),
            path: each.note.path.to_string(),
            message: each.note.message.clone(),
        }));
        let is_noted = |key: &String| notes.iter().any(|note| note.key.as_ref() == Some(key));
        let unknown: Vec<NoteReport> = judgement
            .unknown_keys
            .iter()
            .filter(|key| !is_noted(key))
            .filter_map(|key| {
                Some(NoteReport {
                    key: Some(key.clone()),
                    path: String::new(),
                    message: unknown_key(interface, version, bag.role, bag.scope, key)?,
                })
            })
            .collect();
        notes.extend(unknown);
        if !bag.in_scope {
            notes.push(NoteReport {
                key: None,
                path: String::new(),
                message: "the unit is not in the relation's scope: it has left, or not joined yet"
                    .to_owned(),
            });
        }
        BagReport {
            interface: interface.name.clone(),
            version: format!("v{}", version.number),
            role: bag.role,
            scope: bag.scope,
            endpoint: endpoint.map(str::to_owned),
            relation_id,
            application: bag.application.map(str::to_owned),
            unit: bag.unit.map(str::to_owned),
            side: endpoint.map(|_| bag.side.name()),
            verdict: judgement.verdict,
            missing: judgement.missing,
            problems: judgement
                .problems
                .into_iter()
                .map(|found| ProblemReport {
                    path: found.problem.path.to_string(),
                    rule: found.problem.rule,
                    message: found.problem.message(),
                    expected: found.problem.expected,
                    found: found.problem.found,
                    hint: found.problem.hint,
                    key: found.key,
                })
                .collect(),
            unknown_keys: judgement.unknown_keys,
            notes,
            interface_by: origin.clone(),
            version_by: version_by.name(),
            declared: version.bag(bag.role, bag.scope).is_some(),
        }
    }
}

impl Report {
    pub(super) fn bags(&self) -> impl Iterator<Item = &BagReport> {
        self.relations.iter().flat_map(|relation| &relation.bags)
    }

    /// The worst verdict of all databags; `absent` if there are none.
    pub(super) fn verdict(&self) -> Verdict {
        self.bags()
            .map(|bag| bag.verdict)
            .max_by_key(|verdict| badness(*verdict))
            .unwrap_or(Verdict::Absent)
    }

    /// The answer for programs.
    pub(super) fn json(&self) -> String {
        #[derive(Serialize)]
        struct Answer<'a> {
            verdict: Verdict,
            #[serde(skip_serializing_if = "Option::is_none")]
            juju: &'a Option<Reading>,
            bags: Vec<&'a BagReport>,
            skipped: &'a [Skipped],
        }
        crate::json(&Answer {
            verdict: self.verdict(),
            juju: &self.reading,
            bags: self.bags().collect(),
            skipped: &self.skipped,
        })
    }
}

fn badness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Absent => 0,
        Verdict::Ready => 1,
        Verdict::Incomplete => 2,
        Verdict::Invalid => 3,
    }
}
