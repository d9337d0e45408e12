//! What has the other side written, and in which version?

mod common;

use common::bag;
use relata::versions::{Agreement, Stated};
use relata::{Databag, FoundBy, Leader, Local, Received, Remote, Role, UnitName, agree, receive};

relata::interface! {
    /// A marker in the application databag, data in either.
    interface marked {
        /// Data in the unit databag.
        version v0 (retired);
        /// Data in the application databag.
        version v1 (published);
        /// A new name.
        version v2 (draft);

        provider {
            app {
                #[version]
                version: u32,
                /// In the application databag.
                #[since(v1)]
                #[until(v2)]
                names: Option<Set<Name>>,
                /// In the application databag, otherwise.
                #[since(v2)]
                people: Option<Set<Name>>,
            }
            #[until(v1)]
            unit {
                /// In the unit databag.
                #[encoding(raw)]
                name: Option<String>,
                /// A size.
                size: u32 = 1,
            }
        }

        requirer {
            #[encoding(raw)]
            app {
                #[version(spelling = "v{}", absent = v1)]
                "api-version": String,
                /// A word.
                word: Option<String>,
            }
        }

        /// A name.
        struct Name {
            /// The name.
            text: String,
        }
    }
}

relata::interface! {
    /// A list of versions.
    interface listed {
        /// The first version.
        version v0 (retired);
        /// The second version.
        version v1 (published);
        /// The third version.
        version v2 (draft);

        provider {
            app {
                #[version]
                versions: Vec<u32>,
                /// A word.
                word: Option<String>,
            }
        }

        #[since(v1)]
        requirer {
            app {
                #[encoding(csv)]
                #[version(spelling = "v{}")]
                versions: Vec<String>,
                /// A word.
                word: Option<String>,
            }
        }
    }
}

relata::interface! {
    /// No marker at all.
    interface unmarked {
        /// The first version.
        version v0 (retired);
        /// The second version.
        version v1 (published);

        provider {
            app {
                /// In the first.
                #[until(v1)]
                host: Option<String>,
                /// In the second.
                #[since(v1)]
                #[required]
                #[allow(R8, reason = "for this test")]
                address: String,
                /// In both.
                level: u32 = 1,
            }
            unit {
                /// In both.
                #[encoding(raw)]
                port: Option<u16>,
            }
        }
    }
}

fn unit(name: &str) -> UnitName {
    UnitName::new(name).expect("a unit name")
}

/// What was received from an application databag.
fn from_app<R: Role>(app: &Databag) -> Option<Received<R::Data>> {
    receive::<R>(&Remote::new().app(app))
}

fn agreed<R: Role>(app: &Databag) -> Agreement {
    agree::<R>(&Remote::new().app(app))
}

mod agreeing {
    use super::*;

    #[test]
    fn waits_as_long_as_nobody_is_there() {
        assert_eq!(
            agree::<marked::Provider>(&Remote::new()),
            Agreement::Waiting
        );
        assert_eq!(
            agree::<unmarked::Provider>(&Remote::new()),
            Agreement::Waiting
        );
        assert_eq!(relata::stated::<marked::Provider>(&Remote::new()), None);
    }

    #[test]
    fn takes_the_version_that_is_stated() {
        for version in 0..=2 {
            let keys = bag([("version", &version.to_string())]);
            assert_eq!(
                agreed::<marked::Provider>(&keys),
                Agreement::Agreed(version)
            );
            let keys = bag([("api-version", &format!("v{version}"))]);
            assert_eq!(
                agreed::<marked::Requirer>(&keys),
                Agreement::Agreed(version)
            );
        }
    }

