//! How secrets are made, set, granted and removed.

use crate::rig::{BOTH, apart, app_changed, does, raw, refuses, refuses_args, related, says};
use relata::testing::{Hook, HookEvent, JujuVersion, Outcome, Owner, RelationId, SecretId, World};
use serde_json::{Value, json};

const UPDATE: HookEvent = HookEvent::UpdateStatus;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A client that is related to a provider, which has a secret; granted or not.
fn shared(version: JujuVersion, granted: bool) -> (World, RelationId, SecretId) {
    let (mut world, relation) = related(version, 2, 1);
    let owner = Owner::App("p".into());
    let secret = world
        .add_secret(owner, "own", [("password", "hunter2")])
        .unwrap();
    if granted {
        world.grant_secret(&secret, relation).unwrap();
    }
    (world, relation, secret)
}

/// What `secret-add` comes to: the id of what it printed.
fn add(world: &mut World, hook: &mut Hook, line: &str) -> SecretId {
    SecretId::parse(says(world, hook, line).trim_end()).unwrap()
}

#[test]
fn s6_1_secret_add_prints_the_uri_with_the_model() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let said = says(&mut world, &mut hook, "secret-add token=abc");
    let uri = said.trim_end();
    assert!(
        uri.starts_with(&format!("secret://{}/", world.model_uuid())),
        "{uri}"
    );
    let id = SecretId::parse(uri).unwrap();
    assert_eq!(id.as_str().len(), 20);
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.secret(&id).unwrap().latest(), 1);
}

#[test]
fn s6_1_every_form_of_a_uri_is_accepted() {
    let (mut world, _, secret) = shared(BOTH[0], true);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let uuid = "9f484882-2f18-4fd2-967d-db9663db7bea";
    for uri in [
        secret.as_str().to_owned(),
        format!("secret:{secret}"),
        format!("secret:{uuid}/{secret}"),
        format!("secret://{uuid}/{secret}"),
    ] {
        let said = says(
            &mut world,
            &mut hook,
            &format!("secret-get {uri} --format=json"),
        );
        assert_eq!(said, "{\"password\":\"hunter2\"}\n", "{uri}");
    }
}

#[test]
fn s6_1_what_is_no_uri_is_refused() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for uri in [
        "secret:short",
        "http:9m4e2mr0ui3e8a215n4g",
        "9m4e2mr0ui3e8a215nzz",
        "secret://x",
    ] {
        let answer = refuses(&mut world, &mut hook, &format!("secret-get {uri}"));
        assert_eq!(answer, (2, format!("secret URI \"{uri}\" not valid")));
    }
    let answer = refuses(
        &mut world,
        &mut hook,
        "secret-remove http:9m4e2mr0ui3e8a215n4g",
    );
    assert_eq!(answer, (2, "secret URI scheme \"http\" not valid".into()));
}

#[test]
fn s6_2_keys_have_a_form() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for key in ["ab", "Abc", "a_b", "1abc", "a--bc", "abc-", "-abc", "a-b"] {
        let answer = refuses(&mut world, &mut hook, &format!("secret-add -- {key}=x"));
        assert_eq!(answer, (2, format!("key \"{key}\" not valid")), "{key}");
    }
    for key in ["abc", "a-b-c", "a1b2"] {
        add(&mut world, &mut hook, &format!("secret-add {key}=x"));
    }
}

#[test]
fn s6_2_a_value_may_be_base64_or_a_file_and_must_not_be_empty() {
    let mut world = apart(BOTH[0], 1, 0);
    let path = std::env::temp_dir().join(format!("relata-world-secret-{}", std::process::id()));
    std::fs::write(&path, "from a file\n").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = format!(
        "secret-add raw#base64=aGVsbG8= plain=a=b== file#file={}",
        path.display()
    );
    let id = add(&mut world, &mut hook, &line);
    let said = says(
        &mut world,
        &mut hook,
        &format!("secret-get {id} --format=json"),
    );
    std::fs::remove_file(&path).unwrap();
    // Equals signs at the end are taken for padding only where the key is looked for.
    let expected = json!({"raw": "hello", "plain": "a=b==", "file": "from a file\n"});
    assert_eq!(parsed(&said), expected);
    let said = says(
        &mut world,
        &mut hook,
        &format!("secret-get {id} raw#base64"),
    );
    assert_eq!(said, "aGVsbG8=\n");
    let answer = refuses(&mut world, &mut hook, "secret-add key=");
    assert_eq!(answer, (2, "key value \"key=\" not valid".into()));
    let answer = refuses(&mut world, &mut hook, "secret-add");
    assert_eq!(answer, (2, "missing secret value or filename".into()));
}

