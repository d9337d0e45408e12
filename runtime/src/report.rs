//! What is wrong with a databag, told to whoever has to act.

use crate::bag::{BagTable, RoleKind, ScopeKind};
use crate::value::dot_before;
use std::fmt;

/// What is missing from, or wrong with, one databag.
///
/// [`Report::line`] fits into a charm's status; `Display` tells everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The interface.
    pub interface: &'static str,
    /// The version against which the databag was read.
    pub version: u32,
    /// Who wrote the databag.
    pub role: RoleKind,
    /// Which of its databags.
    pub scope: ScopeKind,
    /// Where the databag is, as far as the caller has said.
    pub place: Place,
    /// Keys that have to be there and are not. Several names with ` | ` between
    /// them: one of these.
    pub missing: Vec<String>,
    /// Everything that is wrong.
    pub problems: Vec<Problem>,
    /// Whether the databag is our own, and was about to be written.
    pub ours: bool,
}

/// Where a databag is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The endpoint of the charm that reads.
    pub endpoint: Option<String>,
    /// The number of the relation.
    pub relation_id: Option<u32>,
    /// The unit, or for an application databag the application, that wrote it.
    pub writer: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule that is broken, such as `B2`. `relata explain B2` prints its page.
    pub rule: &'static str,
    /// The key in the databag.
    pub key: String,
    /// The way into its value, such as `[0].endpoint`; may be empty.
    pub path: String,
    /// What was expected and what was found; what nobody should see is left
    /// out.
    pub message: String,
}

impl Report {
    pub(crate) fn new(table: &BagTable) -> Self {
        Report {
            interface: table.interface,
            version: table.version(),
            role: table.role,
            scope: table.scope,
            place: Place::default(),
            missing: Vec::new(),
            problems: Vec::new(),
            ours: false,
        }
    }

    /// The same report, with the place of the databag.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// One line, fit for a charm's status.
    ///
    /// ```
    /// # use relata::report::{Place, Problem, Report};
    /// # use relata::{RoleKind, ScopeKind};
    /// let report = Report {
    ///     interface: "s3",
    ///     version: 1,
    ///     role: RoleKind::Provider,
    ///     scope: ScopeKind::App,
    ///     place: Place { endpoint: Some("backup".into()), ..Place::default() },
    ///     missing: vec!["secret-extra".into()],
    ///     problems: vec![],
    ///     ours: false,
    /// };
    /// assert_eq!(report.line(), "backup: waiting for `secret-extra` from the provider (s3 v1)");
    /// ```
    pub fn line(&self) -> String {
        let endpoint = self.place.endpoint.as_ref();
        let place = endpoint.map_or_else(String::new, |endpoint| format!("{endpoint}: "));
        let what = match self.problems.as_slice() {
            [] => format!("waiting for {}", names(&self.missing)),
            [problem] => problem.to_string(),
            [problem, others @ ..] => format!("{problem} (and {} more)", others.len()),
        };
        let whose = match (self.ours, self.problems.is_empty()) {
            (true, _) => "of our own data".to_owned(),
            (false, true) => format!("from the {}", self.role),
            (false, false) => format!("in what the {} wrote", self.role),
        };
        format!(
            "{place}{what} {whose} ({} v{})",
            self.interface, self.version
        )
    }
}

fn names(missing: &[String]) -> String {
    let quoted: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = dot_before(&self.path);
        write!(f, "`{}{dot}{}`: {}", self.key, self.path, self.message)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} v{}, {} databag of the {}",
            self.interface, self.version, self.scope, self.role
        )?;
        if let Some(writer) = &self.place.writer {
            write!(f, " {writer}")?;
        }
        if let Some(endpoint) = &self.place.endpoint {
            write!(f, ", endpoint {endpoint}")?;
        }
        if let Some(id) = self.place.relation_id {
            write!(f, ", relation {id}")?;
        }
        for name in &self.missing {
            write!(f, "\n  missing: {name}")?;
        }
        for problem in &self.problems {
            write!(f, "\n  {problem} [{}]", problem.rule)?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}
