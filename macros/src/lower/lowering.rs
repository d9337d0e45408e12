//! What the parts of the lowering share.

use super::versions::Versions;
use crate::parse::tree::{AllowDecl, Attrs, Declaration};
use crate::report::Report;
use relata_spec::model::{Allowance, Deprecation};

/// The state while nodes are built.
pub(super) struct Lowering<'t, 'r> {
    pub(super) tree: &'t Declaration,
    pub(super) report: &'r mut Report,
    /// All declared versions.
    pub(super) declared: Versions,
}

/// The attributes of a node and of every node around it, the outermost first.
#[derive(Clone)]
pub(crate) struct Chain<'t>(Vec<&'t Attrs>);

impl<'t> Chain<'t> {
    /// The chain of the outermost node.
    pub(super) fn new(attrs: &'t Attrs) -> Self {
        Chain(vec![attrs])
    }

    /// The chain of a node in this one.
    pub(super) fn with(&self, attrs: &'t Attrs) -> Self {
        let mut chain = self.0.clone();
        chain.push(attrs);
        Chain(chain)
    }

    /// Whether the rule may be broken here.
    pub(crate) fn allows(&self, rule: &str) -> bool {
        let mut allows = self.0.iter().flat_map(|attrs| &attrs.allows);
        allows.any(|allow| allow.rule == rule)
    }

    /// The exception that lets the rule be broken here: the innermost one.
    pub(crate) fn exception(&self, rule: &str) -> Option<&'t AllowDecl> {
        let mut allows = self.0.iter().rev().flat_map(|attrs| &attrs.allows);
        allows.find(|allow| allow.rule == rule)
    }

    /// The rules that may be broken here, each once, the nearest reason first.
    pub(super) fn allowances(&self) -> Vec<Allowance> {
        let mut allowances: Vec<Allowance> = Vec::new();
        for allow in self.0.iter().rev().flat_map(|attrs| &attrs.allows) {
            let known = allowances.iter().any(|known| known.rule == allow.rule);
            if let (false, Some(reason)) = (known, &allow.reason) {
                allowances.push(Allowance {
                    rule: allow.rule.clone(),
                    reason: reason.clone(),
                });
            }
        }
        allowances
    }

    /// Whether and why the node should not be used in this version. What is
    /// said of a node holds for everything in it.
    pub(super) fn deprecation(&self, version: u32) -> Option<Deprecation> {
        let deprecated = self.0.iter().rev().find_map(|attrs| {
            let deprecated = attrs.deprecated.as_ref();
            deprecated.filter(|deprecated| deprecated.tag.number <= version)
        })?;
        Some(Deprecation {
            since: deprecated.tag.number,
            note: deprecated.note.clone(),
        })
    }

    /// The first version with the node, where a tag says so.
    pub(super) fn since(&self) -> Option<u32> {
        let tags = self.0.iter().filter_map(|attrs| attrs.since);
        tags.map(|tag| tag.number).max()
    }

    /// The first version without the node, where a tag says so.
    pub(super) fn until(&self) -> Option<u32> {
        let tags = self.0.iter().filter_map(|attrs| attrs.until);
        tags.map(|tag| tag.number).min()
    }
}
