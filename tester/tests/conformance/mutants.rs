//! One planted defect each. Which fault is found says whether it was understood.

use crate::{HEALTHY, failed, is_found_in, made, results};

/// The healthy charm with one text replaced by another.
pub(crate) fn mutant(from: &str, to: &str) -> String {
    assert!(HEALTHY.contains(from), "{from} is not in the healthy charm");
    HEALTHY.replace(from, to)
}

/// The mutant fails in one of these cases, and what is found first is this fault.
#[track_caller]
fn is_found(script: &str, fault: &str, cases: &[&str]) {
    is_found_in(&made(script), fault, cases);
}

pub(crate) const LEADS: &str = r#"if [ "$(is-leader)" = True ]; then give"#;
const WRITES: &str = r#"printf '{"titles""#;
const ONLY_IF: &str = r#"!= '["Dune"]' ]; then"#;
pub(crate) const NAME: &str = r#"case "$name" in"#;

#[test]
fn fails_where_a_field_is_missing() {
    is_found(
        &mutant(
            "\"\") state waiting \"for a reader\"; return 0 ;;",
            "\"\") exit 1 ;;",
        ),
        "C1",
        &["nothing-yet"],
    );
}

#[test]
fn fails_at_a_value_that_is_no_number() {
    let reads = "books=$(relation-get -r \"$1\" --app books \"$JUJU_REMOTE_APP\"); \
                 [ -z \"$books\" ] || [ \"$books\" -gt 0 ]";
    is_found(
        &mutant(NAME, &format!("{reads}\n  {NAME}")),
        "C1",
        &[
            "broken-app-books-1",
            "broken-app-books-2",
            "broken-app-books-3",
            "broken-app-books-4",
        ],
    );
}

#[test]
fn fails_where_a_secret_is_not_granted() {
    is_found(
        &mutant(
            r#"|| { state blocked "the card may not be read"; return 0; }"#,
            "",
        ),
        "C1",
        &["secret-not-granted"],
    );
}

#[test]
fn fails_at_a_long_value() {
    let reads = "[ ${#name} -lt 10000 ] || exit 1";
    is_found(
        &mutant(NAME, &format!("{reads}\n  {NAME}")),
        "C1",
        &["long-app-reader"],
    );
}

#[test]
fn fails_when_the_relation_breaks() {
    let broken = r#"[ "$(is-leader)" = True ] && take_back || true"#;
    is_found(
        &mutant(
            broken,
            r#"take_back; relation-get reader "$JUJU_REMOTE_UNIT" >/dev/null; exit 1"#,
        ),
        "C1",
        &["gone"],
    );
}

#[test]
fn fails_after_an_upgrade() {
    is_found(
        &mutant(
            "case \"$JUJU_DISPATCH_PATH\" in",
            "case \"$JUJU_DISPATCH_PATH\" in\n  hooks/upgrade-charm) exit 2 ;;",
        ),
        "C1",
        &["upgraded"],
    );
}

#[test]
fn fails_at_a_key_that_it_does_not_know() {
    let reads = "[ -z \"$(relation-get -r \"$1\" --app x-relata-unknown \"$JUJU_REMOTE_APP\")\" ]";
    is_found(
        &mutant(NAME, &format!("{reads}\n  {NAME}")),
        "C1",
        &["unknown-key-app"],
    );
}

#[test]
fn dies_of_a_signal() {
    is_found(
        &mutant(LEADS, &format!("kill -9 $$; {LEADS}")),
        "C1",
        &["typical"],
    );
}

#[test]
fn cannot_be_dispatched_for_a_relation() {
    is_found(
        &mutant(LEADS, &format!("exec /no/such/program; {LEADS}")),
        "C1",
        &["typical"],
    );
}

#[test]
fn calls_a_tool_that_is_not_there() {
    is_found(
        &mutant(LEADS, &format!("relation-fetch reader; {LEADS}")),
        "C1",
        &["typical"],
    );
}

#[test]
fn hangs() {
    let script = mutant(LEADS, &format!("sleep 1000; {LEADS}"));
    let results = results(&script, |case| case.name == "nothing-yet");
    let found: Vec<&str> = (failed(&results).iter().flat_map(|result| &result.findings))
        .map(|finding| finding.fault.id())
        .collect();
    assert_eq!(found, ["C2"]);
}

#[test]
fn writes_as_a_follower() {
    is_found(&mutant(LEADS, "if true; then give"), "C3", &["followers"]);
}

#[test]
fn writes_as_a_follower_with_a_library_that_asks_first() {
    let refuses = "elif true; then juju-log --log-level ERROR \
        'ops.model.RelationDataAccessError: library/1 is not leader and cannot write application data.'
        exit 1; fi ;;";
    let script = mutant(
        r#"give "$JUJU_RELATION_ID"; fi ;;"#,
        &format!("give \"$JUJU_RELATION_ID\"; {refuses}"),
    );
    is_found(&script, "C3", &["followers"]);
}

#[test]
fn shows_another_hook_tool_than_the_log() {
    let script = mutant(
        LEADS,
        &format!("relation-list >/dev/null; juju-log gone; exit 3; {LEADS}"),
    );
    let found = is_found_in(&made(&script), "C1", &["typical"]);
    let evidence = &found[0].findings[0].evidence;
    assert!(
        evidence.contains(&"last hook tool: relation-list".to_owned()),
        "{evidence:?}"
    );
}

