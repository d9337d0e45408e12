//! The units of one application among themselves.

use crate::{Made, failed, is_found_in, made_with, results_of};

relata::interface! {
    /// Who keeps which shelf.
    pub interface shelving {
        /// The first version.
        version v0 (published);

        peer {
            app {
                /// When the library opens.
                #[encoding(raw)]
                #[example("nine")]
                opens: Option<String>,
            }
            unit {
                /// The shelf that the unit keeps.
                #[encoding(raw)]
                #[example("A")]
                shelf: Option<String>,
                /// On which floor it is.
                #[encoding(raw)]
                #[range(1..=9)]
                floor: Option<u32>,
            }
            /// Says which shelf it keeps, whoever else is there.
            expect present(unit.shelf) when peer is silent or complete;
        }
    }
}

const KEEPS: &str = r#"
look() {
  for unit in $(relation-list); do
    floor=$(relation-get floor "$unit")
    case "$floor" in [1-9]) [ "$floor" -gt 0 ] ;; *) ;; esac
  done
}
case "$JUJU_DISPATCH_PATH" in
  hooks/shelves-relation-created) relation-set shelf=B floor=2 ;;
  hooks/shelves-relation-departed) true ;;
  hooks/shelves-relation-changed|hooks/shelves-relation-joined) look ;;
esac
case "$JUJU_DISPATCH_PATH" in
  hooks/shelves-relation-created|hooks/shelves-relation-changed)
    if [ "$(is-leader)" = True ]; then relation-set --app opens=nine; fi ;;
esac
"#;

fn keeper(script: &str) -> Made {
    let metadata = "name: keeper\npeers:\n  shelves: {interface: shelving}\n";
    made_with(metadata, script)
}

fn mutant(from: &str, to: &str) -> Made {
    assert!(KEEPS.contains(from), "{from} is not in the healthy charm");
    keeper(&KEEPS.replace(from, to))
}

#[test]
fn a_healthy_charm_passes_every_case() {
    let results = results_of(&keeper(KEEPS), |_| true);
    assert!(failed(&results).is_empty(), "{:#?}", failed(&results));
    for case in [
        "alone",
        "followers",
        "scaled-up",
        "scaled-down",
        "leader-changes",
        "leader-leaves",
        "upgraded",
        "typical",
        "odd-unit-floor",
        "gone",
    ] {
        let named = results.iter().find(|result| result.case == case);
        assert!(
            named.is_some_and(|result| result.hooks > 0),
            "{case}: {named:#?}"
        );
    }
}

#[test]
fn writes_as_a_follower() {
    let leads = "if [ \"$(is-leader)\" = True ]; then relation-set --app";
    let script = mutant(leads, "if true; then relation-set --app");
    is_found_in(&script, "C3", &["followers"]);
}

#[test]
fn fails_at_what_another_revision_wrote() {
    let reads = "case \"$floor\" in [1-9])";
    let script = mutant(reads, "case \"$floor\" in ?*)");
    is_found_in(&script, "C1", &["odd-unit-floor", "broken-unit-floor-1"]);
}

#[test]
fn fails_when_a_peer_goes() {
    let departs = "hooks/shelves-relation-departed) true";
    let script = mutant(departs, "hooks/shelves-relation-departed) exit 1");
    is_found_in(&script, "C1", &["scaled-down"]);
}

#[test]
fn counts_its_hooks_in_its_databag() {
    let looks = "look ;;";
    let counts = "echo x >> n; relation-set x-count=$(wc -l < n) ;;";
    is_found_in(&mutant(looks, counts), "C6", &["typical"]);
}

#[test]
fn never_says_which_shelf_it_keeps() {
    is_found_in(
        &mutant("shelf=B floor=2", "floor=2"),
        "C11",
        &["nothing-yet"],
    );
}
