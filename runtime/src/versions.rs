//! Which version two sides speak.
//!
//! ```
//! use relata::versions::{Agreement, Stated, agree};
//!
//! // We speak v0 to v2; the other side states 1.
//! assert_eq!(agree(&[0, 1, 2], Some(&Stated::UpTo(1))), Agreement::Agreed(1));
//! // A version from the future means our newest.
//! assert_eq!(agree(&[0, 1, 2], Some(&Stated::UpTo(9))), Agreement::Agreed(2));
//! // Nobody is there yet.
//! assert_eq!(agree(&[0, 1, 2], None), Agreement::Waiting);
//! ```

use crate::Json;
use std::borrow::Cow;
use std::fmt;

/// How a role states its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkerSpec {
    /// The version that a missing marker stands for.
    pub absent: u32,
    /// The spelling of one version, `{}` standing for its number. `None` for a
    /// plain number. What follows `{}` and a dot is a minor number.
    pub template: Option<Cow<'static, str>>,
    /// Whether the marker lists every version.
    pub list: bool,
}

/// What a side states about the versions that it speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// Every version up to this one.
    UpTo(u32),
    /// These versions and no others.
    Exactly(Vec<u32>),
}

/// What a marker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it states, or is taken to state.
    pub stated: Stated,
    /// Whether that was said or assumed.
    pub evidence: Evidence,
}

/// Whether a version was said or assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The marker says so.
    Marker,
    /// There is no marker; its absence stands for a version.
    Absent,
    /// The marker says nothing that can be understood, and is treated as absent.
    Garbage,
}

impl MarkerSpec {
    /// What the decoded marker states. `None` for a databag without one.
    ///
    /// ```
    /// use relata::versions::{Evidence, MarkerSpec, Stated};
    ///
    /// let spec = MarkerSpec { absent: 0, template: Some("{}.0".into()), list: false };
    /// let reading = spec.read(Some(&"1.10".into()));
    /// assert_eq!(reading.stated, Stated::UpTo(1));
    /// assert_eq!(spec.read(Some(&"soon".into())).evidence, Evidence::Garbage);
    /// ```
    pub fn read(&self, marker: Option<&Json>) -> Reading {
        let assumed = |evidence| Reading {
            stated: Stated::UpTo(self.absent),
            evidence,
        };
        let said = |stated| Reading {
            stated,
            evidence: Evidence::Marker,
        };
        match marker {
            None | Some(Json::Null) => assumed(Evidence::Absent),
            Some(Json::Array(list)) => {
                let mut numbers: Vec<u32> =
                    list.iter().filter_map(|one| self.number(one)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                if numbers.is_empty() {
                    assumed(Evidence::Garbage)
                } else {
                    said(Stated::Exactly(numbers))
                }
            }
            Some(one) => match self.number(one) {
                Some(number) => said(Stated::UpTo(number)),
                None => assumed(Evidence::Garbage),
            },
        }
    }

    /// The number that one marker spells. A bare number is always understood:
    /// in the field, libraries disagree about quotes.
    fn number(&self, marker: &Json) -> Option<u32> {
        match marker {
            // JSON has no integers of that size.
            Json::Number(number) if number.as_f64() > Some(f64::from(u32::MAX)) => Some(u32::MAX),
            // `1.0` may be a version with a minor number.
            Json::Number(number) if number.is_f64() => self.spelled(&number.to_string()),
            Json::Number(number) => parse(&number.to_string()),
            Json::String(text) => self.spelled(text.trim()),
            _ => None,
        }
    }

    fn spelled(&self, text: &str) -> Option<u32> {
        let bare = || parse(text);
        let Some(template) = &self.template else {
            return bare();
        };
        let (before, after) = template.split_once("{}").unwrap_or((template, ""));
        let spelled = || {
            let rest = text.strip_prefix(before)?;
            if after.starts_with('.') {
                let (number, minor) = rest.split_once('.')?;
                let minor_is_number = minor.split('.').all(|part| parse(part).is_some());
                return minor_is_number.then(|| parse(number))?;
            }
            parse(rest.strip_suffix(after)?)
        };
        spelled().or_else(bare)
    }
}

/// Digits and nothing else: `+1` is no version. One that is out of all proportion
/// is still newer than any that we know.
fn parse(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit()) {
        Some(text.parse().unwrap_or(u32::MAX))
    } else {
        None
    }
}

