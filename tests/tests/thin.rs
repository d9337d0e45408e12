//! The runtime stays thin.

use std::collections::BTreeSet;
use std::process::Command;

/// The crates of `relata` that end up in a charm's binary: normal dependencies,
/// macros not counted.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "tree",
            "--package",
            "relata",
            "--edges",
            "normal,no-proc-macro",
        ])
        .args(["--prefix", "none", "--format", "{p}", "--offline"]);
    if !features.is_empty() {
        cargo.args(["--features", &features.join(",")]);
    }
    let output = cargo.output().expect("cargo can be run");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_charm_carries_at_most_eight_crates() {
    let crates = crates(&[]);
    assert!(crates.contains("relata"), "{crates:?}");
    assert!(crates.len() <= 8, "{crates:?}");
}

#[test]
fn the_model_comes_in_only_with_its_feature() {
    assert!(!crates(&[]).contains("relata-spec"));
    assert!(crates(&["spec"]).contains("relata-spec"));
}
