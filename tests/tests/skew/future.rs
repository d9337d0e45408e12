//! Today's declaration against an additive future of itself.

use crate::as_of::{Bags, read_in};
use crate::roles;
use crate::values::{Values, values};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use relata::{Databag, Own, Paired, RoleKind, Served, UnitName, changes_of};
use relata_interfaces::catalogue;
use relata_spec::bag::{Verdict, judge};
use relata_spec::model::{
    Bag, Encoding, EnumBase, Field, Interface, Kind, Presence, Rest, Role, Scope, Type, TypeBody,
    Variant, Version,
};
use relata_spec::value::check;
use relata_spec::wire;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

/// How many databags are made up for each declared one.
const CASES: usize = 12;

/// Names for what the future adds: one that no dynamic key is like is taken.
const NAMES: [&str; 3] = ["x-future", "x_future", "x future"];
const UNKNOWN_KEYS: [&str; 3] = ["not-in-any-version", "not_in_any_version", "in no version"];
const WORD: &str = "of-a-future-release";
const NUMBER: i64 = 987_654_321;

/// What was tried with one interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) interface: String,
    pub(crate) databags: usize,
    pub(crate) cases: usize,
    pub(crate) fields: usize,
    pub(crate) values: usize,
}

/// What the future adds to a value.
#[derive(Clone, Copy, PartialEq)]
enum Addition {
    Field,
    Value,
}

/// The interfaces, each with what was tried.
struct Trial {
    catalogue: Vec<Interface>,
    rows: BTreeMap<String, Row>,
    runner: TestRunner,
    seen: Vec<(String, Role)>,
}

impl roles::Visitor for Trial {
    fn visit<R: Paired<Data: Debug + PartialEq>>(&mut self) {
        let interface = self.catalogue.iter().find(|one| one.name == R::INTERFACE);
        let interface = interface.expect("it is in the catalogue").clone();
        let role = match R::KIND {
            RoleKind::Provider => Role::Provider,
            RoleKind::Requirer => Role::Requirer,
            RoleKind::Peer => Role::Peer,
        };
        self.seen.push((interface.name.clone(), role));
        for number in R::VERSIONS {
            let today = interface.version(*number).expect("a declared version");
            for scope in Scope::ALL {
                if today.bag(role, scope).is_some() {
                    self.databag::<R>(&interface.name, today, role, scope);
                }
            }
        }
    }
}

impl Trial {
    fn run(runner: TestRunner) -> Self {
        let mut trial = Trial {
            catalogue: catalogue(),
            rows: BTreeMap::new(),
            runner,
            seen: Vec::new(),
        };
        roles::visit_all(&mut trial);
        trial
    }

    fn databag<R: Paired<Data: Debug + PartialEq>>(
        &mut self,
        name: &str,
        today: &Version,
        role: Role,
        scope: Scope,
    ) {
        let (future, fields, values_added) = grown(today, role, scope);
        let today = Arc::new(today.clone());
        let row = self.rows.entry(name.to_owned()).or_default();
        name.clone_into(&mut row.interface);
        row.databags += 1;
        row.fields += fields;
        row.values += values_added;
        let place = Place {
            today: &today,
            future: &future,
            role,
            scope,
        };
        let strategy = values(&today, role, scope).expect("a databag");
        for _ in 0..CASES {
            let tree = strategy.new_tree(&mut self.runner).expect("a value");
            row.cases += 1;
            place.try_out::<R>(&tree.current());
        }
    }
}

struct Place<'a> {
    today: &'a Version,
    future: &'a Version,
    role: Role,
    scope: Scope,
}

