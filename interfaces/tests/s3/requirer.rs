//! The requirer's side.

use super::{VERSIONS, bag, hook, written};
use relata::Databag;
use relata::juju::{Error, Juju, Result, Status, StatusLine};
use relata::testing::{Charm, HookEvent, JujuVersion, Owner, Ran, SecretId, SharedWorld, World};
use relata::testing_roles::relation_for_requirer;
use relata_interfaces::s3::{self, Change, ConnectionInfo, Request, Requires, State};
use std::cell::RefCell;

/// Two units that are related to a provider of which nothing else is known.
fn world(version: JujuVersion) -> SharedWorld {
    let mut world = World::new(version);
    let charm = Charm::new("db").requires("backup", "s3");
    world.app("db", 2, charm).expect("the name is free");
    world
        .relate_to("db:backup", "storage", 1)
        .expect("there is such an endpoint");
    world.shared()
}

/// The provider makes a secret, and grants it if so wanted.
fn secret(world: &SharedWorld, content: &[(&str, &str)], granted: bool) -> SecretId {
    let mut world = world.borrow_mut();
    let owner = Owner::App("storage".into());
    let secret = world
        .add_secret(owner, "credentials", content.iter().copied())
        .expect("the owner is there");
    if granted {
        world.grant_secret(&secret, 0).expect("it is the owner's");
    }
    secret
}

fn shares(world: &SharedWorld, what: &[(&str, &str)]) {
    world
        .borrow_mut()
        .set_bag(0, "storage", what.iter().copied())
        .expect("there is such a relation");
}

const ACCOUNT: &[(&str, &str)] = &[("access-key", "EXAMPLEKEYID"), ("secret-key", "hunter2")];

/// What the unit finds at its only relation, and the status that follows.
fn look(world: &SharedWorld) -> (State, Option<StatusLine>) {
    let found = RefCell::new(None);
    hook(world, "db/0", HookEvent::UpdateStatus, |juju| {
        let mut connections = Requires::new(juju, "backup").connections()?;
        assert_eq!(connections.len(), 1);
        let connection = connections.remove(0);
        let status = connection.status();
        found.replace(Some((connection.state, status)));
        Ok(())
    });
    found.take().expect("the charm has looked")
}

fn ready(world: &SharedWorld) -> ConnectionInfo {
    match look(world) {
        (State::Ready(info), None) => *info,
        other => panic!("expected it to be ready, found {other:?}"),
    }
}

fn line(found: &(State, Option<StatusLine>)) -> String {
    found.1.as_ref().expect("it is not ready").to_string()
}

