//! R5: encodings and layouts.

use crate::support::{
    NEW_READS_OLD, OLD_READS_NEW, bag, bagged, breaks, field, is_fine, text, version,
};
use relata_spec::evolution::Bump;
use relata_spec::model::{Bag, Version};
use serde_json::{Value as Json, json};

fn encoded(encodings: &Json) -> Version {
    version(vec![field("n", &json!({"encodings": encodings}))])
}

#[test]
fn the_encoding_cannot_change() {
    let (json_only, raw_only) = (json!([{"as": "json"}]), json!([{"as": "raw"}]));
    let change = breaks(&encoded(&json_only), &encoded(&raw_only), "R5");
    assert_eq!(change.breaks, [NEW_READS_OLD, OLD_READS_NEW]);
    assert_eq!(change.what, "the encoding was json and is raw");
}

#[test]
fn an_encoding_cannot_be_accepted_no_longer() {
    let both = json!([{"as": "json"}, {"as": "raw"}]);
    let change = breaks(&encoded(&both), &encoded(&json!([{"as": "json"}])), "R5");
    assert_eq!(change.breaks, [NEW_READS_OLD]);
}

#[test]
fn the_order_of_encodings_cannot_change() {
    let both = json!([{"as": "json"}, {"as": "raw"}]);
    breaks(
        &encoded(&both),
        &encoded(&json!([{"as": "raw"}, {"as": "json"}])),
        "R5",
    );
}

#[test]
fn one_more_encoding_may_be_accepted() {
    let both = json!([{"as": "json"}, {"as": "raw"}]);
    is_fine(
        &encoded(&json!([{"as": "json"}])),
        &encoded(&both),
        "R5",
        Bump::Minor,
    );
}

#[test]
fn one_more_spelling_of_a_boolean_may_be_accepted() {
    let raw =
        |yes: &[&str]| encoded(&json!([{"as": "raw", "bools": {"true": yes, "false": ["no"]}}]));
    is_fine(&raw(&["yes"]), &raw(&["yes", "y"]), "R5", Bump::Minor);
    breaks(&raw(&["yes"]), &raw(&["y", "yes"]), "R5");
}

#[test]
fn the_layout_of_a_databag_cannot_change() {
    let laid = |layouts: &Json| {
        bagged(Bag {
            layouts: serde_json::from_value(layouts.clone()).expect("layouts"),
            ..bag(vec![text("n")])
        })
    };
    let keys = json!({"layout": "keys"});
    let nested = json!({"layout": "nested", "key": "data", "format": "json"});
    breaks(&laid(&json!([keys])), &laid(&json!([nested])), "R5");
    is_fine(
        &laid(&json!([keys])),
        &laid(&json!([keys, nested])),
        "R5",
        Bump::Minor,
    );
}