#[test]
fn s6_2_the_file_wins_over_the_arguments() {
    let mut world = apart(BOTH[0], 1, 0);
    let path = std::env::temp_dir().join(format!("relata-world-file-{}", std::process::id()));
    std::fs::write(&path, "key: from-file\nother: 1\n").unwrap();
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let line = format!("secret-add key=argument --file {}", path.display());
    let id = add(&mut world, &mut hook, &line);
    std::fs::write(&path, "{}").unwrap();
    let empty = refuses(
        &mut world,
        &mut hook,
        &format!("secret-add --file {}", path.display()),
    );
    std::fs::remove_file(&path).unwrap();
    assert_eq!(empty, (1, "empty secret value not valid".into()));
    let said = says(
        &mut world,
        &mut hook,
        &format!("secret-get {id} --format=json"),
    );
    assert_eq!(parsed(&said), json!({"key": "from-file", "other": "1"}));
}

#[test]
fn s6_2_content_has_a_limit() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let fits = format!("key#base64={}", "A".repeat(1_000_000));
    assert_eq!(
        raw(&mut world, &mut hook, &["secret-add", &fits], None).0,
        0
    );
    let over = format!("key#base64={}", "A".repeat(1_000_001));
    let answer = refuses_args(&mut world, &mut hook, &["secret-add", &over], None);
    let why = "base64 encoded secret content for key \"key\" too large: 1000001 bytes";
    assert_eq!(answer, (2, why.into()));
}

#[test]
fn s6_3_a_secret_of_the_application_is_for_the_leader() {
    let mut world = apart(BOTH[0], 2, 0);
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "secret-add key=x");
    assert_eq!(answer, (1, "this unit is not the leader".into()));
    let id = add(&mut world, &mut hook, "secret-add --owner unit key=x");
    assert!(world.finish(hook, 0).is_done());
    let owner = world.secret(&id).unwrap().owner().clone();
    assert_eq!(owner, Owner::Unit(crate::rig::unit("c/1")));
}

#[test]
fn s6_3_the_flags_of_secret_add_are_checked() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    for (flag, why) in [
        ("--rotate=often", "rotate policy \"often\" not valid"),
        (
            "--expire=soon",
            "expire time or duration \"soon\" not valid",
        ),
        ("--expire=-1h", "negative expire duration \"-1h\" not valid"),
        ("--owner=model", "secret owner \"model\" not valid"),
    ] {
        let answer = refuses(&mut world, &mut hook, &format!("secret-add key=x {flag}"));
        assert_eq!(answer, (2, why.into()));
    }
}

#[test]
fn s6_3_the_same_label_twice_is_refused_now_and_a_stored_one_at_the_end() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    add(&mut world, &mut hook, "secret-add key=x --label l");
    let answer = refuses(&mut world, &mut hook, "secret-add key=y --label l");
    assert_eq!(answer, (1, "secret with label \"l\" already exists".into()));
    assert!(world.finish(hook, 0).is_done());
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    add(&mut world, &mut hook, "secret-add key=y --label l");
    let finished = world.finish(hook, 0);
    assert!(
        matches!(finished.outcome, Outcome::Refused { .. }),
        "{finished:?}"
    );
    assert_eq!(world.secrets().count(), 1);
}

