//! How does what one version says become what another says?

mod common;

use common::bag;
use relata::{Downgrade, Map, Remote, Upgrade, Writer, receive};

relata::interface! {
    /// Grows from version to version.
    interface grown {
        /// The first version.
        version v0 (retired);
        /// The second version.
        version v1 (published);
        /// The third version.
        version v2 (draft);

        provider {
            app {
                /// In every version.
                name: Option<String>,
                /// From the second on.
                #[since(v1)]
                level: u32 = 7,
                /// From the third on.
                #[since(v2)]
                kind: Option<Kind>,
            }
            #[since(v2)]
            unit {
                /// From the third on.
                address: Option<String>,
            }
        }

        requirer {
            unit {
                /// In every version.
                size: Option<u32>,
            }
        }

        /// Kinds.
        enum Kind { large }
    }
}

relata::interface! {
    /// Moves from one databag to the other, then grows.
    interface moved {
        /// In the unit databag.
        version v0 (retired);
        /// In the application databag.
        version v1 (published);
        /// With one more field.
        version v2 (draft);

        provider {
            #[until(v1)]
            unit {
                /// A name.
                name: Option<String>,
            }
            #[since(v1)]
            app {
                /// The names.
                names: Set<Name> = [],
                /// One more.
                #[since(v2)]
                more: Option<String>,
            }
        }

        /// A name.
        #[since(v1)]
        struct Name {
            /// The name.
            text: String,
        }
    }
}

// No field of the first version has a place in the second: so this is written by
// hand, and everything else follows.
impl Upgrade for moved::v0::Provider {
    type Next = moved::v1::Provider;

    fn upgrade(self) -> Self::Next {
        let names = self.units.into_values().filter_map(|unit| unit.name);
        let names = names.map(|text| moved::v1::Name { text }).collect();
        moved::v1::Provider {
            app: Some(moved::v1::ProviderApp { names }),
        }
    }
}

fn writer() -> Writer<'static> {
    Writer::new(relata::UnitName::new("a/0").expect("a unit name"))
}

fn grown_v0(name: &str) -> grown::v0::Provider {
    grown::v0::Provider {
        app: Some(grown::v0::ProviderApp {
            name: Some(name.into()),
        }),
    }
}

#[test]
fn a_field_that_was_added_is_absent_or_has_its_default() {
    let newer = grown_v0("x").upgrade();
    let app = grown::v1::ProviderApp {
        name: Some("x".into()),
        level: 7,
    };
    assert_eq!(newer, grown::v1::Provider { app: Some(app) });
}

#[test]
fn what_only_the_newer_version_can_say_is_lost_on_the_way_back() {
    let app = grown::v1::ProviderApp {
        name: Some("x".into()),
        level: 9,
    };
    let older = grown::v1::Provider { app: Some(app) }.downgrade(&writer());
    assert_eq!(older, grown_v0("x"));
}

#[test]
fn a_databag_that_was_added_is_empty_at_first() {
    let newest = grown_v0("x").upgrade().upgrade();
    assert_eq!(newest.units, Map::new());
    assert_eq!(newest.app.map(|app| (app.level, app.kind)), Some((7, None)));
}

#[test]
fn there_and_back_again_is_where_one_was() {
    assert_eq!(grown_v0("x").upgrade().downgrade(&writer()), grown_v0("x"));
    assert_eq!(
        grown_v0("x")
            .upgrade()
            .upgrade()
            .downgrade(&writer())
            .downgrade(&writer()),
        grown_v0("x")
    );
    assert_eq!(
        grown::v0::Provider::default().upgrade(),
        grown::v1::Provider::default()
    );
}

#[test]
fn every_version_leads_to_the_newest() {
    let newest = grown::ProviderData::V0(grown_v0("x")).into_newest();
    let through = grown::ProviderData::V1(grown_v0("x").upgrade()).into_newest();
    let same = grown::ProviderData::V2(newest.clone()).into_newest();
    assert_eq!(newest, through);
    assert_eq!(newest, same);
}

