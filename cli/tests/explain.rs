//! `relata explain`: the page of a rule, from the program itself.

use relata_spec::rules::RULES;

fn explain(args: &[&str]) -> relata_cli::Answer {
    let args = ["relata", "explain"].iter().chain(args);
    relata_cli::run(&[], args, None)
}

#[test]
fn every_rule_has_a_page_that_says_what_breaks_and_how_to_mend_it() {
    for rule in RULES {
        let answer = explain(&[rule.id]);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
        assert_eq!(answer.stdout, rule.page());
        let heading = format!("# {}: {}\n", rule.id, rule.title);
        assert!(answer.stdout.starts_with(&heading), "{heading}");
    }
}

#[test]
fn a_rule_is_found_however_a_message_names_it() {
    let page = explain(&["R4"]).stdout;
    for name in ["r4", "error[R4]", "[R4]", "type-changed"] {
        assert_eq!(explain(&[name]).stdout, page, "{name}");
    }
}

#[test]
fn without_a_rule_all_are_listed() {
    let text = explain(&[]).plain();
    assert_eq!(text.lines().count(), RULES.len());
    assert!(text.starts_with("R1   a field is removed and its name is not reserved\n"));
    let json = explain(&["--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(RULES.len()));
    assert_eq!(json[3]["slug"], "type-changed");
}

#[test]
fn programs_get_the_page_with_its_rule() {
    let json = explain(&["B6", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["id"], "B6");
    assert!(
        json["page"]
            .as_str()
            .is_some_and(|page| page.starts_with("# B6: "))
    );
}

#[test]
fn a_rule_that_is_none_is_told() {
    for name in ["B99", "X", "", "R\u{1b}[31m"] {
        let answer = explain(&[name]);
        assert_eq!(answer.code, 2, "{name:?}");
        assert_eq!(answer.stderr.lines().count(), 1);
        assert!(
            answer
                .stderr
                .contains("only R1 to R21, B1 to B11, D1 to D25 and C1 to C11")
        );
    }
}
