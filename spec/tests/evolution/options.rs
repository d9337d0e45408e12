//! R12, R13: values of enums.

use crate::support::{
    NEW_READS_OLD, OLD_READS_NEW, breaks, decl, enumeration, is_fine, using, using_decl,
};
use relata_spec::evolution::Bump;
use serde_json::{Value as Json, json};

// R12

#[test]
fn a_closed_enum_cannot_grow() {
    let (small, large) = (enumeration(true, &["a"]), enumeration(true, &["a", "b"]));
    let change = breaks(&using(&small), &using(&large), "R12");
    assert_eq!(change.place, "v1 enum It `b`");
    assert_eq!(change.breaks, [OLD_READS_NEW]);
}

#[test]
fn an_open_enum_may_grow() {
    let (small, large) = (enumeration(false, &["a"]), enumeration(false, &["a", "b"]));
    is_fine(&using(&small), &using(&large), "R12", Bump::Minor);
}

// R13

#[test]
fn an_enum_cannot_shrink() {
    for closed in [false, true] {
        let (small, large) = (
            enumeration(closed, &["a"]),
            enumeration(closed, &["a", "b"]),
        );
        let change = breaks(&using(&large), &using(&small), "R13");
        assert_eq!(change.breaks, [NEW_READS_OLD]);
    }
}

#[test]
fn an_open_enum_may_lose_a_value_that_is_reserved() {
    let reserving = |closed| {
        let mut new = decl("It", &enumeration(closed, &["a"]));
        new.reserved.push("b".into());
        using_decl(new)
    };
    let old = |closed| using(&enumeration(closed, &["a", "b"]));
    is_fine(&old(false), &reserving(false), "R13", Bump::Minor);
    breaks(&old(true), &reserving(true), "R13");
}

#[test]
fn integers_of_an_enum_are_reserved_in_decimal() {
    let numbers = |values: &[i64]| {
        let variants: Vec<Json> = values
            .iter()
            .map(|value| json!({"wire": value, "rust": format!("N{value}")}))
            .collect();
        decl(
            "It",
            &json!({"is": "enum", "base": "integer", "variants": variants}),
        )
    };
    let mut new = numbers(&[4]);
    new.reserved.push("2".into());
    is_fine(
        &using_decl(numbers(&[2, 4])),
        &using_decl(new),
        "R13",
        Bump::Minor,
    );
}
