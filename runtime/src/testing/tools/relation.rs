//! `relation-ids`, `-list`, `-get`, `-set`, `-model-get`.

use super::{Call, Done, Failure, no_more};
use crate::testing::event::RelationId;
use crate::testing::flags::{FORMAT, Flag, Kind, OUTPUT, Parsed, RELATION, quote};
use crate::testing::names::{self, app_of};
use crate::testing::output::Shown;
use crate::testing::settings;
use crate::testing::version::JujuVersion;
use crate::{Databag, Json, UnitName};

pub(super) fn ids(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT])?;
    let name = match parsed.shift() {
        Some(name) => name,
        None if call.hook.relation.is_some() => call.hook.endpoint.clone(),
        None => return Err(Failure::Usage("no endpoint name specified".into())),
    };
    no_more(&parsed)?;
    let on_endpoint = call.hook.relations.iter().filter(|(id, seen)| {
        seen.endpoint == name && !seen.is_broken && call.world.relations.contains_key(id)
    });
    let mut ids: Vec<String> = on_endpoint.map(|(id, _)| format!("{name}:{id}")).collect();
    ids.sort();
    call.print_smart(&parsed, Shown::lines(ids))
}

pub(super) fn list(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[FORMAT, OUTPUT, RELATION, Flag(&["app"], Kind::Bool)])?;
    let id = call.relation(&parsed)?;
    no_more(&parsed)?;
    let seen = &call.hook.relations[&id];
    let shown = if parsed.is_set("app") {
        Shown::from(&*seen.remote_app)
    } else {
        Shown::lines(seen.members.iter().map(UnitName::as_str))
    };
    call.print_smart(&parsed, shown)
}

pub(super) fn model_get(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[FORMAT, OUTPUT, RELATION])?;
    call.relation(&parsed)?;
    no_more(&parsed)?;
    let uuid = call.world.model_uuid.clone();
    call.print_smart(&parsed, serde_json::json!({ "uuid": uuid }))
}

/// Whose databag is to be read.
enum Target {
    Unit(String),
    App(String),
}

pub(super) fn get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT, RELATION, Flag(&["app"], Kind::Bool)])?;
    let id = call.relation(&parsed)?;
    let key = parsed.shift().filter(|key| key != "-").unwrap_or_default();
    let target = target(call, &mut parsed)?;
    no_more(&parsed)?;
    let data = match target {
        Target::Unit(unit) if unit == call.unit() => call.own_unit_bag(id)?,
        Target::App(app) if app == call.app() && call.is_leader() => call.own_app_bag(id)?,
        Target::Unit(unit) => call.remote_unit_bag(id, &unit)?,
        Target::App(app) => call.remote_app_bag(id, &app)?,
    };
    let shown = if key.is_empty() {
        Shown::Value(
            data.into_iter()
                .map(|(k, v)| (k, Json::String(v)))
                .collect(),
        )
    } else {
        data.get(&key)
            .map_or_else(Shown::nothing, |value| Shown::from(&**value))
    };
    call.print_smart(&parsed, shown)
}

fn target(call: &Call<'_>, parsed: &mut Parsed) -> Result<Target, Failure> {
    let is_app = parsed.is_set("app");
    if let Some(name) = parsed.shift() {
        return match (is_app, names::is_unit(&name), names::is_app(&name)) {
            (true, true, _) => Ok(Target::App(app_of(&name).to_owned())),
            (true, ..) => Ok(Target::App(name)),
            (false, true, _) => Ok(Target::Unit(name)),
            (false, _, true) => Err(Failure::Usage(format!(
                "expected unit name, got application name {}",
                quote(&name)
            ))),
            _ => Err(Failure::Usage(format!(
                "invalid unit name {}",
                quote(&name)
            ))),
        };
    }
    let unit = call.hook.event.remote_unit();
    match (unit, &call.hook.remote_app) {
        (Some(unit), _) if !is_app => Ok(Target::Unit(unit.as_str().to_owned())),
        (_, Some(app)) => Ok(Target::App(app.clone())),
        _ => Err(Failure::Usage("no unit or application specified".into())),
    }
}

pub(super) fn set(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[
        RELATION,
        Flag(&["app"], Kind::Bool),
        Flag(&["file"], Kind::Text),
        Flag(&["format"], Kind::Text),
    ])?;
    let id = call.relation(&parsed)?;
    let pairs = settings::parse_pairs(&parsed.args).map_err(Failure::Usage)?;
    call.deprecate_format(&parsed);
    let file = call.read_settings_file(parsed.text("file"))?;
    let mut changes = settings::parse(&file).map_err(Failure::Run)?;
    changes.extend(pairs);
    if changes.is_empty() {
        return Ok(());
    }
    let is_app = parsed.is_set("app");
    let readable = if is_app {
        call.need_leader("cannot write relation settings")?;
        call.own_app_bag(id)
    } else {
        call.own_unit_bag(id)
    };
    if let Err(Failure::Run(why)) = readable {
        return Err(Failure::Run(format!(
            "cannot read relation settings: {why}"
        )));
    }
    if let Some(seen) = call.hook.relations.get_mut(&id) {
        let held = if is_app {
            &mut seen.app_changes
        } else {
            &mut seen.unit_changes
        };
        held.extend(changes);
    }
    Ok(())
}