/// What two sides agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Both speak this version; no newer one is spoken by both.
    Agreed(u32),
    /// The other side is not there yet.
    Waiting,
    /// No version is spoken by both.
    Incompatible {
        /// The versions that we speak.
        ours: Vec<u32>,
        /// What they state.
        theirs: Stated,
    },
}

/// As in `v0, v2`, or `versions up to v1`.
impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stated::UpTo(newest) => write!(f, "versions up to v{newest}"),
            Stated::Exactly(versions) => {
                let words: Vec<String> = versions.iter().map(|one| format!("v{one}")).collect();
                match words.as_slice() {
                    [] => f.write_str("no version"),
                    words => f.write_str(&words.join(", ")),
                }
            }
        }
    }
}

impl Reading {
    /// What two units of one side have in common.
    pub(crate) fn and(self, other: Reading) -> Reading {
        let stated = match (self.stated, other.stated) {
            (Stated::UpTo(one), Stated::UpTo(two)) => Stated::UpTo(one.min(two)),
            (Stated::Exactly(mut list), other) | (other, Stated::Exactly(mut list)) => {
                list.retain(|version| other.speaks(*version));
                Stated::Exactly(list)
            }
        };
        let evidence = match (self.evidence, other.evidence) {
            (Evidence::Marker, _) | (_, Evidence::Marker) => Evidence::Marker,
            (evidence, _) => evidence,
        };
        Reading { stated, evidence }
    }
}

impl Stated {
    fn speaks(&self, version: u32) -> bool {
        match self {
            Stated::UpTo(newest) => version <= *newest,
            Stated::Exactly(versions) => versions.contains(&version),
        }
    }
}

/// Finds the newest version that both sides speak.
///
/// `ours` are the versions that we speak, in any order; `theirs` is `None` as
/// long as nobody is at the other end. The function is total. It is symmetric,
/// too, where each side speaks every version that it states: two sides that look
/// at each other's statements come to the same result.
pub fn agree(ours: &[u32], theirs: Option<&Stated>) -> Agreement {
    let Some(theirs) = theirs else {
        return Agreement::Waiting;
    };
    match ours.iter().filter(|version| theirs.speaks(**version)).max() {
        Some(version) => Agreement::Agreed(*version),
        None => Agreement::Incompatible {
            ours: ours.to_vec(),
            theirs: theirs.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(template: Option<&'static str>) -> MarkerSpec {
        MarkerSpec {
            absent: 0,
            template: template.map(Cow::Borrowed),
            list: false,
        }
    }

    #[test]
    fn a_number_is_understood_with_and_without_quotes() {
        let spec = spec(None);
        for marker in [Json::from(1), Json::from("1"), Json::from(" 1 ")] {
            assert_eq!(spec.read(Some(&marker)).stated, Stated::UpTo(1), "{marker}");
        }
    }

    #[test]
    fn a_minor_number_is_ignored_where_the_template_has_one() {
        let reading = spec(Some("{}.0")).read(Some(&Json::from("1.10")));
        assert_eq!(reading.stated, Stated::UpTo(1));
        assert_eq!(reading.evidence, Evidence::Marker);
    }

    #[test]
    fn a_prefix_is_required_unless_the_number_stands_alone() {
        let spec = spec(Some("v{}"));
        assert_eq!(spec.read(Some(&Json::from("v2"))).stated, Stated::UpTo(2));
        assert_eq!(spec.read(Some(&Json::from("2"))).stated, Stated::UpTo(2));
        assert_eq!(
            spec.read(Some(&Json::from("x2"))).evidence,
            Evidence::Garbage
        );
    }

    #[test]
    fn a_list_means_the_highest_common_version() {
        let stated = Stated::Exactly(vec![0, 2, 5]);
        assert_eq!(agree(&[0, 1, 2, 3], Some(&stated)), Agreement::Agreed(2));
    }

    #[test]
    fn no_common_version_is_incompatible() {
        let stated = Stated::UpTo(0);
        assert!(matches!(
            agree(&[1, 2], Some(&stated)),
            Agreement::Incompatible { .. }
        ));
    }
}
