//! What is wrong with a charm, and how do we know?

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
        match self {
            Fault::HookFailed => "a hook fails",
            Fault::HookHung => "a hook does not end",
            Fault::FollowerWrote => "a unit that does not lead writes the application databag",
            Fault::InvalidDatabag => "a databag is not as the interface declares it",
            Fault::OtherVersion => "a databag is of a version that the other side does not speak",
            Fault::NeedlessWrite => "something is written although nothing changed",
            Fault::DataLost => "something is taken back or lost that still holds",
            Fault::SecretLeaked => "the content of a secret stands in plain text",
            Fault::LeftBehind => "something is left of what is over",
            Fault::NeverSettles => "the units never come to rest",
            Fault::Behaviour => "an expected behaviour is missing",
        }
    }

    /// What its author can do.
    pub fn help(self) -> &'static str {
        match self {
            Fault::HookFailed => {
                "whatever the other side writes, end the hook well and set a status that says \
                 what is missing or wrong"
            }
            Fault::HookHung => "give everything that a hook waits for a time limit of its own",
            Fault::FollowerWrote => "ask `is-leader` before the application databag is written",
            Fault::InvalidDatabag => "write what `relata show` and `relata schema` describe",
            Fault::OtherVersion => {
                "write the newest version that both sides state; a side that states none speaks \
                 the version that a missing marker stands for"
            }
            Fault::NeedlessWrite => {
                "write keys and lists in a stable order and compare before writing: each write \
                 wakes every unit of the other side"
            }
            Fault::DataLost => "leave what was written as long as what it says is true",
            Fault::SecretLeaked => {
                "pass the secret's URI on; never log its content, nor put it into a status"
            }
            Fault::LeftBehind => {
                "revoke and remove the secrets of a relation when it breaks, and wait for the \
                 processes that a hook starts"
            }
            Fault::NeverSettles => "write nothing that makes the other side write it back",
            Fault::Behaviour => "see what the interface asks of the role: `relata show`",
        }
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
