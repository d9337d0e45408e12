use super::{assert_verdict, judged};
use relata::spec::bag::Verdict;

const NAME: &str = "postgresql_client";

#[test]
fn credentials_come_in_a_secret_or_in_the_databag() {
    let common = [
        ("database", "myappB"),
        ("endpoints", "postgresql-k8s-primary:5432"),
        ("read-only-endpoints", "postgresql-k8s-replicas:5432"),
    ];
    assert_verdict(Verdict::Incomplete, NAME, 0, "provider/app", &common);
    let mut secret = common.to_vec();
    secret.extend([
        (
            "secret-user",
            "secret://59060ecc-0495-4a80-8006-5f1fc13fd783/cjqub6vubg2s77p3nio0",
        ),
        (
            "secret-tls",
            "secret://59060ecc-0495-4a80-8006-5f1fc13fd783/cjqub7fubg2s77p3niog",
        ),
    ]);
    assert_verdict(Verdict::Ready, NAME, 0, "provider/app", &secret);
    let mut plain = common.to_vec();
    plain.push(("username", "relation-14"));
    assert_verdict(Verdict::Incomplete, NAME, 0, "provider/app", &plain);
    plain.push(("password", "alphanum-32byte-random"));
    assert_verdict(Verdict::Ready, NAME, 0, "provider/app", &plain);
}

#[test]
fn every_field_of_the_schema_is_known_with_its_example() {
    let bag = [
        ("database", "myapp"),
        ("username", "relation-14"),
        ("password", "alphanum-32byte-random"),
        ("endpoints", "unit-1:port,unit-2:port"),
        (
            "uris",
            "postgresql://user:pass@host-1:port,host-2:port/mydb",
        ),
        ("read-only-endpoints", "unit-1:port,unit-2:port"),
        (
            "read-only-uris",
            "postgresql://user:pass@host-1:port,host-2:port/mydb",
        ),
        ("version", "16.8.1"),
        ("subordinated", "true"),
        ("state", "ready"),
        ("tls", "False"),
        (
            "tls-ca",
            "-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----",
        ),
        ("entity-name", "custom-role"),
        ("entity-password", "alphanum-32byte-random"),
        ("prefix-databases", "database1,database2"),
    ];
    let judgement = judged(NAME, 0, "provider/app", &bag);
    assert_eq!(judgement.verdict, Verdict::Ready, "{judgement:#?}");
    assert!(judgement.unknown_keys.is_empty(), "{judgement:#?}");
    let bag = [
        ("database", "myapp"),
        ("requested-secrets", r#"["username", "password"]"#),
        ("external-node-connectivity", "true"),
        ("extra-user-roles", "default,admin"),
        ("entity-type", "USER"),
        (
            "entity-permissions",
            r#"[{"resource_name": "items", "resource_type": "TABLE", "privileges": ["SELECT"]}]"#,
        ),
        ("requested-entity-secret", "secret:d2fjn1fmp25004or68b0"),
    ];
    let judgement = judged(NAME, 0, "requirer/app", &bag);
    assert_eq!(judgement.verdict, Verdict::Ready, "{judgement:#?}");
    assert!(judgement.unknown_keys.is_empty(), "{judgement:#?}");
}

#[test]
fn a_requirer_must_name_a_database() {
    let bag = [("requested-secrets", r#"["username", "password"]"#)];
    assert_verdict(Verdict::Incomplete, NAME, 0, "requirer/app", &bag);
}

#[test]
fn roles_must_suit_what_is_asked_for() {
    let bag = [
        ("database", "d"),
        ("entity-type", "USER"),
        ("extra-group-roles", "r"),
    ];
    assert_verdict(Verdict::Invalid, NAME, 0, "requirer/app", &bag);
    let bag = [
        ("database", "d"),
        ("entity-type", "GROUP"),
        ("extra-group-roles", "r"),
    ];
    assert_verdict(Verdict::Ready, NAME, 0, "requirer/app", &bag);
}

#[test]
fn a_unit_says_when_it_is_ready() {
    assert_verdict(
        Verdict::Ready,
        NAME,
        0,
        "provider/unit",
        &[("state", "ready")],
    );
}

#[test]
fn what_the_library_keeps_for_itself_is_left_alone() {
    let bag = [("data", r#"{"database": "d"}"#), ("salt", "x")];
    assert_verdict(Verdict::Absent, NAME, 0, "provider/app", &bag);
}
