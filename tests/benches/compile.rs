//! What a declaration costs to compile, beside the same models written by hand
//! with `#[derive(Serialize, Deserialize, JsonSchema)]`.
//!
//! `cargo bench -p relata-tests --bench compile` makes two crates of 200 structs
//! of ten fields each, some of them nested, and times `cargo check`, `cargo
//! build` and `cargo build --release` of each crate itself, its dependencies
//! being built already. Every figure is the median of several runs, taken in
//! turn. `RELATA_BENCH_RUNS` sets how many.

mod compiling;

use compiling::{Krate, medians};
use relata_tests::measured::{root, runs};
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::Stdio;

const STRUCTS: usize = 200;
const FIELDS: usize = 10;

fn main() -> io::Result<()> {
    let runs = runs(5);
    let folder = tempfile::tempdir()?;
    let declared = Krate::write(
        folder.path(),
        "declared",
        &manifest_declared(root()),
        &declared(),
    )?;
    let derived = Krate::write(folder.path(), "derived", MANIFEST_DERIVED, &derived())?;

    println!("{STRUCTS} structs of {FIELDS} fields, median of {runs} runs");
    println!("| command | declared | derived | ratio |");
    println!("|---|---|---|---|");
    for arguments in [&["check"][..], &["build"], &["build", "--release"]] {
        let [one, other] = medians(
            runs,
            [&|| declared.timed(arguments), &|| derived.timed(arguments)],
        )?;
        println!(
            "| `cargo {}` | {:.2} s | {:.2} s | 1/{:.1} |",
            arguments.join(" "),
            one.as_secs_f64(),
            other.as_secs_f64(),
            other.as_secs_f64() / one.as_secs_f64()
        );
    }
    println!(
        "| expanded lines | {} | {} | |",
        expanded(&declared)?,
        expanded(&derived)?
    );
    Ok(())
}

/// How many lines the compiler sees, where it can be asked.
fn expanded(krate: &Krate) -> io::Result<String> {
    let output = krate
        .cargo()
        .args(["rustc", "--profile", "check", "--", "-Zunpretty=expanded"])
        .env("RUSTC_BOOTSTRAP", "1")
        .stderr(Stdio::null())
        .output()?;
    Ok(if output.status.success() {
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .count()
            .to_string()
    } else {
        "not known".to_owned()
    })
}

fn manifest_declared(root: &Path) -> String {
    format!(
        "[package]\nname = \"declared\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nrelata = {{ path = \"{}\", features = [\"schema\"] }}\n\n[workspace]\n",
        root.join("runtime").display()
    )
}

const MANIFEST_DERIVED: &str = "[package]\nname = \"derived\"\nversion = \"0.1.0\"\n\
     edition = \"2024\"\n\n[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n\
     serde_json = \"1\"\nschemars = \"1\"\n\n[workspace]\n";

/// The types of a struct's fields. Every fifth struct holds the one before it.
fn types(index: usize) -> [(&'static str, String); FIELDS] {
    let nested = |other: &str| {
        if index.is_multiple_of(5) || index == 0 {
            other.to_owned()
        } else {
            format!("Part{}", index - 1)
        }
    };
    [
        ("name", "String".to_owned()),
        ("endpoint", "Option<String>".to_owned()),
        ("port", "Option<u16>".to_owned()),
        ("enabled", "Option<bool>".to_owned()),
        ("weight", "Option<f64>".to_owned()),
        ("tags", "Option<Vec<String>>".to_owned()),
        ("labels", "Option<Map<String, String>>".to_owned()),
        ("part", format!("Option<{}>", nested("String"))),
        ("parts", format!("Option<Vec<{}>>", nested("u32"))),
        ("size", "u64".to_owned()),
    ]
}

fn declared() -> String {
    let mut source = String::from(
        "relata::interface! {\n    /// As large as they come.\n    pub interface large {\n        \
         /// The only one.\n        version v0 (draft);\n        \
         #[allow(R15, reason = \"the peer has them, too\")]\n        provider { app {\n",
    );
    // Every struct has to be used somewhere.
    for index in 0..STRUCTS {
        let _ = writeln!(source, "/// One part.\npart{index}: Option<Part{index}>,");
    }
    source += "} }\n";
    for index in 0..STRUCTS {
        let _ = writeln!(
            source,
            "/// One part.\n#[allow(R15, reason = \"the peer has them, too\")]\nstruct Part{index} {{"
        );
        for (name, ty) in types(index) {
            let _ = writeln!(source, "/// What it is.\n{name}: {ty},");
        }
        source += "}\n";
    }
    source + "}\n}\n"
}

fn derived() -> String {
    let mut source = String::from(
        "use std::collections::BTreeMap as Map;\nuse serde::{Serialize, Deserialize};\n\
         use schemars::JsonSchema;\n",
    );
    let derive = "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]";
    let _ = writeln!(
        source,
        "/// The databag.\n{derive}\npub struct ProviderApp {{"
    );
    for index in 0..STRUCTS {
        let _ = writeln!(
            source,
            "/// One part.\n#[serde(skip_serializing_if = \"Option::is_none\")]\npub part{index}: Option<Part{index}>,"
        );
    }
    source += "}\n";
    for index in 0..STRUCTS {
        let _ = writeln!(source, "/// One part.\n{derive}\npub struct Part{index} {{");
        for (name, ty) in types(index) {
            let skip = if ty.starts_with("Option") {
                "#[serde(skip_serializing_if = \"Option::is_none\")]\n"
            } else {
                ""
            };
            let _ = writeln!(source, "/// What it is.\n{skip}pub {name}: {ty},");
        }
        source += "}\n";
    }
    source
}
