//! What does a charm of the newest version write to an older one?

mod common;

use common::bag;
use relata::{
    Databag, Downgrade, Json, Own, OwnChanges, Secret, Served, UnitName, Upgrade, Writer,
    changes_of, serve,
};

relata::interface! {
    /// Where to keep things.
    interface store {
        /// Everything in plain text, by each unit.
        version v0 (retired);
        /// The login in a secret, by the application.
        version v1 (published);
        /// One more field.
        version v2 (draft);

        provider {
            #[until(v1)]
            unit {
                /// Where it is.
                #[encoding(raw)]
                host: Option<String>,
                /// How to log in.
                #[encoding(raw)]
                password: Option<Sensitive>,
            }
            #[since(v1)]
            app {
                /// Which version this is.
                #[version]
                version: u32,
                /// Where it is.
                address: Option<String>,
                /// How to log in.
                login: Option<Secret<Login>>,
                /// How much fits in.
                #[since(v2)]
                size: Option<u32>,
            }
        }

        requirer {
            app {
                /// Which version is read.
                #[version(absent = v0)]
                version: u32,
            }
        }

        /// How to log in.
        #[since(v1)]
        secret Login {
            /// The password.
            password: Sensitive,
        }
    }
}

use store::{Provider, ProviderData, v0, v1, v2};

impl Upgrade for v0::Provider {
    type Next = v1::Provider;

    fn upgrade(self) -> v1::Provider {
        let unit = self.units.into_values().next();
        v1::Provider {
            app: unit.map(|unit| v1::ProviderApp {
                address: unit.host,
                login: unit
                    .password
                    .map(|password| Secret::in_plain(&v1::Login { password })),
            }),
        }
    }
}

impl Downgrade for v1::Provider {
    type Previous = v0::Provider;

    fn downgrade(self, writer: &Writer<'_>) -> v0::Provider {
        let unit = self.app.map(|app| v0::ProviderUnit {
            host: app.address,
            password: app
                .login
                .and_then(|login| writer.content(&login))
                .map(|login| login.password),
        });
        let unit = unit.filter(|unit| unit.host.is_some() || unit.password.is_some());
        let unit = unit.map(|unit| (writer.unit().clone(), unit));
        v0::Provider {
            units: unit.into_iter().collect(),
        }
    }
}

const URI: &str = "secret:d40rbhnmp25c76d6bdn0";

fn unit(name: &str) -> UnitName {
    UnitName::new(name).expect("a unit name")
}

/// The writer's own secrets.
fn contents(uri: &str) -> Option<Json> {
    (uri == URI).then(|| serde_json::json!({"password": "hunter2"}))
}

fn writer() -> Writer<'static> {
    Writer::new(unit("a/1")).with_secrets(&contents)
}

fn newest(size: Option<u32>) -> v2::Provider {
    v2::Provider {
        app: Some(v2::ProviderApp {
            address: Some("here".into()),
            login: Some(Secret::new(URI).expect("a URI")),
            size,
        }),
    }
}

fn written(served: &Served<ProviderData>, app: &Databag, unit_bag: &Databag) -> [Databag; 2] {
    let own = Own {
        app: Some(app),
        unit: unit_bag,
    };
    let changes = changes_of::<Provider>(served, &unit("a/1"), own).expect("it fits");
    let (mut app, mut unit) = (app.clone(), unit_bag.clone());
    changes.app.apply(&mut app);
    changes.unit.apply(&mut unit);
    [app, unit]
}

#[test]
fn whoever_reads_the_newest_gets_the_newest() {
    let served = serve::<Provider>(newest(Some(3)), 2, &writer());
    assert_eq!((served.version, served.data.version()), (2, 2));
    // So does a reader from the future.
    let served = serve::<Provider>(newest(Some(3)), u32::MAX, &writer());
    assert_eq!(served.version, 2);
}

#[test]
fn a_reader_that_passes_over_what_is_new_gets_the_newest_too() {
    let served = serve::<Provider>(newest(Some(3)), 1, &writer());
    assert_eq!(served.version, 2);
    let [app, _] = written(&served, &Databag::new(), &Databag::new());
    assert_eq!((&*app["version"], &*app["size"]), ("2", "3"));
}

