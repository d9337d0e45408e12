//! What the whole catalogue costs to compile, beside the same models written by
//! hand with `#[derive(Serialize, Deserialize, JsonSchema)]`; and what one of its
//! interfaces costs.
//!
//! `cargo bench -p relata-tests --bench catalogue` times `cargo check` and `cargo
//! build` of `relata-interfaces` itself, its dependencies being built already: with
//! all features and with one. The peer is a crate that is made from the models of
//! the catalogue: a struct for every databag and every declared type of every
//! version, with the same documentation, and nothing that checks a value. Every
//! figure is the median of several runs, taken in turn; `RELATA_BENCH_RUNS` sets
//! how many.

mod compiling;

use compiling::{Krate, medians};
use relata_interfaces::catalogue;
use relata_spec::model::{
    EnumBase, Field, IntegerWidth, Interface, Kind, Presence, Role, Scope, Type, TypeBody,
    TypeDecl, Version,
};
use relata_tests::measured::{root, runs};
use std::fmt::Write as _;
use std::io;

/// The interface that is compiled alone.
const ONE: &str = "s3";

const DERIVE: &str = "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]";

const MANIFEST: &str = "[package]\nname = \"derived\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
     [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\
     schemars = \"1\"\n\n[workspace]\n";

fn main() -> io::Result<()> {
    let runs = runs(5);
    let folder = tempfile::tempdir()?;
    let interfaces = |target: &str| {
        Krate::at(
            root().join("interfaces"),
            folder.path().join(target).join("target"),
        )
    };
    let (all, one) = (interfaces("all"), interfaces("one"));
    let models = catalogue();
    let derived = Krate::write(folder.path(), "derived", MANIFEST, &derived(&models))?;

    println!(
        "{} interfaces in {} versions, median of {runs} runs",
        models.len(),
        (models.iter().map(|model| model.versions.len())).sum::<usize>()
    );
    println!("| command | all | derived | ratio | `{ONE}` alone |");
    println!("|---|---|---|---|---|");
    for command in ["check", "build"] {
        let features = ["--features", ONE];
        let [all, derived, one] = medians(
            runs,
            [
                &|| all.timed(&[command, "--all-features"]),
                &|| derived.timed(&[command]),
                &|| one.timed(&[&[command][..], &features].concat()),
            ],
        )?;
        println!(
            "| `cargo {command}` | {:.2} s | {:.2} s | 1/{:.1} | {:.2} s |",
            all.as_secs_f64(),
            derived.as_secs_f64(),
            derived.as_secs_f64() / all.as_secs_f64(),
            one.as_secs_f64()
        );
    }
    Ok(())
}

/// The source of a crate with the models of every version.
fn derived(models: &[Interface]) -> String {
    let mut source = String::new();
    for interface in models {
        let name = interface.name.replace('-', "_");
        let _ = writeln!(source, "pub mod {name} {{");
        for version in &interface.versions {
            source += &module(version);
        }
        source += "}\n";
    }
    source
}

fn module(version: &Version) -> String {
    let mut source = format!(
        "pub mod v{} {{\nuse std::collections::BTreeMap;\nuse serde::{{Serialize, Deserialize}};\n\
         use schemars::JsonSchema;\n",
        version.number
    );
    for role in Role::ALL {
        for scope in Scope::ALL {
            if let Some(bag) = version.bag(role, scope) {
                let name = format!("{role:?}{scope:?}");
                structure(
                    &mut source,
                    &name,
                    &bag.doc,
                    &bag.fields,
                    bag.rest.is_some(),
                );
            }
        }
    }
    for decl in &version.types {
        declared(&mut source, decl);
    }
    source + "}\n"
}

fn declared(source: &mut String, decl: &TypeDecl) {
    let name = &decl.name;
    match &decl.body {
        TypeBody::Struct { fields, rest, .. } => {
            structure(source, name, &decl.doc, fields, rest.is_some());
        }
        TypeBody::Secret { fields, .. } => structure(source, name, &decl.doc, fields, false),
        TypeBody::Alias { of, .. } => {
            document(source, &decl.doc);
            let _ = writeln!(source, "pub type {name} = {};", rust(of));
        }
        TypeBody::Enum {
            base: EnumBase::Integer,
            ..
        } => {
            document(source, &decl.doc);
            let _ = writeln!(source, "pub type {name} = i64;");
        }
        TypeBody::Enum {
            closed, variants, ..
        } => {
            document(source, &decl.doc);
            let _ = writeln!(source, "{DERIVE}\npub enum {name} {{");
            for variant in variants {
                document(source, &variant.doc);
                let wire = variant.wire.as_str().unwrap_or_default();
                let _ = writeln!(source, "#[serde(rename = {wire:?})]\n{},", variant.rust);
            }
            if !closed {
                source.push_str("#[serde(untagged)]\nUnknown(String),\n");
            }
            source.push_str("}\n");
        }
        TypeBody::Union {
            tag,
            closed,
            variants,
        } => {
            document(source, &decl.doc);
            let tagging = match tag {
                Some(tag) => format!("tag = {tag:?}"),
                None => "untagged".to_owned(),
            };
            let _ = writeln!(source, "{DERIVE}\n#[serde({tagging})]\npub enum {name} {{");
            for variant in variants {
                document(source, &variant.doc);
                let ty = rust(&variant.ty);
                if tag.is_some() {
                    let _ = writeln!(source, "#[serde(rename = {:?})]", variant.wire);
                }
                let _ = writeln!(source, "{}({ty}),", variant.rust);
            }
            if !closed {
                source.push_str("#[serde(untagged)]\nUnknown(serde_json::Value),\n");
            }
            source.push_str("}\n");
        }
    }
}

fn structure(source: &mut String, name: &str, doc: &str, fields: &[Field], rest: bool) {
    document(source, doc);
    let _ = writeln!(source, "{DERIVE}\npub struct {name} {{");
    for field in fields {
        document(source, &field.doc);
        if field.name != field.rust {
            let _ = writeln!(source, "#[serde(rename = {:?})]", field.name);
        }
        for alias in &field.aliases {
            let _ = writeln!(source, "#[serde(alias = {:?})]", alias.name);
        }
        let ty = rust(&field.ty);
        let _ = match field.presence {
            Presence::Optional => writeln!(
                source,
                "#[serde(skip_serializing_if = \"Option::is_none\")]\npub {}: Option<{ty}>,",
                field.rust
            ),
            Presence::Required => writeln!(source, "pub {}: {ty},", field.rust),
            Presence::Default(_) => {
                writeln!(
                    source,
                    "#[serde(default)]\npub {}: Option<{ty}>,",
                    field.rust
                )
            }
        };
    }
    if rest {
        source.push_str("#[serde(flatten)]\npub rest: BTreeMap<String, serde_json::Value>,\n");
    }
    source.push_str("}\n");
}

fn document(source: &mut String, doc: &str) {
    for line in doc.lines() {
        let _ = writeln!(source, "#[doc = {line:?}]");
    }
}

fn rust(ty: &Type) -> String {
    match &ty.kind {
        Kind::Text { .. } | Kind::Secret { .. } => "String".to_owned(),
        Kind::Bool => "bool".to_owned(),
        Kind::Integer { width } => match width {
            IntegerWidth::Port => "u16".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        },
        Kind::Float => "f64".to_owned(),
        Kind::Any => "serde_json::Value".to_owned(),
        Kind::List { items } | Kind::Set { items } => format!("Vec<{}>", rust(items)),
        Kind::Map { values, .. } => format!("BTreeMap<String, {}>", rust(values)),
        Kind::Named { name } => name.clone(),
    }
}
