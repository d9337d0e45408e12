//! Real charms, tried and integrated by the real executable.

mod charms_in_shell;

use charms_in_shell::{PROVIDES, READER, REQUIRES, SHARER, charm, json, relata, text};

#[test]
fn a_charm_is_tried_in_every_form_of_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = charm(&folder, "reader", REQUIRES, READER);
    let some = ["--filter", "v1/t", "--jobs", "2"];
    let run = relata(&[&["test", text(&good), "--format", "json"][..], &some].concat());
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let report = json(&run);
    assert_eq!(report["failed"], 0);
    assert!(
        report["passed"].as_u64().is_some_and(|passed| passed >= 3),
        "{report}"
    );
    let run = relata(&[&["test", text(&good), "--format", "junit"][..], &some].concat());
    let document = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(document.contains("certificates/v1/typical"), "{document}");
}

#[test]
fn what_is_wrong_with_a_charm_is_told_with_how_to_replay_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = charm(
        &folder,
        "reader",
        REQUIRES,
        &READER.replace("--app certificates", "certificates"),
    );
    let run = relata(&["test", text(&bad), "--filter", "v1/typical"]);
    assert_eq!(run.status.code(), Some(1));
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    for part in [
        "error[C1]",
        "expected unit name",
        "--filter certificates/v1/typical",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn what_cannot_be_tried_has_other_exit_codes() {
    let folder = tempfile::tempdir().expect("a folder");
    let stuck = charm(&folder, "stuck", REQUIRES, "exit 4");
    let run = relata(&["test", text(&stuck), "--filter", "v1/typical"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("does not start"));
    let alone = charm(&folder, "alone", "", "exit 0");
    assert_eq!(relata(&["test", text(&alone)]).status.code(), Some(3));
    let nowhere = relata(&["test", "/no/such/charm"]);
    assert_eq!(nowhere.status.code(), Some(2));
    let wrong = relata(&["test", text(&alone), "--shard", "5/4"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn two_charms_are_integrated_and_every_hook_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let sharer = charm(&folder, "sharer", PROVIDES, SHARER);
    let reader = charm(&folder, "reader", REQUIRES, READER);
    let sides = [
        format!("{}:certificates", text(&sharer)),
        format!("{}:certificates", text(&reader)),
    ];
    let run = relata(&["integrate", &sides[0], &sides[1], "--format", "json"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let report = json(&run);
    assert_eq!(report["verdict"], "ready");
    let hooks = report["hooks"].as_array().expect("hooks");
    assert!(
        hooks
            .iter()
            .any(|hook| hook["hook"] == "certificates-relation-joined")
    );
    for seed in ["1", "2", "3"] {
        let run = relata(&[
            "integrate",
            &sides[0],
            &sides[1],
            "--units",
            "2",
            "--seed",
            seed,
        ]);
        assert_eq!(run.status.code(), Some(0), "seed {seed}: {run:?}");
    }
    let same = relata(&["integrate", &sides[0], &sides[0]]);
    assert_eq!(same.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&same.stderr).contains("provide"));
}
