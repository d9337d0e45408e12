//! `storage-get`, `-list`, `-add`.

use super::{Call, Done, Failure, no_more};
use crate::testing::event::HookEvent;
use crate::testing::flags::{FORMAT, Flag, Kind, OUTPUT, quote};
use crate::testing::names::app_of;
use crate::testing::output::Shown;
use serde_json::json;

pub(super) fn get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT, Flag(&["s"], Kind::Storage)])?;
    let of_hook = match &call.hook.event {
        HookEvent::StorageAttached { storage } | HookEvent::StorageDetaching { storage } => {
            Some(&**storage)
        }
        _ => None,
    };
    let id = parsed
        .get("s")
        .or(of_hook)
        .ok_or_else(|| Failure::Usage("no storage instance specified".into()))?
        .to_owned();
    let key = parsed.shift().unwrap_or_default();
    no_more(&parsed)?;
    let unit = call.world.units.get(&call.hook.unit);
    let storage = unit
        .and_then(|unit| unit.storage.get(&id))
        .ok_or_else(|| Failure::Run(format!("storage {} not found", quote(&id))))?;
    let value = match &*key {
        "" => json!({"kind": storage.kind, "location": storage.location}),
        "kind" => json!(storage.kind),
        "location" => json!(storage.location),
        key => {
            let key = quote(key);
            return Err(Failure::Run(format!("invalid storage attribute {key}")));
        }
    };
    call.print_smart(&parsed, value)
}

pub(super) fn list(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT])?;
    let name = parsed.shift();
    no_more(&parsed)?;
    let unit = call.world.units.get(&call.hook.unit);
    let ids = unit.into_iter().flat_map(|unit| unit.storage.keys());
    let fits = |id: &&String| name.as_ref().is_none_or(|name| app_of(id) == name);
    let ids: Vec<String> = ids.filter(fits).cloned().collect();
    call.print_smart(&parsed, Shown::lines(ids))
}

pub(super) fn add(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[])?;
    if parsed.args.is_empty() {
        return Err(Failure::Usage(
            "storage add requires a storage directive".into(),
        ));
    }
    for arg in &parsed.args {
        let (name, count) = match arg.split_once('=') {
            Some((name, count)) => (name, count.parse::<u32>().ok()),
            None => (&**arg, Some(1)),
        };
        let count = count.filter(|count| *count > 0);
        let count =
            count.ok_or_else(|| Failure::Usage(format!("cannot parse count in {}", quote(arg))))?;
        let app = call.world.apps.get(call.hook.unit.app());
        let is_known = app.is_some_and(|app| app.charm.storages().any(|(known, _)| known == name));
        if !is_known {
            let name = quote(name);
            return Err(Failure::Run(format!("charm storage {name} not found")));
        }
        call.hook.storage.push((name.to_owned(), count));
    }
    Ok(())
}
