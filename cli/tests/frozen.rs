//! `relata freeze`: what is released is kept, and what would break it refused.

#[path = "common/website.rs"]
mod website;

use relata_spec::Interface;
use relata_spec::model::Status;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use website::{
    allow, catalogue, changed, extended, folder, freeze, retyped, status, stderr, write,
};

/// Every file below a folder, with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("in the folder");
                let text = fs::read_to_string(&path).expect("a text");
                files.insert(name.display().to_string(), text);
            }
        }
    }
    files
}

/// A folder in which the catalogue is frozen.
fn frozen() -> tempfile::TempDir {
    let folder = folder();
    assert_eq!(freeze(&catalogue(), folder.path(), &[]).code, 0);
    folder
}

#[test]
fn released_versions_are_written_a_file_each_and_drafts_are_not() {
    let folder = folder();
    let answer = freeze(&catalogue(), folder.path(), &[]);
    let at = folder.path().display();
    assert_eq!(
        answer.plain(),
        format!(
            "frozen mail v0 {at}/mail/v0.json\nfrozen website v1 {at}/website/v1.json\n\
             2 frozen versions, 0 as declared\n"
        )
    );
    let files = files(folder.path());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["mail/v0.json", "website/v1.json"]);
    let read = Interface::from_json_str(&files["website/v1.json"]).expect("what was written");
    assert_eq!(read.numbers(), [1]);
    assert!(files["website/v1.json"].starts_with("{\n  \"relata\": 1,\n"));
}

#[test]
fn a_draft_is_written_if_it_is_named_and_looked_at_from_then_on() {
    let folder = folder();
    let answer = freeze(&catalogue(), folder.path(), &["website@v2"]);
    assert_eq!(answer.code, 0);
    assert_eq!(files(folder.path()).len(), 1);
    let later = changed(|website| {
        website.versions[1].doc = "Another.".into();
    });
    let answer = freeze(&later, folder.path(), &["--check"]);
    assert!(
        answer
            .plain()
            .contains("website v2 has changed since it was frozen"),
        "{}",
        answer.plain()
    );
}

