//! Units of either side come, lead and go.

use crate::mutants::{LEADS, mutant};
use crate::{HEALTHY, is_found_in, made};

/// The healthy charm with one more hook.
fn with_hook(hook: &str, does: &str) -> String {
    let begin = "case \"$JUJU_DISPATCH_PATH\" in";
    HEALTHY.replace(begin, &format!("{begin}\n  hooks/{hook}) {does} ;;"))
}

#[test]
fn fails_when_it_takes_over_from_a_leader_that_is_gone() {
    let does = "[ \"$JUJU_UNIT_NAME\" = library/0 ] || exit 1";
    let script = with_hook("leader-elected", does);
    is_found_in(&made(&script), "C1", &["leader-leaves"]);
}

#[test]
fn fails_when_it_is_removed() {
    is_found_in(&made(&with_hook("stop", "exit 1")), "C1", &["scaled-down"]);
}

#[test]
fn fails_when_the_last_unit_of_the_other_side_goes() {
    let does = "[ -n \"$(relation-list)\" ]";
    let script = with_hook("lend-relation-departed", does);
    is_found_in(&made(&script), "C1", &["remote-units-gone"]);
}

#[test]
fn takes_back_what_it_lent_when_one_more_reader_comes() {
    let does = "case \"$JUJU_REMOTE_UNIT\" in */1) \
                if [ \"$(is-leader)\" = True ]; then relation-set --app titles=; fi; exit 0 ;; esac; ";
    let script = mutant(LEADS, &format!("{does}{LEADS}"));
    is_found_in(&made(&script), "C7", &["remote-scaled"]);
}
