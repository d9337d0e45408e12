//! What if nothing changed, or something fails?

use crate::provider::Authority;
use crate::setting::{APP, LEADER, OTHER, Setting, failure};
use certificate_holder::Failure;
use relata::testing::{Fault, HookEvent};
use std::fs;

#[test]
fn a_repeated_hook_changes_nothing() {
    for mode in ["unit", "app"] {
        let setting = Setting::new();
        setting.configure("mode", mode);
        setting.settle();
        let relation = setting.certified(&Authority::new("Authority"));
        let path = setting.shelf(relation, LEADER).join("certificate.pem");
        let written = || {
            fs::metadata(&path)
                .and_then(|file| file.modified())
                .expect("it is there")
        };
        let before = written();
        for unit in [LEADER, OTHER] {
            for event in [HookEvent::UpdateStatus, HookEvent::ConfigChanged] {
                let ran = setting.hook(unit, event);
                let keys = ran.finished.changes.iter();
                assert_eq!(keys.count(), 0, "{:?}", ran.finished.changes);
                assert!(!ran.tools().contains(&"relation-set"), "{mode}");
            }
        }
        assert_eq!(written(), before);
    }
}

#[test]
fn an_option_that_cannot_be_used_is_named_and_takes_nothing_away() {
    for (option, value, status) in [
        ("folder", "certificates", "set `folder` to an absolute path"),
        ("mode", "both", "set `mode` to `unit` or `app`"),
        (
            "common-name",
            "",
            "`common-name`: expected from 1 to 64 characters",
        ),
        (
            "common-name",
            &*"n".repeat(65),
            "`common-name`: expected from 1 to 64 characters",
        ),
        (
            "sans",
            "http://web",
            "`sans`: expected host names and IP addresses",
        ),
    ] {
        let setting = Setting::new();
        let relation = setting.certified(&Authority::new("Authority"));
        let before = setting.asked(relation, LEADER);
        setting.configure(option, value);
        setting.settle();
        assert_eq!(setting.status(LEADER), format!("blocked: {status}"));
        assert_eq!(setting.asked(relation, LEADER), before);
        assert!(setting.file(relation, LEADER, "certificate.pem").is_some());
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_tried_again() {
    let setting = Setting::new();
    let relation = setting.relate("authority");
    let path = setting.shelf(relation, LEADER);
    fs::write(&path, "in the way").expect("there is room");
    let authority = Authority::new("Authority");
    let answers = authority.answers(&setting, relation);
    setting.answer(relation, &answers);
    setting.hook(LEADER, HookEvent::UpdateStatus);
    let status = setting.status(LEADER);
    let start = format!("blocked: {}", path.display());
    assert!(status.starts_with(&start), "{status}");
    // Juju is told all the same what has nothing to do with files.
    let before = setting.asked(relation, LEADER);
    setting.configure("sans", "www.example");
    setting.settle();
    assert_ne!(setting.asked(relation, LEADER), before);
    let answers = authority.answers(&setting, relation);
    setting.answer(relation, &answers);
    fs::remove_file(path).expect("it is there");
    setting.update();
    assert!(setting.file(relation, LEADER, "certificate.pem").is_some());
}

#[test]
fn what_is_not_taken_when_a_hook_ends_has_it_run_again() {
    let setting = Setting::new();
    let relation = setting.certified(&Authority::new("Authority"));
    setting.configure("mode", "app");
    let fault = Fault::exit(1, "connection is shut down");
    setting.world.borrow_mut().fail_tool("relation-set", fault);
    let ran = setting.try_hook(LEADER, HookEvent::ConfigChanged);
    assert!(ran.error.is_some() && !ran.is_done());
    setting.world.borrow_mut().mend_tools();
    setting.settle();
    assert!(setting.asked(relation, LEADER).is_empty());
    assert_eq!(setting.asked(relation, APP).len(), 1);
}

#[test]
fn what_a_killed_hook_left_is_brought_in_order() {
    let setting = Setting::new();
    let relation = setting.certified(&Authority::new("Authority"));
    let read = |name| setting.file(relation, LEADER, name);
    let names = ["private-key.pem", "ca.pem", "chain.pem", "certificate.pem"];
    let whole = names.map(read);
    let shelf = setting.shelf(relation, LEADER);
    for name in names {
        for torn in [false, true] {
            fs::remove_file(shelf.join(name)).expect("it is there");
            if torn {
                fs::write(shelf.join(format!("{name}.new")), "half").expect("there is room");
            }
            setting.hook(LEADER, HookEvent::UpdateStatus);
            assert_eq!(names.map(read), whole, "{name}");
            assert_eq!(
                fs::read_dir(&shelf).expect("it is there").count(),
                names.len()
            );
        }
    }
}

#[test]
fn whatever_hook_tool_fails_the_next_run_ends_the_same() {
    for tool in [
        "config-get",
        "is-leader",
        "relation-ids",
        "relation-get",
        "secret-get",
        "secret-ids",
        "state-get",
    ] {
        for fault in [Fault::exit(1, "connection is shut down"), Fault::missing()] {
            let setting = Setting::new();
            let relation = setting.certified(&Authority::new("Authority"));
            let before = setting.asked(relation, LEADER);
            setting.world.borrow_mut().fail_tool(tool, fault);
            let ran = setting.try_hook(LEADER, HookEvent::ConfigChanged);
            let failure = failure(&ran);
            assert!(failure.to_string().contains(tool), "{failure}");
            assert!(matches!(failure, Failure::Juju(_)));
            setting.world.borrow_mut().mend_tools();
            setting.settle();
            assert_eq!(setting.asked(relation, LEADER), before, "{tool}");
            assert_eq!(setting.status(LEADER), "active: certificates held: 1");
            assert!(setting.file(relation, LEADER, "certificate.pem").is_some());
        }
    }
}
