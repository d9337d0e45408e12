//! R17, R18: markers and versions.

use crate::support::{breaking, breaks, field, interface, is_fine, numbered, text, version};
use relata_spec::evolution::{Bump, compare_interfaces};
use relata_spec::model::{Field, Status};
use serde_json::{Value as Json, json};

// R17

fn marked(marker: &Json) -> Field {
    let number = json!({"kind": "integer", "width": "u32"});
    field("version", &json!({"type": number, "marker": marker}))
}

#[test]
fn a_version_marker_cannot_change() {
    let old = version(vec![marked(&json!({}))]);
    let spelled = field(
        "version",
        &json!({"type": {"kind": "text"}, "marker": {"spelling": {"template": "v{}"}}}),
    );
    let mut moved = marked(&json!({}));
    moved.name = "v".into();
    for new in [spelled, moved, marked(&json!({"absent": 0}))] {
        breaks(&old, &version(vec![new]), "R17");
    }
    breaks(&old, &version(Vec::new()), "R17");
}

#[test]
fn a_version_marker_may_come_if_a_missing_one_means_this_version() {
    let none = version(Vec::new());
    is_fine(
        &none,
        &version(vec![marked(&json!({"absent": 1}))]),
        "R17",
        Bump::Minor,
    );
    breaks(&none, &version(vec![marked(&json!({"absent": 0}))]), "R17");
}

// R18

#[test]
fn a_version_cannot_be_dropped_unless_it_was_retired() {
    let newest = numbered(2, Status::Published, version(Vec::new()));
    let new = interface(vec![newest.clone()]);
    let dropped = |status| {
        let old = interface(vec![
            numbered(1, status, version(Vec::new())),
            newest.clone(),
        ]);
        let changes = compare_interfaces(&old, &new);
        assert_eq!(changes.len(), 1, "{changes:#?}");
        (changes[0].rule, changes[0].breaking)
    };
    assert_eq!(dropped(Status::Published), ("R18", true));
    assert_eq!(dropped(Status::Retired), ("R18", false));
    assert_eq!(dropped(Status::Draft), ("R18", false));
}

#[test]
fn a_version_may_be_added_published_and_retired() {
    let old = interface(vec![version(Vec::new())]);
    let mut new = old.clone();
    new.versions
        .push(numbered(2, Status::Draft, version(vec![text("port")])));
    let mut published = new.clone();
    published.versions[1].status = Status::Published;
    published.versions[0].status = Status::Retired;
    for (old, new) in [(&old, &new), (&new, &published)] {
        let changes = compare_interfaces(old, new);
        assert!(breaking(&changes).is_empty(), "{changes:#?}");
        assert!(changes.iter().all(|change| change.rule == "R18"));
        assert!(changes.iter().all(|change| change.bump == Bump::Minor));
    }
}

#[test]
fn a_published_version_cannot_become_a_draft_again() {
    let old = interface(vec![version(Vec::new())]);
    let new = interface(vec![numbered(1, Status::Draft, version(Vec::new()))]);
    assert_eq!(breaking(&compare_interfaces(&old, &new)), ["R18"]);
}
