//! `secret-get`, `secret-info-get`, `secret-ids`.

use super::{Call, Done, Failure, no_more};
use crate::Json;
use crate::testing::base64;
use crate::testing::flags::{FORMAT_YAML, Flag, Kind, OUTPUT, quote};
use crate::testing::hook::Upsert;
use crate::testing::names::tag_of;
use crate::testing::output::Shown;
use crate::testing::relation::Relation;
use crate::testing::secret::{Consumer, Content, Owner, Rotation, SecretId, Target};
use crate::testing::time;
use crate::testing::version::JujuVersion;
use serde_json::{Map, json};
use std::collections::BTreeMap;

const LABEL: Flag = Flag(&["label"], Kind::Text);

pub(super) fn get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[
        FORMAT_YAML,
        OUTPUT,
        LABEL,
        Flag(&["peek"], Kind::Bool),
        Flag(&["refresh"], Kind::Bool),
    ])?;
    let id = uri(parsed.shift())?;
    let label = parsed.text("label").to_owned();
    let (peek, refresh) = (parsed.is_set("peek"), parsed.is_set("refresh"));
    if id.is_none() && label.is_empty() {
        return Err(Failure::Usage(
            "require either a secret URI or label".into(),
        ));
    }
    if peek && refresh {
        return Err(Failure::Usage(
            "specify one of --peek or --refresh but not both".into(),
        ));
    }
    let key = parsed.shift();
    no_more(&parsed)?;
    let content = match call.pending_content(id.as_ref(), &label, peek, refresh) {
        Some(content) => content,
        None => call.stored_content(id, &label, peek, refresh)?,
    };
    let decode = |key: &str, value: &str| {
        let bytes = base64::decode(value);
        let bytes = bytes.ok_or_else(|| {
            Failure::Run(format!("secret value for key {} is no base64", quote(key)))
        })?;
        Ok(Json::String(String::from_utf8_lossy(&bytes).into_owned()))
    };
    let value = match &key {
        None => {
            let values = content.0.iter();
            let decoded: Result<Map<String, Json>, Failure> = values
                .map(|(key, value)| Ok((key.clone(), decode(key, value)?)))
                .collect();
            Json::Object(decoded?)
        }
        Some(asked) => {
            let (key, is_raw) = match asked.strip_suffix("#base64") {
                Some(key) => (key, true),
                None => (&**asked, false),
            };
            let value = content.0.get(key).ok_or_else(|| {
                Failure::Run(format!("secret key value {} not found", quote(key)))
            })?;
            if is_raw {
                json!(value)
            } else {
                decode(key, value)?
            }
        }
    };
    call.print(&parsed, "yaml", value)
}

/// The secret that a command line names.
fn uri(arg: Option<String>) -> Result<Option<SecretId>, Failure> {
    let Some(text) = arg else {
        return Ok(None);
    };
    let id = SecretId::parse(&text);
    id.map(Some)
        .map_err(|_| Failure::Usage(format!("secret URI {} not valid", quote(&text))))
}

