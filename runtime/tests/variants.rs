//! Which of several words, numbers or shapes is it?

mod common;

use common::{bag, changed, invalid, ready, refused, written};

relata::interface! {
    /// Enums and unions.
    interface variants {
        /// The only version.
        version v0 (published);

        provider {
            app {
                /// An open enum of words.
                kind: Option<Kind>,
                /// An open enum of integers.
                count: Option<Count>,
                /// A closed enum of words.
                state: Option<State>,
                /// A closed enum of integers.
                parity: Option<Parity>,
                /// A union with a tag.
                event: Option<Event>,
                /// Several of them.
                events: Vec<Event> = [],
                /// A closed union with a tag.
                step: Option<Step>,
                /// A union without a tag.
                names: Option<Names>,
                /// Shapes that overlap.
                place: Option<Place>,
                /// A union that contains itself.
                tree: Option<Tree>,
                /// Shapes that cannot be told apart.
                maze: Option<Maze>,
                /// Words, each once.
                #[allow(R15, reason = "for this test")]
                kinds: Set<Kind> = [],
            }
        }

        /// Kinds.
        enum Kind { package, "debug-symbols", Other = "something else" }

        /// Counts.
        enum Count { Two = 2, Four = 4, Minus = -1 }

        /// States.
        #[closed]
        enum State { up, down }

        /// Parities.
        #[closed]
        enum Parity { Even = 0, Odd = 1 }

        /// What can happen.
        #[tag("type")]
        union Event {
            /// It began.
            started {
                /// When.
                at: String,
                /// How often.
                times: u32 = 1,
            },
            /// It ended.
            "shut-down" {},
            /// It moved.
            moved(Room),
        }

        /// What to do.
        #[closed]
        #[tag("do")]
        union Step {
            wait {
                /// Seconds.
                #[range(1..=60)]
                seconds: u32,
            },
            stop {},
        }

        /// A room.
        struct Room {
            /// Its name.
            name: String,
        }

        /// One name or several.
        #[allow(R15, reason = "a name is never more than a text")]
        union Names { one(String), many(Vec<String>) }

        /// A small number, or a text.
        union Place { number(Small), text(String), room(Room) }

        /// A leaf or a list of trees.
        union Tree { leaf(Small), node(Vec<Tree>) }

        /// Left looks like right.
        union Maze { end(bool), left(Vec<Maze>), right(Vec<Maze>) }

        /// A small number.
        #[range(1..=9)]
        type Small: u8;
    }
}

use variants::v0::{
    Count, Event, EventShutDown, EventStarted, Kind, Names, Parity, Place, ProviderApp, Room,
    State, Step, StepStop, StepWait, Tree,
};

fn one(key: &str, text: &str) -> ProviderApp {
    ready(&bag([(key, text)]))
}

