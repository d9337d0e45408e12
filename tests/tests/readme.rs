//! The code in the documents compiles and does what it says there.
//!
//! What stands between the markers is compared with them line by line.

use std::error::Error;

// begin declaration
relata::interface! {
    /// Share build results with the charms that publish them.
    pub interface build_result {
        /// Plain text, one artefact.
        version v0 (retired);
        /// Any number of artefacts.
        version v1 (published);

        /// - Publishes where finished builds can be fetched.
        provider {
            app {
                /// Where the artefact can be fetched.
                #[until(v1)]
                #[encoding(raw)]
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

        /// One file that a build made.
        struct Artefact {
            /// Where it can be fetched.
            url: Url,
            /// What it is for; more may come.
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
// end declaration

mod upgrade {
    use super::build_result::{v0, v1};

    // begin upgrade
    impl relata::Upgrade for v0::Provider {
        type Next = v1::Provider;

        fn upgrade(self) -> v1::Provider {
            let url = self.app.and_then(|app| app.url);
            let artefact = url.map(|url| v1::Artefact { url, kind: None });
            let mut app = v1::ProviderApp::default();
            app.artefacts.extend(artefact);
            v1::Provider { app: Some(app) }
        }
    }
    // end upgrade
}

#[test]
fn the_readmes_code_works() -> Result<(), Box<dyn Error>> {
    // begin use
    use build_result::v1;
    use relata::{Databag, Reading, Remote};

    // Writing: only what differs, in bytes that are the same on every run.
    let mut data = v1::ProviderApp::default();
    data.artefacts.insert(v1::Artefact {
        url: "https://builds.example/42.deb".parse()?,
        kind: Some(v1::Kind::Package),
    });
    let mut bag = Databag::new();
    relata::changes(&data, &bag)?.apply(&mut bag);
    assert!(relata::changes(&data, &bag)?.is_empty());

    // Reading: one of four outcomes, never an error.
    match relata::read::<v1::ProviderApp>(&bag) {
        Reading::Ready(data) => println!("{} artefacts", data.artefacts.len()),
        Reading::Absent => println!("nothing there yet"),
        Reading::Incomplete(report) | Reading::Invalid(report) => println!("{}", report.line()),
    }

    // Reading whatever version the other side speaks.
    let received = relata::receive::<build_result::Provider>(&Remote::new().app(&bag));
    // end use
    assert_eq!(received.map(|received| received.version), Some(1));

    let old = Databag::from([("url".to_owned(), "https://a.example/".to_owned())]);
    let remote = Remote::new().app(&old);
    // begin newest
    let received = relata::receive::<build_result::Provider>(&remote);
    let newest: Option<v1::Provider> = received.map(|received| received.data.into_newest());
    // end newest
    let app = newest.and_then(|newest| newest.app);
    assert_eq!(app.map(|app| app.artefacts.len()), Some(1));
    Ok(())
}

/// The lines of this file between two markers, without their indentation.
fn marked(name: &str) -> String {
    let source = include_str!("readme.rs");
    let lines: Vec<&str> = source
        .lines()
        .skip_while(|line| line.trim() != format!("// begin {name}"))
        .skip(1)
        .take_while(|line| line.trim() != format!("// end {name}"))
        .collect();
    let indent = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or_default();
    lines
        .iter()
        .map(|line| line.get(indent..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_documents_show_the_code_that_is_tested() {
    let readme = include_str!("../../README.md");
    let declaring = include_str!("../../docs/declaring.md");
    let shown = [
        ("declaration", readme),
        ("use", readme),
        ("upgrade", declaring),
        ("newest", declaring),
    ];
    for (name, document) in shown {
        let code = marked(name);
        assert!(!code.is_empty());
        assert!(document.contains(&code), "nowhere shown:\n{code}");
    }
}

#[test]
fn the_readme_shows_what_the_command_prints() {
    let readme = include_str!("../../README.md");
    let output = std::process::Command::new(env!("CARGO"))
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args([
            "run",
            "--quiet",
            "--offline",
            "--package",
            "relata-cli",
            "--",
        ])
        .args(["check", "examples/data/juju3-postgresql.yaml"])
        .output()
        .expect("cargo can be run");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(readme.contains(printed.trim_end()), "{printed}");
}
