//! What a unit asks of the model around it: configuration, network, goal state,
//! resources, credentials; and `juju-reboot`.

use super::{Call, Done, Failure, no_more};
use crate::Json;
use crate::testing::flags::{FORMAT, FORMAT_YAML, Flag, Kind, OUTPUT, RELATION, quote};
use crate::testing::hook::Reboot;
use crate::testing::model::{Application, Life, Network, Unit};
use crate::testing::output::Shown;
use crate::testing::time;
use serde_json::{Map, json};

pub(super) fn config_get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT, Flag(&["a", "all"], Kind::Bool)])?;
    let key = parsed.shift().unwrap_or_default();
    let all = parsed.is_set("a");
    if all && !key.is_empty() {
        return Err(Failure::Usage(format!(
            "cannot use argument --all together with key {}",
            quote(&key)
        )));
    }
    no_more(&parsed)?;
    let app = call.world.apps.get(call.hook.unit.app());
    let config = call
        .hook
        .config
        .get_or_insert_with(|| app.map(Application::settings).unwrap_or_default());
    let shown = if key.is_empty() {
        let shown = config.iter().filter(|(_, value)| all || !value.is_null());
        Shown::Value(
            shown
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )
    } else {
        Shown::Value(config.get(&key).cloned().unwrap_or_default())
    };
    call.print_smart(&parsed, shown)
}

pub(super) fn unit_get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT])?;
    let key = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("no setting specified".into()))?;
    let unit = call.world.units.get(&call.hook.unit);
    let network = unit.map(|unit| unit.network.clone());
    let address = match &*key {
        "private-address" => network.and_then(|network| network.address),
        "public-address" => network.and_then(|network| network.public_address),
        key => return Err(Failure::Usage(format!("unknown setting {}", quote(key)))),
    };
    no_more(&parsed)?;
    let what = key.replace('-', " ");
    let address = address.ok_or_else(|| Failure::Run(format!("{what} not found")))?;
    call.print_smart(&parsed, address)
}

pub(super) fn network_get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[
        FORMAT,
        OUTPUT,
        RELATION,
        Flag(&["primary-address"], Kind::Bool),
        Flag(&["bind-address"], Kind::Bool),
        Flag(&["ingress-address"], Kind::Bool),
        Flag(&["egress-subnets"], Kind::Bool),
    ])?;
    let binding = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("no arguments specified".into()))?;
    if binding.is_empty() {
        return Err(Failure::Usage("no binding name specified".into()));
    }
    no_more(&parsed)?;
    let app = call.world.apps.get(call.hook.unit.app());
    let is_bound = app.is_some_and(|app| app.charm.endpoint_or_implicit(&binding).is_some());
    let unit = call.world.units.get(&call.hook.unit);
    let network = unit.map(|unit| &unit.network).filter(|_| is_bound);
    let found = network.and_then(|network| Some((network.clone(), network.address.clone()?)));
    let (network, address) = found.ok_or_else(|| {
        Failure::Run(format!(
            "no network config found for binding {}",
            quote(&binding)
        ))
    })?;
    let mut chosen: Vec<(&str, Json)> = Vec::new();
    if parsed.is_set("bind-address") {
        chosen.push(("bind-address", json!(address)));
    }
    if parsed.is_set("ingress-address") {
        chosen.push(("ingress-address", json!(address)));
    }
    if parsed.is_set("egress-subnets") {
        chosen.push(("egress-subnets", json!(network.egress)));
    }
    if parsed.is_set("primary-address") {
        if !chosen.is_empty() {
            return Err(Failure::Run(
                "--primary-address must be the only flag specified".into(),
            ));
        }
        return call.print_smart(&parsed, address);
    }
    let value = match chosen.len() {
        0 => {
            let is_json = parsed.get("format") == Some("json");
            everything(&network, &address, is_json)
        }
        1 => chosen.remove(0).1,
        _ => chosen
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    };
    call.print_smart(&parsed, value)
}

