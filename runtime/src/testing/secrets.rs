//! The secrets of a world: set from outside, and by hooks that end well.

use super::error::WorldError;
use super::event::{HookEvent, RelationId};
use super::finished::Change;
use super::hook::{Hook, Upsert};
use super::relation::Relation;
use super::secret::{Content, Owner, Revision, Rotation, Secret, SecretId, Target};
use super::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// How long after a rotation or expiry that changed nothing the hook comes again.
const RETRY_SECONDS: u64 = 5 * 60;

impl World {
    /// Adds a secret from outside, as if its owner had.
    ///
    /// ```
    /// use relata::testing::{Charm, JujuVersion, Owner, World};
    ///
    /// let mut world = World::new(JujuVersion::V4_0);
    /// world.app("uploader", 1, Charm::new("uploader").requires("s3", "s3"))?;
    /// let relation = world.relate_to("uploader:s3", "integrator", 1)?;
    /// let owner = Owner::App("integrator".into());
    /// let secret = world.add_secret(owner, "credentials", [("access-key", "AKIA")])?;
    /// world.grant_secret(&secret, relation)?;
    /// world.set_bag(relation, "integrator", [("secret-extra", secret.uri())])?;
    /// # Ok::<(), relata::testing::WorldError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such owner.
    pub fn add_secret<'a>(
        &mut self,
        owner: Owner,
        label: &str,
        content: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<SecretId, WorldError> {
        match &owner {
            Owner::App(app) => drop(self.app_ref(app)?),
            Owner::Unit(unit) => drop(self.unit(unit.as_str())?),
            Owner::Model => {}
        }
        let id = self.new_secret_id();
        let upsert = Upsert {
            content: Some(Content::of(content)),
            label: Some(label.to_owned()),
            ..Upsert::default()
        };
        self.create_secret(id.clone(), owner, upsert);
        Ok(id)
    }

    /// Gives a secret a new revision from outside.
    ///
    /// # Errors
    ///
    /// There is no such secret.
    pub fn set_secret<'a>(
        &mut self,
        id: &SecretId,
        content: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<&mut Self, WorldError> {
        let now = self.now;
        let upsert = Upsert {
            content: Some(Content::of(content)),
            ..Upsert::default()
        };
        self.secret_mut(id)?.update(upsert, now);
        Ok(self)
    }

    /// Lets the other side of a relation read a secret.
    ///
    /// # Errors
    ///
    /// There is no such secret or relation, or the owner takes no part in it.
    pub fn grant_secret(
        &mut self,
        id: &SecretId,
        relation: RelationId,
    ) -> Result<&mut Self, WorldError> {
        let secret = self
            .secrets
            .get(id)
            .ok_or_else(|| WorldError::missing("secret", id.as_str()))?;
        let app = match &secret.owner {
            Owner::App(app) => app.clone(),
            Owner::Unit(unit) => unit.app().to_owned(),
            Owner::Model => String::new(),
        };
        let there = self.relations.get(&relation);
        let target = there
            .and_then(|relation| relation.counterpart(&app))
            .ok_or_else(|| WorldError::missing("relation", format!("{relation} of {app}")))?
            .app
            .clone();
        self.secret_mut(id)?
            .grants
            .insert((Target::App(target), Some(relation)));
        Ok(self)
    }

    /// Lets an application read a secret that a person added, as
    /// `juju grant-secret` does.
    ///
    /// # Errors
    ///
    /// There is no such secret or application.
    pub fn grant_secret_to_app(
        &mut self,
        id: &SecretId,
        app: &str,
    ) -> Result<&mut Self, WorldError> {
        self.app_ref(app)?;
        self.secret_mut(id)?
            .grants
            .insert((Target::App(app.into()), None));
        Ok(self)
    }

    /// Takes all access to a secret from everybody but its owner.
    ///
    /// # Errors
    ///
    /// There is no such secret.
    pub fn revoke_secret(&mut self, id: &SecretId) -> Result<&mut Self, WorldError> {
        self.secret_mut(id)?.grants.clear();
        Ok(self)
    }