impl Place<'_> {
    fn try_out<R: Paired<Data: Debug + PartialEq>>(&self, said: &Values) {
        let number = self.today.number;
        let what = format!("{} v{number} {} {}", R::INTERFACE, self.role, self.scope);
        let (role, scope) = (self.role, self.scope);
        let today_bag = self.today.bag(role, scope).expect("a databag");
        let future_bag = self.future.bag(role, scope).expect("a databag");
        let of_today = wire::encode_bag(self.today, today_bag, said).expect("it can be spelled");
        let before = judge(self.today, role, scope, &of_today);

        // Backward: what was declared means the same.
        let judged = judge(self.future, role, scope, &of_today);
        let means = (judged.verdict, &judged.value);
        assert_eq!(means, (before.verdict, &before.value), "{what}");

        // Forward: what was added is passed over.
        let mut grown = said.clone();
        self.add(future_bag, &mut grown, Addition::Field);
        let mut of_future =
            wire::encode_bag(self.future, future_bag, &grown).expect("it can be spelled");
        if let Some(key) = free(&UNKNOWN_KEYS, self.today, today_bag.rest.as_ref()) {
            of_future.insert(key.to_owned(), "\"whatever\"".to_owned());
        }
        let judged = judge(self.today, role, scope, &of_future);
        assert_eq!(
            judged.verdict, before.verdict,
            "{what}: {of_future:?}: {judged:#?}"
        );
        let known = self.read::<R>(&what, &of_today);
        assert_eq!(
            known,
            self.read::<R>(&what, &of_future),
            "{what}: {of_future:?}"
        );

        // Forward: a value that nobody knows yet is kept.
        let mut strange = said.clone();
        self.add(future_bag, &mut strange, Addition::Value);
        if strange == *said {
            return;
        }
        let of_future =
            wire::encode_bag(self.future, future_bag, &strange).expect("it can be spelled");
        let judged = judge(self.today, role, scope, &of_future);
        // A check that names one of the values may ask for something else.
        let mut problems = judged.problems.iter();
        if problems.any(|found| found.problem.rule == "B9") {
            return;
        }
        assert_eq!(
            judged.verdict,
            Verdict::Ready,
            "{what}: {of_future:?}: {judged:#?}"
        );
        let data = self.read::<R>(&what, &of_future).expect("it is ready");
        let texts = write_back::<R>(
            &what,
            &Served {
                version: number,
                data,
            },
        );
        let is_kept = texts.contains(WORD) || texts.contains(&NUMBER.to_string());
        assert!(is_kept, "{what}: {texts}");
    }

    /// What today's types read.
    fn read<R: Paired>(&self, what: &str, databag: &Databag) -> Option<R::Data> {
        let mut bags = Bags::default();
        match self.scope {
            Scope::App => bags.app.clone_from(databag),
            Scope::Unit => bags.unit.clone_from(databag),
        }
        let received = read_in::<R>(self.today.number, &bags, &unit())?;
        assert!(
            received.reports.is_empty(),
            "{what}: {:?}",
            received.reports
        );
        Some(received.data)
    }

    /// Adds to the values of a databag what the future has.
    fn add(&self, bag: &Bag, values: &mut Values, addition: Addition) {
        for (key, value) in values.iter_mut() {
            let ty = bag.field(key).map(|field| &field.ty);
            if let Some(ty) = ty.or(bag.rest.as_ref().map(|rest| &rest.values)) {
                self.grow(ty, value, addition);
            }
        }
        if addition == Addition::Field {
            fill(&bag.fields, values);
        }
    }

    fn grow(&self, ty: &Type, value: &mut Json, addition: Addition) {
        let resolved = self.future.resolve(ty);
        match (&resolved.kind, value) {
            (Kind::List { items } | Kind::Set { items }, Json::Array(elements)) => {
                for element in elements {
                    self.grow(items, element, addition);
                }
            }
            (Kind::Map { values, .. }, Json::Object(members)) => {
                for member in members.values_mut() {
                    self.grow(values, member, addition);
                }
            }
            (Kind::Named { name }, value) => {
                if let Some(decl) = self.future.type_decl(name) {
                    self.grow_declared(&decl.body, value, addition);
                }
            }
            _ => {}
        }
    }

    fn grow_declared(&self, body: &TypeBody, value: &mut Json, addition: Addition) {
        match (body, value) {
            (TypeBody::Struct { fields, rest, .. }, Json::Object(members)) => {
                for (key, member) in members.iter_mut() {
                    let field = fields.iter().find(|field| field.answers_to(key));
                    let ty = field.map(|field| &field.ty);
                    if let Some(ty) = ty.or(rest.as_ref().map(|rest| &rest.values)) {
                        self.grow(ty, member, addition);
                    }
                }
                if addition == Addition::Field {
                    fill(fields, members);
                }
            }
            (TypeBody::Enum { variants, .. }, value) if addition == Addition::Value => {
                let added = [json!(WORD), json!(NUMBER)];
                let mut wires = variants.iter().map(|variant| &variant.wire);
                if let Some(added) = wires.find(|wire| added.contains(wire)) {
                    *value = added.clone();
                }
            }
            (TypeBody::Union { tag, variants, .. }, value) => {
                let said = |tag: &String| value.get(tag).and_then(Json::as_str);
                let shape = variants.iter().find(|variant| match tag {
                    Some(tag) => said(tag) == Some(&variant.wire),
                    None => check(self.today, &variant.ty, value).fits(),
                });
                if let Some(shape) = shape {
                    self.grow(&shape.ty, value, addition);
                }
            }
            _ => {}
        }
    }
}

