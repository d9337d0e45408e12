//! A world as JSON, for reports.

use super::model::Life;
use super::world::World;
use crate::{Json, UnitName};
use serde_json::{Map, json};

impl World {
    /// The state of the model as JSON, in a stable order: applications, units,
    /// relations with their databags, and secrets without their content.
    ///
    /// ```
    /// use relata::testing::{Charm, JujuVersion, World};
    ///
    /// let mut world = World::new(JujuVersion::V3_6);
    /// world.app("db", 1, Charm::new("db"))?;
    /// assert_eq!(world.snapshot()["apps"]["db"]["leader"], "db/0");
    /// # Ok::<(), relata::testing::WorldError>(())
    /// ```
    pub fn snapshot(&self) -> Json {
        json!({
            "juju": self.version.as_str(),
            "apps": self.snapshot_apps(),
            "relations": self.snapshot_relations(),
            "secrets": self.snapshot_secrets(),
        })
    }

    fn snapshot_apps(&self) -> Json {
        let apps = self.apps.iter().map(|(name, app)| {
            let units: Map<String, Json> = self
                .units_of(name)
                .map(|(name, unit)| {
                    let ports: Vec<String> = unit
                        .ports
                        .iter()
                        .map(|(range, _)| range.to_string())
                        .collect();
                    let body = json!({
                        "status": unit.status.word,
                        "message": unit.status.message,
                        "alive": unit.life == Life::Alive,
                        "error": self.is_in_error(name),
                        "ports": ports,
                        "state": unit.state,
                    });
                    (name.as_str().to_owned(), body)
                })
                .collect();
            let body = json!({
                "charm": app.charm.name(),
                "config": app.settings(),
                "leader": app.leader.as_ref().map(UnitName::as_str),
                "status": app.status.as_ref().map(|status| &status.word),
                "version": app.workload_version,
                "units": units,
            });
            (name.clone(), body)
        });
        Json::Object(apps.collect())
    }

    fn snapshot_relations(&self) -> Json {
        let relations = self.relations.values().map(|relation| {
            let ends = relation.ends.iter().map(|end| {
                let units: Map<String, Json> = relation
                    .units
                    .iter()
                    .filter(|(unit, _)| unit.app() == end.app)
                    .map(|(unit, member)| {
                        let body = json!({"in-scope": member.is_in_scope, "data": member.bag.data});
                        (unit.as_str().to_owned(), body)
                    })
                    .collect();
                json!({
                    "app": end.app,
                    "endpoint": end.endpoint,
                    "interface": end.interface,
                    "role": end.role.to_string(),
                    "data": relation.apps.get(&end.app).map(|bag| &bag.data),
                    "units": units,
                })
            });
            json!({
                "id": relation.id,
                "alive": relation.life == Life::Alive,
                "suspended": relation.is_suspended,
                "ends": ends.collect::<Vec<_>>(),
            })
        });
        Json::Array(relations.collect())
    }

    fn snapshot_secrets(&self) -> Json {
        let secrets = self.secrets.values().map(|secret| {
            let newest = secret.revisions.get(&secret.latest);
            let keys: Vec<&String> = newest.iter().flat_map(|r| r.content.0.keys()).collect();
            let readers: Map<String, Json> = secret
                .consumers
                .iter()
                .map(|(unit, consumer)| (unit.as_str().to_owned(), json!(consumer.revision)))
                .collect();
            let body = json!({
                "label": secret.label,
                "owner": secret.owner.kind(),
                "latest": secret.latest,
                "revisions": secret.revisions().collect::<Vec<_>>(),
                "keys": keys,
                "readers": readers,
            });
            (secret.id.as_str().to_owned(), body)
        });
        Json::Object(secrets.collect())
    }
}