#[test]
fn writes_another_encoding() {
    is_found(
        &mutant(r#""[\\"Dune\\"]""#, r#""Dune""#),
        "C4",
        &["typical"],
    );
}

#[test]
fn writes_a_value_out_of_range() {
    is_found(
        &mutant(
            r#"printf '{"titles""#,
            r#"printf '{"days": "900", "titles""#,
        ),
        "C4",
        &["typical"],
    );
}

#[test]
fn writes_a_value_of_another_type() {
    is_found(
        &mutant(
            r#"printf '{"titles""#,
            r#"printf '{"days": "\\"many\\"", "titles""#,
        ),
        "C4",
        &["typical"],
    );
}

#[test]
fn writes_the_secret_where_its_uri_belongs() {
    is_found(
        &mutant(
            r#""account": "%s"}' "$own""#,
            r#""account": "%s"}' "not a uri""#,
        ),
        "C4",
        &["typical"],
    );
}

#[test]
fn writes_the_same_in_other_words() {
    let script = mutant(ONLY_IF, "!= again ]; then").replace(
        "printf '{\"titles\": \"[\\\\\"Dune\\\\\"]\"",
        "i=$(cat n 2>/dev/null || echo x); echo \"$i \" > n; printf '{\"titles\": \"[\\\\\"Dune\\\\\"%s]\"",
    );
    let script = script.replace(
        r#""account": "%s"}' "$own""#,
        r#""account": "%s"}' "$(printf %$(wc -c < n)s)" "$own""#,
    );
    is_found(&script, "C6", &["typical"]);
}

#[test]
fn writes_the_time() {
    is_found(&mutant(WRITES, "printf '{\"x-time\": \"%s\"}' \"$(date +%N)\" | relation-set -r \"$1\" --app --file -\n    printf '{\"titles\"").replace(ONLY_IF, "!= never ]; then"), "C6", &["typical"]);
}

#[test]
fn counts_its_hooks_in_the_databag() {
    let counts = "i=$(cat n 2>/dev/null || echo 0); echo $((i + 1)) > n; relation-set -r \"$1\" --app x-count=$i";
    is_found(
        &mutant(NAME, &format!("{counts}\n  {NAME}")),
        "C6",
        &["typical"],
    );
}

#[test]
fn clears_the_databag_on_configuration() {
    let clears = "case \"$JUJU_DISPATCH_PATH\" in\n  hooks/config-changed)\n    \
        if [ \"$(is-leader)\" = True ]; then for r in $(relation-ids lend); do relation-set -r $r --app titles=; done; fi ;;";
    is_found(
        &mutant("case \"$JUJU_DISPATCH_PATH\" in", clears),
        "C7",
        &["typical"],
    );
}

#[test]
fn clears_the_databag_when_it_is_upgraded() {
    let clears = "case \"$JUJU_DISPATCH_PATH\" in\n  hooks/upgrade-charm)\n    \
        if [ \"$(is-leader)\" = True ]; then for r in $(relation-ids lend); do relation-set -r $r --app titles=; done; fi ;;";
    is_found(
        &mutant("case \"$JUJU_DISPATCH_PATH\" in", clears),
        "C7",
        &["upgraded"],
    );
}

#[test]
fn leaks_a_secret_into_the_databag() {
    is_found(
        &mutant(
            WRITES,
            "relation-set -r \"$1\" --app x-password=open-sesame-2217\n    printf '{\"titles\"",
        ),
        "C8",
        &["typical"],
    );
}

#[test]
fn leaks_a_secret_into_the_log() {
    let script = mutant(
        "state active \"\"",
        "juju-log \"made open-sesame-2217\"; state active \"\"",
    );
    let found = is_found_in(&made(&script), "C8", &["typical"]);
    let finding = &found[0].findings[0];
    let label = "`password` of the secret `account-lend:0`";
    assert_eq!(finding.what, format!("library/0 logs {label} (level INFO)"));
    assert_eq!(finding.hook.as_deref(), Some("lend-relation-changed"));
}

#[test]
fn leaks_a_secret_into_the_status() {
    is_found(
        &mutant(
            "state active \"\"",
            "state active \"password: open-sesame-2217\"",
        ),
        "C8",
        &["typical"],
    );
}

#[test]
fn leaks_the_other_sides_secret() {
    is_found(
        &mutant(
            "--refresh >/dev/null 2>&1",
            "--refresh > card.txt 2>/dev/null && juju-log \"$(cat card.txt)\"",
        ),
        "C8",
        &["typical"],
    );
}

#[test]
fn forgets_the_secrets_of_a_relation_that_is_over() {
    is_found(
        &mutant("&& take_back || true", "&& true || true"),
        "C9",
        &["gone"],
    );
}

#[test]
fn leaves_a_process_behind() {
    is_found(
        &mutant(
            "state active \"\"",
            "sleep 900 >/dev/null 2>&1 &\n  state active \"\"",
        ),
        "C9",
        &["typical"],
    );
}
