//! Does a side behave as its role is expected to?

use crate::bag::Judgement;
use crate::model::{Bag, Expected, Field, RoleSpec, Scope};
use crate::predicate::eval;
use serde_json::{Map, Value as Json};

/// Whether what is expected holds of a side with these databags: its
/// application's, and the one of one of its units.
///
/// ```
/// use relata_spec::Interface;
/// use relata_spec::bag::judge;
/// use relata_spec::expectation::is_met;
/// use relata_spec::model::{Expected, Predicate, Role, Scope};
///
/// let frozen = r#"{"relata": 1, "interface": {"name": "shelf", "summary": "Lend books.", "versions": [{
///     "number": 0, "status": "draft", "doc": "First.", "roles": {"provider": {"app": {
///         "layouts": [{"layout": "keys"}],
///         "fields": [{"name": "titles", "rust": "titles", "doc": "Titles.",
///             "type": {"kind": "any"}, "encodings": [{"as": "json"}]}]}}}}]}}"#;
/// let shelf = Interface::from_json_str(frozen)?;
/// let version = &shelf.versions[0];
/// let spec = &version.roles[&Role::Provider];
/// let read = |text: &str| {
///     let bag = [("titles".to_owned(), text.to_owned())].into();
///     judge(version, Role::Provider, Scope::App, &bag)
/// };
/// let unit = judge(version, Role::Provider, Scope::Unit, &Default::default());
/// let given = Expected::Holds(Predicate::Present("app.titles".into()));
/// assert!(is_met(&given, spec, &read(r#"["Dune"]"#), &unit));
/// assert!(!is_met(&given, spec, &read("[]"), &unit));
/// assert!(is_met(&Expected::Nothing, spec, &read("[]"), &unit));
/// # Ok::<(), relata_spec::json::ReadError>(())
/// ```
pub fn is_met(expected: &Expected, spec: &RoleSpec, app: &Judgement, unit: &Judgement) -> bool {
    let sides = [(Scope::App, app), (Scope::Unit, unit)];
    match expected {
        Expected::Nothing => sides.iter().all(|(_, judgement)| {
            let mut values = judgement.value.as_object().into_iter().flatten();
            values.all(|(_, value)| is_hollow(value))
        }),
        Expected::Holds(condition) => {
            let mut fields = Vec::new();
            let mut members = Map::new();
            for (scope, judgement) in sides {
                if let Some(bag) = spec.bag(scope) {
                    collect(scope, bag, judgement, &mut fields, &mut members);
                }
            }
            eval(condition, &fields, &members)
        }
    }
}

/// The name of a field with its databag.
pub fn named(scope: Scope, field: &str) -> String {
    format!("{scope}.{field}")
}

fn collect(
    scope: Scope,
    bag: &Bag,
    judgement: &Judgement,
    fields: &mut Vec<Field>,
    members: &mut Map<String, Json>,
) {
    for field in &bag.fields {
        let value = match field.marker {
            // A version is stated, whatever it is spelled like.
            Some(_) => judgement.stated.as_ref(),
            None => judgement.value.get(&field.name),
        };
        let name = named(scope, &field.name);
        if let Some(value) = value.filter(|value| !is_hollow(value)) {
            members.insert(name.clone(), value.clone());
        }
        fields.push(Field {
            name,
            aliases: Vec::new(),
            ..field.clone()
        });
    }
}

/// Whether the value says no more than an absent one.
fn is_hollow(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(elements) => elements.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}
