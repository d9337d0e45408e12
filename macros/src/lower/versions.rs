//! In which versions is a node?

use super::lowering::Lowering;
use crate::parse::tree::{Attrs, Declaration, Tag};
use crate::report::Report;
use relata_spec::words;

/// Some of the declared versions, in ascending order.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Versions(Vec<u32>);

impl Versions {
    /// All versions that are declared. Their absence and repetition is
    /// reported.
    pub(super) fn declared(tree: &Declaration, report: &mut Report) -> Self {
        let mut numbers: Vec<u32> = Vec::new();
        for version in &tree.versions {
            let tag = version.tag;
            if numbers.contains(&tag.number) {
                let first = tree.versions.iter().map(|version| version.tag);
                let first = first.clone().find(|first| first.number == tag.number);
                report
                    .error(
                        "D17",
                        tag.span,
                        format!("`{}` is declared twice", tag.name()),
                    )
                    .help("a version is declared once; remove one of the two")
                    .also(
                        first.unwrap_or(tag).span,
                        format!("`{}` was declared first here", tag.name()),
                    );
            } else {
                numbers.push(tag.number);
            }
        }
        numbers.sort_unstable();
        if numbers.is_empty() && !report.is_lossy() {
            report
                .error("D19", tree.name.span, "this interface has no version")
                .help("write `version v0 (draft);`");
        }
        Versions(numbers)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        self.0.contains(&number)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The oldest.
    pub(crate) fn first(&self) -> Option<u32> {
        self.0.first().copied()
    }

    /// The oldest version that is in both.
    pub(crate) fn overlap(&self, other: &Versions) -> Option<u32> {
        self.iter().find(|number| other.contains(*number))
    }

    /// Those that are not in `taken`.
    pub(crate) fn without(&self, taken: &Versions) -> Versions {
        Versions(
            self.iter()
                .filter(|number| !taken.contains(*number))
                .collect(),
        )
    }

    /// Those that are also between the two tags.
    fn between(&self, since: Option<Tag>, until: Option<Tag>) -> Versions {
        let from = since.map_or(0, |tag| tag.number);
        let to = until.map_or(u32::MAX, |tag| tag.number);
        Versions(
            self.iter()
                .filter(|number| (from..to).contains(number))
                .collect(),
        )
    }
}

impl Lowering<'_, '_> {
    /// The versions of a node with these tags in a parent that is in `parent`.
    pub(super) fn versions(
        &mut self,
        since: Option<Tag>,
        until: Option<Tag>,
        parent: &Versions,
    ) -> Versions {
        let since = since.filter(|tag| self.is_declared(*tag));
        let until = until.filter(|tag| self.is_declared(*tag));
        let own = parent.between(since, until);
        if !own.is_empty() || parent.is_empty() {
            return own;
        }
        self.explain(since, until);
        own
    }

    /// The versions of a node with these attributes.
    pub(super) fn versions_of(&mut self, attrs: &Attrs, parent: &Versions) -> Versions {
        let own = self.versions(attrs.since, attrs.until, parent);
        if let Some(deprecated) = &attrs.deprecated {
            let tag = deprecated.tag;
            if self.is_declared(tag) {
                let gone = attrs.until.filter(|until| until.number <= tag.number);
                if let Some(until) = gone {
                    self.report
                        .error(
                            "D3",
                            tag.span,
                            format!("this is gone before it is deprecated in `{}`", tag.name()),
                        )
                        .help("deprecate it in an earlier version, or remove the attribute")
                        .also(
                            until.span,
                            format!("this says that it is gone from `{}` on", until.name()),
                        );
                }
            }
        }
        own
    }

    /// Whether the version exists. If there are none at all, that is the
    /// mistake, and this one is not.
    pub(super) fn is_declared(&mut self, tag: Tag) -> bool {
        if self.declared.contains(tag.number) || self.declared.is_empty() {
            return true;
        }
        let known: Vec<String> = self
            .declared
            .iter()
            .map(|number| format!("v{number}"))
            .collect();
        let verb = if known.len() == 1 { "is" } else { "are" };
        let known = words::list(known.iter().map(String::as_str)).replace(" or ", " and ");
        self.report
            .error(
                "D2",
                tag.span,
                format!("there is no version `{}`", tag.name()),
            )
            .help(format!(
                "declared {verb} {known}: declare the missing version, or write one that is declared"
            ));
        false
    }

    fn explain(&mut self, since: Option<Tag>, until: Option<Tag>) {
        match (since, until) {
            (Some(since), Some(until)) if until.number < since.number => {
                self.report
                    .error(
                        "D4",
                        until.span,
                        format!("this is gone from `{}` on, before it exists", until.name()),
                    )
                    .help("`until` names the first version without it, which is a later one")
                    .also(
                        since.span,
                        format!("this says that it exists from `{}` on", since.name()),
                    );
            }
            (Some(since), Some(until)) if until.number == since.number => {
                self.report
                    .error(
                        "D3",
                        until.span,
                        format!(
                            "this is gone from `{}` on, so it never exists",
                            until.name()
                        ),
                    )
                    .help("`until` names the first version without it, which is a later one")
                    .also(
                        since.span,
                        format!("this says that it exists from `{}` on", since.name()),
                    );
            }
            (since, until) => {
                if let Some(tag) = since.or(until) {
                    self.report
                        .error("D3", tag.span, "this is in no version at all")
                        .help(
                            "a node is never in a version in which what it stands in is not; \
                             `until` names the first version without it",
                        );
                }
            }
        }
    }
}
