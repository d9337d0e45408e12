//! Ready-made other ends of a relation.
#![cfg(feature = "testing")]

#[path = "juju/interfaces.rs"]
mod interfaces;

use interfaces::{beacon, circle, database};
use relata::testing_roles::{
    Samples, relation_for_peer, relation_for_provider, relation_for_requirer,
};
use relata::versions::Agreement;
use relata::{Reading, RoleKind, Secret};

#[test]
fn everything_is_there_with_its_secret() {
    let interface = database::model();
    let sample = relation_for_requirer(&interface).typical();
    assert_eq!((sample.version, sample.writer), (1, RoleKind::Provider));
    let received = relata::receive::<database::Provider>(&sample.remote()).unwrap();
    assert!(received.is_clean(), "{received:?}");
    let database::ProviderData::V1(provider) = received.data else {
        panic!("expected the newest version");
    };
    let user = provider
        .app
        .and_then(|app| app.user)
        .expect("everything is there");
    let [secret] = sample.secrets.as_slice() else {
        panic!("expected one secret: {:?}", sample.secrets);
    };
    assert_eq!(Secret::new(secret.uri.as_str()), Ok(user));
    assert_eq!(
        secret.content.keys().collect::<Vec<_>>(),
        ["name", "origin", "password"]
    );
}

#[test]
fn hardly_anything_is_still_ready() {
    let interface = database::model();
    let sample = relation_for_requirer(&interface).partial();
    let received = relata::receive::<database::Provider>(&sample.remote()).unwrap();
    let database::ProviderData::V1(provider) = received.data else {
        panic!("expected the newest version");
    };
    assert_eq!(provider.app.expect("it is ready").user, None);
}

#[test]
fn an_older_version_is_agreed_on() {
    let interface = database::model();
    for samples in [
        relation_for_requirer(&interface),
        relation_for_provider(&interface),
    ] {
        let older = samples.older();
        assert_eq!(older.len(), 1);
        assert_eq!(older[0].version, 0);
        assert_eq!(samples.typical_in(0).as_ref(), older.first());
        assert_eq!(samples.typical_in(7), None);
    }
    let older = relation_for_provider(&interface).older();
    let agreement = relata::agree::<database::Requirer>(&older[0].remote());
    assert_eq!(agreement, Agreement::Agreed(0));
}

#[test]
fn what_is_broken_is_reported() {
    let interface = database::model();
    let broken = relation_for_requirer(&interface).broken();
    assert!(broken.len() >= 3, "{broken:?}");
    for sample in broken {
        let bag = sample.app.as_ref().expect("the databag of version 1");
        let reading = relata::read::<database::v1::ProviderApp>(bag);
        assert!(
            matches!(reading, Reading::Incomplete(_) | Reading::Invalid(_)),
            "{}: {reading:?}",
            sample.what
        );
    }
}

#[test]
fn nobody_has_written_yet() {
    let interface = database::model();
    let sample = relation_for_requirer(&interface).empty();
    assert!(relata::receive::<database::Provider>(&sample.remote()).is_none());
    // A role that writes nothing never will.
    let interface = beacon::model();
    let requirer: Samples<'_> = relation_for_provider(&interface);
    assert_eq!(requirer.typical().app, None);
    assert!(requirer.broken().is_empty());
}

#[test]
fn peers_have_both_databags() {
    let interface = circle::model();
    let sample = relation_for_peer(&interface).typical();
    assert_eq!(sample.writer, RoleKind::Peer);
    let received = relata::receive::<circle::Peer>(&sample.remote()).unwrap();
    let circle::PeerData::V0(peer) = received.data;
    assert_eq!(peer.units.len(), 1);
    assert!(peer.app.is_some());
}
