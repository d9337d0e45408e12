//! Both charms against a real server: `s3-integrator` makes the bucket, shares the
//! account, and `backup-uploader` keeps an object with what came over the relation.
//!
//! The charms run in this process, in a miniature Juju; the storage is a server on
//! loopback that refuses whoever signs with another key.

mod scene;
mod server;

use relata::Json;
use relata::testing::JujuVersion;
use s3_storage::{Fault, Storage};
use scene::{BOTH, INTEGRATOR, KEY, SECRET, Scene, UPLOADER};
use std::io::Read;

const NO_CREDENTIALS: &str = "the object storage refuses the credentials";

#[test]
fn an_object_is_kept_with_what_came_over_the_relation() {
    for version in [JujuVersion::V3_6, JujuVersion::V4_0] {
        let scene = Scene::new(version, SECRET);
        // More than fits into one packet, and no text.
        let content: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
        std::fs::write(scene.source(), &content).expect("there is room for a file");
        assert!(!scene.server.has_bucket("backups"));
        let relation = scene.integrate();
        scene.settle();

        assert!(scene.server.has_bucket("backups"), "the integrator made it");
        assert_eq!(scene.status(INTEGRATOR), "active: ");
        assert_eq!(
            scene.status(UPLOADER),
            "active: backups go to backups/daily"
        );
        let shared = scene.written(relation, "s3-integrator");
        assert!(shared.contains_key("secret-extra"), "{shared:?}");
        assert!(
            !shared.values().any(|text| text.contains(SECRET)),
            "{shared:?}"
        );

        let result = scene.backup();
        assert_eq!(result.failure, None);
        let key = "daily/backup-uploader-0/state.bin";
        assert_eq!(result.results["key"], key);
        assert_eq!(result.results["bytes"], "300000");
        assert_eq!(
            scene.server.object("backups", key).as_deref(),
            Some(&*content)
        );

        // Somebody else finds it there, too.
        let storage = Storage::new(&scene.connection(SECRET)).expect("it can be used");
        let mut found = Vec::new();
        let reader = storage.get("backup-uploader-0/state.bin");
        let mut reader = reader.expect("it is there");
        reader.read_to_end(&mut found).expect("it can be read");
        assert_eq!(found, content);
        assert!(matches!(
            storage.get("nothing"),
            Err(Fault::NoObject { .. })
        ));
    }
}

#[test]
fn a_wrong_key_is_refused_and_both_charms_say_what_to_do() {
    let scene = Scene::new(JujuVersion::V3_6, "of-somebody-else");
    // Without a bucket, the integrator asks nothing of the storage.
    scene.configure("backup-uploader", "bucket", Json::Null);
    let relation = scene.integrate();
    scene.settle();
    assert!(
        scene
            .written(relation, "s3-integrator")
            .contains_key("secret-extra")
    );

    scene.configure("backup-uploader", "bucket", "backups");
    scene.settle();
    let expected = format!(
        "blocked: {NO_CREDENTIALS}: change the configuration, or the secret in `credentials`"
    );
    assert_eq!(scene.status(INTEGRATOR), expected);
    assert!(!scene.server.has_bucket("backups"));

    // The right one mends it.
    scene.set_account(SECRET);
    scene.settle();
    assert_eq!(scene.status(INTEGRATOR), "active: ");
    assert_eq!(
        scene.status(UPLOADER),
        "active: backups go to backups/daily"
    );
}

/// The provider shares what it has been given; the storage's owner has changed it.
#[test]
fn an_account_that_is_good_no_more_blocks_the_uploader() {
    let mut scene = Scene::new(JujuVersion::V3_6, SECRET);
    std::fs::write(scene.source(), "state").expect("there is room for a file");
    let relation = scene.integrate();
    scene.settle();
    assert_eq!(scene.backup().failure, None);
    let before = scene.written(relation, "s3-integrator");

    scene.server.run(KEY, "renewed");
    scene.wait();
    let expected = format!("blocked: {NO_CREDENTIALS}: set it right at s3-integrator");
    assert_eq!(scene.status(UPLOADER), expected);
    let failure = scene.backup().failure.expect("it is refused");
    assert_eq!(failure, format!("{NO_CREDENTIALS} (SignatureDoesNotMatch)"));

    // The operator learns of it: the databag stays, the secret has a new revision.
    scene.set_account("renewed");
    scene.settle();
    assert_eq!(
        scene.status(UPLOADER),
        "active: backups go to backups/daily"
    );
    assert_eq!(scene.written(relation, "s3-integrator"), before);
    assert_eq!(scene.backup().failure, None);
}

