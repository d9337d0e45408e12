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
fn what_many_cases_show_is_told_once_to_people_and_each_time_to_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad = READER.replace("version=1", "version=soon certificats=x");
    let bad = charm(&folder, "reader", REQUIRES, &bad);
    let some = ["--filter", "certificates/v1/t"];
    let run = relata(&[&["test", text(&bad)][..], &some].concat());
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(told.matches("error[C4]").count(), 1, "{told}");
    for part in [
        "`version`: the text `soon` states no version",
        "= also: in 2 cases: certificates/v1/two-relations, certificates/v1/taken-back\n",
        "(relata explain C4)",
        "--filter certificates/v1/typical",
        "3 cases: 0 passed, 3 failed",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(told.matches("= replay").count(), 1, "{told}");
    let report = json(&relata(
        &[&["test", text(&bad), "--format", "json"][..], &some].concat(),
    ));
    let results = report["results"].as_array().expect("results");
    assert!(
        results.iter().all(|one| one["findings"][0]["rule"] == "C4"),
        "{report}"
    );
    let run = relata(&[&["test", text(&bad), "--format", "junit"][..], &some].concat());
    let document = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(document.matches("type=\"C4\"").count(), 3, "{document}");
}

#[test]
fn cases_are_listed_without_being_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    let stuck = charm(&folder, "stuck", REQUIRES, "exit 4");
    let asked = ["test", text(&stuck), "--list", "--filter", "v1/t"];
    let run = relata(&asked);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    let first = "certificates/v1/typical: the other side writes everything that it can\n";
    assert!(
        told.starts_with(first) && told.ends_with("\n3 cases\n"),
        "{told}"
    );
    let listed = json(&relata(&[&asked[..], &["--format", "json"]].concat()));
    assert_eq!(listed[0]["id"], "certificates/v1/typical");
    assert_eq!(listed[0]["role"], "requirer");
    assert_eq!(listed.as_array().map(Vec::len), Some(3));
    let run = relata(&[&asked[..], &["--format", "junit"]].concat());
    let document = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(
        document.matches("<skipped message").count(),
        3,
        "{document}"
    );
}

#[test]
fn where_nothing_is_tried_it_is_said_what_there_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let reader = charm(&folder, "reader", REQUIRES, READER);
    let said = |more: &[&str]| {
        let run = relata(&[&["test", text(&reader)][..], more].concat());
        assert_eq!(run.status.code(), Some(3), "{run:?}");
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    let of_all = "of 61 cases none has `v1/typcal` in its name; did you mean `v1/typical`? ";
    for more in [
        &["--filter", "v1/typcal"][..],
        &["--filter", "v1/typcal", "--list"],
    ] {
        let told = said(more);
        assert!(
            told.contains(of_all) && told.contains("--list` names them all"),
            "{told}"
        );
    }
    let told = said(&["--interface", "certificate_transfr"]);
    let meant = "did you mean `certificate_transfer`? reader has `certificates` (";
    assert!(told.contains(meant), "{told}");
    let told = said(&["--filter", "v1/typical", "--shard", "2/2"]);
    assert!(told.contains("this part of the cases is empty"), "{told}");
    let run = relata(&["test", text(&reader), "--endpoint", "certificats"]);
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stderr).contains("did you mean `certificates`?"));
    let other = REQUIRES.replace("certificate_transfer", "certificate_transfr");
    let other = charm(&folder, "other", &other, READER);
    let run = relata(&["test", text(&other)]);
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    let meant = "speaks certificate_transfr, which is not declared here; did you mean \
                 `certificate_transfer`?";
    assert!(told.contains(meant), "{told}");
}

#[test]
fn what_beside_a_charm_does_not_fit_it_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let reader = charm(&folder, "reader", REQUIRES, READER);
    let wrong = "relations:\n  - endpoint: certificats\n";
    std::fs::write(reader.join("relata-test.yaml"), wrong).expect("a file");
    let run = relata(&["test", text(&reader)]);
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    let place = "relata-test.yaml: line 2: `relations`: there is no endpoint `certificats`; did \
                 you mean `certificates`?";
    assert!(told.contains(place), "{told}");
    let run = relata(&["test", text(&reader), "--jobs", "0"]);
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stderr).contains("expected a number from 1"));
}

#[test]
fn what_is_odd_is_noted_once_and_does_not_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    let odd = READER.replace("version=1", "version=1 versoin=1");
    let odd = charm(&folder, "reader", REQUIRES, &odd);
    let run = relata(&["test", text(&odd), "--filter", "certificates/v1/t"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    let note = "note: the app databag of reader: `versoin`: did the writer mean `version`? (in 3 \
                cases: certificates/v1/typical, ";
    assert!(told.contains(note), "{told}");
    assert_eq!(told.matches("note:").count(), 1, "{told}");
}

#[test]
fn a_replay_plays_just_the_case_that_failed_as_it_was_played() {
    // Its path has to be quoted.
    let folder = tempfile::Builder::new().prefix("my charms").tempdir();
    let folder = folder.expect("a folder");
    let bad = charm(
        &folder,
        "reader",
        REQUIRES,
        &READER.replace("--app certificates", "certificates"),
    );
    let asked = ["--filter", "v1/without-", "--juju", "4", "--seed", "7"];
    let run = relata(&[&["test", text(&bad), "--format", "json"][..], &asked].concat());
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let report = json(&run);
    let mut results = report["results"].as_array().expect("results").iter();
    let failed = results.find(|result| result["verdict"] == "failed");
    let failed = failed.expect("one failed");
    let replay = failed["replay"].as_str().expect("a command").to_owned();
    assert_eq!(
        replay,
        format!(
            "relata test '{}' --filter certificates/v1/{} --seed 7 --juju 4",
            text(&bad),
            failed["case"].as_str().expect("a name")
        )
    );
    let words = replay.replace('\'', "");
    let options = words.strip_prefix(&format!("relata test {} ", text(&bad)));
    let options: Vec<&str> = options.expect("it is about the charm").split(' ').collect();
    let again = relata(&[&["test", text(&bad), "--format", "json"][..], &options].concat());
    let again = json(&again);
    assert_eq!(
        again["results"].as_array().map(Vec::len),
        Some(1),
        "{again}"
    );
    assert_eq!(again["results"][0]["findings"], failed["findings"]);
    let run = relata(&[&["test", text(&bad), "--format", "junit"][..], &asked].concat());
    let document = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(document.contains("--seed 7 --juju 4"), "{document}");
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
    let wrong = SHARER.replace(r#""version": "1""#, r#""version": "7", "certificats": "x""#);
    let newer = format!(
        "{}:certificates",
        text(&charm(&folder, "newer", PROVIDES, &wrong))
    );
    let run = relata(&["integrate", &newer, &sides[1]]);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    for part in [
        "error: version: it states v7, which nobody has declared",
        "note: certificats: did the writer mean `certificates`?",
        "note: certificates: ",
    ] {
        assert_eq!(told.matches(part).count(), 1, "{part}: {told}");
    }
    let same = relata(&["integrate", &sides[0], &sides[0]]);
    assert_eq!(same.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&same.stderr).contains("provide"));
}
