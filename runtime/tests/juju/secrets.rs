//! Secrets: made, granted, read, and never shown.

use crate::interfaces::database::{self, v1::User};
use crate::stub::Stub;
use relata::Secret;
use relata::juju::{Error, Juju, Output, Owner, Rotation, SecretOptions, Status, ToolFault, Tools};
use std::cell::RefCell;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const ID: &str = "d40rbhnmp25c76d6bdn0";
const SHORT: &str = "secret:d40rbhnmp25c76d6bdn0";
const LONG: &str = "secret://91f805c5-5b49-47a3-8e7b-70befa766caf/d40rbhnmp25c76d6bdn0";
const CONTENT: &str = r#"{"name":"ada","password":"hunter2"}"#;

fn ada() -> User {
    User {
        name: "ada".into(),
        password: "hunter2".into(),
        origin: None,
    }
}

fn secret() -> Secret<User> {
    Secret::new(SHORT).unwrap()
}

/// Tools that read the files of a secret's content, as Juju's agent does.
#[derive(Clone, Default)]
struct Agent {
    stub: Stub,
    content: Rc<RefCell<Vec<(String, String)>>>,
    folder: Rc<RefCell<Option<PathBuf>>>,
}

impl Tools for Agent {
    fn call(&self, tool: &str, args: &[&str], stdin: Option<&[u8]>) -> Result<Output, ToolFault> {
        let mut rest = Vec::new();
        for arg in args {
            let Some((key, path)) = arg.split_once("#file=") else {
                rest.push(*arg);
                continue;
            };
            let path = Path::new(path);
            let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
            assert!(path.is_absolute());
            assert_eq!(mode(path), 0o600);
            let folder = path.parent().unwrap();
            assert_eq!(mode(folder), 0o700);
            *self.folder.borrow_mut() = Some(folder.to_owned());
            let text = std::fs::read_to_string(path).unwrap();
            self.content.borrow_mut().push((key.to_owned(), text));
        }
        self.stub.call(tool, &rest, stdin)
    }
}

impl Agent {
    fn hook(&self, charm_dir: &str) -> Juju {
        self.hook_of(charm_dir, "3.6.4")
    }

    fn hook_of(&self, charm_dir: &str, version: &str) -> Juju {
        let variables = [
            ("JUJU_UNIT_NAME", "app/0"),
            ("JUJU_VERSION", version),
            ("JUJU_MODEL_UUID", "91f805c5-5b49-47a3-8e7b-70befa766caf"),
            ("JUJU_DISPATCH_PATH", "hooks/config-changed"),
            ("JUJU_CHARM_DIR", charm_dir),
        ];
        Juju::with(self.clone(), variables).unwrap()
    }

    fn says(self, line: &str, answer: &str) -> Self {
        let stub = self.stub.clone().says(line, answer);
        Agent { stub, ..self }
    }

    fn refuses(self, line: &str, message: &str) -> Self {
        let stub = self.stub.clone().refuses(line, message);
        Agent { stub, ..self }
    }

    /// What the files held; they are gone by now.
    fn content(&self) -> Vec<(String, String)> {
        if let Some(folder) = &*self.folder.borrow() {
            assert!(!folder.exists(), "the files are removed");
        }
        self.content.take()
    }
}

fn pair(key: &str, text: &str) -> (String, String) {
    (key.to_owned(), text.to_owned())
}

#[test]
fn content_travels_in_files_that_go_away() {
    let agent = Agent::default().says(
        "secret-add --owner unit --label l --description d --expire 24h --rotate monthly",
        &format!("{LONG}\n"),
    );
    let juju = agent.hook("");
    let options = SecretOptions {
        label: Some("l".into()),
        description: Some("d".into()),
        expire: Some("24h".into()),
        rotate: Some(Rotation::Monthly),
    };
    let made = juju
        .secrets()
        .create(Owner::Unit, &ada(), &options)
        .unwrap();
    assert_eq!(made, secret(), "the spelling does not matter");
    assert_eq!(made.uri(), LONG);
    assert_eq!(
        agent.content(),
        [pair("name", "ada"), pair("password", "hunter2")]
    );
}

#[test]
fn what_a_killed_hook_left_behind_is_swept_away() {
    let charm = std::env::temp_dir().join(format!("relata-charm-{}", std::process::id()));
    let left = charm.join(".relata-secret-1-0");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("0"), "hunter1").unwrap();
    let agent = Agent::default().says(&format!("secret-set {SHORT}"), "");
    let juju = agent.hook(charm.to_str().unwrap());
    juju.secrets().update(&secret(), &ada()).unwrap();
    assert_eq!(agent.content().len(), 2);
    assert_eq!(std::fs::read_dir(&charm).unwrap().count(), 0);
    std::fs::remove_dir(&charm).unwrap();
}