/// All that is known of a binding. YAML has old names beside the new ones.
fn everything(network: &Network, address: &str, is_json: bool) -> Json {
    let bits = if address.contains(':') { 64 } else { 24 };
    let cidr = match address.rsplit_once('.') {
        Some((subnet, _)) => format!("{subnet}.0/{bits}"),
        None => format!("{address}/{bits}"),
    };
    let mut one = json!({"hostname": "", "value": address, "cidr": cidr});
    let mut device = json!({"mac-address": "02:00:00:00:00:01", "interface-name": "eth0"});
    if !is_json {
        one["address"] = json!(address);
        device["macaddress"] = device["mac-address"].clone();
        device["interfacename"] = device["interface-name"].clone();
    }
    device["addresses"] = json!([one]);
    let mut all = json!({"bind-addresses": [device], "ingress-addresses": [address]});
    if !network.egress.is_empty() {
        all["egress-subnets"] = json!(network.egress);
    }
    all
}

pub(super) fn goal_state(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[FORMAT_YAML, OUTPUT])?;
    no_more(&parsed)?;
    let app = call.hook.unit.app();
    let goal = |unit: &Unit| {
        let word = match unit.life {
            Life::Alive => &*unit.status.word,
            Life::Dying => "dying",
        };
        json!({"status": word, "since": time::for_people(unit.status.since)})
    };
    let units_of = |app: &str| -> Map<String, Json> {
        let units = call.world.units_of(app);
        units
            .map(|(name, unit)| (name.as_str().to_owned(), goal(unit)))
            .collect()
    };
    let mut relations: Map<String, Json> = Map::new();
    for relation in call
        .world
        .relations_of(app)
        .filter(|relation| !relation.is_peer())
    {
        let (Some(end), Some(remote)) = (relation.end(app), relation.counterpart(app)) else {
            continue;
        };
        let word = if relation.is_suspended {
            "suspended"
        } else {
            "joined"
        };
        let since = time::for_people(time::START);
        let mut there = units_of(&remote.app);
        there.insert(remote.app.clone(), json!({"status": word, "since": since}));
        let known = relations
            .entry(end.endpoint.clone())
            .or_insert_with(|| json!({}));
        if let Json::Object(known) = known {
            known.extend(there);
        }
    }
    let shown = json!({"units": units_of(app), "relations": relations});
    call.print(&parsed, "yaml", shown)
}

pub(super) fn resource_get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[])?;
    let name = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("missing required resource name".into()))?;
    no_more(&parsed)?;
    let app = call.app();
    let there = call
        .world
        .apps
        .get(&app)
        .and_then(|app| app.resources.get(&name));
    let path = there.ok_or_else(|| {
        Failure::Run(format!(
            "could not download resource: resource#{app}/{name} not found"
        ))
    })?;
    // Juju writes no line break here.
    call.output.stdout.extend_from_slice(path.as_bytes());
    Ok(())
}

pub(super) fn credential_get(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[FORMAT, OUTPUT])?;
    no_more(&parsed)?;
    let app = call.world.apps.get(call.hook.unit.app());
    let refuse = |why: &str| {
        Err(Failure::Run(format!(
            "cannot access cloud credentials: {why}"
        )))
    };
    match app {
        Some(app) if app.is_on_kubernetes() => {
            return refuse("credential-get on a \"caas\" model not supported");
        }
        Some(app) if app.trusted => {}
        _ => return refuse("permission denied"),
    }
    let credential = call.world.credential.clone();
    let credential = credential.unwrap_or_else(|| json!({"type": "manual", "name": "manual"}));
    call.print_smart(&parsed, credential)
}

pub(super) fn reboot(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[Flag(&["now"], Kind::Bool)])?;
    no_more(&parsed)?;
    if call.hook.event.is_action() {
        return Err(Failure::Run(
            "juju-reboot is not supported when running an action.".into(),
        ));
    }
    call.hook.reboots = Some(if parsed.is_set("now") {
        Reboot::Now
    } else {
        Reboot::AfterHook
    });
    Ok(())
}