    /// Removes a secret from outside.
    ///
    /// # Errors
    ///
    /// There is no such secret.
    pub fn remove_secret(&mut self, id: &SecretId) -> Result<&mut Self, WorldError> {
        self.secret_mut(id)?;
        self.secrets.remove(id);
        Ok(self)
    }

    /// One secret.
    pub fn secret(&self, id: &SecretId) -> Option<&Secret> {
        self.secrets.get(id)
    }

    /// All secrets, by id.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.secrets.values()
    }

    pub(super) fn new_secret_id(&mut self) -> SecretId {
        SecretId::generate(|| self.numbers.next())
    }

    fn secret_mut(&mut self, id: &SecretId) -> Result<&mut Secret, WorldError> {
        self.secrets
            .get_mut(id)
            .ok_or_else(|| WorldError::missing("secret", id.as_str()))
    }

    fn create_secret(&mut self, id: SecretId, owner: Owner, upsert: Upsert) {
        let mut secret = Secret {
            id: id.clone(),
            owner,
            label: String::new(),
            description: String::new(),
            rotation: Rotation::Never,
            next_rotation: None,
            revisions: BTreeMap::new(),
            latest: 0,
            grants: BTreeSet::new(),
            consumers: BTreeMap::new(),
        };
        secret.update(upsert, self.now);
        self.secrets.insert(id, secret);
    }

    /// Applies what a hook did to secrets, one by one. What was done before an error
    /// stays done.
    pub(super) fn apply_secrets(
        &mut self,
        hook: &Hook,
        changes: &mut Vec<Change>,
    ) -> Result<(), String> {
        let wanted = &hook.secrets;
        for (id, owner, upsert) in &wanted.creates {
            if matches!(owner, Owner::App(_)) && !self.is_leader(hook.unit.as_str()) {
                return Err(self.not_leading(hook));
            }
            self.check_label(id, owner, upsert)?;
            self.create_secret(id.clone(), owner.clone(), upsert.clone());
            changes.push(Change::SecretAdded { secret: id.clone() });
        }
        for (id, upsert) in &wanted.updates {
            let owner = self.managed(hook, id)?.owner.clone();
            self.check_label(id, &owner, upsert)?;
            let now = self.now;
            let secret = self.managed(hook, id)?;
            if secret.update(upsert.clone(), now) {
                changes.push(Change::SecretSet {
                    secret: id.clone(),
                    latest: secret.latest,
                });
            }
        }
        for id in &wanted.tracks {
            let secret = self.managed(hook, id)?;
            let latest = secret.latest;
            if let Some(consumer) = secret.consumers.get_mut(&hook.unit) {
                consumer.revision = latest;
            }
        }
        for (id, target, relation) in &wanted.grants {
            let alive = self.relations.get(relation).is_some_and(Relation::is_alive);
            let secret = self.managed(hook, id)?;
            if !alive {
                return Err(format!(
                    "cannot apply changes: cannot grant access to secret \"{id}\": relation {relation} not found"
                ));
            }
            if secret.grants.insert((target.clone(), Some(*relation))) {
                changes.push(Change::SecretAccess { secret: id.clone() });
            }
        }
        for (id, target) in &wanted.revokes {
            let secret = self.managed(hook, id)?;
            let before = secret.grants.len();
            secret
                .grants
                .retain(|(granted, _)| !is_covered(granted, target));
            if secret.grants.len() != before {
                changes.push(Change::SecretAccess { secret: id.clone() });
            }
        }
        for (id, revisions) in &wanted.removes {
            let secret = self.managed(hook, id)?;
            match revisions {
                Some(revisions) => secret.revisions.retain(|n, _| !revisions.contains(n)),
                None => secret.revisions.clear(),
            }
            if secret.revisions.is_empty() {
                self.secrets.remove(id);
            }
            changes.push(Change::SecretRemoved { secret: id.clone() });
        }
        Ok(())
    }

    /// A secret that the unit of a hook may manage now.
    fn managed(&mut self, hook: &Hook, id: &SecretId) -> Result<&mut Secret, String> {
        if !self.owned_secrets(hook.unit.as_str()).contains(id) {
            let is_there = self.secrets.contains_key(id);
            return Err(if is_there {
                "cannot apply changes: permission denied".into()
            } else {
                format!("cannot apply changes: secret \"{id}\" not found")
            });
        }
        self.secrets
            .get_mut(id)
            .ok_or_else(|| format!("cannot apply changes: secret \"{id}\" not found"))
    }

    fn not_leading(&self, hook: &Hook) -> String {
        let (unit, app) = (&hook.unit, hook.unit.app());
        debug_assert!(!self.is_leader(unit.as_str()));
        format!("cannot apply changes: prerequisites failed: \"{unit}\" is not leader of \"{app}\"")
    }

    /// No two secrets of an owner have the same label.
    fn check_label(&self, id: &SecretId, owner: &Owner, upsert: &Upsert) -> Result<(), String> {
        let Some(label) = upsert.label.as_ref().filter(|label| !label.is_empty()) else {
            return Ok(());
        };
        let clashes =
            |secret: &Secret| secret.id != *id && secret.owner == *owner && secret.label == *label;
        if self.secrets.values().any(clashes) {
            let label = super::flags::quote(label);
            return Err(format!(
                "cannot apply changes: secret with label {label} already exists"
            ));
        }
        Ok(())
    }

    /// What the agent remembers of a secret hook that is done.
    pub(super) fn record_secret(&mut self, hook: &Hook) {
        let now = self.now;
        let Some(state) = self.units.get_mut(&hook.unit) else {
            return;
        };
        match &hook.event {
            HookEvent::SecretChanged { secret } => {
                let latest = hook.version.and_then(|n| n.try_into().ok());
                state
                    .agent
                    .secrets
                    .insert(secret.clone(), latest.unwrap_or_default());
            }
            HookEvent::SecretRemove { secret, revision } => {
                state.agent.obsolete.insert((secret.clone(), *revision));
            }
            HookEvent::SecretExpired { secret, revision } => {
                state
                    .agent
                    .expiry_retry
                    .insert((secret.clone(), *revision), now + RETRY_SECONDS);
            }
            HookEvent::SecretRotate { secret } => {
                if let Some(secret) = self.secrets.get_mut(secret) {
                    let is_new = hook.version != Some(u64::from(secret.latest));
                    secret.next_rotation = match secret.rotation {
                        Rotation::Never => None,
                        rotation if is_new => rotation.after(now),
                        Rotation::Every(..) => Some(now + RETRY_SECONDS),
                    };
                }
            }
            _ => {}
        }
    }
}