impl Call<'_> {
    /// What this hook is about to store, as far as its own reads see it.
    fn pending_content(
        &mut self,
        id: Option<&SecretId>,
        label: &str,
        peek: bool,
        refresh: bool,
    ) -> Option<Content> {
        let secrets = &mut self.hook.secrets;
        let fits = |known: &SecretId, upsert: &Upsert| {
            id == Some(known) || (!label.is_empty() && upsert.label.as_deref() == Some(label))
        };
        let mut creates = secrets.creates.iter_mut();
        if let Some((known, _, upsert)) = creates.find(|(known, _, upsert)| fits(known, upsert)) {
            if id == Some(known) && !label.is_empty() {
                upsert.label = Some(label.to_owned());
            }
            return upsert.content.clone();
        }
        if !peek && !refresh {
            return None;
        }
        let mut updates = secrets.updates.iter_mut();
        let (known, upsert) = updates.find(|(known, upsert)| fits(known, upsert))?;
        if id == Some(known) && !label.is_empty() {
            upsert.label = Some(label.to_owned());
        }
        if refresh && upsert.content.is_some() {
            secrets.tracks.insert(known.clone());
        }
        upsert.content.clone()
    }

    /// What the controller has for this unit. That it was read is remembered at once.
    fn stored_content(
        &mut self,
        id: Option<SecretId>,
        label: &str,
        peek: bool,
        refresh: bool,
    ) -> Result<Content, Failure> {
        let unit = self.hook.unit.clone();
        let app = unit.app();
        let by_owner = |owner: &Owner| match owner {
            Owner::App(name) => name == app,
            Owner::Unit(name) => *name == unit,
            Owner::Model => false,
        };
        let is_new = self.world.version >= JujuVersion::V4_0;
        let (id, names) = match id {
            Some(id) => (id, Some(label).filter(|label| !label.is_empty())),
            None => {
                let secrets = || self.world.secrets.values();
                let owned = secrets().find(|s| s.label == label && by_owner(&s.owner));
                let read = || {
                    secrets().find(|secret| {
                        let consumer = secret.consumers.get(&unit);
                        consumer.is_some_and(|c| c.label.as_deref() == Some(label))
                    })
                };
                let found = owned.or_else(read).ok_or_else(|| {
                    Failure::Run(format!("consumer label {} not found", quote(label)))
                })?;
                (found.id.clone(), None)
            }
        };
        let missing = || {
            Failure::Run(if is_new {
                "secret not found".into()
            } else {
                format!("secret {} not found", quote(&id.uri()))
            })
        };
        let manages = self.world.owned_secrets(unit.as_str()).contains(&id);
        let secret = self.world.secrets.get_mut(&id).ok_or_else(missing)?;
        if !secret.is_readable_by(unit.as_str()) {
            return Err(Failure::Run("permission denied".into()));
        }
        let latest = secret.latest;
        let consumer = secret.consumers.entry(unit).or_insert(Consumer {
            label: None,
            revision: latest,
        });
        if refresh {
            consumer.revision = latest;
        }
        if let Some(label) = names {
            if manages {
                label.clone_into(&mut secret.label);
            } else {
                consumer.label = Some(label.to_owned());
            }
        }
        let revision = if peek { latest } else { consumer.revision };
        let stored = secret.revisions.get(&revision);
        let stored = stored.ok_or_else(|| {
            Failure::Run(if is_new {
                "secret revision not found".into()
            } else {
                format!("secret revision \"{id}/{revision}\" not found")
            })
        })?;
        Ok(stored.content.clone())
    }
}

/// What an owner is told of a secret.
pub(super) struct Metadata {
    revision: u32,
    pub(super) owner: Owner,
    label: String,
    description: String,
    rotation: Rotation,
    expires: Option<u64>,
    rotates: Option<u64>,
    /// With the relation that each goes with.
    pub(super) grants: Vec<(Target, Option<u32>)>,
}

impl Call<'_> {
    /// All secrets that the unit manages, with what this hook is about to change.
    pub(super) fn metadata(&self) -> BTreeMap<SecretId, Metadata> {
        let pending = &self.hook.secrets;
        let mut all = BTreeMap::new();
        for (id, owner, upsert) in &pending.creates {
            let mut metadata = Metadata {
                revision: 1,
                owner: owner.clone(),
                label: String::new(),
                description: String::new(),
                rotation: Rotation::Never,
                expires: None,
                rotates: None,
                grants: Vec::new(),
            };
            metadata.update(upsert);
            all.insert(id.clone(), metadata);
        }
        for id in &self.hook.owned {
            let Some(secret) = self.world.secrets.get(id) else {
                continue;
            };
            if pending.removes.contains_key(id) {
                continue;
            }
            let newest = secret.revisions.get(&secret.latest);
            let mut metadata = Metadata {
                revision: secret.latest,
                owner: secret.owner.clone(),
                label: secret.label.clone(),
                description: secret.description.clone(),
                rotation: secret.rotation,
                expires: newest.and_then(|revision| revision.expires),
                rotates: secret.next_rotation,
                grants: secret.grants.iter().cloned().collect(),
            };
            if let Some(upsert) = pending.updates.get(id) {
                metadata.update(upsert);
            }
            all.insert(id.clone(), metadata);
        }
        for (id, target, relation) in &pending.grants {
            if let Some(metadata) = all.get_mut(id) {
                metadata.grants.push((target.clone(), Some(*relation)));
            }
        }
        for (id, target) in &pending.revokes {
            if let Some(metadata) = all.get_mut(id) {
                metadata.grants.retain(|(granted, _)| granted != target);
            }
        }
        all
    }
}

