//! The exported `schema.py` are modules that a Python developer would accept:
//! formatted, typed, importable without a warning, and found by
//! `interface_tester`.

#[path = "agreement/rare.rs"]
mod rare;
#[path = "venv/mod.rs"]
mod venv;

use relata::spec::export::schema_py::schema_py;
use relata::spec::model::{Interface, Role};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

relata::interface! {
    /// Share build results with the charms that publish them.
    pub interface build_result {
        /// Plain text, one artefact.
        version v0 (retired);
        /// JSON, several artefacts.
        version v1 (published);

        /// - Publishes where finished builds can be fetched.
        provider {
            /// What was built.
            app {
                /// Where the artefact can be fetched.
                #[until(v1)]
                #[encoding(raw)]
                #[example("https://builds.example/42.tar.gz")]
                url: Option<Url>,

                /// All artefacts of the newest build.
                #[since(v1)]
                artefacts: Set<Artefact> = [],

                /// The account that may fetch them.
                #[since(v1)]
                #[encoding(raw)]
                "fetch-secret": Option<Secret<Account>>,
            }
        }

        /// - Says which builds it wants.
        requirer {
            /// What is wanted.
            #[any_of(branch, tag)]
            app {
                /// Name of the branch.
                #[encoding(raw)]
                #[len(1..=200)]
                branch: Option<String>,
                /// Name of the tag.
                #[encoding(raw, json)]
                tag: Option<String>,
            }
        }

        /// One file that a build made.
        struct Artefact {
            /// Where it can be fetched.
            url: Url,
            /// What it is for.
            kind: Option<Kind>,
        }

        /// What an artefact is for.
        enum Kind { package, "debug-symbols" }

        /// Who may fetch artefacts.
        secret Account {
            /// The user's name.
            username: String,
            /// The user's password.
            password: Sensitive,
        }
    }
}

fn catalogue() -> Vec<Interface> {
    let mut catalogue = relata_interfaces::catalogue();
    catalogue.extend([rare::rare::model(), build_result::model()]);
    catalogue
}

/// Writes every module as `<name>/v<N>/schema.py`.
fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for interface in catalogue() {
        for version in &interface.versions {
            let name = format!("{}/v{}", interface.name, version.number);
            let place = folder.path().join(name);
            fs::create_dir_all(&place).expect("the folder is made");
            fs::write(place.join("schema.py"), schema_py(&interface, version))
                .expect("the module is written");
        }
    }
    folder
}

fn run(python: &Path, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(python)
        .args(["-X", "utf8", "-W", "error"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("Python starts")
}

fn succeeds(output: &Output) {
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
}

#[test]
fn a_module_reads_as_if_written_by_hand() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/expected/build_result_v1.py");
    let expected = fs::read_to_string(&file).unwrap_or_default();
    let interface = build_result::model();
    let version = interface.version(1).expect("it is declared");
    let module = schema_py(&interface, version);
    if module != expected {
        println!("{module}");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, &module).expect("the expected text is written");
        }
    }
    assert!(
        module == expected,
        "{} differs from what stands above (UPDATE_EXPECT=1 writes it)",
        file.display()
    );
}

#[test]
fn a_module_has_only_the_helpers_that_it_needs() {
    let interface = build_result::model();
    let module = |number| schema_py(&interface, interface.version(number).expect("declared"));
    let rare = rare::rare::model();
    let rare = schema_py(&rare, &rare.versions[0]);
    for (helper, in_v0, in_v1) in [
        ("FromJson", true, true),
        ("SecretUri", false, true),
        ("_pass_over_unknown", false, true),
        ("Literal", false, true),
        ("NullIsDefault", false, true),
        ("FromYaml", false, false),
        ("_different", false, false),
        ("import re\n", false, false),
    ] {
        assert_eq!(module(0).contains(helper), in_v0, "{helper}");
        assert_eq!(module(1).contains(helper), in_v1, "{helper}");
        assert!(rare.contains(helper), "{helper}");
    }
}

#[test]
fn the_same_declaration_gives_the_same_module() {
    for (one, other) in catalogue().iter().zip(&catalogue()) {
        for (first, second) in one.versions.iter().zip(&other.versions) {
            assert_eq!(schema_py(one, first), schema_py(other, second));
        }
    }
}

#[test]
fn the_formatters_change_nothing() {
    let Some(python) = venv::python() else { return };
    let folder = written();
    for formatter in [
        &["black", "--quiet", "--diff", "--check", "."][..],
        &["ruff", "format", "--diff", "."],
    ] {
        let arguments: Vec<&str> = std::iter::once("-m")
            .chain(formatter.iter().copied())
            .collect();
        succeeds(&run(&python, folder.path(), &arguments));
    }
    let rules = [
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--target-version",
        "py310",
        "--select",
        "F,I,W,UP,B",
        ".",
    ];
    succeeds(&run(&python, folder.path(), &rules));
}

#[test]
fn the_type_checker_finds_nothing() {
    let Some(python) = venv::python() else { return };
    let folder = written();
    // All modules are called `schema`: each stands in a package of its own.
    let mut flat: Vec<PathBuf> = Vec::new();
    for interface in catalogue() {
        for version in &interface.versions {
            let name = format!(
                "{}_v{}.py",
                interface.name.replace('-', "_"),
                version.number
            );
            let file = folder.path().join(name);
            fs::write(&file, schema_py(&interface, version)).expect("the module is written");
            flat.push(file);
        }
    }
    let files: Vec<&str> = flat.iter().filter_map(|file| file.to_str()).collect();
    let mut arguments = vec![
        "-m",
        "mypy",
        "--strict",
        "--python-version",
        "3.10",
        "--no-error-summary",
    ];
    arguments.extend(files);
    succeeds(&run(&python, folder.path(), &arguments));
}

#[test]
fn the_interface_tester_finds_every_schema_without_a_warning() {
    let Some(python) = venv::python() else { return };
    let folder = written();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/inspect_modules.py");
    let script = script.to_str().expect("the path is text");
    let output = run(&python, folder.path(), &[script, "."]);
    succeeds(&output);
    let found: Json = serde_json::from_slice(&output.stdout).expect("JSON is printed");
    for interface in catalogue() {
        for version in &interface.versions {
            let place = format!("{}/v{}", interface.name, version.number);
            let roles: Vec<&str> = version
                .roles
                .keys()
                .filter(|role| **role != Role::Peer)
                .map(|role| role.name())
                .collect();
            assert_eq!(found[&place]["roles"], Json::from(roles), "{place}");
            let described = found[&place]["described"].as_u64().unwrap_or(0);
            let fields = version
                .roles
                .values()
                .flat_map(|spec| [&spec.app, &spec.unit])
                .flatten()
                .map(|bag| bag.fields.len() as u64)
                .sum::<u64>();
            assert!(
                described >= fields,
                "{place}: {described} of {fields} fields are described"
            );
        }
    }
}