#[test]
fn a_known_word_is_its_variant() {
    assert_eq!(one("kind", r#""package""#).kind, Some(Kind::Package));
    assert_eq!(
        one("kind", r#""debug-symbols""#).kind,
        Some(Kind::DebugSymbols)
    );
    assert_eq!(one("kind", r#""something else""#).kind, Some(Kind::Other));
    assert_eq!(one("count", "-1").count, Some(Count::Minus));
}

#[test]
fn an_unknown_word_or_number_of_an_open_enum_is_kept_and_written_back() {
    let keys = bag([("count", "7"), ("kind", r#""Package""#)]);
    let value: ProviderApp = ready(&keys);
    assert_eq!(value.kind, Some(Kind::Unknown("Package".into())));
    assert_eq!(value.count, Some(Count::Unknown(7)));
    assert_eq!(
        changed(&value, &mut keys.clone()),
        ["events=[]", "kinds=[]"]
    );
}

#[test]
fn an_open_enum_still_has_its_kind_of_value() {
    for (key, text) in [
        ("kind", "7"),
        ("kind", "[]"),
        ("count", r#""2""#),
        ("count", "2.0"),
    ] {
        assert_eq!(
            invalid::<ProviderApp>(&bag([(key, text)])).problems[0].key,
            key
        );
    }
}

#[test]
fn a_closed_enum_knows_nothing_else() {
    assert_eq!(one("state", r#""up""#).state, Some(State::Up));
    assert_eq!(one("parity", "1").parity, Some(Parity::Odd));
    let cases = [
        ("state", r#""sideways""#),
        ("state", r#""Up""#),
        ("parity", "2"),
        ("parity", "-1"),
    ];
    for (key, text) in cases {
        assert_eq!(
            invalid::<ProviderApp>(&bag([(key, text)])).problems[0].key,
            key
        );
    }
}

#[test]
fn a_set_of_words_holds_each_once_in_a_stable_order() {
    let keys = r#"["something else", "b", "package", "a", "b", "package"]"#;
    let value = one("kinds", keys);
    let again = one("kinds", r#"["b", "a", "package", "something else"]"#);
    assert_eq!(value, again);
    assert_eq!(value.kinds.len(), 4);
    assert_eq!(written(&value), written(&again));
}

#[test]
fn a_tag_says_which_shape_an_object_has() {
    let started = Event::Started(EventStarted {
        at: "now".into(),
        times: 1,
    });
    assert_eq!(
        one("event", r#"{"at": "now", "type": "started"}"#).event,
        Some(started)
    );
    let ended = Event::ShutDown(EventShutDown {});
    assert_eq!(
        one("event", r#"{"type": "shut-down", "new": 1}"#).event,
        Some(ended)
    );
    let moved = Event::Moved(Room { name: "x".into() });
    assert_eq!(
        one("event", r#"{"type": "moved", "name": "x"}"#).event,
        Some(moved)
    );
}

#[test]
fn a_tagged_shape_is_written_behind_its_tag() {
    let value = ProviderApp {
        event: Some(Event::Started(EventStarted {
            at: "now".into(),
            times: 2,
        })),
        step: Some(Step::Stop(StepStop {})),
        ..ProviderApp::default()
    };
    let keys = written(&value);
    assert_eq!(keys["event"], r#"{"type":"started","at":"now","times":2}"#);
    assert_eq!(keys["step"], r#"{"do":"stop"}"#);
    assert_eq!(ready::<ProviderApp>(&keys), value);
}

#[test]
fn an_unknown_tag_of_an_open_union_is_kept_and_written_back() {
    let text = r#"{"a":[1,{}],"type":"vanished"}"#;
    let value = one("event", text);
    assert!(matches!(value.event, Some(Event::Unknown(_))));
    assert_eq!(written(&value)["event"], text);
}

#[test]
fn an_unknown_tag_beside_known_ones_hides_nothing() {
    let value = one("events", r#"[{"type": "vanished"}, {"type": "shut-down"}]"#);
    assert_eq!(value.events.len(), 2);
    assert_eq!(value.events[1], Event::ShutDown(EventShutDown {}));
}

#[test]
fn a_closed_union_knows_no_other_tag() {
    let report = invalid::<ProviderApp>(&bag([("step", r#"{"do": "jump"}"#)]));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].path, "do");
}

#[test]
fn a_union_without_its_tag_is_a_problem() {
    for text in [
        r#"{"at": "now"}"#,
        r#"{"type": 7}"#,
        r#"{"type": null}"#,
        "[]",
        r#""started""#,
    ] {
        assert_eq!(
            invalid::<ProviderApp>(&bag([("event", text)])).problems[0].key,
            "event"
        );
    }
}

#[test]
fn a_problem_inside_a_shape_is_told_with_its_place() {
    let text = r#"[{"type": "shut-down"}, {"type": "started", "at": 7}]"#;
    let report = invalid::<ProviderApp>(&bag([("events", text)]));
    assert_eq!(report.problems[0].path, "[1].at", "{report}");
}

#[test]
fn limits_inside_a_shape_are_enforced_in_both_directions() {
    let report = invalid::<ProviderApp>(&bag([("step", r#"{"do": "wait", "seconds": 61}"#)]));
    assert_eq!(report.problems[0].path, "seconds", "{report}");
    let value = ProviderApp {
        step: Some(Step::Wait(StepWait { seconds: 0 })),
        ..ProviderApp::default()
    };
    assert_eq!(refused(&value).problems[0].key, "step");
}

#[test]
fn without_a_tag_the_first_shape_that_fits_is_taken() {
    assert_eq!(one("names", r#""a""#).names, Some(Names::One("a".into())));
    assert_eq!(
        one("names", r#"["a"]"#).names,
        Some(Names::Many(vec!["a".into()]))
    );
    assert_eq!(one("place", "9").place, Some(Place::Number(9)));
    assert_eq!(one("place", r#""9""#).place, Some(Place::Text("9".into())));
    let room = Place::Room(Room { name: "x".into() });
    assert_eq!(one("place", r#"{"name": "x"}"#).place, Some(room));
}

#[test]
fn a_value_that_breaks_the_limits_of_a_shape_does_not_fit_it() {
    for text in ["10", "0", "{}", "[]", "true"] {
        assert_eq!(
            invalid::<ProviderApp>(&bag([("place", text)])).problems[0].key,
            "place"
        );
    }
}

#[test]
fn an_untagged_shape_is_written_as_it_is() {
    let value = ProviderApp {
        names: Some(Names::Many(vec!["a".into()])),
        place: Some(Place::Number(3)),
        ..ProviderApp::default()
    };
    let keys = written(&value);
    assert_eq!(keys["names"], r#"["a"]"#);
    assert_eq!(keys["place"], "3");
    assert_eq!(ready::<ProviderApp>(&keys), value);
}

#[test]
fn a_shape_that_breaks_its_own_limits_is_not_written() {
    let value = ProviderApp {
        place: Some(Place::Number(10)),
        ..ProviderApp::default()
    };
    assert_eq!(refused(&value).problems[0].key, "place");
}

#[test]
fn a_union_may_contain_itself() {
    let value = one("tree", "[[1],[2,[]]]");
    let leaf = |number| Tree::Leaf(number);
    let node = Tree::Node(vec![
        Tree::Node(vec![leaf(1)]),
        Tree::Node(vec![leaf(2), Tree::Node(vec![])]),
    ]);
    assert_eq!(value.tree, Some(node));
    assert_eq!(written(&value)["tree"], "[[1],[2,[]]]");
    invalid::<ProviderApp>(&bag([("tree", "[[1],[10]]")]));
    let value = ProviderApp {
        tree: Some(Tree::Node(vec![leaf(10)])),
        ..ProviderApp::default()
    };
    assert_eq!(refused(&value).problems[0].path, "[0]");
    let deep = "[".repeat(120) + &"]".repeat(120);
    assert!(one("tree", &deep).tree.is_some());
}

#[test]
fn a_union_that_is_ambiguous_takes_no_time_out_of_proportion() {
    let maze = |end: &str| format!("{}{end}{}", "[".repeat(100), "]".repeat(100));
    assert!(one("maze", &maze("true")).maze.is_some());
    let report = relata::read::<ProviderApp>(&bag([("maze", &maze("7"))]));
    assert!(report.report().is_some());
    // What was spent on one value is not missing for the next.
    assert!(one("maze", &maze("true")).maze.is_some());
}
