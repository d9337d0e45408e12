//! The three that judge a databag: the interpreter, JSON Schema and pydantic.

use crate::cases::{Case, places};
use relata::spec::bag::{Judgement, Verdict, judge};
use relata::spec::export::schema_py::schema_py;
use relata::spec::model::{
    Bag, Document, Encoding, Field, Interface, JUJU_KEYS, Kind, Layout, Role, Scope, Type, Version,
};
use relata::spec::predicate::eval;
use relata::spec::schema::{Side, View, bag_schema};
use relata::spec::{sample, wire};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;

/// Whether a reader can use the databag: it is ready, or nothing is there and
/// nothing is needed.
pub(crate) fn interpreter(case: &Case<'_>) -> (bool, Judgement) {
    let judgement = judge(case.version, case.role, case.scope, &case.databag);
    let accepted = match judgement.verdict {
        Verdict::Ready => true,
        Verdict::Absent => case
            .version
            .bag(case.role, case.scope)
            .is_none_or(demands_nothing),
        Verdict::Incomplete | Verdict::Invalid => false,
    };
    (accepted, judgement)
}

fn demands_nothing(bag: &Bag) -> bool {
    let nothing = Map::new();
    !bag.fields.iter().any(Field::is_required)
        && bag
            .checks
            .iter()
            .all(|check| eval(&check.holds, &bag.fields, &nothing))
}

type Key = (String, u32, Role, Scope);

/// The schemas of every databag, wire and decoded.
pub(crate) struct Schemas {
    compiled: BTreeMap<Key, [jsonschema::Validator; 2]>,
}

impl Schemas {
    pub(crate) fn new(catalogue: &[Interface]) -> Self {
        let compiled = places(catalogue).map(|(interface, version, role, scope)| {
            let validators = [View::Wire, View::Decoded].map(|view| {
                let schema = bag_schema(interface, version, role, scope, Side::Reader, view);
                jsonschema::draft202012::new(&schema)
                    .unwrap_or_else(|error| panic!("{}: {error}", interface.name))
            });
            let key = (interface.name.clone(), version.number, role, scope);
            (key, validators)
        });
        Schemas {
            compiled: compiled.collect(),
        }
    }

    /// Whether both views accept: the strings, and the values in them.
    pub(crate) fn accept(&self, case: &Case<'_>, judgement: &Judgement) -> (bool, String) {
        let key = (
            case.interface.name.clone(),
            case.version.number,
            case.role,
            case.scope,
        );
        let Some([wire, decoded]) = self.compiled.get(&key) else {
            return (true, "no such databag is declared".to_owned());
        };
        let strings = json!(case.databag);
        if let Err(error) = wire.validate(&strings) {
            return (false, format!("wire: {}: {error}", error.instance_path()));
        }
        if let Some(key) = unreadable(case) {
            return (false, format!("{key}: in no accepted encoding"));
        }
        match decoded.validate(&judgement.value) {
            Ok(()) => (true, String::new()),
            Err(error) => (
                false,
                format!("decoded: {}: {error}", error.instance_path()),
            ),
        }
    }
}

/// A key that no accepted encoding can read. Schemas describe values and leave
/// the encoding to whoever decodes.
fn unreadable(case: &Case<'_>) -> Option<String> {
    let bag = case.version.bag(case.role, case.scope)?;
    let text = |key: &str| case.databag.get(key).filter(|text| !text.is_empty());
    for layout in &bag.layouts {
        let Layout::Nested { key, format } = layout else {
            continue;
        };
        let Some(text) = text(key) else { continue };
        let encoding = match format {
            Document::Json => Encoding::Json,
            Document::Yaml => Encoding::Yaml,
        };
        let any = Type::new(Kind::Any);
        let read = wire::decode(case.version, &any, &encoding, text);
        let is_object = read.is_ok_and(|value| value.is_object() || value.is_null());
        return (!is_object).then(|| key.clone());
    }
    for field in bag.fields.iter().filter(|field| field.marker.is_none()) {
        let names = std::iter::once(&field.name).chain(field.aliases.iter().map(|a| &a.name));
        let mut names = names;
        let found = names.find_map(|name| Some((name, text(name)?)));
        let Some((key, text)) = found else { continue };
        let reads = |encoding| wire::decode(case.version, &field.ty, encoding, text).is_ok();
        if !field.encodings.is_empty() && !field.encodings.iter().any(reads) {
            return Some(key.clone());
        }
    }
    let rest = bag.rest.as_ref()?;
    let fits = |key: &str| {
        let key = Json::from(key);
        relata::spec::value::check(case.version, &rest.keys, &key).fits()
    };
    case.databag
        .iter()
        .filter(|(key, text)| {
            !text.is_empty()
                && bag.field(key).is_none()
                && !JUJU_KEYS.contains(&key.as_str())
                && fits(key)
        })
        .find(|(_, text)| {
            !rest
                .encodings
                .iter()
                .any(|encoding| wire::decode(case.version, &rest.values, encoding, text).is_ok())
        })
        .map(|(key, _)| key.clone())
}

