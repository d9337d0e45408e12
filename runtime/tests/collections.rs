//! What is in a list, a set, a map, and under dynamic keys?

mod common;

use common::{bag, changed, invalid, ready, refused, written};
use relata::{Databag, Hostname, Map, Reading, Set, UnitName};

relata::interface! {
    /// Collections.
    interface collections {
        /// With a field that the next version has no longer.
        version v0 (retired);
        /// The newest version.
        version v1 (published);

        provider {
            app {
                /// A list.
                list: Vec<Thing> = [],
                /// A set.
                set: Set<Thing> = [],
                /// A set of texts.
                #[allow(R15, reason = "for this test")]
                words: Set<String> = [],
                /// A map.
                map: Map<UnitName, Thing> = {},
                /// A map of lists.
                lists: Option<Map<UnitName, Vec<Thing>>>,
                /// A tree.
                tree: Option<Node>,
                /// Anything in a list.
                anything: Option<Vec<Json>>,
                /// Shapes.
                events: Vec<Event> = [],
            }
        }

        requirer {
            app {
                /// Declared.
                #[encoding(raw)]
                name: Option<String>,
                /// In the first version only.
                #[until(v1)]
                #[encoding(raw)]
                "old.example": Option<String>,
                /// Everything else.
                #[allow(R15, reason = "the keys are host names")]
                ..hosts: Map<Hostname, Thing>,
            }
            unit {
                /// Only words.
                #[encoding(raw)]
                #[allow(R15, reason = "for this test")]
                ..words: Map<Word, String>,
            }
        }

        peer {
            app {
                /// Declared.
                name: Option<String>,
                #[version]
                version: u32,
                /// Every other key.
                #[encoding(raw)]
                #[allow(R15, reason = "for this test")]
                ..rest: Map<String, String>,
            }
        }

        /// A thing.
        struct Thing {
            /// Its name.
            name: String,
            /// Its size.
            size: Option<u32>,
        }

        /// What can happen.
        #[tag("type")]
        union Event {
            /// It began.
            began {
                /// When.
                at: String,
            },
        }

        /// A word.
        #[pattern("^[a-z]+$")]
        type Word: String;

        /// A node.
        struct Node {
            /// Its name.
            name: Option<String>,
            /// Below it.
            children: Vec<Node> = [],
            /// Anything else.
            #[allow(R15, reason = "labels are free")]
            ..labels: Map<String, u32>,
        }
    }
}

use collections::v1::{Node, PeerApp, ProviderApp, RequirerApp, RequirerUnit, Thing};

fn thing(name: &str) -> Thing {
    Thing {
        name: name.into(),
        size: None,
    }
}

fn host(name: &str) -> Hostname {
    Hostname::new(name).expect("a host name")
}

fn one(key: &str, text: &str) -> ProviderApp {
    ready(&bag([(key, text)]))
}

