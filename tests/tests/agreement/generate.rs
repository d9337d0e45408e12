//! Databags that nobody wrote: good ones, changed in places.

use crate::cases::{Case, places};
use crate::texts::TEXTS;
use relata::spec::model::{Bag, Interface, Version};
use relata::spec::sample::{self, Databag};
use relata::spec::wire;
use serde_json::{Map, Value as Json, json};

/// A source of choices: `SplitMix64`, the same on every machine.
pub(crate) struct Choices(u64);

impl Choices {
    pub(crate) fn new(seed: u64) -> Self {
        Choices(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % most).unwrap_or_default()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// What happens to one databag.
pub(crate) struct Generator<'a> {
    places: Vec<Place<'a>>,
    choices: Choices,
}

struct Place<'a> {
    case: Case<'a>,
    bag: &'a Bag,
    good: Vec<Databag>,
    /// Names of members anywhere in the version.
    names: Vec<String>,
}

impl<'a> Generator<'a> {
    pub(crate) fn new(catalogue: &'a [Interface], choices: Choices) -> Self {
        let places = places(catalogue)
            .filter_map(|(interface, version, role, scope)| {
                let bag = version.bag(role, scope)?;
                let mut good: Vec<Databag> = [
                    sample::typical(version, role, scope),
                    sample::minimal(version, role, scope),
                    full(version, bag),
                ]
                .into_iter()
                .flatten()
                .collect();
                good.push(Databag::new());
                let case = Case {
                    id: format!("{} v{} {role} {scope}", interface.name, version.number),
                    interface,
                    version,
                    role,
                    scope,
                    databag: Databag::new(),
                };
                let mut names = Vec::new();
                member_names(&json!(version), &mut names);
                Some(Place {
                    case,
                    bag,
                    good,
                    names,
                })
            })
            .collect();
        Generator { places, choices }
    }

    /// The next databag.
    pub(crate) fn case(&mut self, number: usize) -> Case<'a> {
        let choices = &mut self.choices;
        // Every databag gets its turn.
        let place = &self.places[number % self.places.len()];
        let mut databag =
            place.good[choices.below(place.good.len() * 3) % place.good.len()].clone();
        if choices.one_in(6) {
            databag.retain(|_, _| choices.below(2) == 0);
        }
        for _ in 0..choices.below(4) {
            change(choices, place, &mut databag);
        }
        Case {
            id: format!("{} #{number}", place.case.id),
            databag,
            ..place.case
        }
    }
}

impl Clone for Case<'_> {
    fn clone(&self) -> Self {
        Case {
            id: self.id.clone(),
            databag: self.databag.clone(),
            ..*self
        }
    }
}

/// A databag with every field at once, whatever the checks say.
fn full(version: &Version, bag: &Bag) -> Option<Databag> {
    let values: Map<String, Json> = bag
        .fields
        .iter()
        .filter(|field| field.marker.is_none())
        .map(|field| (field.name.clone(), sample::value(version, &field.ty)))
        .collect();
    wire::encode_bag(version, bag, &values).ok()
}

fn member_names(model: &Json, names: &mut Vec<String>) {
    match model {
        Json::Object(members) => {
            if let (Some(Json::String(name)), true) =
                (members.get("name"), members.contains_key("rust"))
                && !names.contains(name)
            {
                names.push(name.clone());
            }
            members
                .values()
                .for_each(|value| member_names(value, names));
        }
        Json::Array(elements) => elements.iter().for_each(|value| member_names(value, names)),
        _ => {}
    }
}