#[test]
fn either_version_is_read_as_one_type() {
    for version in VERSIONS {
        let world = world(version);
        let expected = ConnectionInfo {
            bucket: Some("backups".into()),
            path: Some("db/".into()),
            endpoint: Some("https://storage.example:9000".parse().expect("a URL")),
            delete_older_than_days: Some(30),
            ..ConnectionInfo::new("EXAMPLEKEYID", "hunter2")
        };
        let rest = [
            ("bucket", "backups"),
            ("path", "db/"),
            ("endpoint", "https://storage.example:9000"),
            ("delete-older-than-days", "30"),
            ("data", r#"{"bucket": "of the library's"}"#),
        ];
        shares(&world, &[&rest[..], ACCOUNT].concat());
        assert_eq!(ready(&world), expected);

        let uri = secret(&world, ACCOUNT, true).uri();
        for marker in [
            ("version", "1"),
            ("lib-version", "1.10"),
            ("version", "2.0"),
        ] {
            let sealed = [marker, ("secret-extra", &uri)];
            shares(&world, &[&rest[..], &sealed].concat());
            assert_eq!(ready(&world), expected, "{marker:?}");
        }
    }
}

#[test]
fn all_that_a_provider_may_write_is_read() {
    let interface = s3::model();
    let samples = relation_for_requirer(&interface);
    for version in [0, 1] {
        let world = world(JujuVersion::V3_6);
        let sample = samples
            .typical_in(version)
            .expect("there is such a version");
        let mut app: Databag = sample.app.expect("it is written");
        if let [sealed] = sample.secrets.as_slice() {
            let content: Vec<_> = sealed.content.iter().map(|(k, v)| (&**k, &**v)).collect();
            app.insert("secret-extra".into(), secret(&world, &content, true).uri());
        }
        let entries: Vec<_> = app.iter().map(|(k, v)| (&**k, &**v)).collect();
        shares(&world, &entries);
        let info = ready(&world);
        assert_eq!(info.access_key.reveal(), "EXAMPLEKEYID");
        assert_eq!(info.tls_ca_chain.len(), 1);
        assert_eq!(info.attributes.len(), 2);
        assert!(info.uri_style.is_some() && info.api_version.is_some());
    }
}

#[test]
fn nonsense_is_reported_and_never_more() {
    let interface = s3::model();
    for sample in relation_for_requirer(&interface).broken() {
        let world = world(JujuVersion::V3_6);
        let app = sample.app.expect("that is what is broken");
        let entries: Vec<_> = app.iter().map(|(k, v)| (&**k, &**v)).collect();
        shares(&world, &entries);
        let found = look(&world);
        assert!(
            matches!(found.0, State::Invalid(_)),
            "{}: {found:?}",
            sample.what
        );
        assert!(
            line(&found).starts_with("blocked: backup: `"),
            "{}",
            line(&found)
        );
    }
}

#[test]
fn what_is_missing_is_waited_for() {
    for (what, expected) in [
        (&[][..], "waiting: backup: waiting for storage"),
        (&[("data", "{}")], "waiting: backup: waiting for storage"),
        (
            &[("version", "1")],
            "waiting: backup: waiting for `secret-extra` from the provider (s3 v1)",
        ),
        (
            &[("version", "1"), ("bucket", "b")],
            "waiting: backup: waiting for `secret-extra` from the provider (s3 v1)",
        ),
        (
            &[("bucket", "b"), ("access-key", "k")],
            "waiting: backup: waiting for `secret-key` from the provider (s3 v0)",
        ),
        (
            &[
                ("endpoint", "here"),
                ("access-key", "k"),
                ("secret-key", "s"),
            ],
            "blocked: backup: `endpoint`: expected a URL with a scheme in what the provider wrote (s3 v0)",
        ),
    ] {
        let world = world(JujuVersion::V3_6);
        shares(&world, what);
        assert_eq!(line(&look(&world)), expected);
    }
}

#[test]
fn a_secret_that_is_not_granted_is_waited_for() {
    for version in VERSIONS {
        let world = world(version);
        let secret = secret(&world, ACCOUNT, false);
        shares(&world, &[("version", "1"), ("secret-extra", &secret.uri())]);
        let found = look(&world);
        assert!(
            matches!(found.0, State::Sealed(Error::SecretDenied { .. })),
            "{found:?}"
        );
        let expected = format!("waiting: backup: waiting for a grant of secret {secret}");
        assert_eq!(line(&found), expected);

        world
            .borrow_mut()
            .grant_secret(&secret, 0)
            .expect("it is the owner's");
        assert_eq!(ready(&world).secret_key.reveal(), "hunter2");
    }
}

#[test]
fn a_secret_that_is_gone_has_to_be_shared_anew() {
    for version in VERSIONS {
        let world = world(version);
        let secret = secret(&world, ACCOUNT, true);
        shares(&world, &[("version", "1"), ("secret-extra", &secret.uri())]);
        ready(&world);
        world
            .borrow_mut()
            .remove_secret(&secret)
            .expect("it is there");
        let found = look(&world);
        assert!(
            matches!(found.0, State::Sealed(Error::SecretNotFound { .. })),
            "{found:?}"
        );
        let expected = format!("blocked: backup: secret {secret} is gone: share it anew");
        assert_eq!(line(&found), expected);
    }
}

#[test]
fn a_secret_with_other_content_is_reported_without_it() {
    let world = world(JujuVersion::V3_6);
    let secret = secret(&world, &[("user", "ada"), ("password", "hunter2")], true);
    shares(&world, &[("version", "1"), ("secret-extra", &secret.uri())]);
    let found = look(&world);
    let line = line(&found);
    assert!(
        line.starts_with("blocked: backup: the content of secret"),
        "{line}"
    );
    assert!(
        line.contains("expected `access-key`, `secret-key`"),
        "{line}"
    );
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[test]
fn new_credentials_are_a_change() {
    let world = world(JujuVersion::V3_6);
    let secret = secret(&world, ACCOUNT, true);
    shares(&world, &[("version", "1"), ("secret-extra", &secret.uri())]);
    let changed = RefCell::new(Vec::new());
    let charm = |juju: &Juju| -> Result<()> {
        if let Some(Change::Changed(relation, info)) = Requires::new(juju, "backup").change()? {
            let key = info.secret_key.reveal().to_owned();
            changed.borrow_mut().push((relation.id(), key));
        }
        Ok(())
    };
    let run_all = || {
        let ran = relata::testing::run_all(&world, "db/0", charm).expect("the hooks can run");
        assert!(ran.iter().all(Ran::is_done), "{ran:?}");
    };
    run_all();
    assert_eq!(changed.take(), [(0, "hunter2".into())]);
    world
        .borrow_mut()
        .set_secret(
            &secret,
            [("access-key", "EXAMPLEKEYID"), ("secret-key", "hunter3")],
        )
        .expect("it is there");
    run_all();
    assert_eq!(changed.take(), [(0, "hunter3".into())]);
    // A secret that came over no relation is none of ours.
    let other = secret_of_another(&world);
    hook(
        &world,
        "db/0",
        HookEvent::SecretChanged { secret: other },
        charm,
    );
    assert_eq!(changed.take(), []);
}

/// The unit has read a secret that is in no databag, and it has changed.
fn secret_of_another(world: &SharedWorld) -> SecretId {
    let other = secret(world, ACCOUNT, true);
    hook(world, "db/0", HookEvent::UpdateStatus, |juju| {
        let secret = relata::Secret::<s3::v1::Credentials>::new(other.uri()).expect("a URI");
        juju.secrets().read(&secret).map(drop)
    });
    let content = [("access-key", "OTHER"), ("secret-key", "hunter4")];
    let set = world.borrow_mut().set_secret(&other, content).map(drop);
    set.expect("it is there");
    other
}

#[test]
fn a_relation_that_is_gone_is_a_change_that_is_not_ready() {
    let world = world(JujuVersion::V3_6);
    shares(&world, ACCOUNT);
    relata::testing::run_all(&world, "db/0", |_| -> Result<()> { Ok(()) }).expect("they can");
    world.borrow_mut().remove_relation(0).expect("it is there");
    let gone = RefCell::new(Vec::new());
    let ran = relata::testing::run_all(&world, "db/0", |juju| -> Result<()> {
        let storage = Requires::new(juju, "backup");
        if let Some(Change::Gone(relation)) = storage.change()? {
            gone.borrow_mut().push((relation.id(), storage.is_ready()?));
            let missing = storage.missing()?.expect("there is no relation left");
            assert_eq!(missing.status, Status::Blocked);
        }
        Ok(())
    });
    assert!(ran.expect("they can").iter().all(Ran::is_done));
    assert_eq!(gone.take(), [(0, false)]);
}

fn ask(juju: &Juju) -> Result<()> {
    let request = Request {
        bucket: Some("backups".into()),
        path: Some("db/".into()),
    };
    Requires::new(juju, "backup").ask(&request)
}

fn ask_for_anything(juju: &Juju) -> Result<()> {
    Requires::new(juju, "backup").ask(&Request::default())
}

#[test]
fn a_request_is_written_once() {
    let world = world(JujuVersion::V3_6);
    hook(&world, "db/0", HookEvent::ConfigChanged, ask);
    let expected = bag([
        ("version", "1.0"),
        ("lib-version", "1.0"),
        ("requested-secrets", r#"["access-key","secret-key"]"#),
        ("bucket", "backups"),
        ("path", "db/"),
    ]);
    assert_eq!(written(&world, 0, "db"), expected);
    let again = hook(&world, "db/0", HookEvent::UpdateStatus, ask);
    assert_eq!(again.finished.changes, []);
    assert_eq!(again.tools(), ["relation-ids", "is-leader", "relation-get"]);
    // What is asked for no more goes.
    hook(&world, "db/0", HookEvent::ConfigChanged, ask_for_anything);
    assert!(!written(&world, 0, "db").contains_key("bucket"));
}

#[test]
fn an_old_provider_is_told_a_bucket_in_any_case() {
    let world = world(JujuVersion::V3_6);
    let bucket = || written(&world, 0, "db").remove("bucket");
    // Nobody knows yet which version it speaks.
    hook(&world, "db/0", HookEvent::ConfigChanged, ask_for_anything);
    assert_eq!(bucket(), None);
    shares(&world, &[("data", "{}")]);
    hook(&world, "db/0", HookEvent::ConfigChanged, ask_for_anything);
    assert_eq!(bucket().as_deref(), Some("relation-0"));
    hook(&world, "db/0", HookEvent::ConfigChanged, ask);
    assert_eq!(bucket().as_deref(), Some("backups"));
    // The provider is upgraded.
    shares(&world, &[("data", "{}"), ("version", "1")]);
    hook(&world, "db/0", HookEvent::ConfigChanged, ask_for_anything);
    assert_eq!(bucket(), None);
}

#[test]
fn a_unit_that_does_not_lead_asks_for_nothing() {
    let world = world(JujuVersion::V3_6);
    hook(&world, "db/1", HookEvent::ConfigChanged, ask);
    assert_eq!(written(&world, 0, "db"), Databag::new());
}

#[test]
fn reading_takes_as_few_calls_as_can_be() {
    let world = world(JujuVersion::V3_6);
    let secret = secret(&world, ACCOUNT, true);
    shares(&world, &[("version", "1"), ("secret-extra", &secret.uri())]);
    let event = HookEvent::RelationChanged {
        relation: 0,
        unit: None,
    };
    let ran = hook(&world, "db/0", event, |juju| {
        assert!(Requires::new(juju, "backup").is_ready()?);
        Ok(())
    });
    assert_eq!(ran.tools(), ["relation-ids", "relation-get", "secret-get"]);
}
