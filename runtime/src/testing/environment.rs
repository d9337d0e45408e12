//! The environment in which Juju runs a hook.

use super::event::HookEvent;
use super::hook::Hook;
use super::names::tag_of;
use super::version::JujuVersion;
use super::world::World;
use std::collections::BTreeMap;

/// What Ubuntu's agent has on its own `PATH`.
const AGENT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin";

impl World {
    /// The folder of a unit's charm, in which its hooks run.
    pub fn charm_folder(&self, unit: impl AsRef<str>) -> String {
        format!("{}/agents/{}/charm", self.folder, tag_of(unit.as_ref()))
    }

    /// The folder of a unit's hook tools.
    pub fn tools_folder(&self, unit: impl AsRef<str>) -> String {
        format!("{}/tools/{}", self.folder, tag_of(unit.as_ref()))
    }

    /// The whole environment of a hook. Juju takes over nothing from its agent: a
    /// variable that is not in here is not there, not even `HOME`.
    pub fn environment(&self, hook: &Hook) -> BTreeMap<String, String> {
        let mut set = Variables(BTreeMap::new());
        self.tell_place(hook, &mut set);
        tell_relation(hook, &mut set);
        self.tell_secret(hook, &mut set);
        match &hook.event {
            HookEvent::Action { name, id, .. } => {
                set.add("JUJU_ACTION_NAME", name);
                set.add("JUJU_ACTION_UUID", id);
                set.add("JUJU_ACTION_TAG", format!("action-{id}"));
            }
            HookEvent::PebbleReady { container } => set.add("JUJU_WORKLOAD_NAME", container),
            HookEvent::PebbleNotice {
                container,
                id,
                kind,
                key,
            } => {
                set.add("JUJU_WORKLOAD_NAME", container);
                set.add("JUJU_NOTICE_ID", id);
                set.add("JUJU_NOTICE_TYPE", kind);
                set.add("JUJU_NOTICE_KEY", key);
            }
            HookEvent::PebbleCheckFailed { container, check }
            | HookEvent::PebbleCheckRecovered { container, check } => {
                set.add("JUJU_WORKLOAD_NAME", container);
                set.add("JUJU_PEBBLE_CHECK_NAME", check);
            }
            HookEvent::StorageAttached { storage } | HookEvent::StorageDetaching { storage } => {
                let unit = self.units.get(&hook.unit);
                if let Some(attached) = unit.and_then(|unit| unit.storage.get(storage)) {
                    set.add("JUJU_STORAGE_ID", storage);
                    set.add("JUJU_STORAGE_LOCATION", &attached.location);
                    set.add("JUJU_STORAGE_KIND", &attached.kind);
                }
            }
            _ => {}
        }
        set.0
    }

    /// What is there in every hook.
    fn tell_place(&self, hook: &Hook, set: &mut Variables) {
        let unit = hook.unit.as_str();
        let charm = self.charm_folder(unit);
        let is_action = hook.event.is_action();
        let kind = if is_action { "actions" } else { "hooks" };
        let state = self.units.get(unit);
        let socket = format!("{}/agents/{}/agent.socket", self.folder, tag_of(unit));
        set.add("CHARM_DIR", &charm);
        set.add("JUJU_CHARM_DIR", &charm);
        set.add("JUJU_CONTEXT_ID", &hook.id);
        set.add("JUJU_HOOK_NAME", if is_action { "" } else { &hook.name });
        set.add("JUJU_DISPATCH_PATH", format!("{kind}/{}", hook.name));
        set.add("JUJU_AGENT_SOCKET_ADDRESS", socket);
        set.add("JUJU_AGENT_SOCKET_NETWORK", "unix");
        set.add("JUJU_UNIT_NAME", unit);
        set.add("JUJU_MODEL_UUID", &self.model_uuid);
        set.add("JUJU_MODEL_NAME", &self.model_name);
        set.add("JUJU_API_ADDRESSES", "10.0.0.2:17070");
        set.add("JUJU_MACHINE_ID", state.map_or("", |state| &*state.machine));
        let principal = state.and_then(|state| state.principal.as_ref());
        set.add(
            "JUJU_PRINCIPAL_UNIT",
            principal.map_or("", |unit| unit.as_str()),
        );
        set.add("JUJU_AVAILABILITY_ZONE", "");
        set.add("JUJU_VERSION", self.version);
        set.add("CLOUD_API_VERSION", "");
        for proxy in ["HTTP", "HTTPS", "FTP", "NO"] {
            set.add(&format!("JUJU_CHARM_{proxy}_PROXY"), "");
        }
        match self.version {
            JujuVersion::V3_6 => set.add("JUJU_SLA", "unsupported"),
            JujuVersion::V4_0 => {
                for kind in ["HTTP", "GRPC", "CA_CERT"] {
                    set.add(&format!("JUJU_CHARM_TRACE_CONFIG_{kind}"), "");
                }
            }
        }
        set.add("PATH", format!("{}:{AGENT_PATH}", self.tools_folder(unit)));
        set.add("LANG", "C.UTF-8");
        set.add("TERM", "tmux-256color");
        set.add("DEBIAN_FRONTEND", "noninteractive");
        set.add("APT_LISTCHANGES_FRONTEND", "none");
    }

    fn tell_secret(&self, hook: &Hook, set: &mut Variables) {
        let Some(id) = hook.event.secret() else {
            return;
        };
        let secret = self.secrets.get(id);
        let label = secret.and_then(|secret| match &hook.event {
            HookEvent::SecretChanged { .. } => {
                let consumer = secret.consumers.get(&hook.unit)?;
                let owns = self.owned_secrets(hook.unit.as_str()).contains(id);
                let own = owns.then(|| secret.label.clone());
                consumer.label.clone().or(own)
            }
            _ => Some(secret.label.clone()),
        });
        set.add("JUJU_SECRET_ID", id.uri());
        set.add("JUJU_SECRET_LABEL", label.unwrap_or_default());
        if let HookEvent::SecretExpired { revision, .. }
        | HookEvent::SecretRemove { revision, .. } = &hook.event
        {
            set.add("JUJU_SECRET_REVISION", revision);
        }
    }

    /// The name that the other side has in a hook's relation.
    pub(super) fn own_app(hook: &Hook) -> &str {
        hook.unit.app()
    }
}

fn tell_relation(hook: &Hook, set: &mut Variables) {
    let Some(id) = hook.relation else {
        return;
    };
    let remote = hook.event.remote_unit();
    set.add("JUJU_RELATION", &hook.endpoint);
    set.add("JUJU_RELATION_ID", format!("{}:{id}", hook.endpoint));
    set.add(
        "JUJU_REMOTE_APP",
        hook.remote_app.as_deref().unwrap_or_default(),
    );
    set.add("JUJU_REMOTE_UNIT", remote.map_or("", |unit| unit.as_str()));
    if let Some(unit) = &hook.departing {
        set.add("JUJU_DEPARTING_UNIT", unit);
    }
}

struct Variables(BTreeMap<String, String>);

impl Variables {
    fn add(&mut self, name: &str, value: impl std::fmt::Display) {
        self.0.insert(name.into(), value.to_string());
    }
}