fn change(choices: &mut Choices, place: &Place<'_>, databag: &mut Databag) {
    let declared: Vec<&str> = place
        .bag
        .fields
        .iter()
        .flat_map(|field| {
            std::iter::once(field.name.as_str())
                .chain(field.aliases.iter().map(|alias| alias.name.as_str()))
        })
        .collect();
    let there: Vec<String> = databag.keys().cloned().collect();
    match choices.below(12) {
        0 if !there.is_empty() => {
            databag.remove(choices.pick(&there));
        }
        1 | 2 if !declared.is_empty() => {
            let key = (*choices.pick(&declared)).to_owned();
            let text = (*choices.pick(&TEXTS)).to_owned();
            databag.insert(key, text);
        }
        3 if !declared.is_empty() => {
            let key = (*choices.pick(&declared)).to_owned();
            databag.insert(key, value(choices, place, 2).to_string());
        }
        4 => {
            let key = choices.pick(&[
                "x",
                "egress-subnets",
                "private-address",
                "app/0",
                "host.example",
                "config",
                "data",
                "version",
            ]);
            let text = (*choices.pick(&TEXTS)).to_owned();
            databag.insert((*key).to_owned(), text);
        }
        5 if there.len() > 1 => {
            let (one, other) = (choices.pick(&there).clone(), choices.pick(&there).clone());
            if let Some(text) = databag.get(&one).cloned() {
                databag.insert(other, text);
            }
        }
        6 if !there.is_empty() => {
            // One accepted spelling more, or one that is none.
            let key = choices.pick(&there).clone();
            if let Some(text) = databag.get_mut(&key) {
                *text = match choices.below(4) {
                    0 => json!(text).to_string(),
                    1 => format!(" {text}"),
                    2 => format!("{text}\n"),
                    _ => String::new(),
                };
            }
        }
        _ if !there.is_empty() => {
            let key = choices.pick(&there).clone();
            let Some(text) = databag.get_mut(&key) else {
                return;
            };
            match serde_json::from_str::<Json>(text) {
                Ok(mut document) if document.is_array() || document.is_object() => {
                    let mut at = choices.below(nodes(&document));
                    inside(choices, place, &mut document, &mut at);
                    *text = document.to_string();
                }
                Ok(_) => *text = value(choices, place, 1).to_string(),
                Err(_) => {
                    let parts: Vec<&str> = text.split(',').collect();
                    let mut parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
                    let at = choices.below(parts.len());
                    (*choices.pick(&TEXTS)).clone_into(&mut parts[at]);
                    *text = parts.join(",");
                }
            }
        }
        _ => {}
    }
}

/// Changes the node of a document at this place.
fn inside(choices: &mut Choices, place: &Place<'_>, node: &mut Json, at: &mut usize) {
    if *at == 0 {
        *at = usize::MAX;
        match node {
            Json::Object(members) if !choices.one_in(3) => {
                let keys: Vec<String> = members.keys().cloned().collect();
                match choices.below(3) {
                    0 if !keys.is_empty() => {
                        members.remove(choices.pick(&keys));
                    }
                    1 if !keys.is_empty() => {
                        members.insert(choices.pick(&keys).clone(), value(choices, place, 1));
                    }
                    _ => {
                        let key = name(choices, place);
                        members.insert(key, value(choices, place, 1));
                    }
                }
            }
            Json::Array(elements) if !choices.one_in(3) => match choices.below(3) {
                0 => {
                    elements.pop();
                }
                1 if !elements.is_empty() => elements.push(choices.pick(elements).clone()),
                _ => elements.push(value(choices, place, 1)),
            },
            other => *other = value(choices, place, 2),
        }
        return;
    }
    *at -= 1;
    let children: Vec<&mut Json> = match node {
        Json::Object(members) => members.values_mut().collect(),
        Json::Array(elements) => elements.iter_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        if *at == usize::MAX {
            return;
        }
        inside(choices, place, child, at);
    }
}

fn nodes(value: &Json) -> usize {
    1 + match value {
        Json::Array(elements) => elements.iter().map(nodes).sum::<usize>(),
        Json::Object(members) => members.values().map(nodes).sum(),
        _ => 0,
    }
}

fn name(choices: &mut Choices, place: &Place<'_>) -> String {
    if place.names.is_empty() || choices.one_in(4) {
        (*choices.pick(&["x", "type", "url", "app/0"])).to_owned()
    } else {
        choices.pick(&place.names).clone()
    }
}

fn value(choices: &mut Choices, place: &Place<'_>, depth: usize) -> Json {
    match choices.below(10) {
        0 => Json::Null,
        1 => json!(choices.one_in(2)),
        2 => json!(*choices.pick(&[0, 1, 2, 3, -1, 102, 8080, 65_536, 4_294_967_296_i64])),
        3 => json!(*choices.pick(&[2.5, -0.25, 1e30, 1.0, 2.0, 8080.0])),
        4 if depth > 0 => (0..choices.below(3))
            .map(|_| value(choices, place, depth - 1))
            .collect(),
        5 if depth > 0 => {
            let members: Map<String, Json> = (0..choices.below(3))
                .map(|_| (name(choices, place), value(choices, place, depth - 1)))
                .collect();
            members.into()
        }
        6 | 7 => {
            let types = &place.case.version.types;
            if types.is_empty() {
                return json!(*choices.pick(&TEXTS));
            }
            let name = choices.pick(types).name.clone();
            let ty = relata::spec::model::Type::new(relata::spec::model::Kind::Named { name });
            sample::value(place.case.version, &ty)
        }
        _ => json!(*choices.pick(&TEXTS)),
    }
}
