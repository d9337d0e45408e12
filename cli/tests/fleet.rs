//! A document of a thousand units. `examples/fleet.rs` prints it, for
//! measurements of the release build.

mod common;
#[path = "common/fleet.rs"]
mod fleet;

use common::check;

#[test]
fn a_thousand_units_are_checked_without_repeating_themselves() {
    let said = check(&fleet::document(1000), &["--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let answer = said.json();
    assert_eq!(answer["verdict"], "ready");
    let bags = answer["bags"].as_array().expect("a list");
    let certificates: Vec<_> = bags
        .iter()
        .filter(|bag| bag["endpoint"] == "receive-ca-cert")
        .collect();
    // The application databag and the one remote unit, though all units show
    // them.
    assert_eq!(certificates.len(), 2);
    let ingress = bags.iter().filter(|bag| bag["endpoint"] == "ingress");
    assert_eq!(ingress.count(), 2000);
}