#[test]
fn ensuring_makes_a_secret_changes_it_or_leaves_it_alone() {
    let info = "secret-info-get --label user";
    let set = &format!("secret-set {LONG}");
    let known =
        &format!(r#"{{"{ID}":{{"revision":3,"label":"user","owner":"unit","rotation":"never"}}}}"#);

    let add = "secret-add --owner unit --label user";
    let agent = Agent::default()
        .refuses(info, r#"secret "user" not found"#)
        .says(add, SHORT);
    let juju = agent.hook("");
    let made = juju.secrets().ensure(Owner::Unit, "user", &ada()).unwrap();
    // The same spelling in every hook: it may go into a databag.
    assert_eq!(made.uri(), LONG);
    assert_eq!(agent.stub.lines(), [info, add]);

    // Juju itself finds out whether it is the same.
    let agent = Agent::default().says(info, known).says(set, "");
    let juju = agent.hook("");
    let made = juju.secrets().ensure(Owner::Unit, "user", &ada()).unwrap();
    assert_eq!(made.uri(), LONG);
    assert_eq!(agent.stub.lines(), [info, set]);
    assert_eq!(agent.content().len(), 2);
}

#[test]
fn a_juju_that_makes_a_revision_of_the_same_is_not_asked_to() {
    let info = "secret-info-get --label user";
    let known = &format!(r#"{{"{ID}":{{"revision":3,"label":"user"}}}}"#);
    let read = &format!("secret-get --refresh {LONG}");
    let set = &format!("secret-set {LONG}");
    let lines = |content: &str| {
        let stub = Stub::new()
            .says(info, known)
            .says(read, content)
            .says(set, "");
        let agent = Agent {
            stub,
            ..Agent::default()
        };
        let juju = agent.hook_of("", "3.5.7");
        juju.secrets().ensure(Owner::Unit, "user", &ada()).unwrap();
        (agent.stub.lines(), agent.content().len())
    };
    let same = (vec![info.to_owned(), read.to_owned()], 0);
    assert_eq!(lines(CONTENT), same);
    let changed = (vec![info.to_owned(), read.to_owned(), set.to_owned()], 2);
    for other in [r#"{"name":"ada","password":"hunter1"}"#, r#"{"key":"k"}"#] {
        assert_eq!(lines(other), changed);
    }
}

#[test]
fn an_old_juju_has_the_short_spelling_only() {
    let stub = Stub::new()
        .says(
            "secret-info-get --label user",
            &format!(r#"{{"{ID}":{{"revision":1}}}}"#),
        )
        .says(&format!("secret-get --refresh {SHORT}"), CONTENT);
    let juju = stub.hook(&[("JUJU_VERSION", "3.0.4")]);
    let made = juju.secrets().ensure(Owner::Unit, "user", &ada()).unwrap();
    assert_eq!(made.uri(), SHORT);
}

#[test]
fn content_is_typed_and_never_shown() {
    let read = &format!("secret-get {SHORT}");
    let stub = Stub::new().says(read, CONTENT);
    let juju = stub.hook(&[]);
    let content = juju.secrets().read(&secret()).unwrap();
    assert_eq!(
        (content.name.as_str(), content.password.reveal()),
        ("ada", "hunter2")
    );
    assert_eq!(
        format!("{content:?} {:?}", *content),
        "Content(redacted) User(redacted)"
    );

    for (printed, expected) in [
        (
            r#"{"user":"ada","password":"hunter2"}"#,
            "expected `name`, `password`, `origin`, found `password`, `user`",
        ),
        (
            "hunter2",
            "expected `name`, `password`, `origin`, found nothing",
        ),
        (
            r#"{"name":"ada","password":"p","origin":"hunter2-hunter2-hunter2"}"#,
            "`origin`: expected a text of from 1 to 20 characters",
        ),
        (
            r#"{"name":["hunter2"],"password":"p"}"#,
            "expected `name`, `password`, `origin`, found `name`, `password`",
        ),
    ] {
        let stub = Stub::new().says(read, printed);
        let error = stub
            .hook(&[])
            .secrets()
            .read(&secret())
            .expect_err("it does not fit");
        let Error::SecretContent { secret, problem } = &error else {
            panic!("unexpected: {error:?}");
        };
        assert_eq!((secret.as_str(), problem.as_str()), (ID, expected));
        let shown = format!("{error:?} {error} {}", error.status());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn an_error_of_juju_quotes_no_content() {
    let stub = Stub::new();
    let agent = Agent {
        stub,
        ..Agent::default()
    }
    .refuses(
        &format!("secret-set {SHORT}"),
        r#"key value "hunter2" not valid"#,
    );
    let error = agent
        .hook("")
        .secrets()
        .update(&secret(), &ada())
        .expect_err("it is refused");
    let shown = format!("{error:?} {error}");
    assert!(
        shown.contains("not valid") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[test]
fn content_that_breaks_its_declaration_is_not_written() {
    let stub = Stub::new();
    let user = User {
        origin: Some(String::new()),
        ..ada()
    };
    let juju = stub.hook(&[]);
    let error = juju.secrets().update(&secret(), &user);
    assert!(
        matches!(error, Err(Error::SecretContent { .. })),
        "{error:?}"
    );
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn a_secret_that_is_gone_or_not_granted_says_what_to_do() {
    let read = &format!("secret-get {SHORT}");
    for (message, status, line) in [
        (
            "permission denied",
            Status::Waiting,
            "waiting for a grant of secret d40rbhnmp25c76d6bdn0",
        ),
        (
            r#"secret "d40rbhnmp25c76d6bdn0" not found"#,
            Status::Blocked,
            "secret d40rbhnmp25c76d6bdn0 is gone: share it anew",
        ),
    ] {
        let stub = Stub::new().refuses(read, message);
        let error = stub
            .hook(&[])
            .secrets()
            .read(&secret())
            .expect_err("it is refused");
        assert_eq!(error.status().status, status);
        assert_eq!(error.status().message, line);
    }
}

#[test]
fn what_no_juju_made_is_neither_shown_nor_asked_for() {
    let stub = Stub::new();
    let juju = stub.hook(&[]);
    // A remote has put the password where the URI of a secret belongs.
    let secret: Secret<User> = Secret::new("hunter2").unwrap();
    let error = juju.secrets().read(&secret).expect_err("it is none");
    let shown = format!("{error:?} {error} {}", error.status());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn content_that_came_in_plain_text_is_read_like_any_other() {
    let stub = Stub::new();
    let juju = stub.hook(&[]);
    let secret = Secret::in_plain(&ada());
    assert_eq!(*juju.secrets().read(&secret).unwrap(), ada());
    assert_eq!(*juju.secrets().refresh(&secret).unwrap(), ada());
    assert!(juju.secrets().remove(&secret).is_err());
    assert_eq!(stub.lines(), Vec::<String>::new());
}

#[test]
fn every_way_to_read_has_its_flags() {
    let stub = Stub::new()
        .says(&format!("secret-get --refresh {SHORT}"), CONTENT)
        .says(&format!("secret-get --peek {SHORT}"), CONTENT)
        .says(&format!("secret-get --label user {SHORT}"), CONTENT)
        .says("secret-get --label user", CONTENT)
        .says("secret-get --peek --label user", CONTENT);
    let juju = stub.hook(&[]);
    let secrets = juju.secrets();
    assert_eq!(*secrets.refresh(&secret()).unwrap(), ada());
    assert_eq!(*secrets.peek(&secret()).unwrap(), ada());
    assert_eq!(*secrets.read_as(&secret(), "user").unwrap(), ada());
    assert_eq!(*secrets.read_by_label::<User>("user").unwrap(), ada());
    assert_eq!(*secrets.peek_by_label::<User>("user").unwrap(), ada());
}

#[test]
fn grants_belong_to_a_relation() {
    let stub = Stub::new();
    let juju = stub.hook(&[]);
    let relation = juju.provides::<database::Provider>("db").relation(3);
    let unit = "remote/0".parse().unwrap();
    let secrets = juju.secrets();
    let lines = [
        format!("secret-grant {SHORT} --relation db:3"),
        format!("secret-grant {SHORT} --relation db:3 --unit remote/0"),
        format!("secret-revoke {SHORT} --relation db:3"),
        format!("secret-revoke {SHORT} --unit remote/0"),
        format!("secret-remove {SHORT}"),
        format!("secret-remove {SHORT} --revision 2"),
        format!("secret-set {SHORT} --rotate never"),
    ];
    for line in &lines {
        stub.clone().says(line, "");
    }
    secrets.grant(&secret(), &relation).unwrap();
    secrets.grant_unit(&secret(), &relation, &unit).unwrap();
    secrets.revoke(&secret(), &relation).unwrap();
    secrets.revoke_unit(&secret(), &unit).unwrap();
    secrets.remove(&secret()).unwrap();
    secrets.remove_revision(&secret(), 2).unwrap();
    let options = SecretOptions {
        rotate: Some(Rotation::Never),
        ..SecretOptions::default()
    };
    secrets.set_options(&secret(), &options).unwrap();
    assert_eq!(stub.lines(), lines);
}

#[test]
fn the_ids_of_secrets_are_in_order() {
    let stub = Stub::new().says("secret-ids", r#"["b","a"]"#);
    assert_eq!(stub.hook(&[]).secrets().ids().unwrap(), ["a", "b"]);
    let stub = Stub::new().says("secret-ids", "null");
    assert!(stub.hook(&[]).secrets().ids().unwrap().is_empty());
}

#[test]
fn what_is_known_about_a_secret_is_typed() {
    let known = format!(
        r#"{{"{ID}":{{"revision":3,"label":"user","owner":"application","description":"d","rotation":"daily","expiry":"2027-01-01T00:00:00Z"}}}}"#
    );
    let stub = Stub::new().says(&format!("secret-info-get {SHORT}"), &known);
    let info = stub.hook(&[]).secrets().info(&secret()).unwrap();
    assert_eq!((info.id.as_str(), info.revision), (ID, 3));
    assert_eq!(
        (info.owner.as_str(), info.rotation.as_str()),
        ("application", "daily")
    );
    assert_eq!(info.expiry.as_deref(), Some("2027-01-01T00:00:00Z"));
}
