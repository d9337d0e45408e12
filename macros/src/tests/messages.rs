//! What a mistake says, and at which token.

use super::{fields, read, two_versions};

/// The errors of a declaration: `token: message [rule]`.
fn errors(source: &str) -> Vec<String> {
    let (_, errors) = read(source);
    errors
        .into_iter()
        .map(|(token, text)| format!("{token}: {}", text.lines().next().unwrap_or_default()))
        .collect()
}

#[test]
fn a_message_has_a_rule_a_help_line_and_a_page() {
    let (_, errors) = read(&fields("/// A.\n#[exmaple(1)] a: Option<u8>,"));
    let lines: Vec<&str> = errors[0].1.lines().collect();
    assert_eq!(lines[0], "unknown attribute `exmaple` [D1]");
    assert!(lines[1].starts_with("help: did you mean `example`? Allowed here: `since`, "));
    assert_eq!(lines[2], "rule: relata explain D1");
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_mistake_is_told_once_however_many_versions_have_it() {
    let found = errors(&two_versions(
        "provider {
            #[any_of(b, z)]
            app {
                /// A.\n#[example(\"x\")] a: u8 = 300,
                /// B.\nb: Option<Vec<String>>,
            }
        }",
    ));
    assert_eq!(
        found,
        [
            "z: there is no field `z` [D16]",
            "\"x\": this example does not fit: expected a whole number from 0 to 255, found the \
             text `x` [D12]",
            "300: this default does not fit: expected a whole number from 0 to 255, found the \
             number 300 [D13]",
            "Vec: this is a collection of single values, which cannot be extended later [R15]",
        ]
    );
}

#[test]
fn mistakes_are_told_from_top_to_bottom() {
    let found = errors(&fields(
        "a: String,\n/// B.\nb: Option<Ulr>,\nc: Option<u8>,",
    ));
    let rules: Vec<&str> = found.iter().map(|text| &text[text.len() - 4..]).collect();
    assert_eq!(rules, ["[D7]", "[D8]", "[D1]", "[D7]"]);
}

#[test]
fn a_problem_inside_an_example_is_told_at_its_part() {
    let found = errors(&two_versions(
        r#"provider { app {
            /// A.
            #[example([{ "port": 80 }, { "port": 0 }])] a: Option<Vec<Node>>,
        } }
        /// A node.
        struct Node {
            /// Where it listens.
            port: Port,
        }"#,
    ));
    assert_eq!(
        found,
        ["0: this example does not fit: expected a port from 1 to 65535, found the number 0 [D12]"]
    );
}

#[test]
fn what_follows_from_a_mistake_is_not_told() {
    // Without its attribute nobody knows whether the field says `#[required]`.
    let found = errors(&fields("/// A.\n#[requird] a: String,"));
    assert_eq!(found, ["requird: unknown attribute `requird` [D1]"]);
    // Nor whether two fields overlap.
    let found = errors(&fields(
        "/// A.\n#[untl(v1)] a: Option<u8>,\n/// A.\n#[since(v1)] a: Option<String>,",
    ));
    assert_eq!(found, ["untl: unknown attribute `untl` [D1]"]);
    // A field that is left out is still known to checks.
    let found = errors(&two_versions(
        "provider { #[any_of(a, b)] app { /// A.\na: Option<Ulr>, /// B.\nb: Option<u8>, } }",
    ));
    assert_eq!(found, ["Ulr: unknown type `Ulr` [D1]"]);
}

#[test]
fn an_exception_silences_its_rule_and_no_other() {
    let source = |allow: &str| fields(&format!("/// A.\n{allow} a: Option<Vec<String>>,"));
    assert_eq!(
        errors(&source("#[allow(R15, reason = \"so it is\")]")).len(),
        0
    );
    assert_eq!(
        errors(&source("#[allow(R14, reason = \"so it is\")]")).len(),
        1
    );
    let found = errors(&source("#[allow(R15)]"));
    assert_eq!(found, ["R15: this exception has no reason [D21]"]);
}

#[test]
fn a_field_of_another_version_is_told_apart_from_an_unknown_one() {
    let found = errors(&two_versions(
        "provider { #[together(a, b)] app {
            /// A.\na: Option<u8>,
            /// B.\n#[since(v1)] b: Option<u8>,
        } }",
    ));
    assert_eq!(
        found,
        [
            "b: `b` is not in `v0`, but this check is [D16]",
            "b: note to D16: `b` is declared here",
        ]
    );
}

#[test]
fn raw_holds_the_plain_shapes_of_a_union_where_it_is_only_read() {
    let source = |encoding: &str| {
        two_versions(&format!(
            "provider {{ app {{ /// A.\n#[encoding({encoding})] a: Option<Shape>, }} }}
            /// Shapes.\nunion Shape {{ text(String), thing(Thing) }}
            /// A thing.\nstruct Thing {{ /// Its name.\nname: String }}",
        ))
    };
    assert_eq!(errors(&source("json, raw")).len(), 0);
    assert_eq!(
        errors(&source("raw, json")),
        ["raw: `raw` cannot hold `Shape` [D15]"]
    );
}

#[test]
fn what_an_expectation_gets_wrong_is_told_at_its_token() {
    let found = errors(&two_versions(
        "provider {
            app {
                /// A.\na: Option<String>,
            }
            /// A.\nexpect present(app.b) when requirer is silent;
            /// B.\nexpect nothing when requirer is silent;
            /// C.\nexpect present(requirer.app.a) when requirer is complete;
            /// D.\nexpect present(app.a) when requirer is asleep;
            /// E.\nexpect present(app.a) when provider is silent;
            /// F.\nexpect present(app.a) when requirer is complete;
            /// G.\nexpect app.a when requirer is silent;
            /// H.\n#[since(v1)]\nexpect present(app.a) when requirer is minimal;
        }
        requirer { #[since(v1)] app {
            /// C.\nc: Option<u32>,
        } }",
    ));
    assert_eq!(
        found,
        [
            "b: there is no field `b` in the app databag of the provider [D16]",
            "requirer: what is expected of the provider is about its own databags [D25]",
            "asleep: unknown moment `asleep` [D1]",
            "provider: a moment is what the requirer has done, not the provider [D25]",
            "app.a: this is no condition [D23]",
        ]
    );
    let found = errors(&two_versions(
        "provider {
            app {
                /// A.\na: Option<String>,
            }
            /// F.\nexpect present(app.a) when requirer is complete;
            /// H.\n#[since(v1)]\nexpect present(app.a) when requirer is minimal;
            /// I.\nexpect !present(app.a) when requirer is complete or silent;
        }
        requirer { #[since(v1)] app {
            /// C.\nc: Option<u32>,
        } }",
    ));
    assert_eq!(
        found,
        [
            "complete: the requirer writes nothing in `v0`, so it is always silent [D25]",
            "minimal: nothing of what the requirer writes in `v1` must be there [D25]",
            "expect: `app.a` is expected to be there and not to be there [D25]",
            "expect: note to D25: this expectation is the other one",
            "complete: the requirer writes nothing in `v0`, so it is always silent [D25]",
        ]
    );
}