#[test]
fn what_was_received_becomes_the_newest_version_whatever_it_was() {
    let keys = bag([("name", r#""x""#)]);
    let received = receive::<grown::Provider>(&Remote::new().app(&keys)).expect("it is there");
    let newest: grown::v2::Provider = received.data.into_newest();
    assert_eq!(newest.app.and_then(|app| app.name).as_deref(), Some("x"));
    for data in [
        grown::ProviderData::V0(grown_v0("y")),
        grown::ProviderData::V1(grown_v0("y").upgrade()),
    ] {
        let newest: grown::v2::Provider = data.into_newest();
        assert_eq!(newest.app.and_then(|app| app.name).as_deref(), Some("y"));
    }
}

#[test]
fn a_side_that_is_the_same_in_every_version_is_moved_as_it_is() {
    let name = relata::UnitName::new("a/0").expect("a unit name");
    let value = grown::v0::RequirerUnit { size: Some(1) };
    let side = grown::v0::Requirer {
        units: [(name.clone(), value.clone())].into(),
    };
    let newest = grown::RequirerData::V0(side).into_newest();
    assert_eq!(newest.units[&name], value);
}

#[test]
fn one_conversion_by_hand_is_enough_to_lead_everywhere() {
    let keys = bag([("name", r#""x""#)]);
    let name = relata::UnitName::new("a/0").expect("a unit name");
    let remote = Remote::new().unit(name, &keys);
    let received = receive::<moved::Provider>(&remote).expect("it is there");
    assert_eq!(received.version, 0);
    let newest: moved::v2::Provider = received.data.into_newest();
    let app = newest.app.expect("an application databag");
    assert_eq!(app.names.len(), 1);
    assert_eq!(app.more, None);
}

mod sharing {
    relata::interface! {
        /// Types that differ between versions, and types that do not.
        interface shared {
            /// The first version.
            version v0 (retired);
            /// The second version.
            version v1 (published);

            provider {
                app {
                    /// The same type in both.
                    same: Option<Same>,
                    /// Holds what differs.
                    holder: Option<Holder>,
                    /// Words.
                    word: Option<Word>,
                }
            }

            peer {
                unit {
                    /// The same in both.
                    same: Option<Same>,
                }
            }

            requirer {
                app {
                    /// Old documentation.
                    #[deprecated(v1, "use nothing")]
                    old: Option<Same>,
                }
            }

            /// Never changes.
            struct Same {
                /// A number.
                number: u32,
                /// Words.
                word: Option<Word>,
            }

            /// Words.
            enum Word { yes, no }

            /// Holds what differs.
            struct Holder {
                /// Differs.
                inner: Inner,
            }

            /// Differs.
            struct Inner {
                /// In both.
                a: Option<u32>,
                /// From the second on.
                #[since(v1)]
                b: Option<u32>,
            }
        }
    }

    use shared::{v0, v1};
    use std::any::TypeId;

    #[test]
    fn a_type_that_does_not_differ_is_one_type() {
        let same = v0::Same {
            number: 1,
            word: Some(v1::Word::Yes),
        };
        let newer: v1::Same = same;
        let bag: v1::PeerUnit = v0::PeerUnit { same: Some(newer) };
        assert_eq!(bag.same.map(|same| same.number), Some(1));
        // What is only deprecated does not differ.
        assert_eq!(
            TypeId::of::<v0::RequirerApp>(),
            TypeId::of::<v1::RequirerApp>()
        );
    }

    #[test]
    fn a_type_that_holds_what_differs_is_another() {
        assert_ne!(TypeId::of::<v0::Inner>(), TypeId::of::<v1::Inner>());
        assert_ne!(TypeId::of::<v0::Holder>(), TypeId::of::<v1::Holder>());
        assert_ne!(
            TypeId::of::<v0::ProviderApp>(),
            TypeId::of::<v1::ProviderApp>()
        );
    }
}
