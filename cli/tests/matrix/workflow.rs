//! The workflow in docs/testing.md, run step by step as GitHub Actions would.

use crate::{GOOD, Place};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

#[derive(Deserialize)]
struct Workflow {
    jobs: BTreeMap<String, Job>,
}

#[derive(Deserialize)]
struct Job {
    #[serde(default)]
    needs: Option<String>,
    #[serde(default)]
    strategy: Option<Json>,
    #[serde(default)]
    outputs: BTreeMap<String, String>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    run: Option<String>,
    uses: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
}

fn workflow() -> Workflow {
    let docs = fs::read_to_string(crate::common::root().join("docs/testing.md")).expect("the page");
    let text = (docs.split("```yaml\n").skip(1))
        .filter_map(|block| block.split("```").next())
        .find(|block| block.contains("\njobs:"))
        .expect("a workflow");
    serde_saphyr::from_str(text).expect("YAML of a workflow")
}

/// A checkout of the repository with the list.
struct Machine {
    place: Place,
    summary: String,
}

impl Machine {
    fn new(lists: &str) -> Machine {
        let place = Place::new();
        place.write("charms.yaml", lists);
        let summary = place.write("summary.md", "");
        Machine { place, summary }
    }

    /// Runs the steps of a job, but for those that install or are actions; the last
    /// output is returned. Expressions are looked up in `known`.
    fn run(&self, job: &Job, known: &BTreeMap<&str, String>) -> Vec<Output> {
        let output = self.place.write("output", "");
        let steps = (job.steps.iter()).filter(|step| {
            let install = |run: &String| run.contains("cargo install");
            step.run.as_ref().is_some_and(|run| !install(run))
        });
        let path = std::env::var("PATH").unwrap_or_default();
        let relata = Path::new(env!("CARGO_BIN_EXE_relata"))
            .parent()
            .expect("a folder");
        let run = |step: &Step| {
            let script = step.run.as_deref().unwrap_or_default();
            assert!(
                !script.contains("${{"),
                "an expression in a script: {script}"
            );
            let env = step
                .env
                .iter()
                .map(|(name, text)| (name, filled(text, known)));
            let ran = Command::new("bash")
                .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
                .current_dir(self.place.text(""))
                .env("PATH", format!("{}:{path}", relata.display()))
                .env("GITHUB_OUTPUT", &output)
                .env("GITHUB_STEP_SUMMARY", &self.summary)
                .envs(env)
                .output();
            ran.expect("a shell")
        };
        steps.map(run).collect()
    }
}

/// A text with its expressions.
fn filled(text: &str, known: &BTreeMap<&str, String>) -> String {
    let mut pieces = text.split("${{");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (expression, rest) = piece.split_once("}}").expect("the end of an expression");
        let value = known.get(expression.trim());
        filled += value.unwrap_or_else(|| panic!("what is `{}`?", expression.trim()));
        filled += rest;
    }
    filled
}

/// A repository that can be cloned.
fn repository(place: &Place, name: &str) -> String {
    let folder = place.text(name);
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(args)
            .current_dir(&folder)
            .output();
        let done = done.expect("git");
        assert!(done.status.success(), "{done:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "a charm"]);
    format!("file://{folder}")
}

#[test]
fn the_workflow_of_the_guide_tries_a_catalogue_on_several_machines() {
    let sources = Place::new();
    let mut lists = "name: certificate_transfer\nversion: 1\nrequirers:\n".to_owned();
    for name in ["one", "two", "bad"] {
        match name {
            "bad" => sources.bad_charm(name),
            _ => sources.charm(name, GOOD),
        }
        let url = repository(&sources, name);
        lists.extend(["  - {name: ", name, ", url: \"", &url, "\"}\n"]);
    }
    let workflow = workflow();
    let [share, test, table] = ["share", "test", "table"].map(|job| &workflow.jobs[job]);
    assert_eq!(test.needs.as_deref(), Some("share"));
    assert_eq!(table.needs.as_deref(), Some("test"));

    let first = Machine::new(&lists);
    let ran = first.run(share, &BTreeMap::new());
    assert!(ran.iter().all(|step| step.status.success()), "{ran:?}");
    let output = fs::read_to_string(first.place.path("output")).expect("what is said");
    let (name, matrix) = output.trim_end().split_once('=').expect("an output");
    assert_eq!(
        share.outputs[name],
        format!("${{{{ steps.share.outputs.{name} }}}}")
    );
    let strategy = test.strategy.as_ref().expect("a strategy");
    assert_eq!(
        strategy["matrix"],
        json!("${{ fromJSON(needs.share.outputs.matrix) }}")
    );
    let matrix: Json = serde_json::from_str(matrix).expect("JSON");
    let parts = matrix["include"].as_array().expect("parts");
    assert_eq!(parts.len(), 3);

    let last = Machine::new(&lists);
    fs::create_dir_all(last.place.path("results")).expect("a folder");
    for part in parts {
        let machine = Machine::new(&lists);
        let said = |key: &str| part[key].as_str().expect("a text").to_owned();
        let known = BTreeMap::from([
            ("matrix.shard", said("shard")),
            ("toJSON(matrix.charms)", part["charms"].to_string()),
        ]);
        let ran = machine.run(test, &known);
        let passed = ran.iter().all(|step| step.status.success());
        assert_eq!(passed, said("name") != "bad", "{ran:#?}");
        // What the artifacts carry from one machine to the other.
        for file in fs::read_dir(machine.place.path("results"))
            .expect("results")
            .flatten()
        {
            let to = last.place.path("results").join(file.file_name());
            assert!(!to.exists(), "two machines write {}", to.display());
            fs::copy(file.path(), to).expect("a copy");
        }
    }
    let ran = last.run(table, &BTreeMap::new());
    assert_eq!(
        ran.last().and_then(|step| step.status.code()),
        Some(1),
        "{ran:?}"
    );
    let summary = fs::read_to_string(&last.summary).expect("a summary");
    for badge in [
        "badge/one-passing",
        "badge/two-passing",
        "badge/bad-failing",
    ] {
        assert!(summary.contains(badge), "{badge}: {summary}");
    }
}

#[test]
fn every_action_of_the_workflow_has_a_version() {
    let steps = workflow().jobs.into_values().flat_map(|job| job.steps);
    let actions: Vec<String> = steps.filter_map(|step| step.uses).collect();
    assert!(!actions.is_empty());
    for action in actions {
        let version = action.split_once("@v").map(|(_, version)| version);
        assert!(
            version.is_some_and(|v| v.parse::<u32>().is_ok()),
            "{action}"
        );
    }
}
