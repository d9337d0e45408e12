use super::{PEM, assert_verdict, judged};
use relata::spec::bag::Verdict;
use serde_json::json;

const NAME: &str = "certificate_transfer";

#[test]
fn what_the_first_library_writes_is_ready() {
    let chain = json!([PEM, PEM]).to_string();
    let bag = [("certificate", PEM), ("ca", PEM), ("chain", &chain)];
    assert_verdict(Verdict::Ready, NAME, 0, "provider/unit", &bag);
}

#[test]
fn what_the_second_library_writes_for_the_first_is_ready() {
    let bag = [
        ("ca", r#""cert1""#),
        ("certificate", r#""cert1""#),
        ("chain", r#"["cert1", "cert2"]"#),
        ("version", "0"),
    ];
    assert_verdict(Verdict::Ready, NAME, 0, "provider/unit", &bag);
    let judgement = judged(NAME, 0, "provider/unit", &bag);
    assert_eq!(judgement.value["ca"], "cert1");
}

#[test]
fn any_of_the_three_suffices() {
    for key in ["certificate", "ca"] {
        assert_verdict(Verdict::Ready, NAME, 0, "provider/unit", &[(key, PEM)]);
    }
    let chain = json!([PEM]).to_string();
    assert_verdict(
        Verdict::Ready,
        NAME,
        0,
        "provider/unit",
        &[("chain", &chain)],
    );
}

#[test]
fn a_version_alone_is_incomplete() {
    let bag = [("version", "0")];
    assert_verdict(Verdict::Incomplete, NAME, 0, "provider/unit", &bag);
}

#[test]
fn a_version_alone_is_all_that_a_requirer_writes() {
    for version in ["0", "1", "2", "soon"] {
        let bag = [("version", version)];
        assert_verdict(Verdict::Ready, NAME, 0, "requirer/app", &bag);
        assert_verdict(Verdict::Ready, NAME, 1, "requirer/app", &bag);
    }
}

#[test]
fn a_list_of_certificates_is_ready_with_and_without_a_version() {
    let certificates = r#"["cert_z", "cert_a", "cert_z"]"#;
    let mut bag = vec![("certificates", certificates)];
    assert_verdict(Verdict::Ready, NAME, 1, "provider/app", &bag);
    bag.push(("version", "1"));
    assert_verdict(Verdict::Ready, NAME, 1, "provider/app", &bag);
}

#[test]
fn certificates_that_are_no_list_are_invalid() {
    for text in [
        r#""some string""#,
        "some string",
        "unloadable",
        r#"{"a": 1}"#,
    ] {
        let bag = [("certificates", text)];
        assert_verdict(Verdict::Invalid, NAME, 1, "provider/app", &bag);
    }
}

#[test]
fn keys_of_somebody_else_are_no_answer_yet() {
    let bag = [("bad-key", r#"["cert1"]"#)];
    assert_verdict(Verdict::Absent, NAME, 1, "provider/app", &bag);
}
