//! The charm runtime in the miniature Juju: what one side says is what the other
//! reads, and Juju's own rules hold.
#![cfg(feature = "testing")]

#[path = "juju/interfaces.rs"]
mod interfaces;

use interfaces::{circle, database};
use relata::juju::{Error, Juju, Owner, Result, Status, StatusLine};
use relata::testing::{Charm, Fault, HookEvent, JujuVersion, SharedWorld, World, run, run_all};
use relata::testing_roles::relation_for_requirer;
use relata::versions::Agreement;
use relata::{Port, Reading};

/// Provides the database, to whatever version the other side speaks.
fn server(juju: &Juju) -> Result<()> {
    let leader = juju.leader()?;
    juju.set_status(StatusLine::active(""));
    for relation in juju.provides::<database::Provider>("clients").relations()? {
        let mut user = None;
        if let Some(leader) = leader {
            let label = ["user-", &relation.id().to_string()].concat();
            let content = database::v1::User {
                name: "ada".into(),
                password: "hunter2".into(),
                origin: None,
            };
            let secrets = juju.secrets();
            let secret = secrets.ensure(Owner::App(leader), &label, &content)?;
            secrets.grant(&secret, &relation)?;
            user = Some(secret);
        }
        let agreement = relation.serve_with(leader, |version, draft| match version {
            0 => draft.unit(&database::v0::ProviderUnit { host: "h".into() }),
            _ => draft.app(&database::v1::ProviderApp {
                host: "h".into(),
                port: Port::new(5432).expect("it is a port"),
                user,
            }),
        })?;
        if agreement == Agreement::Waiting {
            juju.set_status(StatusLine::waiting("for a client"));
        }
    }
    Ok(())
}

/// Requires the database, and reads the password.
fn client(juju: &Juju) -> Result<()> {
    let databases = juju.requires::<database::Requirer>("db");
    databases.announce()?;
    juju.set_status(databases.missing()?);
    for relation in databases.relations()? {
        let reading = relation.remote()?;
        juju.set_status(relation.status(&reading));
        if let Reading::Ready(database::ProviderData::V1(provider)) = reading
            && let Some(user) = provider.app.and_then(|app| app.user)
        {
            let user = juju.secrets().refresh(&user)?;
            assert_eq!(user.password.reveal(), "hunter2");
            juju.set_status(StatusLine::active(["as ", &user.name].concat()));
        }
    }
    Ok(())
}

fn world(version: JujuVersion, units: u32) -> SharedWorld {
    let mut world = World::new(version);
    let charm = Charm::new("server").provides("clients", "database");
    world.app("server", units, charm).unwrap();
    let charm = Charm::new("client").requires("db", "database");
    world.app("client", 1, charm).unwrap();
    world.shared()
}

/// Runs both charms until nothing is left to tell.
fn settle(world: &SharedWorld) -> usize {
    let mut hooks = 0;
    loop {
        let busy = world.borrow().busy();
        let Some(unit) = busy.first() else {
            return hooks;
        };
        let ran = if unit.as_str().starts_with("server") {
            run_all(world, unit, server).unwrap()
        } else {
            run_all(world, unit, client).unwrap()
        };
        for one in &ran {
            assert!(one.is_done(), "{unit} {:?}: {:?}", one.event, one.error);
        }
        hooks += ran.len();
        assert!(hooks < 100, "they never settle");
    }
}

fn status(world: &SharedWorld, unit: &str) -> String {
    let world = world.borrow();
    let status = world.status(unit).expect("it has a status");
    format!("{} {}", status.word, status.message)
}

