//! Juju relation interfaces, declared once.
//!
//! [`interface!`] turns one declaration into typed databags for every version of
//! an interface. This crate is what those types need at run time, and nothing
//! else: how a databag is [read](read()) without ever failing the charm, how it
//! is [written](changes) without a needless change, and which version two sides
//! agree on: [`agree`].
//!
//! ```
//! relata::interface! {
//!     /// Say hello to the neighbours.
//!     pub interface greeting {
//!         /// The first version.
//!         version v0 (published);
//!
//!         /// - Greets everybody who asks.
//!         provider {
//!             app {
//!                 /// What to say.
//!                 #[example("good morning")]
//!                 text: Option<String>,
//!                 /// How often.
//!                 #[range(1..=10)]
//!                 times: u32 = 1,
//!             }
//!         }
//!     }
//! }
//!
//! use greeting::v0::ProviderApp;
//! use relata::{Databag, Reading};
//!
//! // Writing: what has to be changed in the databag that is there now.
//! let value = ProviderApp { text: Some("hello".into()), times: 3 };
//! let mut bag = Databag::new();
//! relata::changes(&value, &bag)?.apply(&mut bag);
//! assert_eq!(bag["text"], r#""hello""#);
//! assert!(relata::changes(&value, &bag)?.is_empty());
//!
//! // Reading: one of four outcomes, never an error.
//! assert_eq!(relata::read::<ProviderApp>(&bag), Reading::Ready(value));
//! bag.insert("times".into(), "often".into());
//! assert!(matches!(relata::read::<ProviderApp>(&bag), Reading::Invalid(_)));
//! # Ok::<(), Box<relata::Report>>(())
//! ```
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `yaml` | databag values in YAML |
//! | `spec` | the model of every interface as data; reports that list every problem |
//! | `schema` | `schemars::JsonSchema` for every generated type |
//! | `testing` | a miniature Juju in memory, for the unit tests of a charm |
//!
//! None is on by default: a charm pays for what it uses.

mod bag;
mod condition;
mod convert;
pub mod juju;
mod limits;
#[cfg(feature = "spec")]
mod model;
mod plain;
mod read;
mod receive;
mod record;
pub mod report;
mod set;
mod side;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "testing")]
pub mod testing_roles;
mod text;
mod union;
mod value;
pub mod versions;
mod words;
mod write;
#[cfg(feature = "yaml")]
mod yaml;

pub use bag::{AppBag, Bag, Databag, RoleKind, ScopeKind, UnitBag};
pub use convert::{
    Downgrade, FromNewest, IntoNewest, Own, OwnChanges, Scatter, Served, Upgrade, Writer,
    changes_of, serve,
};
pub use read::{Reading, read};
pub use receive::{FoundBy, Received, Remote, agree, receive, stated};
pub use relata_macros::interface;
#[cfg(feature = "spec")]
pub use relata_spec as spec;
pub use report::Report;
pub use set::Set;
pub use side::{Leader, Local, Paired, Role};
pub use text::{
    AppName, Base64, Cidr, Hostname, Pem, Port, Secret, Sensitive, TextError, UnitName, Url,
};
pub use value::Value;
pub use write::{Changes, changes, changes_in, write};

pub use std::net::IpAddr;

/// Any JSON value.
pub type Json = serde_json::Value;

/// An object with free keys, in their stable order.
pub type Map<K, V> = std::collections::BTreeMap<K, V>;

/// What the macro's output refers to. Nothing here is for people.
#[doc(hidden)]
pub mod __private {
    pub use crate::bag::{BagTable, CSV, Encoding, Layout, MarkerTable, Plain, RAW, Use};
    pub use crate::condition::{Check, Comparison, Condition, Operand, PresenceCheck};
    pub use crate::limits::{Limit, Limits, Pattern, Trail};
    #[cfg(feature = "spec")]
    pub mod model {
        #[cfg(feature = "schema")]
        pub use crate::model::{SchemaOf, type_schema};
        pub use crate::model::{declared, parse};
    }
    pub use crate::receive::Gather;
    pub use crate::record::{
        Member, Presence, Record, Shape, Visit, VisitRest, fits_key, inspect_record,
        is_hollow_record, parse_default, put, put_entry, put_or_default, put_present, read_element,
        read_record, skip, write_record,
    };
    pub use crate::union::{
        Tagged, Untagged, is_hollow_union, no_such_shape, read_fitting, read_tagged,
        read_union_element, read_untagged, write_tagged,
    };
    pub use crate::value::{Key, Object, Value, View, collapse_ordered};
    pub use crate::versions::MarkerSpec;
    pub use crate::words::{
        Numbers, Words, parse_word, read_number, read_word, write_number, write_word,
    };
    #[cfg(feature = "schema")]
    pub use schemars;
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
    pub use serde_json::Error as JsonError;
    pub use std::borrow::Cow;
}

mod glue;

/// The code in the guide for authors of charms is run.
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../../docs/charms.md")]
mod guide {}