    #[test]
    fn a_missing_marker_is_the_declared_version_else_the_oldest() {
        let data = bag([("names", r#"[{"text":"x"}]"#), ("word", r#""x""#)]);
        assert_eq!(agreed::<marked::Provider>(&data), Agreement::Agreed(0));
        assert_eq!(agreed::<marked::Requirer>(&data), Agreement::Agreed(1));
    }

    #[test]
    fn who_has_written_nothing_yet_has_not_stated_a_version() {
        let nothing = Databag::new();
        assert_eq!(agreed::<marked::Provider>(&nothing), Agreement::Waiting);
    }

    #[test]
    fn a_marker_that_says_nothing_counts_as_missing() {
        for garbage in ["soon", "-1", "1.5", "{}", "[]", "true", "[\"x\"]"] {
            let keys = bag([("version", garbage)]);
            assert_eq!(
                agreed::<marked::Provider>(&keys),
                Agreement::Agreed(0),
                "{garbage}"
            );
            let keys = bag([("api-version", garbage)]);
            assert_eq!(
                agreed::<marked::Requirer>(&keys),
                Agreement::Agreed(1),
                "{garbage}"
            );
        }
    }

    #[test]
    fn a_higher_version_is_our_newest_however_high_it_is() {
        for higher in ["3", "4294967296", "99999999999999999999999", "\"7\""] {
            let keys = bag([("version", higher)]);
            assert_eq!(
                agreed::<marked::Provider>(&keys),
                Agreement::Agreed(2),
                "{higher}"
            );
        }
        let keys = bag([("api-version", "v99999999999999")]);
        assert_eq!(agreed::<marked::Requirer>(&keys), Agreement::Agreed(2));
    }

    #[test]
    fn a_list_means_the_highest_common_version() {
        let cases = [
            ("[0,1]", Agreement::Agreed(1)),
            ("[9,1,0,1]", Agreement::Agreed(1)),
            ("[\"2\",0]", Agreement::Agreed(2)),
            ("1", Agreement::Agreed(1)),
            ("[]", Agreement::Agreed(0)),
        ];
        for (text, expected) in cases {
            assert_eq!(
                agreed::<listed::Provider>(&bag([("versions", text)])),
                expected,
                "{text}"
            );
        }
        let theirs = Stated::Exactly(vec![7, 9]);
        let expected = Agreement::Incompatible {
            ours: vec![0, 1, 2],
            theirs,
        };
        assert_eq!(
            agreed::<listed::Provider>(&bag([("versions", "[9,7]")])),
            expected
        );
    }

    #[test]
    fn a_list_may_be_separated() {
        for text in ["v1,v2", "v2, v1", "2"] {
            let keys = bag([("versions", text)]);
            assert_eq!(
                agreed::<listed::Requirer>(&keys),
                Agreement::Agreed(2),
                "{text}"
            );
        }
        assert_eq!(
            agreed::<listed::Requirer>(&bag([("versions", "v1,v7")])),
            Agreement::Agreed(1)
        );
    }

    #[test]
    fn a_role_without_a_marker_speaks_every_version() {
        assert_eq!(
            agreed::<unmarked::Provider>(&Databag::new()),
            Agreement::Agreed(1)
        );
    }

    #[test]
    fn the_marker_is_found_in_whichever_databag_it_is() {
        let (empty, stated) = (Databag::new(), bag([("version", "1")]));
        let remote = Remote::new().app(&stated).unit(unit("a/0"), &empty);
        assert_eq!(agree::<marked::Provider>(&remote), Agreement::Agreed(1));
    }
}

mod receiving {
    use super::*;
    use marked::ProviderData;

    #[test]
    fn nothing_is_received_from_nobody() {
        assert_eq!(receive::<marked::Provider>(&Remote::new()), None);
        assert_eq!(from_app::<marked::Provider>(&Databag::new()), None);
        assert_eq!(
            from_app::<unmarked::Provider>(&bag([("ingress-address", "x")])),
            None
        );
    }

    #[test]
    fn data_is_read_in_the_version_that_is_stated() {
        let keys = bag([("names", r#"[{"text":"x"}]"#), ("version", "1")]);
        let received = from_app::<marked::Provider>(&keys).expect("something is there");
        assert_eq!((received.version, received.found_by), (1, FoundBy::Marker));
        assert!(received.is_clean());
        assert_eq!(received.data.version(), 1);
        let ProviderData::V1(side) = received.data else {
            panic!()
        };
        assert_eq!(
            side.app.and_then(|app| app.names).map(|names| names.len()),
            Some(1)
        );
    }

    #[test]
    fn a_higher_version_is_read_as_our_newest() {
        let keys = bag([("people", r#"[{"text":"x"}]"#), ("version", "7")]);
        let received = from_app::<marked::Provider>(&keys).expect("something is there");
        assert_eq!((received.version, received.found_by), (2, FoundBy::Marker));
    }

    #[test]
    fn without_a_marker_data_is_read_in_the_version_that_stands_for() {
        let keys = bag([("name", "x")]);
        let remote = Remote::new().unit(unit("a/0"), &keys);
        let received = receive::<marked::Provider>(&remote).expect("something is there");
        assert_eq!(
            (received.version, received.found_by),
            (0, FoundBy::AbsentMarker)
        );
        let ProviderData::V0(side) = received.data else {
            panic!()
        };
        assert_eq!(side.units[&unit("a/0")].name.as_deref(), Some("x"));
    }

    #[test]
    fn a_version_that_is_only_assumed_does_not_hide_data_of_another() {
        let keys = bag([("names", r#"[{"text":"x"}]"#)]);
        let received = from_app::<marked::Provider>(&keys).expect("something is there");
        assert_eq!((received.version, received.found_by), (1, FoundBy::Fit));
        let keys = bag([("people", r#"[{"text":"x"}]"#)]);
        let received = from_app::<marked::Provider>(&keys).expect("something is there");
        assert_eq!((received.version, received.found_by), (2, FoundBy::Fit));
    }

    #[test]
    fn an_assumed_version_in_which_the_role_is_not_does_not_hide_data() {
        let keys = bag([("word", r#""x""#)]);
        let received = from_app::<listed::Requirer>(&keys).expect("something is there");
        assert_eq!((received.version, received.found_by), (2, FoundBy::Fit));
        let keys = bag([("versions", "soon"), ("word", r#""x""#)]);
        let received = from_app::<listed::Requirer>(&keys).expect("something is there");
        assert_eq!(received.found_by, FoundBy::Fit);
    }

    #[test]
    fn a_stated_version_counts_even_if_other_data_is_there() {
        let keys = bag([("names", r#"[{"text":"x"}]"#), ("version", "2")]);
        let received = from_app::<marked::Provider>(&keys).expect("something is there");
        assert_eq!((received.version, received.found_by), (2, FoundBy::Marker));
        let ProviderData::V2(side) = received.data else {
            panic!()
        };
        assert_eq!(side.app.and_then(|app| app.people), None);
    }

    #[test]
    fn a_garbled_marker_is_told_and_the_data_is_read() {
        let data = bag([("name", "x")]);
        let stated = bag([("version", "soon")]);
        let remote = Remote::new().app(&stated).unit(unit("a/0"), &data);
        let received = receive::<marked::Provider>(&remote).expect("something is there");
        assert_eq!(
            (received.version, received.found_by),
            (0, FoundBy::GarbageMarker)
        );
    }

    #[test]
    fn versions_of_which_none_is_common_are_told() {
        let keys = bag([("versions", "[7]"), ("word", r#""x""#)]);
        let received = from_app::<listed::Provider>(&keys).expect("it is told");
        assert!(!received.any_ready && !received.is_clean());
        let lines: Vec<String> = received.reports.iter().map(relata::Report::line).collect();
        assert_eq!(
            lines,
            ["`versions`: expected v0, v1, v2, found v7 in what the provider wrote (listed v2)"]
        );
    }

    #[test]
    fn without_any_marker_the_newest_version_that_fits_is_taken() {
        let found = |keys: &Databag| {
            let received = from_app::<unmarked::Provider>(keys).expect("something is there");
            (received.version, received.found_by, received.is_clean())
        };
        assert_eq!(
            found(&bag([("address", r#""x""#)])),
            (1, FoundBy::Fit, true)
        );
        assert_eq!(found(&bag([("host", r#""x""#)])), (0, FoundBy::Fit, true));
        let both = bag([("address", r#""x""#), ("host", r#""x""#)]);
        assert_eq!(found(&both), (1, FoundBy::Fit, true));
        // It could be either: the first version needs nothing more.
        assert_eq!(found(&bag([("level", "2")])), (0, FoundBy::Fit, true));
    }

    #[test]
    fn where_nothing_fits_the_newest_version_is_told() {
        let keys = bag([("address", "7"), ("host", "8")]);
        let received = from_app::<unmarked::Provider>(&keys).expect("something is there");
        assert_eq!(received.version, 1);
        assert_eq!(received.reports.len(), 1);
        assert_eq!(received.reports[0].version, 1);
        assert_eq!(received.reports[0].problems[0].key, "address");
    }

    #[test]
    fn one_broken_unit_hides_no_other_databag() {
        let (app, good) = (bag([("address", r#""x""#)]), bag([("port", "80")]));
        let (broken, empty) = (bag([("port", "many")]), Databag::new());
        let remote = Remote::new()
            .app(&app)
            .unit(unit("a/0"), &good)
            .unit(unit("a/1"), &broken)
            .unit(unit("a/2"), &empty)
            .unit(unit("a/10"), &good);
        let received = receive::<unmarked::Provider>(&remote).expect("something is there");
        assert_eq!(received.version, 1);
        let unmarked::ProviderData::V1(side) = received.data else {
            panic!()
        };
        assert_eq!(side.app.map(|app| app.address).as_deref(), Some("x"));
        let units: Vec<&str> = side.units.keys().map(UnitName::as_str).collect();
        assert_eq!(units, ["a/0", "a/10"]);
        assert_eq!(received.reports.len(), 1);
        assert_eq!(received.reports[0].place.writer.as_deref(), Some("a/1"));
        assert_eq!(received.reports[0].problems[0].key, "port");
    }

    #[test]
    fn a_report_names_the_version_in_which_the_databag_was_read() {
        // The unit databag looks the same in both versions.
        let (app, broken) = (bag([("host", r#""x""#)]), bag([("port", "many")]));
        let remote = Remote::new().app(&app).unit(unit("a/0"), &broken);
        let received = receive::<unmarked::Provider>(&remote).expect("something is there");
        let versions: Vec<u32> = received
            .reports
            .iter()
            .map(|report| report.version)
            .collect();
        assert!(
            versions.iter().all(|version| *version == received.version),
            "{versions:?}"
        );
    }
}

mod writing {
    use super::*;

    #[test]
    fn the_application_databag_is_written_with_the_proof_of_leadership() {
        assert!(Leader::if_true(false).is_none());
        let leader = Leader::if_true(true).expect("the leader");
        let side = Local::<marked::Requirer>::new();
        let value = marked::v0::RequirerApp {
            word: Some("x".into()),
        };
        let mut current = Databag::new();
        let changes = side
            .app(&leader, &value, &current)
            .expect("the value keeps its declaration");
        changes.apply(&mut current);
        // The databag looks the same in every version: the newest is announced.
        assert_eq!(current, bag([("api-version", "v2"), ("word", "x")]));
    }

    #[test]
    fn a_unit_databag_is_written_by_its_unit() {
        let side = Local::<marked::Provider>::new();
        let value = marked::v0::ProviderUnit {
            name: Some("x".into()),
            size: 2,
        };
        let mut current = Databag::new();
        let changes = side
            .unit(&value, &current)
            .expect("the value keeps its declaration");
        changes.apply(&mut current);
        assert_eq!(current, bag([("name", "x"), ("size", "2")]));
    }

    #[test]
    fn what_is_announced_is_what_the_other_side_reads() {
        let leader = Leader::if_true(true).expect("the leader");
        let mut current = Databag::new();
        let side = Local::<marked::Provider>::new();
        let old = marked::v1::ProviderApp::default();
        let changes = side
            .app(&leader, &old, &current)
            .expect("the value keeps its declaration");
        changes.apply(&mut current);
        assert_eq!(agreed::<marked::Provider>(&current), Agreement::Agreed(1));
        let new = marked::v2::ProviderApp::default();
        let changes = side
            .app(&leader, &new, &current)
            .expect("the value keeps its declaration");
        changes.apply(&mut current);
        assert_eq!(agreed::<marked::Provider>(&current), Agreement::Agreed(2));
    }
}
