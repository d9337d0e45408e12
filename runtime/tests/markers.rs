//! How does a writer state its version?

mod common;

use common::bag;
use relata::{Databag, changes, write};

relata::interface! {
    /// Every spelling of a marker.
    interface spellings {
        /// The first version.
        version v0 (retired);
        /// The second version.
        version v1 (published);

        provider {
            app {
                #[version]
                version: u32,
                /// Only in the second.
                #[since(v1)]
                name: Option<String>,
            }
            unit {
                #[version(spelling = "v{}")]
                #[allow(R17, reason = "for this test")]
                "api-version": String,
            }
        }

        requirer {
            app {
                #[version(absent = v1)]
                versions: Vec<u32>,
            }
            #[encoding(raw)]
            unit {
                #[version(spelling = "v{}")]
                #[allow(R17, reason = "for this test")]
                "api-version": String,
            }
        }

        peer {
            app {
                #[version(spelling = "{}.0")]
                version: String,
            }
            unit {
                #[encoding(csv)]
                #[allow(R17, reason = "for this test")]
                #[version]
                versions: Vec<u32>,
            }
        }
    }
}

use spellings::{v0, v1};

fn marker<B: relata::Bag>(value: &B, version: u32) -> Databag {
    write(value, version).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn a_marker_is_spelled_as_declared_for_each_version() {
    let app = v0::ProviderApp::default();
    assert_eq!(marker(&app, 0), bag([("version", "0")]));
    let app = v1::ProviderApp::default();
    assert_eq!(marker(&app, 1), bag([("version", "1")]));
    let unit = v1::ProviderUnit::default();
    assert_eq!(marker(&unit, 0), bag([("api-version", r#""v0""#)]));
    assert_eq!(marker(&unit, 1), bag([("api-version", r#""v1""#)]));
    let unit = v1::RequirerUnit::default();
    assert_eq!(marker(&unit, 1), bag([("api-version", "v1")]));
    let app = v1::PeerApp::default();
    assert_eq!(marker(&app, 1), bag([("version", r#""1.0""#)]));
}

#[test]
fn a_list_states_every_version_whichever_is_written() {
    for version in [0, 1] {
        let app = v1::RequirerApp::default();
        assert_eq!(marker(&app, version), bag([("versions", "[0,1]")]));
        let unit = v1::PeerUnit::default();
        assert_eq!(marker(&unit, version), bag([("versions", "0,1")]));
    }
}

#[test]
fn a_marker_states_the_newest_version_in_which_the_databag_looks_like_this() {
    let written = |changes: relata::Changes| {
        let mut bag = Databag::new();
        changes.apply(&mut bag);
        bag
    };
    let app = changes(&v0::ProviderApp::default(), &Databag::new()).map(written);
    assert_eq!(app, Ok(bag([("version", "0")])));
    let unit = changes(&v0::ProviderUnit::default(), &Databag::new()).map(written);
    assert_eq!(unit, Ok(bag([("api-version", r#""v1""#)])));
}