/// Whether taking access from `target` ends a grant: taking it from an application
/// takes it from its units too.
fn is_covered(granted: &Target, target: &Target) -> bool {
    match (granted, target) {
        (Target::Unit(unit), Target::App(app)) => unit.app() == app,
        _ => granted == target,
    }
}

impl Secret {
    /// Takes over what is said of it. Says whether anything is another than before.
    fn update(&mut self, upsert: Upsert, now: u64) -> bool {
        let before = self.clone();
        if let Some(content) = upsert.content {
            let newest = self.revisions.get(&self.latest);
            // The same content is no new revision.
            if newest.is_none_or(|newest| newest.content != content) {
                self.latest += 1;
                let revision = Revision {
                    content,
                    expires: None,
                };
                self.revisions.insert(self.latest, revision);
            }
        }
        if let Some(newest) = self.revisions.get_mut(&self.latest)
            && upsert.expires.is_some()
        {
            newest.expires = upsert.expires;
        }
        if let Some(label) = upsert.label {
            self.label = label;
        }
        if let Some(description) = upsert.description {
            self.description = description;
        }
        if let Some(rotation) = upsert.rotation {
            if rotation != self.rotation {
                self.next_rotation = rotation.after(now);
            }
            self.rotation = rotation;
        }
        *self != before
    }
}