fn denied() -> Failure {
    Failure::Run("permission denied".into())
}

impl Call<'_> {
    /// The unit's own databag, with what this hook wrote.
    fn own_unit_bag(&mut self, id: RelationId) -> Result<Databag, Failure> {
        let there = self.world.bag(id, &self.hook.unit);
        let seen = self.hook.relations.get_mut(&id).ok_or_else(denied)?;
        if seen.unit_bag.is_none() {
            seen.unit_bag = Some(there.ok_or_else(denied)?.clone());
        }
        Ok(overlaid(seen.unit_bag.as_ref(), &seen.unit_changes))
    }

    /// The own application's databag, with what this hook wrote.
    fn own_app_bag(&mut self, id: RelationId) -> Result<Databag, Failure> {
        let there = self.world.bag(id, self.hook.unit.app());
        let seen = self.hook.relations.get_mut(&id).ok_or_else(denied)?;
        if seen.app_bag.is_none() {
            seen.app_bag = Some(there.ok_or_else(denied)?.clone());
        }
        Ok(overlaid(seen.app_bag.as_ref(), &seen.app_changes))
    }

    /// The databag of another unit: that of a member as it was last read, in this
    /// hook or an earlier one.
    fn remote_unit_bag(&mut self, id: RelationId, unit: &str) -> Result<Databag, Failure> {
        let seen = self.hook.relations.get(&id).ok_or_else(denied)?;
        let name = names::unit(unit).map_err(|_| denied())?;
        let is_member = seen.members.binary_search(&name).is_ok();
        let agent = self.world.units.get_mut(&self.hook.unit);
        let local = agent.and_then(|unit| unit.agent.relations.get(&id));
        let cached = if is_member {
            local.and_then(|local| local.cache.get(&name))
        } else {
            seen.strangers.get(&name)
        };
        if let Some(bag) = cached {
            return Ok(bag.clone());
        }
        let bag = self.fetch_unit_bag(id, unit)?;
        if is_member {
            let agent = self.world.units.get_mut(&self.hook.unit);
            if let Some(local) = agent.and_then(|unit| unit.agent.relations.get_mut(&id)) {
                local.cache.insert(name, bag.clone());
            }
        } else if let Some(seen) = self.hook.relations.get_mut(&id) {
            seen.strangers.insert(name, bag.clone());
        }
        Ok(bag)
    }

    /// Asks the controller for the databag of another unit.
    fn fetch_unit_bag(&self, id: RelationId, unit: &str) -> Result<Databag, Failure> {
        let seen = self.hook.relations.get(&id).ok_or_else(denied)?;
        let relation = self.world.relations.get(&id).ok_or_else(denied)?;
        if let Some(member) = relation.units.get(unit) {
            return Ok(member.bag.data.clone());
        }
        let is_end = relation.end(app_of(unit)).is_some();
        Err(match (self.world.version, is_end) {
            (JujuVersion::V3_6, false) => denied(),
            (JujuVersion::V3_6, true) => {
                let (unit, key) = (quote(unit), quote(&seen.key));
                Failure::Run(format!(
                    "cannot read settings for unit {unit} in relation {key}: unit {unit}: settings not found"
                ))
            }
            (JujuVersion::V4_0, false) => Failure::Run("application not found in relation".into()),
            (JujuVersion::V4_0, true) => Failure::Run("relation unit not found".into()),
        })
    }

    /// The databag of an application that this unit does not lead, read once in a
    /// hook.
    fn remote_app_bag(&mut self, id: RelationId, app: &str) -> Result<Databag, Failure> {
        let seen = self.hook.relations.get(&id).ok_or_else(denied)?;
        if let Some(bag) = seen.apps.get(app) {
            return Ok(bag.clone());
        }
        let relation = self.world.relations.get(&id).ok_or_else(denied)?;
        let is_own = app == self.hook.unit.app();
        let is_hidden = is_own && !relation.is_peer() && self.world.version < JujuVersion::V4_0;
        let bag = match relation.apps.get(app) {
            Some(bag) if !is_hidden => bag.data.clone(),
            None if self.world.version >= JujuVersion::V4_0 => {
                return Err(Failure::Run("application not found in relation".into()));
            }
            _ => return Err(denied()),
        };
        if let Some(seen) = self.hook.relations.get_mut(&id) {
            seen.apps.insert(app.to_owned(), bag.clone());
        }
        Ok(bag)
    }
}

/// A databag with changes, of which an empty one deletes its key.
fn overlaid(bag: Option<&Databag>, changes: &Databag) -> Databag {
    let mut bag = bag.cloned().unwrap_or_default();
    bag.extend(changes.clone());
    bag.retain(|_, value| !value.is_empty());
    bag
}
