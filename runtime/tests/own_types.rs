//! What becomes of named types, and of types of one's own?

mod common;

use common::{bag, changed, invalid, ready, refused, written};
use serde_core::de::Error as _;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Verbosity: a type of one's own, on the wire a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Says little.
    Quiet,
    /// Says much.
    Loud,
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_str(match self {
            Level::Quiet => "quiet",
            Level::Loud => "loud",
        })
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        match String::deserialize(source)?.as_str() {
            "quiet" => Ok(Level::Quiet),
            "loud" => Ok(Level::Loud),
            _ => Err(D::Error::custom("expected `quiet` or `loud`")),
        }
    }
}

impl relata::Value for Level {
    fn vacant() -> Self {
        Level::Quiet
    }
}

/// Seconds, on the wire an integer.
#[derive(Debug, Clone, PartialEq)]
pub struct Seconds(std::time::Duration);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_u64(self.0.as_secs())
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let seconds = u64::deserialize(source)?;
        Ok(Seconds(std::time::Duration::from_secs(seconds)))
    }
}

impl relata::Value for Seconds {
    fn vacant() -> Self {
        Seconds(std::time::Duration::ZERO)
    }
}

relata::interface! {
    /// Named types.
    interface named {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// Of one's own, in JSON.
                level: Option<Level>,
                /// With a default.
                usual: Level = "loud",
                /// In plain text.
                #[encoding(raw)]
                raw_level: Option<Level>,
                /// A number in plain text.
                #[encoding(raw)]
                timeout: Option<Seconds>,
                /// Each once.
                #[allow(R15, reason = "for this test")]
                levels: Option<Set<Level>>,
                /// With commas.
                #[encoding(csv)]
                #[allow(R15, reason = "for this test")]
                csv_levels: Option<Vec<Level>>,
                /// A limited number.
                area: Option<Tac>,
                /// Several.
                #[allow(R15, reason = "for this test")]
                areas: Vec<Tac> = [],
                /// By a limited key.
                #[allow(R15, reason = "for this test")]
                by_name: Option<Map<Word, Tac>>,
                /// A name for a name.
                nickname: Option<Alias>,
                /// Within limits, of one's own.
                grace: Option<Grace>,
            }
        }

        /// Verbosity.
        type Level: String = crate::Level;

        /// A time.
        type Seconds: u64 = super::Seconds;

        /// A short time.
        #[range(..=60)]
        type Grace: u64 = crate::Seconds;

        /// A tracking area code.
        #[range(1..=16777215)]
        type Tac: u32;

        /// A lower-case word.
        #[pattern("^[a-z]+$")]
        type Word: String;

        /// Another name of it.
        type Alias: Word;
    }
}

use named::v0::{ProviderApp, Tac};

fn one(key: &str, text: &str) -> ProviderApp {
    ready(&bag([(key, text)]))
}

#[test]
fn a_type_of_ones_own_is_read_and_written_by_its_own_rules() {
    let value = one("level", r#""loud""#);
    assert_eq!(value.level, Some(Level::Loud));
    assert_eq!(written(&value)["level"], r#""loud""#);
    assert_eq!(one("raw_level", "quiet").raw_level, Some(Level::Quiet));
    let timeout = one("timeout", "90").timeout;
    assert_eq!(timeout, Some(Seconds(std::time::Duration::from_secs(90))));
}

#[test]
fn a_type_of_ones_own_may_have_a_default() {
    assert_eq!(ProviderApp::default().usual, Level::Loud);
    assert_eq!(one("level", r#""quiet""#).usual, Level::Loud);
}

#[test]
fn what_a_type_of_ones_own_does_not_take_is_a_problem() {
    for (key, text) in [
        ("level", r#""silent""#),
        ("raw_level", "silent"),
        ("timeout", "-1"),
    ] {
        assert_eq!(
            invalid::<ProviderApp>(&bag([(key, text)])).problems[0].key,
            key
        );
    }
}

#[test]
fn a_type_of_ones_own_may_stand_in_collections() {
    let value = one("levels", r#"["quiet","loud","quiet"]"#);
    assert_eq!(written(&value)["levels"], r#"["loud","quiet"]"#);
    let value = one("csv_levels", "quiet, loud");
    assert_eq!(value.csv_levels, Some(vec![Level::Quiet, Level::Loud]));
    assert_eq!(written(&value)["csv_levels"], "quiet,loud");
}

#[test]
fn a_type_of_ones_own_in_plain_text_is_written_as_such() {
    let keys = bag([("raw_level", "loud"), ("timeout", "90")]);
    let value: ProviderApp = ready(&keys);
    assert_eq!(
        changed(&value, &mut keys.clone()),
        ["areas=[]", r#"usual="loud""#]
    );
}

#[test]
fn limits_hold_for_what_a_type_of_ones_own_puts_on_the_wire() {
    assert!(one("grace", "60").grace.is_some());
    assert_eq!(
        invalid::<ProviderApp>(&bag([("grace", "61")])).problems[0].key,
        "grace"
    );
    let value = ProviderApp {
        grace: Some(Seconds(std::time::Duration::from_secs(61))),
        ..ProviderApp::default()
    };
    assert_eq!(refused(&value).problems[0].rule, "B3");
}

#[test]
fn a_name_with_limits_has_them_wherever_it_stands() {
    let area: Tac = 7;
    assert_eq!(one("area", "7").area, Some(area));
    let cases = [
        ("area", "0", ""),
        ("areas", "[1, 16777216]", "[1]"),
        ("by_name", r#"{"a": 0}"#, r#"["a"]"#),
        ("by_name", r#"{"A": 1}"#, r#"["A"]"#),
        ("nickname", r#""A""#, ""),
    ];
    for (key, text, path) in cases {
        let report = invalid::<ProviderApp>(&bag([(key, text)]));
        assert_eq!(report.problems.len(), 1, "{report}");
        assert_eq!(report.problems[0].key, key);
        assert_eq!(report.problems[0].path, path, "{text}");
    }
}

#[test]
fn a_name_with_limits_has_them_in_writing_too() {
    let values = [
        ProviderApp {
            area: Some(0),
            ..ProviderApp::default()
        },
        ProviderApp {
            areas: vec![1, 16_777_216],
            ..ProviderApp::default()
        },
        ProviderApp {
            by_name: Some([("a".into(), 0)].into()),
            ..ProviderApp::default()
        },
        ProviderApp {
            by_name: Some([("A".into(), 1)].into()),
            ..ProviderApp::default()
        },
        ProviderApp {
            nickname: Some("A".into()),
            ..ProviderApp::default()
        },
    ];
    for value in values {
        assert_eq!(refused(&value).problems.len(), 1);
    }
}
