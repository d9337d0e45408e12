//! What have both sides written, in words that mean the same in every run?

use super::pair::{Pair, Side};
use relata::UnitName;
use relata::testing::{Owner, RelationId, SecretId, Target, World};
use serde_json::{Map, Value as Json, json};

/// Every databag of a relation, decoded, by writer. A secret's URI stands for what can
/// be done with it.
pub(super) fn of(world: &World, pair: &Pair, relation: RelationId) -> Json {
    let mut written = Map::new();
    for side in &pair.sides {
        let mut writers = vec![side.app.clone()];
        let own = world.units().filter(|unit| unit.app() == side.app);
        writers.extend(own.map(UnitName::to_string));
        for writer in writers {
            let bag = world.written(relation, &writer);
            let each = |(key, text): (&String, &String)| (key.clone(), decoded(world, side, text));
            written.insert(writer, Json::Object(bag.iter().map(each).collect()));
        }
    }
    Json::Object(written)
}

fn decoded(world: &World, side: &Side, text: &str) -> Json {
    let value = serde_json::from_str(text).unwrap_or_else(|_| Json::from(text));
    without_uris(world, side, value)
}

fn without_uris(world: &World, side: &Side, value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let each = |(key, value)| (key, without_uris(world, side, value));
            Json::Object(members.into_iter().map(each).collect())
        }
        Json::Array(items) => {
            let each = |value| without_uris(world, side, value);
            Json::Array(items.into_iter().map(each).collect())
        }
        Json::String(text) if text.starts_with("secret:") => match SecretId::parse(&text) {
            Ok(id) => meaning(world, side, &id),
            Err(_) => Json::String(text),
        },
        value => value,
    }
}

/// What a secret is good for. Its content may be another after each rotation; its keys
/// stay.
fn meaning(world: &World, side: &Side, id: &SecretId) -> Json {
    let Some(secret) = world.secret(id) else {
        return json!({"secret": "is not there"});
    };
    let content = secret.content(secret.latest()).unwrap_or_default();
    let mut readers: Vec<&str> = (secret.grants())
        .map(|(target, _)| match target {
            Target::App(app) => app.as_str(),
            Target::Unit(unit) => unit.as_str(),
        })
        .collect();
    readers.sort_unstable();
    readers.dedup();
    let is_own = match secret.owner() {
        Owner::App(app) => *app == side.app,
        Owner::Unit(unit) => unit.app() == side.app,
        Owner::Model => false,
    };
    json!({
        "secret": if is_own { "of the writer" } else { "of the other side" },
        "keys": content.into_keys().collect::<Vec<_>>(),
        "readers": readers,
    })
}