impl Metadata {
    fn update(&mut self, upsert: &Upsert) {
        if let Some(label) = &upsert.label {
            self.label.clone_from(label);
        }
        if let Some(description) = &upsert.description {
            self.description.clone_from(description);
        }
        self.rotation = upsert.rotation.unwrap_or(self.rotation);
        self.expires = upsert.expires.or(self.expires);
    }

    fn show(&self, scope: impl Fn(u32) -> String) -> Json {
        let mut shown = json!({
            "revision": self.revision,
            "label": self.label,
            "owner": self.owner.kind(),
            "rotation": self.rotation.word(),
        });
        if !self.description.is_empty() {
            shown["description"] = json!(self.description);
        }
        if let Some(at) = self.expires {
            shown["expiry"] = json!(time::rfc3339(at));
        }
        if let Some(at) = self.rotates {
            shown["rotates"] = json!(time::rfc3339(at));
        }
        let access = self.grants.iter().map(|(target, relation)| {
            let target = match target {
                Target::App(app) => format!("application-{app}"),
                Target::Unit(unit) => tag_of(unit.as_str()),
            };
            let scope = relation.map(&scope).unwrap_or_default();
            json!({"target": target, "scope": scope, "role": "view"})
        });
        let access: Vec<Json> = access.collect();
        if !access.is_empty() {
            shown["access"] = json!(access);
        }
        shown
    }
}

pub(super) fn info_get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT_YAML, OUTPUT, LABEL])?;
    let id = uri(parsed.shift())?;
    let label = parsed.text("label").to_owned();
    match (&id, &*label) {
        (None, "") => {
            return Err(Failure::Usage(
                "require either a secret URI or label".into(),
            ));
        }
        (Some(_), label) if !label.is_empty() => {
            return Err(Failure::Usage(
                "specify either a secret URI or label but not both".into(),
            ));
        }
        _ => {}
    }
    no_more(&parsed)?;
    let all = call.metadata();
    let found = match &id {
        Some(id) => all.get_key_value(id),
        None => all.iter().find(|(_, metadata)| metadata.label == label),
    };
    let (id, metadata) = found.ok_or_else(|| {
        let wanted = id.as_ref().map_or(&*label, |id| id.as_str());
        Failure::Run(format!("secret {} not found", quote(wanted)))
    })?;
    let scope = |relation: u32| {
        let relation = call.world.relations.get(&relation);
        let key = relation.map(Relation::key).unwrap_or_default();
        format!("relation-{}", key.replace(':', ".").replace(' ', "#"))
    };
    let shown = json!({ id.as_str(): metadata.show(scope) });
    call.print(&parsed, "yaml", shown)
}

pub(super) fn ids(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[
        Flag(&["format"], Kind::Format(crate::testing::flags::SMART)),
        OUTPUT,
    ])?;
    no_more(&parsed)?;
    let mut ids: Vec<String> = call
        .metadata()
        .keys()
        .map(|id| id.as_str().to_owned())
        .collect();
    // Juju gives them in no order; nobody is to rely on one.
    for last in (1..ids.len()).rev() {
        let bound = last as u64 + 1;
        let other = usize::try_from(call.world.numbers.next() % bound);
        ids.swap(last, other.unwrap_or_default());
    }
    let shown = if ids.is_empty() {
        Shown::NilList
    } else {
        Shown::lines(ids)
    };
    call.print_smart(&parsed, shown)
}