#[test]
fn two_charms_settle_and_then_write_nothing() {
    for version in [JujuVersion::V3_6, JujuVersion::V4_0] {
        let world = world(version, 2);
        let relation = world
            .borrow_mut()
            .integrate("client:db", "server:clients")
            .unwrap();
        settle(&world);
        assert_eq!(status(&world, "client/0"), "active as ada");
        {
            let world = world.borrow();
            assert_eq!(world.written(relation, "client")["version"], "1");
            assert_eq!(world.written(relation, "server")["host"], r#""h""#);
            // Nothing of version 0 is left.
            assert!(world.written(relation, "server/1").is_empty());
            assert_eq!(world.secrets().count(), 1);
        }
        for unit in ["server/0", "server/1"] {
            let ran = run(&world, unit, HookEvent::UpdateStatus, server).unwrap();
            assert!(ran.is_done());
            assert!(!ran.tools().contains(&"relation-set"), "{:?}", ran.tools());
        }
        let ran = run(&world, "client/0", HookEvent::UpdateStatus, client).unwrap();
        assert!(!ran.tools().contains(&"relation-set"), "{:?}", ran.tools());
        assert_eq!(settle(&world), 0, "nobody was told anything");
    }
}

#[test]
fn an_old_client_is_served_until_it_is_upgraded() {
    let world = world(JujuVersion::V3_6, 1);
    let relation = world
        .borrow_mut()
        .relate("client:db", "server:clients")
        .unwrap();
    run(&world, "server/0", HookEvent::UpdateStatus, server).unwrap();
    assert_eq!(world.borrow().written(relation, "server/0")["host"], "h");
    assert!(world.borrow().written(relation, "server").is_empty());

    run(&world, "client/0", HookEvent::UpgradeCharm, client).unwrap();
    settle(&world);
    assert!(world.borrow().written(relation, "server/0").is_empty());
    assert_eq!(world.borrow().written(relation, "server")["host"], r#""h""#);
    assert_eq!(status(&world, "client/0"), "active as ada");
}

#[test]
fn every_ready_made_relation_is_survived() {
    let interface = database::model();
    let samples = relation_for_requirer(&interface);
    let mut all = samples.broken();
    all.extend(samples.older());
    all.extend([samples.typical(), samples.partial(), samples.empty()]);
    for sample in all {
        let world = world(JujuVersion::V4_0, 1);
        let relation = world
            .borrow_mut()
            .relate("client:db", "server:clients")
            .unwrap();
        sample.write(&mut world.borrow_mut(), relation).unwrap();
        let reads = |juju: &Juju| {
            for relation in juju.requires::<database::Requirer>("db").relations()? {
                let reading = relation.remote()?;
                juju.set_status(relation.status(&reading));
                if let Reading::Ready(database::ProviderData::V1(provider)) = reading
                    && let Some(user) = provider.app.and_then(|app| app.user)
                {
                    juju.secrets().read(&user)?;
                }
            }
            juju.set_status(StatusLine::active(""));
            Ok::<(), Error>(())
        };
        let ran = run(&world, "client/0", HookEvent::UpdateStatus, reads).unwrap();
        assert!(ran.is_done(), "{}: {:?}", sample.what, ran.error);
        let expected = match &*sample.what {
            "typical" | "partial" => "active",
            "empty" => "waiting",
            _ => "",
        };
        let status = status(&world, "client/0");
        assert!(status.starts_with(expected), "{}: {status}", sample.what);
        if expected.is_empty() {
            assert!(!status.starts_with("active"), "{}: {status}", sample.what);
        }
    }
}

#[test]
fn a_secret_that_is_not_granted_is_waited_for() {
    let world = world(JujuVersion::V3_6, 1);
    let relation = world
        .borrow_mut()
        .integrate("client:db", "server:clients")
        .unwrap();
    settle(&world);
    let secret = world
        .borrow()
        .secrets()
        .next()
        .expect("there is one")
        .id()
        .clone();
    world.borrow_mut().revoke_secret(&secret).unwrap();
    let ran = run(&world, "client/0", HookEvent::UpdateStatus, client).unwrap();
    let error = ran.error.expect("it is not granted");
    let error: &Error = error.downcast_ref().expect("it is one of Juju's");
    assert!(matches!(error, Error::SecretDenied { .. }), "{error:?}");
    assert_eq!(error.status().status, Status::Waiting);

    // The server grants it again, whatever the event.
    run(&world, "server/0", HookEvent::UpdateStatus, server).unwrap();
    let ran = run(&world, "client/0", HookEvent::UpdateStatus, client).unwrap();
    assert!(ran.is_done(), "{:?}", ran.error);

    world.borrow_mut().remove_secret(&secret).unwrap();
    let ran = run(&world, "client/0", HookEvent::UpdateStatus, client).unwrap();
    let error = ran.error.expect("it is gone");
    let error: &Error = error.downcast_ref().expect("it is one of Juju's");
    assert!(matches!(error, Error::SecretNotFound { .. }), "{error:?}");
    // It is made anew.
    run(&world, "server/0", HookEvent::UpdateStatus, server).unwrap();
    settle(&world);
    assert_eq!(status(&world, "client/0"), "active as ada");
    assert!(world.borrow().bag(relation, "server").is_some());
}

#[test]
fn an_owner_is_not_told_of_its_own_change() {
    for version in [JujuVersion::V3_6, JujuVersion::V4_0] {
        owner_is_not_told(version);
    }
}

fn owner_is_not_told(version: JujuVersion) {
    let world = world(version, 1);
    let relation = world
        .borrow_mut()
        .relate("client:db", "server:clients")
        .unwrap();
    let set = |password: &'static str| {
        let charm = move |juju: &Juju| {
            let leader = juju.leader()?.expect("it leads");
            let content = database::v1::User {
                name: "ada".into(),
                password: password.into(),
                origin: None,
            };
            let secret = juju.secrets().ensure(Owner::App(leader), "l", &content)?;
            let endpoint = juju.provides::<database::Provider>("clients");
            for relation in endpoint.relations()? {
                juju.secrets().grant(&secret, &relation)?;
            }
            Ok::<(), Error>(())
        };
        let ran = run(&world, "server/0", HookEvent::UpdateStatus, charm).unwrap();
        assert!(ran.is_done(), "{:?}", ran.error);
    };
    for password in ["one", "one", "two", "two", "three"] {
        set(password);
    }
    assert!(world.borrow().bag(relation, "server").is_some());
    let pending = world.borrow().pending("server/0");
    let changed = |event: &HookEvent| matches!(event, HookEvent::SecretChanged { .. });
    assert!(!pending.iter().any(changed), "{pending:?}");
    let world = world.borrow();
    let secret = world.secrets().next().expect("there is one");
    assert_eq!(secret.latest(), 3);
}

#[test]
fn whichever_hook_tool_fails_the_next_hook_makes_good() {
    for tool in [
        "is-leader",
        "relation-ids",
        "relation-get",
        "relation-set",
        "secret-info-get",
        "secret-add",
        "secret-grant",
        "status-set",
    ] {
        for fault in [
            Fault::exit(1, "no connection"),
            Fault::hang(),
            Fault::says("{"),
        ] {
            let world = world(JujuVersion::V3_6, 1);
            let relation = world
                .borrow_mut()
                .relate("client:db", "server:clients")
                .unwrap();
            world
                .borrow_mut()
                .set_bag(relation, "client", [("version", "1")])
                .unwrap();
            world.borrow_mut().fail_tool(tool, fault.clone());
            let first = run(&world, "server/0", HookEvent::UpdateStatus, server).unwrap();
            if !first.is_done() {
                assert!(world.borrow().written(relation, "server").is_empty());
                assert!(first.error.is_some(), "{tool} {fault:?}");
            }
            world.borrow_mut().mend_tools();
            run_all(&world, "server/0", server).unwrap();
            run(&world, "server/0", HookEvent::UpdateStatus, server).unwrap();
            let written = world.borrow().written(relation, "server");
            if !first.is_done() || !matches!(tool, "relation-set") {
                assert_eq!(
                    written.get("host").map(String::as_str),
                    Some(r#""h""#),
                    "{tool}"
                );
                assert_eq!(world.borrow().secrets().count(), 1, "{tool} {fault:?}");
            }
        }
    }
}

#[test]
fn peers_see_each_other_and_the_leader() {
    fn charm(juju: &Juju) -> Result<()> {
        for relation in juju.peers::<circle::Peer>("circle").relations()? {
            relation.write_unit(&circle::v0::PeerUnit { size: 7 })?;
            if let Some(leader) = juju.leader()? {
                let motto = Some("on".to_owned());
                relation.write_app(leader, &circle::v0::PeerApp { motto })?;
            }
            if let Reading::Ready(circle::PeerData::V0(peer)) = relation.remote()? {
                let motto = peer.app.and_then(|app| app.motto).unwrap_or_default();
                let line = [&motto, " ", &peer.units.len().to_string()].concat();
                juju.set_status(StatusLine::active(line));
            }
        }
        Ok(())
    }
    let mut world = World::new(JujuVersion::V4_0);
    let app = Charm::new("app").peers("circle", "circle");
    world.app("app", 3, app).unwrap();
    let world = world.shared();
    let units = ["app/0", "app/1", "app/2"];
    for unit in units {
        let ran = run(&world, unit, HookEvent::UpdateStatus, charm).unwrap();
        assert!(ran.is_done(), "{:?}", ran.error);
    }
    // Juju shows what another unit wrote once it has said that it did.
    for unit in units {
        for ran in run_all(&world, unit, charm).unwrap() {
            assert!(ran.is_done(), "{:?}", ran.error);
        }
    }
    for unit in units {
        assert_eq!(status(&world, unit), "active on 2");
    }
}

#[test]
fn a_leader_that_is_deposed_in_mid_hook_has_its_own_error() {
    let world = world(JujuVersion::V3_6, 2);
    let relation = world
        .borrow_mut()
        .relate("client:db", "server:clients")
        .unwrap();
    world
        .borrow_mut()
        .set_bag(relation, "client", [("version", "1")])
        .unwrap();
    let fault = Fault::exit(1, "cannot write relation settings");
    world.borrow_mut().fail_tool("relation-set", fault);
    let ran = run(&world, "server/0", HookEvent::UpdateStatus, server).unwrap();
    let error = ran.error.expect("it leads no more");
    assert!(
        matches!(error.downcast_ref(), Some(Error::NotLeader { .. })),
        "{error}"
    );
}
