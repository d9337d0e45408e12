//! R16: the content of secrets.

use crate::support::{
    allowing, bag, breaking, breaks, field, is_fine, only, secret, secret_of, text,
};
use relata_spec::evolution::{Bump, compare};
use relata_spec::model::{Role, Version};
use serde_json::json;

#[test]
fn what_breaks_a_databag_breaks_a_secret() {
    let change = breaks(&secret(&["user", "password"]), &secret(&["user"]), "R16");
    assert_eq!(change.place, "v1 secret Credentials `password`");
    assert!(
        change
            .what
            .ends_with("(in the content of a secret, which keeps rule R1 too)"),
        "{}",
        change.what
    );
}

#[test]
fn a_key_may_be_added_to_a_secret() {
    is_fine(
        &secret(&["user"]),
        &secret(&["user", "password"]),
        "R19",
        Bump::Minor,
    );
}

#[test]
fn a_text_cannot_become_a_secret_nor_the_reverse() {
    let plain = |version: &Version| {
        let mut plain = version.clone();
        let spec = plain.roles.get_mut(&Role::Provider).expect("provider");
        spec.app = Some(bag(vec![text("uri")]));
        plain
    };
    let secret = secret(&["user"]);
    breaks(&plain(&secret), &secret, "R16");
    breaks(&secret, &plain(&secret), "R16");
}

#[test]
fn a_text_cannot_move_into_a_secret() {
    let mut old = secret(&["password"]);
    old.types.clear();
    old.roles.get_mut(&Role::Provider).expect("provider").app = Some(bag(vec![text("password")]));
    let changes = compare(&old, &secret(&["password"]));
    assert_eq!(breaking(&changes), ["R16"]);
    assert_eq!(changes[0].name, "password");
}

#[test]
fn an_allowance_in_a_secret_may_name_either_rule() {
    let old = secret_of(&[field("n", &json!({"type": {"kind": "text"}}))]);
    for rule in ["R14", "R16"] {
        let narrowed = field(
            "n",
            &json!({"type": {"kind": "text", "constraints": [{"pattern": "^a"}]}}),
        );
        let change = only(&old, &secret_of(&[allowing(rule, narrowed)]));
        assert!(!change.breaking, "{change:#?}");
    }
}