#[test]
fn s6_3_secret_set_replaces_the_whole_content() {
    let mut world = apart(BOTH[0], 1, 0);
    let owner = Owner::App("c".into());
    let id = world
        .add_secret(owner, "l", [("one", "1"), ("two", "2")])
        .unwrap();
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-set {id} one=x")],
    );
    let secret = world.secret(&id).unwrap();
    assert_eq!(secret.latest(), 2);
    let content = secret.content(2).unwrap();
    let keys: Vec<&String> = content.keys().collect();
    assert_eq!(keys, ["one"]);
    assert_eq!(content["one"].reveal(), "x");
    assert_eq!(secret.label(), "l");
}

#[test]
fn s6_3_identical_content_and_metadata_alone_make_no_revision() {
    let mut world = apart(BOTH[0], 1, 0);
    let owner = Owner::App("c".into());
    let id = world.add_secret(owner, "l", [("one", "1")]).unwrap();
    let finished = does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-set {id} one=1")],
    );
    assert!(finished.changes.is_empty(), "{finished:?}");
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-set {id} --description text")],
    );
    let secret = world.secret(&id).unwrap();
    assert_eq!((secret.latest(), secret.description()), (1, "text"));
}

#[test]
fn s6_3_several_sets_in_a_hook_are_one_revision() {
    let mut world = apart(BOTH[0], 1, 0);
    let id = world
        .add_secret(Owner::App("c".into()), "l", [("one", "1")])
        .unwrap();
    let lines = [
        format!("secret-set {id} one=2 --label other"),
        format!("secret-set {id} one=3"),
        format!("secret-set {id} --description text"),
    ];
    let lines: Vec<&str> = lines.iter().map(|line| &**line).collect();
    does(&mut world, "c/0", UPDATE, &lines);
    let secret = world.secret(&id).unwrap();
    assert_eq!(
        (secret.latest(), secret.label(), secret.description()),
        (2, "other", "text")
    );
    assert_eq!(secret.content(2).unwrap()["one"].reveal(), "3");
}

#[test]
fn s6_3_secret_get_is_called_the_right_way() {
    let (mut world, _, id) = shared(BOTH[0], true);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, "secret-get");
    assert_eq!(answer, (2, "require either a secret URI or label".into()));
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("secret-get {id} --peek --refresh"),
    );
    let why = "specify one of --peek or --refresh but not both";
    assert_eq!(answer, (2, why.into()));
    // The first argument is a URI, even if there is a label.
    let answer = refuses(&mut world, &mut hook, "secret-get --label l password");
    assert_eq!(answer, (2, "secret URI \"password\" not valid".into()));
    let answer = refuses(&mut world, &mut hook, &format!("secret-get {id} nope"));
    assert_eq!(answer, (1, "secret key value \"nope\" not found".into()));
    assert_eq!(
        says(&mut world, &mut hook, &format!("secret-get {id} password")),
        "hunter2\n"
    );
}

#[test]
fn s6_3_secret_info_is_for_the_owner() {
    let (mut world, _, id) = shared(BOTH[0], true);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-info-get {id}"));
    assert_eq!(answer, (1, format!("secret \"{id}\" not found")));
    let answer = refuses(&mut world, &mut hook, "secret-info-get --label own");
    assert_eq!(answer, (1, "secret \"own\" not found".into()));
    world.interrupt(hook);
    let mut hook = world.begin("p/0", UPDATE).unwrap();
    let said = says(
        &mut world,
        &mut hook,
        "secret-info-get --label own --format=json",
    );
    let info = &parsed(&said)[id.as_str()];
    assert_eq!(info["revision"], 1);
    assert_eq!(info["label"], "own");
    assert_eq!(info["owner"], "application");
    assert_eq!(info["rotation"], "never");
    let access =
        json!([{"target": "application-c", "scope": "relation-c.db#p.db", "role": "view"}]);
    assert_eq!(info["access"], access);
}

