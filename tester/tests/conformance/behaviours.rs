//! What is expected beside the declaration of a databag is looked at.

use crate::mutants::{NAME, mutant};
use crate::{HEALTHY, is_found_in, made, subject};
use relata_spec::model::Moment;

#[test]
fn lends_before_somebody_has_asked() {
    let script = mutant(NAME, "name=${name:-nobody}; case \"$name\" in");
    let found = is_found_in(&made(&script), "C11", &["nothing-yet"]);
    let finding = &found[0].findings[0];
    assert_eq!(finding.what, "Lends nothing to nobody");
    let evidence = finding.evidence.join("\n");
    for told in [
        "when the relation is made",
        "expected: when the requirer has written nothing or written everything but \
         `app.reader`: nothing is there",
        "found: app titles: [\"Dune\"]",
    ] {
        assert!(evidence.contains(told), "{told} is not in {evidence}");
    }
}

#[test]
fn lends_to_other_interfaces() {
    let asks = "[ -z \"$(relation-get -r \"$1\" --app x-relata-unknown \"$JUJU_REMOTE_APP\")\" ] \
                || name=somebody";
    let script = mutant(NAME, &format!("{asks}\n  {NAME}"));
    is_found_in(&made(&script), "C11", &["gibberish"]);
}

#[test]
fn lends_to_a_reader_without_a_name() {
    let asks = "[ -z \"$(relation-get -r \"$1\" --app books \"$JUJU_REMOTE_APP\")\" ] \
                || name=${name:-somebody}";
    let script = mutant(NAME, &format!("{asks}\n  {NAME}"));
    is_found_in(&made(&script), "C11", &["without-app-reader"]);
}

#[test]
fn lends_nothing_at_all() {
    let script = mutant("printf '{\"titles\"", "return 0; printf '{\"titles\"");
    is_found_in(&made(&script), "C11", &["typical"]);
}

#[test]
fn says_that_it_lends_nothing() {
    let found = is_found_in(
        &made(
            &HEALTHY
                .replace(r#"\\"Dune\\""#, "")
                .replace(r#""Dune""#, ""),
        ),
        "C11",
        &["typical"],
    );
    let evidence = found[0].findings[0].evidence.join("\n");
    assert!(
        evidence.contains("found: app titles: [], which is as good as missing"),
        "{evidence}"
    );
}

#[test]
fn lends_nothing_to_a_reader_who_cannot_count() {
    let asks = "case \"$(relation-get -r \"$1\" --app books \"$JUJU_REMOTE_APP\")\" in \
                *[!0-9]*) return 0 ;; esac";
    let script = mutant(NAME, &format!("{asks}\n  {NAME}"));
    is_found_in(
        &made(&script),
        "C11",
        &["broken-app-books-3", "broken-app-books-4"],
    );
}

#[test]
fn every_moment_of_a_declaration_is_brought_about() {
    let made = made(HEALTHY);
    let subject = subject(&made.charm);
    let cases = subject.cases();
    let spec = &subject.interface.versions[0].roles[&subject.role];
    let mut moments: Vec<&Moment> = spec.expects.iter().flat_map(|one| &one.when).collect();
    moments.push(&Moment::Withdrawn);
    for moment in moments {
        let asked = cases.iter().filter_map(|case| case.asked.as_ref());
        let found = asked
            .flat_map(|asked| &asked.moments)
            .any(|one| one == moment);
        assert!(found, "{moment:?} is in no case");
    }
}