#[test]
fn what_an_older_version_has_elsewhere_is_written_there() {
    let served = serve::<Provider>(newest(Some(3)), 0, &writer());
    assert_eq!(served.version, 0);
    let [app, unit] = written(&served, &Databag::new(), &Databag::new());
    assert_eq!(app, Databag::new());
    assert_eq!(unit, bag([("host", "here"), ("password", "hunter2")]));
}

#[test]
fn what_another_version_has_left_is_deleted_and_nothing_else() {
    let app = bag([("address", r#""old""#), ("version", "2"), ("mine", "x")]);
    let unit = bag([("host", "old"), ("ingress-address", "10.0.0.1")]);
    let old = serve::<Provider>(newest(None), 0, &writer());
    let [app_of_v0, unit_of_v0] = written(&old, &app, &unit);
    assert_eq!(app_of_v0, bag([("mine", "x")]));
    assert_eq!(unit_of_v0["host"], "here");
    let new = serve::<Provider>(newest(None), 2, &writer());
    let [app_of_v2, unit_of_v2] = written(&new, &app_of_v0, &unit_of_v0);
    assert_eq!(app_of_v2["address"], r#""here""#);
    assert_eq!(unit_of_v2, bag([("ingress-address", "10.0.0.1")]));
    // A second time there is nothing to do.
    let again = written(&new, &app_of_v2, &unit_of_v2);
    assert_eq!(again, [app_of_v2, unit_of_v2]);
}

#[test]
fn a_follower_says_what_its_unit_says_and_no_more() {
    let nothing = Databag::new();
    let own = Own {
        app: None,
        unit: &nothing,
    };
    for (agreed, keys) in [(0, 2), (2, 0)] {
        let served = serve::<Provider>(newest(None), agreed, &writer());
        let changes = changes_of::<Provider>(&served, &unit("a/1"), own);
        let OwnChanges { app, unit } = changes.expect("it fits");
        assert!(app.is_empty());
        assert_eq!(unit.iter().count(), keys, "v{agreed}");
    }
}

#[test]
fn where_an_older_version_has_no_words_the_newest_is_written() {
    let silent = v2::Provider {
        app: Some(v2::ProviderApp {
            size: Some(3),
            ..v2::ProviderApp::default()
        }),
    };
    let served = serve::<Provider>(silent, 0, &writer());
    assert_eq!(served.version, 2);
}

#[test]
fn plain_text_that_became_a_secret_is_plain_text_again() {
    let old = v0::Provider {
        units: [(
            unit("a/1"),
            v0::ProviderUnit {
                host: Some("here".into()),
                password: Some("hunter2".into()),
            },
        )]
        .into(),
    };
    let newest = ProviderData::V0(old.clone()).into_newest();
    let login = newest.app.clone().and_then(|app| app.login);
    let login = login.expect("a secret");
    assert!(login.is_in_plain() && login.uri().is_empty());
    assert!(!format!("{login:?}").contains("hunter2"));
    let content = login.plain_content().map(|content| content.password);
    assert_eq!(content, Some("hunter2".into()));
    // The writer need not look into any secret for it.
    let served = serve::<Provider>(newest, 0, &Writer::new(unit("a/1")));
    assert_eq!(served.data, ProviderData::V0(old));
}

#[test]
fn a_secret_in_plain_text_cannot_be_written() {
    let login = v1::Login {
        password: "hunter2".into(),
    };
    let value = v1::ProviderApp {
        address: None,
        login: Some(Secret::in_plain(&login)),
    };
    let report = relata::changes(&value, &Databag::new()).expect_err("it has no URI");
    assert_eq!(report.problems[0].key, "login");
    assert!(!report.to_string().contains("hunter2"), "{report}");
}

#[test]
fn without_a_look_into_the_secret_the_rest_is_said() {
    let served = serve::<Provider>(newest(None), 0, &Writer::new(unit("a/1")));
    let [_, unit] = written(&served, &Databag::new(), &Databag::new());
    assert_eq!(unit, bag([("host", "here")]));
}