#[test]
fn a_server_that_is_down_is_waited_for() {
    let mut scene = Scene::new(JujuVersion::V3_6, SECRET);
    std::fs::write(scene.source(), "state").expect("there is room for a file");
    let relation = scene.integrate();
    scene.settle();
    let before = scene.written(relation, "s3-integrator");
    let endpoint = scene.server.endpoint();
    let expected = format!("waiting: the object storage at {endpoint} cannot be reached: ");
    scene.server.stop();
    scene.wait();
    for unit in BOTH {
        let status = scene.status(unit);
        assert!(status.starts_with(&expected), "{unit}: {status}");
    }
    assert!(scene.backup().failure.is_some());
    assert_eq!(scene.written(relation, "s3-integrator"), before);

    scene.server.run(KEY, SECRET);
    scene.wait();
    assert_eq!(
        scene.status(UPLOADER),
        "active: backups go to backups/daily"
    );
    assert_eq!(scene.backup().failure, None);
}

#[test]
fn a_relation_that_goes_takes_the_secret_along() {
    let scene = Scene::new(JujuVersion::V3_6, SECRET);
    let relation = scene.integrate();
    scene.settle();
    let shared = |scene: &Scene| {
        let world = scene.world.borrow();
        world
            .secrets()
            .filter(|secret| *secret.id() != scene.account)
            .count()
    };
    assert_eq!(shared(&scene), 1);
    let removed = scene.world.borrow_mut().remove_relation(relation).map(drop);
    removed.expect("it is there");
    scene.settle();
    assert_eq!(shared(&scene), 0);
    scene.wait();
    assert_eq!(
        scene.status(UPLOADER),
        "blocked: missing relation: backup-storage"
    );
    assert_eq!(scene.status(INTEGRATOR), "active: ");
}

#[test]
fn a_bucket_of_the_operator_is_for_everybody() {
    let scene = Scene::new(JujuVersion::V3_6, SECRET);
    for (option, value) in [
        ("bucket", "shared"),
        ("path", "all"),
        ("region", "eu-west-1"),
    ] {
        scene.configure("s3-integrator", option, value);
    }
    scene.integrate();
    scene.settle();
    assert!(scene.server.has_bucket("shared") && !scene.server.has_bucket("backups"));
    assert_eq!(scene.status(UPLOADER), "active: backups go to shared/all");
}

#[test]
fn a_storage_with_a_certificate_of_its_own_is_verified_with_the_chain() {
    let mut scene = Scene::new(JujuVersion::V3_6, SECRET);
    std::fs::write(scene.source(), "state").expect("there is room for a file");
    let certificate = scene.server.set_tls();
    scene.server.run(KEY, SECRET);
    let endpoint = scene.server.endpoint();
    scene.configure("s3-integrator", "endpoint", &*endpoint);
    scene.integrate();
    scene.settle();
    let status = scene.status(INTEGRATOR);
    let expected = format!("blocked: no secure connection to {endpoint} can be made: ");
    assert!(status.starts_with(&expected), "{status}");

    scene.configure("s3-integrator", "tls-ca-chain", certificate);
    scene.settle();
    assert_eq!(scene.status(INTEGRATOR), "active: ");
    assert_eq!(
        scene.status(UPLOADER),
        "active: backups go to backups/daily"
    );
    assert_eq!(scene.backup().failure, None);
}

/// Storage class and headers are signed along with the request.
#[test]
fn what_the_operator_wants_sent_along_is_sent_along() {
    let scene = Scene::new(JujuVersion::V3_6, SECRET);
    std::fs::write(scene.source(), "state").expect("there is room for a file");
    scene.configure(
        "s3-integrator",
        "attributes",
        "Cache-Control=max-age=90000;x-amz-meta-by=us",
    );
    scene.configure("s3-integrator", "storage-class", "STANDARD");
    scene.integrate();
    scene.settle();
    assert_eq!(scene.backup().failure, None);

    scene.configure("s3-integrator", "attributes", "no header");
    scene.settle();
    let failure = scene.backup().failure.expect("it cannot be sent");
    assert_eq!(failure, "`attributes`: expected headers, each `name=value`");
    let expected = format!("blocked: {failure}: set it right at s3-integrator");
    assert_eq!(scene.status(UPLOADER), expected);
}

#[test]
fn a_file_that_cannot_be_read_fails_the_action_only() {
    let scene = Scene::new(JujuVersion::V3_6, SECRET);
    scene.integrate();
    scene.settle();
    let failure = scene.backup().failure.expect("there is no such file");
    assert!(failure.starts_with("cannot read /"), "{failure}");
    let status = scene.status(UPLOADER);
    assert!(status.ends_with(": set `source`"), "{status}");
    assert_eq!(
        scene
            .server
            .object("backups", "daily/backup-uploader-0/state.bin"),
        None
    );
}
