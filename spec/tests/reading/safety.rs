//! Input that was made to do harm.

use crate::models::{self, FieldExt, bag, field, integer, list, map, named, plain, union, version};
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{Encoding, IntegerWidth, Kind, Role, Scope, Type, Version};
use relata_spec::value::{MOST_PROBLEMS, check};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn rules(version: &Version, key: &str, text: String) -> Vec<&'static str> {
    let bag = BTreeMap::from([(key.to_owned(), text)]);
    let judgement = judge(version, Role::Provider, Scope::App, &bag);
    assert_eq!(judgement.verdict, Verdict::Invalid);
    let problems = &judgement.problems;
    problems.iter().map(|found| found.problem.rule).collect()
}

fn of_encoding(encoding: Encoding) -> Version {
    let any = field("a", Type::new(Kind::Any)).encoded(&[encoding]);
    version(bag(vec![any]), vec![])
}

#[test]
fn deep_json_is_refused() {
    let deep = "[".repeat(1_000_000);
    assert_eq!(rules(&of_encoding(Encoding::Json), "a", deep), ["B11"]);
}

#[cfg(feature = "yaml")]
#[test]
fn deep_yaml_is_refused() {
    for deep in [
        "[".repeat(1_000_000),
        "- ".repeat(1_000_000),
        "a: ".repeat(100_000),
        "{a: ".repeat(100_000),
    ] {
        let start = Instant::now();
        let rules = rules(&of_encoding(Encoding::Yaml), "a", deep);
        assert!(matches!(rules[..], ["B1" | "B11"]), "{rules:?}");
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}

#[cfg(feature = "yaml")]
#[test]
fn yaml_as_deep_as_allowed_is_read_on_a_usual_stack() {
    let text = format!("{}x{}", "[{a: ".repeat(24), "}]".repeat(24));
    let bag = BTreeMap::from([("a".to_owned(), text)]);
    let version = of_encoding(Encoding::Yaml);
    let judgement = judge(&version, Role::Provider, Scope::App, &bag);
    assert_eq!(judgement.verdict, Verdict::Ready, "{judgement:?}");
}

#[cfg(feature = "yaml")]
#[test]
fn yaml_that_unfolds_to_billions_is_refused() {
    let mut lines = vec!["a: &a [x, x, x, x, x, x, x, x, x, x]".to_owned()];
    for (inner, outer) in ('a'..='i').zip('b'..='j') {
        let many = vec![format!("*{inner}"); 10].join(", ");
        lines.push(format!("{outer}: &{outer} [{many}]"));
    }
    let bomb = lines.join("\n");
    assert_eq!(rules(&of_encoding(Encoding::Yaml), "a", bomb), ["B11"]);
    let endless = "&a [*a]".to_owned();
    let said = rules(&of_encoding(Encoding::Yaml), "a", endless);
    assert!(matches!(said[..], ["B1" | "B11"]), "{said:?}");
}

#[test]
fn a_value_built_too_deep_is_refused() {
    let tree = union("Tree", None, false, &[("more", list(named("Tree")))]);
    let version = version(bag(vec![]), vec![tree]);
    let mut value = json!([]);
    for _ in 0..500 {
        value = json!([value]);
    }
    let findings = check(&version, &named("Tree"), &value);
    assert!(
        findings
            .problems
            .iter()
            .any(|problem| problem.rule == "B11")
    );
}

#[test]
fn shapes_that_multiply_are_not_tried_forever() {
    // Each level doubles the tries, and the innermost value fits none.
    let tree = union(
        "Tree",
        None,
        false,
        &[
            ("one", list(named("Tree"))),
            ("other", list(named("Tree"))),
            ("word", plain()),
        ],
    );
    let version = version(bag(vec![field("tree", named("Tree"))]), vec![tree]);
    let text = format!("{}7{}", "[".repeat(100), "]".repeat(100));
    let start = Instant::now();
    let said = rules(&version, "tree", text);
    assert!(said.contains(&"B11"), "{said:?}");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn types_that_contain_themselves_come_to_an_end() {
    // The macro and the reader of frozen specifications refuse such types.
    let types = vec![
        union("U", None, false, &[("a", named("U")), ("b", named("U"))]),
        models::decl(
            "A",
            relata_spec::model::TypeBody::Alias {
                of: named("A"),
                rust: None,
            },
        ),
    ];
    let version = version(bag(vec![]), types);
    assert!(!check(&version, &named("U"), &json!(1)).fits());
    assert!(check(&version, &named("A"), &json!(1)).fits());
    assert!(check(&version, &named("Undeclared"), &json!(1)).fits());
    assert!(!check(&version, &list(named("U")), &json!([{"a": 1}])).fits());
}

#[test]
fn a_report_does_not_outgrow_the_value() {
    let version = version(bag(vec![]), vec![]);
    let wrong = Json::Array(vec![json!("x"); 100_000]);
    let findings = check(&version, &list(integer(IntegerWidth::U8)), &wrong);
    assert_eq!(findings.problems.len(), MOST_PROBLEMS);
    assert_eq!(findings.unlisted, 100_000 - MOST_PROBLEMS);
}

#[test]
fn a_huge_value_is_judged_in_time() {
    let certificates = models::kratos_external_idp();
    let provider = json!({"client_id": "a", "client_secret": "b", "provider": "google"});
    let text = Json::Array(vec![provider; 50_000]).to_string();
    let bag = BTreeMap::from([("providers".to_owned(), text)]);
    let start = Instant::now();
    let judgement = judge(&certificates, Role::Provider, Scope::App, &bag);
    assert_eq!(judgement.verdict, Verdict::Ready);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn many_keys_are_judged_in_time() {
    let mut app = bag(vec![field("a", plain()).raw()]);
    app.rest = Some(models::rest(plain(), map(plain(), plain())));
    let bag: BTreeMap<String, String> = (0..50_000)
        .map(|number| (format!("k{number}"), "{".to_owned()))
        .collect();
    let judgement = judge(&version(app, vec![]), Role::Provider, Scope::App, &bag);
    assert_eq!(judgement.problems.len(), 50_000);
}