/// What is written of what was read, as one text.
fn write_back<R: Paired>(what: &str, served: &Served<R::Data>) -> String {
    let nothing = Databag::new();
    let own = Own {
        app: Some(&nothing),
        unit: &nothing,
    };
    let written = changes_of::<R>(served, &unit(), own);
    let written = written.unwrap_or_else(|report| panic!("{what}: {report}"));
    let texts = written.app.iter().chain(written.unit.iter());
    texts.filter_map(|(_, text)| text).collect()
}

/// Gives every added field its value.
fn fill(fields: &[Field], members: &mut Values) {
    let added = fields.iter().map(|field| &field.name);
    for name in added.filter(|name| NAMES.contains(&name.as_str())) {
        members.insert(name.clone(), json!("later"));
    }
}

fn unit() -> UnitName {
    UnitName::new("writer/0").expect("the name of a unit")
}

/// A name that no dynamic key is like.
fn free<'n>(names: &[&'n str], version: &Version, rest: Option<&Rest>) -> Option<&'n str> {
    let is_free =
        |name: &&&str| rest.is_none_or(|rest| !check(version, &rest.keys, &json!(**name)).fits());
    names.iter().find(is_free).copied()
}

/// The version with a field more in the databag and in each of its structs, and
/// a value more in each open enum; and how many these are.
fn grown(today: &Version, role: Role, scope: Scope) -> (Version, usize, usize) {
    let mut future = today.clone();
    let (mut fields_added, mut values_added) = (0, 0);
    let mut extend = |fields: &mut Vec<Field>, rest: Option<&Rest>, encodings: &[Encoding]| {
        if let Some(name) = free(&NAMES, today, rest) {
            fields.push(field(name, encodings));
            fields_added += 1;
        }
    };
    for decl in &mut future.types {
        match &mut decl.body {
            TypeBody::Struct { fields, rest, .. } => extend(fields, rest.as_ref(), &[]),
            TypeBody::Enum {
                base,
                closed: false,
                variants,
            } => {
                variants.push(Variant {
                    wire: match base {
                        EnumBase::Text => json!(WORD),
                        EnumBase::Integer => json!(NUMBER),
                    },
                    rust: "OfAFutureRelease".to_owned(),
                    doc: String::new(),
                    deprecated: None,
                });
                values_added += 1;
            }
            _ => {}
        }
    }
    let spec = future.roles.get_mut(&role);
    let bag = spec.and_then(|spec| match scope {
        Scope::App => spec.app.as_mut(),
        Scope::Unit => spec.unit.as_mut(),
    });
    if let Some(bag) = bag {
        extend(&mut bag.fields, bag.rest.as_ref(), &[Encoding::Json]);
    }
    (future, fields_added, values_added)
}

fn field(name: &str, encodings: &[Encoding]) -> Field {
    Field {
        name: name.to_owned(),
        rust: "x_future".to_owned(),
        aliases: Vec::new(),
        doc: "Of a future release.".to_owned(),
        ty: Type::text(),
        presence: Presence::Optional,
        encodings: encodings.to_vec(),
        examples: Vec::new(),
        marker: None,
        deprecated: None,
        since: None,
        until: None,
        allows: Vec::new(),
    }
}

/// What was tried, with values that are always the same.
pub(crate) fn rows() -> Vec<Row> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let trial = Trial::run(TestRunner::new_with_rng(Config::default(), rng));
    trial.rows.into_values().collect()
}

#[test]
fn no_future_release_breaks_whatever_is_said() {
    let seen = Trial::run(TestRunner::new(Config::default())).seen;
    for interface in catalogue() {
        let versions = interface.versions.iter();
        for (role, _) in versions.flat_map(|version| &version.roles) {
            let tried = seen.contains(&(interface.name.clone(), *role));
            assert!(tried, "{} {role} is missing in `roles.rs`", interface.name);
        }
    }
}
