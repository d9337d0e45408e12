//! Does a side behave as its role is expected to?

use relata_spec::Interface;
use relata_spec::bag::judge;
use relata_spec::expectation::is_met;
use relata_spec::export::readme;
use relata_spec::model::{
    Comparison, Expectation, Expected, Moment, Operand, Predicate, Role, Scope,
};
use serde_json::json;

/// A library: titles and days in the application databag, a desk in the unit's.
fn library() -> Interface {
    let field = |name: &str, rest: serde_json::Value| {
        let mut field = json!({
            "name": name, "rust": name, "doc": "A field.", "type": {"kind": "any"},
            "encodings": [{"as": "json"}],
        });
        for (key, value) in rest.as_object().expect("members") {
            field[key] = value.clone();
        }
        field
    };
    let marker = json!({"spelling": "number"});
    let days = json!({"default": 14});
    let bag =
        |fields: Vec<serde_json::Value>| json!({"layouts": [{"layout": "keys"}], "fields": fields});
    let text = json!({"relata": 1, "interface": {
        "name": "library", "summary": "Lend books.", "versions": [{
            "number": 1, "status": "draft", "doc": "First.", "roles": {"provider": {
                "app": bag(vec![
                    field("titles", json!({})),
                    field("days", json!({"presence": days})),
                    field("version", json!({"marker": marker,
                        "type": {"kind": "integer", "width": "u32"}})),
                ]),
                "unit": bag(vec![field("desk", json!({}))]),
            }, "requirer": {}},
        }],
    }});
    Interface::from_json_str(&text.to_string()).expect("a library")
}

/// Whether it is met by these databags.
fn met(expected: &Expected, app: &[(&str, &str)], unit: &[(&str, &str)]) -> bool {
    let library = library();
    let version = &library.versions[0];
    let [app, unit] = [(Scope::App, app), (Scope::Unit, unit)].map(|(scope, bag)| {
        let bag = bag
            .iter()
            .map(|(key, text)| ((*key).into(), (*text).into()));
        judge(version, Role::Provider, scope, &bag.collect())
    });
    is_met(expected, &version.roles[&Role::Provider], &app, &unit)
}

fn present(name: &str) -> Expected {
    Expected::Holds(Predicate::Present(name.into()))
}

#[test]
fn a_field_is_present_if_it_holds_something() {
    let titles = present("app.titles");
    assert!(met(&titles, &[("titles", "[\"Dune\"]")], &[]));
    assert!(met(&titles, &[("titles", "false")], &[]));
    for hollow in ["[]", "{}", "\"\"", "null"] {
        assert!(!met(&titles, &[("titles", hollow)], &[]), "{hollow}");
    }
    assert!(!met(&titles, &[], &[("titles", "[\"Dune\"]")]));
}

#[test]
fn both_databags_are_looked_at() {
    let desk = present("unit.desk");
    assert!(met(&desk, &[], &[("desk", "\"by the door\"")]));
    assert!(!met(&desk, &[("desk", "\"by the door\"")], &[]));
}

#[test]
fn nothing_is_no_field_in_either_databag() {
    let nothing = Expected::Nothing;
    assert!(met(&nothing, &[], &[]));
    assert!(met(&nothing, &[("titles", "[]")], &[]));
    assert!(!met(&nothing, &[("titles", "[1]")], &[]));
    assert!(!met(&nothing, &[], &[("desk", "1")]));
}

#[test]
fn a_marker_is_present_and_still_nothing() {
    let version = [("version", "1")];
    assert!(met(&present("app.version"), &version, &[]));
    assert!(!met(&present("app.version"), &[], &[]));
    assert!(met(&Expected::Nothing, &version, &[]));
}

#[test]
fn a_default_is_compared_but_not_present() {
    let days = Expected::Holds(Predicate::Compare {
        left: Operand::Field("app.days".into()),
        how: Comparison::Eq,
        right: Operand::Value(json!(14)),
    });
    assert!(met(&days, &[], &[]));
    assert!(!met(&days, &[("days", "15")], &[]));
    assert!(!met(&present("app.days"), &[], &[]));
}

#[test]
fn the_readme_says_what_a_charm_is_tested_for() {
    let mut library = library();
    let version = &mut library.versions[0];
    let provider = version.roles.get_mut(&Role::Provider).expect("a provider");
    provider.expects = vec![Expectation {
        doc: "Lends at once".into(),
        expected: Expected::Holds(Predicate::Any(vec![
            Predicate::Present("app.titles".into()),
            Predicate::Present("unit.desk".into()),
        ])),
        when: vec![Moment::Silent],
    }];
    let page = readme(&library, &library.versions[0]);
    let told = "A charm is tested for this as the provider:\n\n\
                - Lends at once. When the requirer has written nothing: `app.titles` is there or \
                `unit.desk` is there.\n";
    assert!(page.contains(told), "{page}");
}