#[test]
fn a_list_keeps_its_order_and_its_repetitions() {
    let value = one("list", r#"[{"name":"b"},{"name":"a"},{"name":"b"}]"#);
    assert_eq!(value.list, [thing("b"), thing("a"), thing("b")]);
}

#[test]
fn a_set_has_a_stable_order_and_each_element_once() {
    let value = one(
        "set",
        r#"[{"name":"b"},{"size":1,"name":"a"},{"name":"b","x":1}]"#,
    );
    let other = one("set", r#"[{"name":"a","size":1},{"name":"b","size":null}]"#);
    assert_eq!(value.set, other.set);
    assert_eq!(value.set.len(), 2);
    assert_eq!(written(&value)["set"], written(&other)["set"]);
    assert_eq!(
        *one("words", r#"["b","a","b"]"#).words,
        ["a", "b"].map(String::from)
    );
}

#[test]
fn the_same_data_gives_the_same_bytes_however_it_was_gathered() {
    let names = ["c", "a", "b", "a"];
    let forward: Set<Thing> = names.into_iter().map(thing).collect();
    let mut backward = Set::new();
    for name in names.into_iter().rev() {
        backward.insert(thing(name));
    }
    backward.extend([thing("c")]);
    let write = |set: Set<Thing>| {
        written(&ProviderApp {
            set,
            ..ProviderApp::default()
        })
    };
    assert_eq!(write(forward), write(backward));
}

#[test]
fn a_set_says_what_was_added_and_removed() {
    let mut set = Set::new();
    assert!(set.insert(thing("a")));
    assert!(!set.insert(thing("a")));
    assert!(set.remove(&thing("a")));
    assert!(!set.remove(&thing("a")));
    assert!(set.is_empty());
}

#[test]
fn objects_without_any_known_member_are_dropped_from_collections() {
    let text = r#"[{}, {"name":"a"}, {"new":1}]"#;
    assert_eq!(one("list", text).list, [thing("a")]);
    assert_eq!(*one("set", text).set, [thing("a")]);
    let lists = one("lists", r#"{"a/0": [{}, {"name":"a"}]}"#).lists;
    assert_eq!(
        lists.and_then(|map| map.into_values().next()),
        Some(vec![thing("a")])
    );
}

#[test]
fn objects_without_a_tag_and_any_known_member_are_dropped_too() {
    let events = one("events", r#"[{}, {"new":1}, {"type":"began","at":"x"}]"#).events;
    assert_eq!(events.len(), 1);
    invalid::<ProviderApp>(&bag([("events", r#"[{"at":"x"}]"#)]));
}

#[test]
fn an_element_with_a_known_member_needs_the_required_ones() {
    let report = invalid::<ProviderApp>(&bag([("list", r#"[{}, {"size":1}]"#)]));
    assert_eq!(report.problems[0].key, "list");
    assert!(report.problems[0].path.starts_with("[1]"), "{report}");
}

#[test]
fn null_is_no_element() {
    for text in ["[null]", r#"[{"name":"a"}, null]"#] {
        invalid::<ProviderApp>(&bag([("list", text)]));
        invalid::<ProviderApp>(&bag([("set", text)]));
    }
    invalid::<ProviderApp>(&bag([("map", r#"{"a/0": null}"#)]));
}

#[test]
fn null_is_a_value_where_anything_is() {
    let value = one("anything", "[null, {}, []]");
    assert_eq!(value.anything.as_ref().map(Vec::len), Some(3));
    assert_eq!(written(&value)["anything"], "[null,{},[]]");
}

#[test]
fn a_map_is_read_by_its_keys_and_written_in_their_order() {
    let value = one(
        "map",
        r#"{"b/0": {"name":"b"}, "a/10": {"name":"a"}, "a/9": {"name":"c"}}"#,
    );
    let keys: Vec<&str> = value.map.keys().map(UnitName::as_str).collect();
    assert_eq!(keys, ["a/10", "a/9", "b/0"]);
    let text = r#"{"a/10":{"name":"a"},"a/9":{"name":"c"},"b/0":{"name":"b"}}"#;
    assert_eq!(written(&value)["map"], text);
}

#[test]
fn a_key_of_a_map_that_is_none_is_a_problem() {
    let report = invalid::<ProviderApp>(&bag([("map", r#"{"a": {"name":"b"}}"#)]));
    assert_eq!(report.problems[0].key, "map", "{report}");
}

#[test]
fn the_place_of_a_problem_leads_through_every_collection() {
    let report =
        invalid::<ProviderApp>(&bag([("lists", r#"{"a/0": [{"name":"a"}, {"name":7}]}"#)]));
    assert_eq!(report.problems[0].path, r#"["a/0"][1].name"#, "{report}");
}

#[test]
fn a_tree_may_be_deep_and_a_deeper_one_is_invalid() {
    let tree = |depth: usize| {
        let open = r#"{"children":["#.repeat(depth);
        format!(r#"{open}{{"name":"leaf"}}{}"#, "]}".repeat(depth))
    };
    let value = one("tree", &tree(50));
    assert_eq!(one("tree", &written(&value)["tree"]), value);
    invalid::<ProviderApp>(&bag([("tree", &tree(10_000))]));
}

#[test]
fn dynamic_members_are_whatever_has_no_name_of_its_own() {
    let value = one("tree", r#"{"b":2,"name":"x","a":1}"#);
    let tree = value.tree.as_ref().expect("a tree");
    assert_eq!(tree.labels, Map::from([("a".into(), 1), ("b".into(), 2)]));
    assert_eq!(
        written(&value)["tree"],
        r#"{"name":"x","children":[],"a":1,"b":2}"#
    );
    let report = invalid::<ProviderApp>(&bag([("tree", r#"{"children":[{"a":"x"}]}"#)]));
    assert!(
        report.problems[0].path.starts_with("children[0]"),
        "{report}"
    );
}

#[test]
fn a_dynamic_member_keeps_an_element_from_being_hollow() {
    let value = one("tree", r#"{"children":[{"a":1},{}]}"#);
    assert_eq!(value.tree.map(|tree| tree.children.len()), Some(1));
}

#[test]
fn keys_that_fit_are_dynamic_keys_and_the_others_unknown() {
    let keys = bag([
        ("a.example", r#"{"name":"a"}"#),
        ("b.example", r#"{"name":"b"}"#),
        ("egress-subnets", "10.0.0.0/8"),
        ("ingress-address", "10.0.0.1"),
        ("name", "x"),
        ("no host", "{"),
    ]);
    let value: RequirerApp = ready(&keys);
    assert_eq!(value.name.as_deref(), Some("x"));
    let names: Vec<&str> = value.hosts.keys().map(Hostname::as_str).collect();
    assert_eq!(names, ["a.example", "b.example"]);
    assert_eq!(changed(&value, &mut keys.clone()), [""; 0]);
}

#[test]
fn a_broken_dynamic_key_is_told_by_its_name() {
    let report = invalid::<RequirerApp>(&bag([("a.example", "{}")]));
    assert_eq!(report.problems[0].key, "a.example", "{report}");
}

#[test]
fn null_under_a_dynamic_key_is_no_value() {
    let value: RequirerApp = ready(&bag([("a.example", "null")]));
    assert_eq!(value.hosts, Map::new());
}

#[test]
fn a_dynamic_key_that_is_gone_is_deleted_and_nobody_elses_is() {
    let mut current = bag([
        ("a.example", r#"{"name":"a"}"#),
        ("b.example", r#"{"name":"b"}"#),
        ("ingress-address", "10.0.0.1"),
        ("no host", "kept"),
    ]);
    let mut value = RequirerApp::default();
    value.hosts.insert(host("b.example"), thing("b"));
    value.hosts.insert(host("c.example"), thing("c"));
    let told = changed(&value, &mut current);
    assert_eq!(told, ["-a.example", r#"c.example={"name":"c"}"#]);
    assert!(current.contains_key("no host"));
    assert!(current.contains_key("ingress-address"));
    assert_eq!(changed(&value, &mut current), [""; 0]);
}

#[test]
fn a_dynamic_key_may_be_what_another_version_calls_its_own() {
    let mut value = RequirerApp::default();
    value.hosts.insert(host("old.example"), thing("x"));
    let mut current = Databag::new();
    assert_eq!(
        changed(&value, &mut current),
        [r#"old.example={"name":"x"}"#]
    );
    assert_eq!(changed(&value, &mut current), [""; 0]);
    assert_eq!(ready::<RequirerApp>(&current), value);
    value.hosts.clear();
    assert_eq!(changed(&value, &mut current), ["-old.example"]);
}

#[test]
fn every_key_may_be_a_dynamic_one_but_those_that_are_declared_and_jujus() {
    let keys = [
        ("name", r#""x""#),
        ("version", "1"),
        ("ingress-address", "a"),
        ("other", "b"),
    ];
    let value: PeerApp = ready(&bag(keys));
    assert_eq!(value.rest, Map::from([("other".into(), "b".into())]));
    assert_eq!(changed(&value, &mut bag(keys)), [""; 0]);
}

#[test]
fn a_dynamic_key_that_would_take_another_ones_place_is_refused() {
    for key in ["name", "version", "ingress-address"] {
        let mut value = PeerApp {
            name: Some("x".into()),
            ..PeerApp::default()
        };
        value.rest.insert(key.into(), "mine".into());
        assert_eq!(refused(&value).problems[0].key, key);
    }
}

#[test]
fn a_dynamic_member_that_would_take_another_ones_place_is_refused() {
    let mut tree = Node::default();
    tree.labels.insert("name".into(), 1);
    let value = ProviderApp {
        tree: Some(tree),
        ..ProviderApp::default()
    };
    assert_eq!(refused(&value).problems[0].path, r#"["name"]"#);
}

#[test]
fn a_key_that_is_no_declared_one_is_presence_only_if_it_fits() {
    assert_eq!(
        relata::read::<RequirerApp>(&bag([("no host", "1")])),
        Reading::Absent
    );
    assert_eq!(
        relata::read::<PeerApp>(&bag([("egress-subnets", "1")])),
        Reading::Absent
    );
}

#[test]
fn a_key_that_breaks_the_limits_of_keys_is_an_unknown_one_and_is_not_written() {
    let value: RequirerUnit = ready(&bag([("UP", "x"), ("down", "y")]));
    assert_eq!(value.words, [("down".into(), "y".into())].into());
    assert_eq!(
        changed(&value, &mut bag([("UP", "x"), ("down", "y")])),
        [""; 0]
    );
    let value = RequirerUnit {
        words: [("UP".into(), "x".into())].into(),
    };
    assert_eq!(refused(&value).problems[0].key, "UP");
}
