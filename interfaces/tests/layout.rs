//! Every interface is registered: a contributor adds one file to `src/` and runs
//!
//! ```sh
//! RELATA_BLESS=1 cargo test -p relata-interfaces --test layout
//! ```
//!
//! which writes what follows from the files: the table and the list of modules
//! in `src/lib.rs`, the list in `src/catalogue.rs`, and the features in
//! `Cargo.toml`. Without `RELATA_BLESS` this test only says what is stale.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const COMMAND: &str = "RELATA_BLESS=1 cargo test -p relata-interfaces --test layout";

/// What a file says about the interface that it declares.
#[derive(Debug, PartialEq, Eq)]
struct Module {
    /// The file's name without its ending.
    name: String,
    /// The interface's name, which is the feature's, too.
    feature: String,
    /// The first sentence of the file's documentation.
    about: String,
    /// Whether a databag value is YAML.
    yaml: bool,
}

#[test]
fn every_interface_is_registered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = modules(&root.join("src"));
    assert!(!modules.is_empty(), "no interface in `src`");
    let mut stale = Vec::new();
    for (file, regions) in [
        (
            "src/lib.rs",
            &[
                ("table", table as fn(&[Module], &str) -> String),
                ("modules", mods),
            ][..],
        ),
        ("src/catalogue.rs", &[("list", list)]),
        ("Cargo.toml", &[("all", all), ("features", features)]),
    ] {
        let path = root.join(file);
        let found = fs::read_to_string(&path).expect("the file is readable");
        let mut wanted = found.clone();
        for (region, lines) in regions {
            wanted = with_region(&wanted, region, |old| lines(&modules, old))
                .unwrap_or_else(|why| panic!("{file}: {why}"));
        }
        if wanted == found {
            continue;
        }
        if std::env::var_os("RELATA_BLESS").is_some() {
            fs::write(&path, wanted).expect("the file is writable");
        } else {
            stale.push(format!("interfaces/{file}"));
        }
    }
    assert!(
        stale.is_empty(),
        "stale: {}; run `{COMMAND}`",
        stale.join(", ")
    );
}

/// The modules of `src`, in the order of their names.
fn modules(folder: &Path) -> Vec<Module> {
    let mut modules: Vec<Module> = fs::read_dir(folder)
        .expect("`src` is readable")
        .map(|entry| entry.expect("`src` is readable").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_owned();
            let own = ["lib", "catalogue"].contains(&name.as_str());
            (!own).then_some((name, path))
        })
        .map(|(name, path)| {
            let text = fs::read_to_string(&path).expect("the file is readable");
            module(&name, &text).unwrap_or_else(|why| panic!("src/{name}.rs {why}"))
        })
        .collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    modules
}

fn module(name: &str, text: &str) -> Result<Module, String> {
    let about: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    let about = about.join(" ");
    let about = about.split(". ").next().unwrap_or_default();
    let about = about.trim_end_matches('.');
    if about.is_empty() {
        return Err("begins with no documentation (`//! What it is for.`)".to_owned());
    }
    let code = || {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//"))
    };
    let feature = code()
        .find_map(|line| {
            let rest = line.strip_prefix("pub ").unwrap_or(line);
            let name = rest.strip_prefix("interface ")?.strip_suffix('{')?.trim();
            Some(name.trim_matches('"').to_owned())
        })
        .ok_or("declares no interface (`interface name {`)")?;
    let expected = feature.replace('-', "_");
    if expected != name {
        return Err(format!(
            "declares `{feature}`: call the file `{expected}.rs`"
        ));
    }
    let code: Vec<&str> = code().collect();
    let yaml = code.join(" ").split("#[encoding(").skip(1).any(|rest| {
        let attribute = rest.split(")]").next().unwrap_or_default();
        let mut words = attribute.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| word == "yaml")
    });
    Ok(Module {
        name: name.to_owned(),
        feature,
        about: about.to_owned(),
        yaml,
    })
}

/// The text with the lines between two comments replaced: `generated: REGION`
/// and `end: REGION`. `lines` gets what stands there now.
fn with_region(
    text: &str,
    region: &str,
    lines: impl FnOnce(&str) -> String,
) -> Result<String, String> {
    let missing = |mark: &str| format!("the comment `{mark}` is gone; put it back");
    let (begin, end) = (format!("generated: {region}"), format!("end: {region}"));
    let start = text.find(&begin).ok_or_else(|| missing(&begin))?;
    let start = text[start..]
        .find('\n')
        .map(|length| start + length + 1)
        .ok_or_else(|| missing(&end))?;
    let stop = text[start..].find(&end).ok_or_else(|| missing(&end))? + start;
    let stop = text[..stop].rfind('\n').map_or(stop, |before| before + 1);
    let new = lines(&text[start..stop.max(start)]);
    Ok(format!("{}{new}{}", &text[..start], &text[stop..]))
}

