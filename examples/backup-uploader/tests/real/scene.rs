//! A model with both charms, and the server that they use.

use crate::server::Server;
use relata::testing::{
    ActionResult, Charm, JujuVersion, Owner, Ran, SecretId, SharedWorld, World, run_all,
};
use relata::{Databag, Json};
use relata_interfaces::s3::ConnectionInfo;
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const KEY: &str = "EXAMPLEKEYID";
pub(crate) const SECRET: &str = "kq3nR8sVt1ZxYw0mUe5Lb7Hd";
pub(crate) const INTEGRATOR: &str = "s3-integrator/0";
pub(crate) const UPLOADER: &str = "backup-uploader/0";
pub(crate) const BOTH: [&str; 2] = [INTEGRATOR, UPLOADER];

/// A server, and a model with both charms in it.
pub(crate) struct Scene {
    pub(crate) world: SharedWorld,
    pub(crate) server: Server,
    folder: TempDir,
    pub(crate) account: SecretId,
}

impl Scene {
    /// The integrator is configured with this secret key, right or wrong.
    pub(crate) fn new(version: JujuVersion, secret_key: &str) -> Self {
        let folder = TempDir::new().expect("there is room for a folder");
        let root = folder.path().join("storage");
        std::fs::create_dir(&root).expect("there is room for a folder");
        let server = Server::start(root, KEY, SECRET);
        let mut world = World::new(version);
        let account = [("access-key", KEY), ("secret-key", secret_key)];
        let account = world.add_secret(Owner::Model, "account", account);
        let account = account.expect("there is a model");
        deploy(&mut world, "s3-integrator", "s3-integrator");
        deploy(&mut world, "backup-uploader", "backup-uploader");
        let granted = world
            .grant_secret_to_app(&account, "s3-integrator")
            .map(drop);
        granted.expect("the application is there");
        let scene = Scene {
            world: world.shared(),
            server,
            folder,
            account,
        };
        scene.configure("s3-integrator", "credentials", scene.account.uri());
        scene.configure("s3-integrator", "endpoint", scene.server.endpoint());
        scene.configure("backup-uploader", "bucket", "backups");
        scene.configure("backup-uploader", "path", "daily");
        scene.configure("backup-uploader", "source", scene.source());
        scene
    }

    /// Where the file is that is to be kept.
    pub(crate) fn source(&self) -> String {
        let path = self.folder.path().join("state.bin");
        path.to_str().expect("the path is UTF-8").to_owned()
    }

    pub(crate) fn configure(&self, app: &str, option: &str, value: impl Into<Json>) {
        let mut world = self.world.borrow_mut();
        let set = world.set_config(app, option, value).map(drop);
        set.expect("there is such an option");
    }

    pub(crate) fn set_account(&self, secret_key: &str) {
        let account = [("access-key", KEY), ("secret-key", secret_key)];
        let mut world = self.world.borrow_mut();
        let set = world.set_secret(&self.account, account).map(drop);
        set.expect("it is there");
    }

    pub(crate) fn integrate(&self) -> u32 {
        let mut world = self.world.borrow_mut();
        world
            .integrate(
                "backup-uploader:backup-storage",
                "s3-integrator:s3-credentials",
            )
            .expect("the endpoints fit")
    }

    /// Runs hooks of both units in turn, until neither has any left.
    pub(crate) fn settle(&self) {
        while BOTH.iter().any(|unit| self.run(unit)) {}
    }

    fn run(&self, unit: &str) -> bool {
        // Its agent looks at the model, so that the other unit can see it.
        self.world.borrow_mut().look(UPLOADER).look(INTEGRATOR);
        let ran = match unit {
            INTEGRATOR => run_all(&self.world, unit, s3_integrator::charm),
            _ => run_all(&self.world, unit, backup_uploader::charm),
        };
        let ran = ran.expect("the hooks can run");
        assert!(ran.iter().all(Ran::is_done), "{ran:?}");
        !ran.is_empty()
    }

    pub(crate) fn status(&self, unit: &str) -> String {
        let world = self.world.borrow();
        let status = world.status(unit).expect("the unit is there");
        format!("{}: {}", status.word, status.message)
    }

    /// Some minutes pass.
    pub(crate) fn wait(&self) {
        let minutes = std::time::Duration::from_secs(600);
        self.world.borrow_mut().advance(minutes);
        self.settle();
    }

    pub(crate) fn backup(&self) -> ActionResult {
        let mut world = self.world.borrow_mut();
        let run = world.run_action(UPLOADER, "backup", Json::Null);
        run.expect("the charm has this action");
        drop(world);
        let ran = run_all(&self.world, UPLOADER, backup_uploader::charm);
        let ran = ran.expect("the action can run");
        let results = ran.into_iter().find_map(|one| one.finished.action);
        results.expect("one of them was the action")
    }

    pub(crate) fn written(&self, relation: u32, writer: &str) -> Databag {
        self.world.borrow().written(relation, writer)
    }

    /// What nobody but the owner of the account knows.
    pub(crate) fn connection(&self, secret_key: &str) -> ConnectionInfo {
        ConnectionInfo {
            bucket: Some("backups".into()),
            path: Some("daily".into()),
            endpoint: self.server.endpoint().parse().ok(),
            ..ConnectionInfo::new(KEY, secret_key)
        }
    }
}

fn deploy(world: &mut World, app: &str, charm: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(charm);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let metadata = read("metadata.yaml").expect("a charm has metadata");
    let charm = Charm::from_metadata(&metadata)
        .and_then(|charm| charm.with_config(&read("config.yaml").unwrap_or_default()))
        .and_then(|charm| charm.with_actions(&read("actions.yaml").unwrap_or_default()));
    world
        .app(app, 1, charm.expect("it is YAML"))
        .expect("the name is free");
}
