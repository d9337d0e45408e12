//! The version marker absent, older, newer, garbage.

use super::Plan;
use crate::conformance::case::Step;
use relata::testing::Sample;
use relata_spec::expectation::named;
use relata_spec::model::{Encoding, Field, Marker, MarkerSpelling, Moment, Scope};
use serde_json::json;

/// A version that nobody has declared.
const FUTURE: u32 = 1_000;

impl Plan<'_> {
    pub(super) fn markers(&mut self, typical: &Sample) {
        let number = self.version.number;
        let older = (self.interface.numbers().into_iter()).rfind(|older| *older < number);
        for scope in Scope::ALL {
            let Some(bag) = self.bag(typical, scope) else {
                continue;
            };
            let Some((field, marker)) = bag.declared.marker() else {
                continue;
            };
            let stating = |number: u32, what: &str| {
                let (text, member) = spelled(field, marker, number);
                bag.with(field, what, &text, member)
            };
            let absent = bag.without(field);
            let newer = stating(FUTURE, "that of a version which nobody has declared yet");
            let older = older.map(|older| stating(older, "that of an older version"));
            let garbage = bag.with(field, "nonsense", "soon?", json!("soon?"));
            let key = field.name.clone();
            let kinds = [
                ("absent", absent, "is missing"),
                (
                    "older",
                    older,
                    "states a version that is older than what is written",
                ),
                (
                    "newer",
                    Some(newer),
                    "states a version that nobody has declared yet",
                ),
                ("garbage", Some(garbage), "states nonsense"),
            ];
            for (name, sample, what) in kinds {
                let Some(sample) = sample else { continue };
                let case = self.add(
                    format!("marker-{name}-{scope}"),
                    format!("the other side's version marker `{key}` {what}"),
                    vec![Step::Relate, Step::Write(sample), Step::Repeat],
                );
                case.any_version = true;
                if name == "absent" {
                    case.asks(1, [Moment::Missing(named(scope, &key))]);
                }
            }
        }
    }
}

/// A version as the marker spells it: in a databag, and in a document.
fn spelled(field: &Field, marker: &Marker, number: u32) -> (String, serde_json::Value) {
    let one = match &marker.spelling {
        MarkerSpelling::Number => json!(number),
        MarkerSpelling::Template(template) => json!(template.replace("{}", &number.to_string())),
    };
    let member = if marker.list { json!([one]) } else { one };
    let text = match (field.encodings.first(), member.as_str()) {
        (Some(Encoding::Raw { .. }), Some(plain)) => plain.to_owned(),
        _ => member.to_string(),
    };
    (text, member)
}