fn table(modules: &[Module], _old: &str) -> String {
    let mut text =
        String::from("//!\n//! | feature | module | what it is for |\n//! |---|---|---|\n");
    for module in modules {
        let about = module.about.replace('|', "\\|");
        let _ = writeln!(
            text,
            "//! | `{}` | `{}` | {about} |",
            module.feature, module.name
        );
    }
    text + "//!\n"
}

fn mods(modules: &[Module], _old: &str) -> String {
    modules.iter().fold(String::new(), |mut text, module| {
        let _ = writeln!(
            text,
            "#[cfg(feature = \"{}\")]\npub mod {};",
            module.feature, module.name
        );
        text
    })
}

fn list(modules: &[Module], _old: &str) -> String {
    modules.iter().fold(String::new(), |mut text, module| {
        let _ = writeln!(
            text,
            "        #[cfg(feature = \"{}\")]\n        crate::{}::model(),",
            module.feature, module.name
        );
        text
    })
}

fn all(modules: &[Module], _old: &str) -> String {
    modules.iter().fold(String::new(), |mut text, module| {
        let _ = writeln!(text, "    \"{}\",", module.feature);
        text
    })
}

/// A feature keeps what somebody made it enable.
fn features(modules: &[Module], old: &str) -> String {
    let old: BTreeMap<&str, &str> = old
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, enables)| (name.trim().trim_matches('"'), enables.trim()))
        .collect();
    modules.iter().fold(String::new(), |mut text, module| {
        let mut enables = (*old.get(module.feature.as_str()).unwrap_or(&"[]")).to_owned();
        if module.yaml && !enables.contains("\"relata/yaml\"") {
            let others = enables.trim_matches(['[', ']', ' ']);
            enables = match others {
                "" => "[\"relata/yaml\"]".to_owned(),
                others => format!("[{others}, \"relata/yaml\"]"),
            };
        }
        let _ = writeln!(text, "{} = {enables}", module.feature);
        text
    })
}

#[test]
fn a_file_says_what_has_to_be_registered() {
    let text = "//! Reach a | bucket\n//! somewhere. More.\n//!\n//! Else.\n\nrelata::interface! {\n    \
                /// No interface x {\n    pub interface \"nginx-route\" {\n        \
                #[encoding(raw,\n            nested(\"a\", yaml))]\n";
    let found = module("nginx_route", text).expect("a module");
    let wanted = Module {
        name: "nginx_route".into(),
        feature: "nginx-route".into(),
        about: "Reach a | bucket somewhere".into(),
        yaml: true,
    };
    assert_eq!(found, wanted);
    assert!(
        table(&[found], "")
            .contains("| `nginx-route` | `nginx_route` | Reach a \\| bucket somewhere |")
    );
}

#[test]
fn a_file_that_cannot_be_registered_says_why() {
    for (text, why) in [
        ("interface a {\n", "begins with no documentation"),
        ("//! A.\n", "declares no interface"),
        ("//! A.\ninterface b {\n", "call the file `b.rs`"),
    ] {
        let error = module("a", text).expect_err("it cannot");
        assert!(error.contains(why), "{error}");
    }
    let plain = module("a", "//! A.\n#[encoding(raw)]\n// yaml\ninterface a {\n");
    assert!(!plain.expect("a module").yaml);
}

#[test]
fn a_feature_keeps_what_it_enables_and_gains_what_it_needs() {
    let module = |feature: &str, yaml| Module {
        name: feature.into(),
        feature: feature.into(),
        about: "A".into(),
        yaml,
    };
    let modules = [module("a", false), module("b", true), module("c", true)];
    let old = "b = [\"x/y\"]\na = [\"relata/yaml\"]\ngone = []\n";
    assert_eq!(
        features(&modules, old),
        "a = [\"relata/yaml\"]\nb = [\"x/y\", \"relata/yaml\"]\nc = [\"relata/yaml\"]\n"
    );
}

#[test]
fn only_what_stands_between_the_comments_is_replaced() {
    let text = "1\n# generated: x\nold\n# end: x\n2\n";
    let new = with_region(text, "x", |old| old.replace("old", "new\nnew"));
    assert_eq!(
        new.as_deref(),
        Ok("1\n# generated: x\nnew\nnew\n# end: x\n2\n")
    );
    let empty = with_region("# generated: x\n# end: x\n", "x", |old| format!("{old}a\n"));
    assert_eq!(empty.as_deref(), Ok("# generated: x\na\n# end: x\n"));
    for (text, gone) in [
        ("# end: x\n", "generated: x"),
        ("# generated: x\n", "end: x"),
    ] {
        let error = with_region(text, "x", str::to_owned).expect_err("a mark is gone");
        assert!(error.contains(gone), "{error}");
    }
}