#[test]
fn what_did_not_change_is_not_written_again() {
    let folder = frozen();
    let file = folder.path().join("website/v1.json");
    let before = fs::metadata(&file).and_then(|meta| meta.modified());
    let answer = freeze(&catalogue(), folder.path(), &[]);
    assert_eq!(answer.plain(), "2 frozen versions, 2 as declared\n");
    let after = fs::metadata(&file).and_then(|meta| meta.modified());
    assert_eq!(before.expect("a time"), after.expect("a time"));
    let answer = freeze(&catalogue(), folder.path(), &["--check"]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
}

#[test]
fn what_breaks_nothing_is_frozen_again_with_what_changed() {
    let folder = frozen();
    let later = changed(extended);
    let checked = freeze(&later, folder.path(), &["--check"]);
    assert_eq!(
        (checked.code, checked.plain()),
        (
            0,
            "note: website v1 has changed since it was frozen, which breaks nothing\n   \
             = help: run `relata freeze` when it is released\n   \
             minor R19: website v1 provider app `health`: a new field that may be missing\n\
             2 frozen versions, 1 as declared\n"
                .to_owned()
        )
    );
    assert!(!files(folder.path())["website/v1.json"].contains("health"));
    let answer = freeze(&later, folder.path(), &[]);
    assert!(
        answer.plain().starts_with("frozen again website v1"),
        "{}",
        answer.plain()
    );
    assert!(files(folder.path())["website/v1.json"].contains("health"));
    assert_eq!(
        freeze(&later, folder.path(), &["--check"]).plain(),
        "2 frozen versions, 2 as declared\n"
    );
}

#[test]
fn what_would_break_a_charm_is_refused_with_rule_place_and_upgrade_order() {
    let folder = frozen();
    let before = files(folder.path());
    for args in [&[][..], &["--check"]] {
        let answer = freeze(&changed(retyped), folder.path(), args);
        assert_eq!(answer.code, 1);
        let text = answer.plain();
        for said in [
            "error[R4]: website v1 provider app `port`: the type was `Port` and is `Url`, which \
             is something else\n",
            "= breaks: a new requirer that reads an old provider (requirers upgraded first)\n",
            "= breaks: an old requirer that reads a new provider (providers upgraded first)\n",
            "= registered providers: apache2\n",
            "= registered requirers: haproxy\n",
            "(relata explain R4)\n",
        ] {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
        // The line of `port` in the declaration.
        let line = include_str!("common/website.rs")
            .lines()
            .position(|line| line.contains("port: Port"));
        let place = format!(
            "tests/common/website.rs:{}:17\n",
            line.expect("declared") + 1
        );
        assert!(text.contains(&place), "{place} is not in\n{text}");
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn one_refused_interface_does_not_keep_another_from_being_frozen() {
    let folder = frozen();
    let mut later = changed(retyped);
    later[0].summary = "Send mail to people.".into();
    assert_eq!(freeze(&later, folder.path(), &[]).code, 1);
    let files = files(folder.path());
    assert!(files["mail/v0.json"].contains("Send mail to people."));
    assert!(files["website/v1.json"].contains("\"port\""));
}

#[test]
fn what_would_break_a_charm_passes_with_a_reason_which_is_shown() {
    let folder = frozen();
    let later = changed(|website| {
        retyped(website);
        allow(website, "R4");
        allow(website, "R10");
    });
    let answer = freeze(&later, folder.path(), &[]);
    assert_eq!(answer.code, 0, "{}", answer.plain());
    assert!(
        answer.plain().contains("= allowed: nobody provides it yet"),
        "{}",
        answer.plain()
    );
    // Once it is released, nothing needs the exception any more.
    let answer = freeze(&later, folder.path(), &["--check"]);
    assert_eq!(answer.code, 0);
    assert!(
        answer.plain().contains(
            "note: `#[allow(R4, reason = \"nobody provides it yet\")]` of website is not needed \
             any more"
        ),
        "{}",
        answer.plain()
    );
}

#[test]
fn a_released_version_that_is_not_frozen_fails_the_check() {
    let folder = frozen();
    fs::remove_file(folder.path().join("mail/v0.json")).expect("it is there");
    let answer = freeze(&catalogue(), folder.path(), &["--check"]);
    assert_eq!(answer.code, 1);
    let text = answer.plain();
    assert!(
        text.contains("error: mail v0 is released and not frozen\n"),
        "{text}"
    );
    assert!(
        text.contains("= help: run `relata freeze` and commit"),
        "{text}"
    );
}

#[test]
fn a_version_is_dropped_only_after_it_was_retired() {
    let folder = frozen();
    let without = changed(|website| drop(website.versions.remove(0)));
    let answer = freeze(&without, folder.path(), &[]);
    assert_eq!(answer.code, 1);
    assert!(
        answer
            .plain()
            .contains("error[R18]: website v1: the version is gone")
    );
    assert!(folder.path().join("website/v1.json").exists());

    let retired = changed(|website| status(website, Status::Retired));
    assert_eq!(freeze(&retired, folder.path(), &[]).code, 0);
    let answer = freeze(&without, folder.path(), &["--check"]);
    assert_eq!(answer.code, 0);
    assert!(
        answer
            .plain()
            .contains("website v1 was retired and is no longer declared")
    );
    assert!(folder.path().join("website/v1.json").exists());
    let answer = freeze(&without, folder.path(), &[]);
    assert!(
        answer.plain().starts_with("removed website v1"),
        "{}",
        answer.plain()
    );
    assert!(!folder.path().join("website/v1.json").exists());
}

#[test]
fn an_interface_that_is_declared_no_longer_is_refused_while_it_is_released() {
    let folder = frozen();
    let mut later = catalogue();
    later.retain(|interface| interface.name != "mail");
    let answer = freeze(&later, folder.path(), &["--check"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer
            .plain()
            .contains("error[R18]: mail v0: the version is gone")
    );
}

#[test]
fn the_answer_for_programs_has_every_version_and_finding() {
    let folder = frozen();
    let answer = freeze(
        &changed(retyped),
        folder.path(),
        &["--check", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(json["versions"][0]["state"], "unchanged");
    assert_eq!(json["versions"][1]["state"], "refused");
    let finding = &json["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["name"]),
        (&"R4".into(), &"port".into())
    );
    assert_eq!(finding["bump"], "major");
    assert_eq!(finding["charms"]["provider"][0], "apache2");
}

#[test]
fn a_crate_of_ones_own_guards_its_releases_with_one_test() {
    let folder = frozen();
    assert_eq!(relata_cli::frozen(&catalogue(), folder.path()), Ok(()));
    assert_eq!(
        relata_cli::frozen(&changed(extended), folder.path()),
        Ok(())
    );
    let report = relata_cli::frozen(&changed(retyped), folder.path()).expect_err("it breaks");
    assert!(
        report.starts_with("error[R4]: website v1 provider app `port`"),
        "{report}"
    );
    assert!(report.contains("website.rs:"), "{report}");
    assert!(!report.contains('\u{1b}'), "{report:?}");
    let none = relata_cli::frozen(&catalogue(), folder.path().join("none"));
    assert!(
        none.expect_err("nothing is frozen")
            .contains("mail v0 is released and not frozen")
    );
}

#[test]
fn an_empty_catalogue_has_nothing_to_freeze() {
    let folder = folder();
    let answer = freeze(&[], folder.path(), &["--check"]);
    assert_eq!(
        (answer.code, answer.plain().as_str()),
        (0, "0 frozen versions, 0 as declared\n")
    );
    assert_eq!(relata_cli::frozen(&[], folder.path()), Ok(()));
}

#[test]
fn a_name_that_is_not_declared_is_told() {
    let folder = folder();
    let said = |name| stderr(&freeze(&catalogue(), folder.path(), &[name]));
    assert_eq!(
        said("webiste"),
        "error: no interface `webiste`; did you mean `website`?\n"
    );
    assert_eq!(
        said("website@v7"),
        "error: `website` has no version v7, only `v1`, `v2`\n"
    );
    assert_eq!(
        said("website@x"),
        "error: a version is written `v1` or `1`\n"
    );
}

/// What is said of a folder with this file in it, each on one line with the file
/// and, where the text itself is wrong, the position in it.
fn said_of(text: &str) -> String {
    let folder = frozen();
    write(folder.path(), "website/v1.json", text);
    let answer = freeze(&catalogue(), folder.path(), &["--check"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    let line = stderr(&answer);
    assert_eq!(line.lines().count(), 1, "{line}");
    assert_eq!(
        relata_cli::frozen(&catalogue(), folder.path()).map_err(|said| said.len() > 20),
        Err(true)
    );
    line.replace(&folder.path().display().to_string(), "FOLDER")
}

#[test]
fn a_file_that_cannot_be_a_frozen_specification_is_told_with_its_position() {
    let folder = frozen();
    let whole = files(folder.path())["website/v1.json"].clone();
    let restore = "restore the file from version control, or move it elsewhere if it is another \
                   kind of file\n";
    let at = "error: FOLDER/website/v1.json";
    let cases = [
        (
            String::new(),
            format!("{at}:1:0: this is no frozen specification: EOF"),
        ),
        (whole[..40].to_owned(), format!("{at}:4:")),
        (
            "{\"relata\": 2, \"new\": []}".into(),
            format!(
                "{at}: the file has format 2, which is newer than 1, the newest that this program \
                 reads: update relata\n"
            ),
        ),
        ("[]".into(), format!("{at}:1:")),
        (
            "{\"name\": \"package.json\"}".into(),
            format!("{at}:1:24: this is no frozen specification: missing field `relata`"),
        ),
        (
            whole.replace("\"name\": \"port\"", "\"name\": \"url\""),
            format!(
                "{at}: this is no frozen specification: v1: provider/app: two fields are read from \
             `url`"
            ),
        ),
        (
            whole.replace("\"number\": 1", "\"number\": \"one\""),
            format!("{at}:"),
        ),
        (whole.replace("\"default\"", "\"maybe\""), format!("{at}:")),
    ];
    for (text, begin) in cases {
        let line = said_of(&text);
        assert!(line.starts_with(&begin), "{begin} does not begin {line}");
        assert!(
            line.ends_with(restore) || line.contains("update relata"),
            "{line}"
        );
    }
}

#[test]
fn a_text_cut_off_anywhere_is_an_error_and_no_panic() {
    let folder = frozen();
    let whole = files(folder.path())["website/v1.json"].clone();
    let cuts = (0..whole.len() - 2)
        .step_by(97)
        .filter(|at| whole.is_char_boundary(*at));
    for at in cuts {
        write(folder.path(), "website/v1.json", &whole[..at]);
        let answer = freeze(&catalogue(), folder.path(), &["--check"]);
        assert_eq!(answer.code, 2, "cut at {at}");
    }
}

#[test]
fn files_of_other_kinds_and_hidden_ones_are_passed_over() {
    let folder = frozen();
    write(folder.path(), "README.md", "# What was released");
    write(folder.path(), ".cache/x.json", "nonsense");
    assert_eq!(freeze(&catalogue(), folder.path(), &["--check"]).code, 0);
}

#[test]
fn a_version_that_is_frozen_twice_is_told_with_both_files() {
    let folder = frozen();
    let text = files(folder.path())["mail/v0.json"].clone();
    write(folder.path(), "old/mail.json", &text);
    let line = stderr(&freeze(&catalogue(), folder.path(), &[]));
    assert!(
        line.starts_with("error: `mail` v0 is frozen twice, in `"),
        "{line}"
    );
    assert!(
        line.contains("mail/v0.json` and in `") && line.contains("old/mail.json`"),
        "{line}"
    );
}

#[test]
fn two_versions_in_one_file_are_refused_before_one_is_lost() {
    let folder = folder();
    let both = website::website::model().to_json_string();
    write(folder.path(), "website.json", &both);
    let line = stderr(&freeze(&catalogue(), folder.path(), &[]));
    assert!(line.contains("holds v1 and v2 of `website`"), "{line}");
    assert_eq!(files(folder.path())["website.json"], both);
}

#[test]
fn what_is_no_folder_cannot_be_frozen_into() {
    let folder = folder();
    write(folder.path(), "file", "{}");
    let line = stderr(&freeze(&catalogue(), &folder.path().join("file"), &[]));
    assert!(line.contains("is a file: name the folder"), "{line}");
    let below = folder.path().join("file/below");
    let line = stderr(&freeze(&catalogue(), &below, &[]));
    assert!(line.starts_with("error: cannot write `"), "{line}");
}
