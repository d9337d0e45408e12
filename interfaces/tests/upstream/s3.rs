use super::{assert_verdict, judged};
use relata::spec::bag::Verdict;
use serde_json::json;

#[test]
fn what_the_first_library_writes_is_ready() {
    let bag = [
        ("access-key", "id"),
        ("secret-key", "hidden"),
        ("bucket", "relation-17"),
        ("endpoint", "storage.example"),
        ("attributes", r#"["a=1", "b=2"]"#),
        ("tls-ca-chain", r#"["-----BEGIN CERTIFICATE-----\nMIIB"]"#),
        ("s3-api-version", "4"),
        ("delete-older-than-days", "30"),
        ("region", ""),
        ("data", r#"{"bucket": "relation-17"}"#),
    ];
    assert_verdict(Verdict::Ready, "s3", 0, "provider/app", &bag);
    let judgement = judged("s3", 0, "provider/app", &bag);
    assert_eq!(judgement.value["attributes"], json!(["a=1", "b=2"]));
    assert_eq!(judgement.unknown_keys, ["data"]);
}

#[test]
fn what_the_readme_shows_is_ready() {
    let common = [
        ("bucket", "minio"),
        ("path", "relation-68"),
        ("endpoint", "https://minio-endpoint/"),
        ("region", "us-east-1"),
        ("s3-uri-style", "path"),
        ("storage-class", "glacier"),
        ("tls-ca-chain", "base64-encoded-ca-chain=="),
        ("s3-api-version", "4"),
        (
            "attributes",
            "Cache-Control=max-age=90000;X-Key=CuStoMerKey=",
        ),
    ];
    let mut old = common.to_vec();
    old.extend([("access-key", "RANDOM"), ("secret-key", "RANDOM")]);
    assert_verdict(Verdict::Ready, "s3", 0, "provider/app", &old);
    let mut new = common.to_vec();
    new.extend([
        (
            "secret-extra",
            "secret://91f805c5-5b49-47a3-8e7b-70befa766caf/d40rbhnmp25c76d6bdn0",
        ),
        ("lib-version", "1.10"),
    ]);
    assert_verdict(Verdict::Ready, "s3", 1, "provider/app", &new);
    let judgement = judged("s3", 1, "provider/app", &new);
    assert_eq!(judgement.value["attributes"][1], "X-Key=CuStoMerKey=");
    assert!(judgement.unknown_keys.is_empty(), "{judgement:#?}");
}

#[test]
fn a_version_is_stated_under_either_key() {
    for (key, text) in [
        ("version", "1"),
        ("version", "1.0"),
        ("lib-version", "1.10"),
    ] {
        let judgement = judged("s3", 1, "requirer/app", &[(key, text)]);
        assert_eq!(judgement.verdict, Verdict::Ready);
        assert_eq!(judgement.stated, Some(json!(text)));
        assert!(judgement.notes.is_empty(), "{judgement:#?}");
    }
}

#[test]
fn credentials_that_are_missing_make_it_incomplete() {
    let mut bag = vec![("bucket", "minio")];
    assert_verdict(Verdict::Incomplete, "s3", 0, "provider/app", &bag);
    bag.push(("access-key", "id"));
    assert_verdict(Verdict::Incomplete, "s3", 0, "provider/app", &bag);
}

#[test]
fn what_a_requirer_asks_for_is_ready() {
    assert_verdict(
        Verdict::Ready,
        "s3",
        0,
        "requirer/app",
        &[("bucket", "myapp")],
    );
    let bag = [
        ("bucket", "mybucket"),
        ("path", "my/path"),
        ("requested-secrets", r#"["access-key", "secret-key"]"#),
        ("version", "1"),
    ];
    assert_verdict(Verdict::Ready, "s3", 1, "requirer/app", &bag);
    assert_verdict(Verdict::Ready, "s3", 1, "requirer/unit", &bag[2..3]);
}

#[test]
fn an_api_version_that_is_no_number_is_invalid() {
    let bag = [
        ("access-key", "a"),
        ("secret-key", "b"),
        ("s3-api-version", "four"),
    ];
    assert_verdict(Verdict::Invalid, "s3", 0, "provider/app", &bag);
}