/// The exported modules in one Python process.
pub(crate) struct Pydantic {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    /// A databag that is ready, for the scope that is not judged.
    typical: BTreeMap<Key, sample::Databag>,
    _folder: tempfile::TempDir,
}

impl Pydantic {
    pub(crate) fn start(python: &Path, catalogue: &[Interface]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut typical = BTreeMap::new();
        for interface in catalogue {
            for version in &interface.versions {
                let file = folder
                    .path()
                    .join(format!("{}.py", module(interface, version)));
                fs::write(file, schema_py(interface, version)).expect("the module is written");
                for (role, scope) in version
                    .roles
                    .keys()
                    .flat_map(|role| Scope::ALL.map(|scope| (*role, scope)))
                {
                    let key = (interface.name.clone(), version.number, role, scope);
                    let databag = sample::typical(version, role, scope).unwrap_or_default();
                    typical.insert(key, databag);
                }
            }
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/judge.py");
        let mut child = Command::new(python)
            .args(["-X", "utf8", "-W", "error"])
            .arg(script)
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("the output is piped"));
        let mut pydantic = Pydantic {
            child,
            stdin,
            stdout,
            typical,
            _folder: folder,
        };
        let greeting = pydantic.answer();
        let count: usize = catalogue.iter().map(|one| one.versions.len()).sum();
        assert_eq!(
            greeting["modules"],
            json!(count),
            "not every module is loaded"
        );
        pydantic
    }

    /// The verdict on each case, with what pydantic says.
    pub(crate) fn accept(&mut self, cases: &[Case<'_>]) -> Vec<(bool, String)> {
        let lines: Vec<String> = cases.iter().map(|case| self.line(case)).collect();
        let stdin = self.stdin.take().expect("Python listens");
        // Written beside, so that neither side waits for the other.
        let (done, stdin) = {
            let (sender, receiver) = mpsc::channel();
            let writer = std::thread::spawn(move || {
                let mut stdin = stdin;
                for line in lines {
                    writeln!(stdin, "{line}").expect("Python listens");
                }
                stdin.flush().expect("Python listens");
                sender.send(stdin).expect("the test waits");
            });
            (writer, receiver)
        };
        let answers = cases
            .iter()
            .map(|case| {
                let answer = self.answer();
                let accepted = answer["accepted"].as_bool();
                let accepted = accepted.unwrap_or_else(|| panic!("{}: {answer}", case.id));
                (
                    accepted,
                    answer["error"].as_str().unwrap_or_default().to_owned(),
                )
            })
            .collect();
        self.stdin = stdin.recv().ok();
        done.join().expect("everything was written");
        answers
    }

    fn line(&self, case: &Case<'_>) -> String {
        let mut databags = Map::new();
        for scope in Scope::ALL {
            let key = (
                case.interface.name.clone(),
                case.version.number,
                case.role,
                scope,
            );
            let databag = if scope == case.scope {
                Some(&case.databag)
            } else {
                self.typical.get(&key)
            };
            databags.insert(
                scope.name().to_owned(),
                json!(databag.cloned().unwrap_or_default()),
            );
        }
        json!({
            "module": module(case.interface, case.version),
            "role": case.role.name(),
            "databags": databags,
        })
        .to_string()
    }

    fn answer(&mut self) -> Json {
        let mut line = String::new();
        let read = self.stdout.read_line(&mut line).expect("Python answers");
        assert!(read > 0, "Python has ended; what it said stands above");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

impl Drop for Pydantic {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

fn module(interface: &Interface, version: &Version) -> String {
    format!("{}_v{}", interface.name.replace('-', "_"), version.number)
}