#[test]
fn s6_3_secret_info_shows_what_is_about_to_change() {
    let mut world = apart(BOTH[0], 1, 0);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let id = add(
        &mut world,
        &mut hook,
        "secret-add key=x --expire 24h --rotate daily --label l",
    );
    says(
        &mut world,
        &mut hook,
        &format!("secret-set {id} --description later"),
    );
    let said = says(
        &mut world,
        &mut hook,
        &format!("secret-info-get {id} --format=json"),
    );
    let info = &parsed(&said)[id.as_str()];
    assert_eq!(info["expiry"], "2026-01-02T00:00:00Z");
    assert_eq!(
        (&info["rotation"], &info["description"]),
        (&json!("daily"), &json!("later"))
    );
    let ids = says(&mut world, &mut hook, "secret-ids --format=json");
    assert_eq!(parsed(&ids), json!([id.as_str()]));
}

#[test]
fn s6_3_a_grant_needs_a_relation_and_a_secret_of_ones_own() {
    let (mut world, relation, id) = shared(BOTH[0], false);
    let mut hook = world.begin("c/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-grant {id}"));
    assert_eq!(answer, (2, "no relation id specified".into()));
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("secret-grant {id} -r {relation}"),
    );
    assert_eq!(answer, (1, format!("secret \"{id}\" not found")));
    world.interrupt(hook);
    let mut hook = world.begin("p/0", UPDATE).unwrap();
    let line = format!("secret-grant {id} -r {relation} --unit x/0");
    let why = "cannot specify unit \"x/0\" in relation to application \"c\"";
    assert_eq!(refuses(&mut world, &mut hook, &line), (2, why.into()));
}

#[test]
fn s6_3_a_grant_to_all_after_one_to_a_unit_is_refused() {
    let (mut world, relation, id) = shared(BOTH[0], false);
    let mut hook = world.begin("p/0", app_changed(relation)).unwrap();
    says(
        &mut world,
        &mut hook,
        &format!("secret-grant {id} --unit c/0"),
    );
    let why = "any unit level grants need to be revoked before granting access to the corresponding application";
    let answer = refuses(&mut world, &mut hook, &format!("secret-grant {id}"));
    assert_eq!(answer, (1, why.into()));
    assert!(world.finish(hook, 0).is_done());
    let mut hook = world.begin("c/1", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-get {id}"));
    assert_eq!(answer, (1, "permission denied".into()));
    world.interrupt(hook);
    does(&mut world, "c/0", UPDATE, &[&format!("secret-get {id}")]);
}

#[test]
fn s6_3_revoking_names_a_relation_or_an_application_or_a_unit() {
    let (mut world, relation, id) = shared(BOTH[0], true);
    let mut hook = world.begin("p/0", app_changed(relation)).unwrap();
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("secret-revoke {id} --app c"),
    );
    assert_eq!(answer, (2, "do not specify both relation and app".into()));
    says(&mut world, &mut hook, &format!("secret-revoke {id}"));
    assert!(world.finish(hook, 0).is_done());
    assert_eq!(world.secret(&id).unwrap().grants().count(), 0);
    let mut hook = world.begin("p/0", UPDATE).unwrap();
    let answer = refuses(&mut world, &mut hook, &format!("secret-revoke {id}"));
    assert_eq!(
        answer,
        (2, "missing relation or application or unit".into())
    );
    let answer = refuses(
        &mut world,
        &mut hook,
        &format!("secret-revoke {id} --app c --unit c/0"),
    );
    assert_eq!(
        answer,
        (2, "specify only one of application or unit".into())
    );
}

#[test]
fn s6_3_removing_takes_a_revision_or_all() {
    let mut world = apart(BOTH[0], 1, 0);
    let id = world
        .add_secret(Owner::App("c".into()), "l", [("one", "1")])
        .unwrap();
    world.set_secret(&id, [("one", "2")]).unwrap();
    does(
        &mut world,
        "c/0",
        UPDATE,
        &[&format!("secret-remove {id} --revision 1")],
    );
    let left: Vec<u32> = world.secret(&id).unwrap().revisions().collect();
    assert_eq!(left, [2]);
    does(&mut world, "c/0", UPDATE, &[&format!("secret-remove {id}")]);
    assert!(world.secret(&id).is_none());
}
