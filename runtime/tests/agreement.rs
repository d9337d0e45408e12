//! What do two sides agree on, whatever they state?

use proptest::prelude::*;
use relata::Json;
use relata::versions::{Agreement, Evidence, MarkerSpec, Stated, agree};
use std::borrow::Cow;

fn spec() -> impl Strategy<Value = MarkerSpec> {
    let template = prop::sample::select(vec![None, Some("v{}"), Some("{}.0"), Some("{}")]);
    (0..4u32, template, any::<bool>()).prop_map(|(absent, template, list)| MarkerSpec {
        absent,
        template: template.map(Cow::Borrowed),
        list,
    })
}

fn marker() -> impl Strategy<Value = Json> {
    let one = prop_oneof![
        any::<u64>().prop_map(Json::from),
        (0..6u64).prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        "v?[0-9]{1,30}(\\.[0-9]{1,3})?".prop_map(Json::from),
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
    ];
    prop_oneof![
        one.clone(),
        prop::collection::vec(one, 0..4).prop_map(Json::from)
    ]
}

fn stated() -> impl Strategy<Value = Stated> {
    prop_oneof![
        any::<u32>().prop_map(Stated::UpTo),
        (0..6u32).prop_map(Stated::UpTo),
        prop::collection::vec(0..8u32, 0..5).prop_map(Stated::Exactly),
    ]
}

/// The newest version that a statement names.
fn newest(stated: &Stated) -> Option<u32> {
    match stated {
        Stated::UpTo(newest) => Some(*newest),
        Stated::Exactly(versions) => versions.iter().copied().max(),
    }
}

proptest! {
    #[test]
    fn every_marker_states_something(spec in spec(), marker in prop::option::of(marker())) {
        let reading = spec.read(marker.as_ref());
        if reading.evidence != Evidence::Marker {
            prop_assert_eq!(reading.stated, Stated::UpTo(spec.absent));
        }
    }

    #[test]
    fn two_sides_that_know_the_same_statement_agree_on_the_same(
        ours in prop::collection::btree_set(0..8u32, 1..5),
        theirs in prop::collection::btree_set(0..8u32, 1..5),
    ) {
        let ours: Vec<u32> = ours.into_iter().collect();
        let theirs: Vec<u32> = theirs.into_iter().collect();
        let here = agree(&ours, Some(&Stated::Exactly(theirs.clone())));
        let there = agree(&theirs, Some(&Stated::Exactly(ours)));
        match (here, there) {
            (Agreement::Agreed(here), Agreement::Agreed(there)) => prop_assert_eq!(here, there),
            (Agreement::Incompatible { .. }, Agreement::Incompatible { .. }) => {}
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn two_sides_that_state_their_newest_agree_on_the_lower(ours in 0..9u32, theirs in 0..9u32) {
        let all = |newest: u32| (0..=newest).collect::<Vec<u32>>();
        let here = agree(&all(ours), Some(&Stated::UpTo(theirs)));
        let there = agree(&all(theirs), Some(&Stated::UpTo(ours)));
        prop_assert_eq!(&here, &there);
        prop_assert_eq!(here, Agreement::Agreed(ours.min(theirs)));
    }

    #[test]
    fn nothing_newer_is_spoken_by_both(
        ours in prop::collection::vec(0..8u32, 0..5),
        theirs in stated(),
    ) {
        let speaks = |version: u32| match &theirs {
            Stated::UpTo(newest) => version <= *newest,
            Stated::Exactly(versions) => versions.contains(&version),
        };
        match agree(&ours, Some(&theirs)) {
            Agreement::Agreed(version) => {
                prop_assert!(ours.contains(&version) && speaks(version));
                prop_assert!(!ours.iter().any(|other| *other > version && speaks(*other)));
            }
            Agreement::Incompatible { .. } => {
                prop_assert!(!ours.iter().any(|version| speaks(*version)));
            }
            Agreement::Waiting => prop_assert!(false),
        }
    }

    #[test]
    fn a_version_from_the_future_is_never_taken_for_the_oldest(
        newest_of_ours in 1..6u32,
        digits in "[1-9][0-9]{1,30}",
        spec in spec(),
    ) {
        let ours: Vec<u32> = (0..=newest_of_ours).collect();
        let number: Json = serde_json::from_str(&digits).unwrap_or(Json::Null);
        let spelled = spec.template.as_ref().map(|template| template.replace("{}", &digits));
        let markers = [Some(number), Some(digits.into()), spelled.map(Json::from)];
        for marker in markers.into_iter().flatten() {
            let reading = spec.read(Some(&marker));
            prop_assert_eq!(reading.evidence, Evidence::Marker, "{}", marker);
            prop_assert!(newest(&reading.stated) > Some(newest_of_ours), "{}", marker);
            let agreement = agree(&ours, Some(&reading.stated));
            prop_assert_eq!(agreement, Agreement::Agreed(newest_of_ours), "{}", marker);
        }
    }
}
