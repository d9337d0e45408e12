//! R21: how a role is expected to behave.

use crate::support::{is_fine, only, text, version};
use relata_spec::evolution::{Bump, compare};
use relata_spec::model::{Expectation, Expected, Moment, Predicate, Role, Version};

fn expecting(expectations: &[Expectation]) -> Version {
    let mut version = version(vec![text("url"), text("port")]);
    let provider = version.roles.get_mut(&Role::Provider).expect("a provider");
    provider.expects = expectations.to_vec();
    version
}

fn answers(field: &str, when: Moment) -> Expectation {
    Expectation {
        doc: "Answers whoever asks.".into(),
        expected: Expected::Holds(Predicate::Present(field.into())),
        when: vec![when],
    }
}

#[test]
fn a_new_expectation_breaks_nothing_and_is_no_patch() {
    let new = expecting(&[answers("app.url", Moment::Complete)]);
    let change = is_fine(&expecting(&[]), &new, "R21", Bump::Minor);
    assert_eq!(change.place, "v1 provider");
    assert_eq!(change.owner, "provider");
    assert_eq!(change.what, "an expectation is new: Answers whoever asks");
}

#[test]
fn so_it_is_with_one_that_is_gone() {
    let old = expecting(&[answers("app.url", Moment::Complete)]);
    let change = is_fine(&old, &expecting(&[]), "R21", Bump::Minor);
    assert_eq!(change.what, "an expectation is gone: Answers whoever asks");
}

#[test]
fn another_moment_or_condition_is_one_change() {
    let old = expecting(&[answers("app.url", Moment::Complete)]);
    for other in [
        answers("app.url", Moment::Silent),
        answers("app.port", Moment::Complete),
    ] {
        let change = only(&old, &expecting(&[other]));
        assert_eq!(change.rule, "R21");
        assert_eq!(change.what, "an expectation changed: Answers whoever asks");
    }
}

#[test]
fn other_words_are_documentation() {
    let old = answers("app.url", Moment::Complete);
    let mut new = old.clone();
    new.doc = "Says where it is.".into();
    let change = is_fine(&expecting(&[old]), &expecting(&[new]), "R20", Bump::Patch);
    let what = "the wording of an expectation changed: Says where it is";
    assert_eq!(change.what, what);
}

#[test]
fn their_order_means_nothing() {
    let both = [
        answers("app.url", Moment::Complete),
        answers("app.port", Moment::Silent),
    ];
    let [one, other] = both.clone();
    let changes = compare(&expecting(&both), &expecting(&[other, one]));
    assert!(changes.is_empty(), "{changes:#?}");
}
