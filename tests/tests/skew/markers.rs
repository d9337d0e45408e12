//! The runtime and the interpreter read a version marker alike.

use proptest::prelude::*;
use relata::versions::{Evidence, MarkerSpec, Stated};
use relata_spec::bag::stated_versions;
use relata_spec::model::{Marker, MarkerSpelling};
use serde_json::{Value as Json, json};

fn one() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<i64>().prop_map(Json::from),
        (0..4_u32).prop_map(Json::from),
        (-10.0..1.0e12_f64).prop_map(Json::from),
        (0..100_u32).prop_map(|number| json!(f64::from(number) / 10.0)),
        prop::string::string_regex("[ v]{0,2}[0-9]{0,12}(\\.[0-9]{0,3}){0,2}[ v+]?")
            .expect("a regular expression")
            .prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        Just(json!({})),
        Just(json!(1e300)),
    ]
}

fn marker() -> impl Strategy<Value = Json> {
    prop_oneof![
        3 => one(),
        1 => prop::collection::vec(one(), 0..4).prop_map(Json::from),
    ]
}

proptest! {
    #[test]
    fn both_see_the_same_versions(
        template in prop::sample::select(vec![None, Some("{}"), Some("v{}"), Some("{}.0")]),
        list in any::<bool>(),
        marker in marker(),
    ) {
        let spec = MarkerSpec {
            absent: 0,
            template: template.map(Into::into),
            list,
        };
        let model = Marker {
            absent: None,
            spelling: match template {
                None => MarkerSpelling::Number,
                Some(template) => MarkerSpelling::Template(template.to_owned()),
            },
            list,
        };
        let reading = spec.read(Some(&marker));
        let seen = match (reading.evidence, reading.stated) {
            (Evidence::Marker, Stated::UpTo(version)) => Some(vec![version]),
            (Evidence::Marker, Stated::Exactly(versions)) => Some(versions),
            (Evidence::Absent | Evidence::Garbage, _) => None,
        };
        let judged = stated_versions(&model, &marker).map(|mut versions| {
            versions.sort_unstable();
            versions.dedup();
            versions
        });
        prop_assert_eq!(seen, judged, "{}", marker);
    }
}
