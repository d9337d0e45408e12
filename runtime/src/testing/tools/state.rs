//! `state-…`, `is-leader` and the leader settings.

use super::{Call, Done, Failure, no_more};
use crate::Json;
use crate::testing::flags::{FORMAT, Flag, Kind, OUTPUT, quote};
use crate::testing::output::Shown;
use crate::testing::settings;
use crate::testing::version::JujuVersion;
use std::collections::BTreeMap;

/// The longest key and value of the state, in bytes.
const LONGEST_KEY: usize = 256;
const LONGEST_VALUE: usize = 65_536;

pub(super) fn is_leader(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[FORMAT, OUTPUT])?;
    no_more(&parsed)?;
    let leads = call.is_leader();
    call.print_smart(&parsed, leads)
}

pub(super) fn leader_get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT])?;
    let key = parsed.shift().filter(|key| key != "-").unwrap_or_default();
    no_more(&parsed)?;
    let app = call.world.apps.get(&call.app());
    let data = app.map(|app| app.leader_settings.data.clone());
    let shown = whole_or_one(data.unwrap_or_default(), &key);
    call.print_smart(&parsed, shown)
}

fn whole_or_one(data: BTreeMap<String, String>, key: &str) -> Shown {
    if key.is_empty() {
        return Shown::Value(
            data.into_iter()
                .map(|(k, v)| (k, Json::String(v)))
                .collect(),
        );
    }
    data.get(key)
        .map_or_else(Shown::nothing, |value| Shown::from(&**value))
}

pub(super) fn leader_set(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[])?;
    let changes = settings::parse_pairs(&parsed.args).map_err(Failure::Usage)?;
    call.need_leader("cannot write leadership settings: cannot write settings: not the leader")?;
    let app = call.app();
    if let Some(app) = call.world.apps.get_mut(&app) {
        app.leader_settings.update(&changes);
    }
    Ok(())
}

pub(super) fn get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT, Flag(&["strict"], Kind::Bool)])?;
    let key = parsed.shift().filter(|key| key != "-").unwrap_or_default();
    no_more(&parsed)?;
    let state = call.state().clone();
    let shown = match state.get(&key) {
        _ if key.is_empty() && state.is_empty() => Shown::NilMap,
        _ if key.is_empty() => whole_or_one(state, ""),
        Some(value) => Shown::from(&**value),
        None if parsed.is_set("strict") => {
            return Err(Failure::Run(format!("{} not found", quote(&key))));
        }
        None => Shown::from(""),
    };
    call.print_smart(&parsed, shown)
}

pub(super) fn set(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[Flag(&["file"], Kind::Text)])?;
    let pairs = settings::parse_pairs(&parsed.args).map_err(Failure::Usage)?;
    let file = call.read_settings_file(parsed.text("file"))?;
    let mut changes = settings::parse(&file).map_err(Failure::Run)?;
    changes.extend(pairs);
    let ending = match call.world.version {
        JujuVersion::V3_6 => "",
        JujuVersion::V4_0 => ": quota limit exceeded",
    };
    for (key, value) in changes {
        let too_long = |what: &str, limit: usize| {
            Failure::Run(format!(
                "max allowed {what} length ({limit}) exceeded{ending}"
            ))
        };
        if key.len() > LONGEST_KEY {
            return Err(too_long("key", LONGEST_KEY));
        }
        if value.len() > LONGEST_VALUE {
            return Err(too_long("value", LONGEST_VALUE));
        }
        call.state().insert(key, value);
    }
    Ok(())
}

pub(super) fn delete(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[])?;
    let key = parsed.shift().unwrap_or_default();
    no_more(&parsed)?;
    call.state().remove(&key);
    Ok(())
}

impl Call<'_> {
    /// The unit's state as this hook left it.
    fn state(&mut self) -> &mut BTreeMap<String, String> {
        let unit = self.world.units.get(&self.hook.unit);
        let state = unit.map(|unit| &unit.state);
        self.hook
            .state
            .get_or_insert_with(|| state.cloned().unwrap_or_default())
    }
}
