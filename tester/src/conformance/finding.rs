//! What is wrong with a charm, and how do we know?

use relata_spec::rules::{self, Rule};
use serde::Serialize;

/// What a charm may do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "&'static str")]
pub enum Fault {
    /// A hook failed.
    HookFailed,
    /// A hook took too long.
    HookHung,
    /// A unit that does not lead wrote the application databag.
    FollowerWrote,
    /// A databag is not as the interface declares it.
    InvalidDatabag,
    /// The databag is of another version than the other side speaks.
    OtherVersion,
    /// Nothing had changed, and something was written.
    NeedlessWrite,
    /// Nothing had changed, and something was taken back.
    DataLost,
    /// What is in a secret stands in plain text where it does not belong.
    SecretLeaked,
    /// Something is left of a relation that is over.
    LeftBehind,
    /// The units never come to rest.
    NeverSettles,
    /// An expectation that stands beside the declaration is not met.
    Behaviour,
}

impl Fault {
    /// Every fault, by its id.
    pub const ALL: [Fault; 11] = [
        Fault::HookFailed,
        Fault::HookHung,
        Fault::FollowerWrote,
        Fault::InvalidDatabag,
        Fault::OtherVersion,
        Fault::NeedlessWrite,
        Fault::DataLost,
        Fault::SecretLeaked,
        Fault::LeftBehind,
        Fault::NeverSettles,
        Fault::Behaviour,
    ];

    /// A stable name, for filters and reports.
    pub fn id(self) -> &'static str {
        match self {
            Fault::HookFailed => "C1",
            Fault::HookHung => "C2",
            Fault::FollowerWrote => "C3",
            Fault::InvalidDatabag => "C4",
            Fault::OtherVersion => "C5",
            Fault::NeedlessWrite => "C6",
            Fault::DataLost => "C7",
            Fault::SecretLeaked => "C8",
            Fault::LeftBehind => "C9",
            Fault::NeverSettles => "C10",
            Fault::Behaviour => "C11",
        }
    }

    /// The fault in a few words.
    pub fn title(self) -> &'static str {
        self.rule().title
    }

    /// What its author can do.
    pub fn help(self) -> &'static str {
        self.rule().help.trim_end_matches('.')
    }

    /// The rule with its page.
    pub fn rule(self) -> &'static Rule {
        let rule = rules::rule(self.id());
        rule.unwrap_or_else(|| unreachable!("every fault has a rule"))
    }
}

impl From<Fault> for &'static str {
    fn from(fault: Fault) -> &'static str {
        fault.id()
    }
}

/// One fault that a case brought to light.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Which fault.
    #[serde(rename = "rule")]
    pub fault: Fault,
    /// What happened, in one sentence.
    pub what: String,
    /// The unit whose hook it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The hook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hook: Option<String>,
    /// What the charm printed, called and wrote, as far as it tells something.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

/// Something about a databag that is worth knowing, and not wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Remark {
    /// Whose databag.
    pub databag: String,
    /// The key.
    pub key: String,
    /// What is odd there.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use relata_spec::rules::RULES;

    #[test]
    fn every_fault_has_a_rule_and_every_such_rule_a_fault() {
        let faults: Vec<&str> = Fault::ALL.iter().map(|fault| fault.rule().id).collect();
        let rules = RULES.iter().map(|rule| rule.id);
        let rules: Vec<&str> = rules.filter(|id| id.starts_with('C')).collect();
        assert_eq!(faults, rules);
    }
}
