//! Databags made from a declaration: what a charm would write, and what must be
//! refused.
//!
//! Values come from the examples of the declaration; where there is none, they
//! are made up from the type and its constraints. The same declaration always
//! gives the same databags. Every databag is judged by [`crate::bag::judge`]
//! before it is handed out, so the answers hold whatever the declaration says:
//! where nothing can be made up that fits, it is left out.
//!
//! ```
//! use relata_spec::bag::{Verdict, judge};
//! use relata_spec::model::{Role, Scope};
//! use relata_spec::{Interface, sample};
//!
//! # let text = r#"{"relata": 1, "interface": {"name": "demo", "summary": "A demo.", "versions": [
//! #   {"number": 1, "status": "draft", "doc": "First.", "roles": {"provider": {"app": {
//! #     "layouts": [{"layout": "keys"}],
//! #     "fields": [{"name": "port", "rust": "port", "doc": "The port.",
//! #       "type": {"kind": "integer", "width": "port"}, "encodings": [{"as": "raw"}]}]
//! # }}}}]}}"#;
//! let interface = Interface::from_json_str(text).unwrap();
//! let version = interface.newest().unwrap();
//!
//! let typical = sample::typical(version, Role::Provider, Scope::App).unwrap();
//! assert_eq!(typical["port"], "8080");
//! assert_eq!(judge(version, Role::Provider, Scope::App, &typical).verdict, Verdict::Ready);
//!
//! for broken in sample::broken(version, Role::Provider, Scope::App) {
//!     let judgement = judge(version, Role::Provider, Scope::App, &broken.databag);
//!     assert_eq!(judgement.verdict, Verdict::Invalid, "{}", broken.what);
//! }
//! ```

mod bag;
mod broken;
mod choose;
mod pattern;
mod spoil;
mod text;
mod value;

pub use broken::{Broken, broken};

use crate::model::{Role, Scope, Type, TypeBody, Version};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use value::{Extent, Maker};

/// A databag as Juju holds it.
pub type Databag = BTreeMap<String, String>;

/// A databag with every field that can have a value beside the others, dynamic
/// keys and the version marker included.
///
/// `None` if the role writes no such databag in this version, or if no databag
/// could be found that is ready. An empty databag is one that declares nothing.
pub fn typical(version: &Version, role: Role, scope: Scope) -> Option<Databag> {
    bag::make(version, role, scope, Extent::Full).map(|made| made.databag)
}

/// A databag with only what must be there for it to be ready; empty if nothing
/// must.
///
/// `None` where [`typical`] is.
pub fn minimal(version: &Version, role: Role, scope: Scope) -> Option<Databag> {
    bag::make(version, role, scope, Extent::Least).map(|made| made.databag)
}

/// A value of the type with everything in it that can be there, for
/// documentation. `null` if none could be made up.
pub fn value(version: &Version, ty: &Type) -> Json {
    Maker::new(version, Extent::Full)
        .make(ty)
        .unwrap_or_default()
}

/// The content of a secret that the body declares as `name`, with every key.
/// `None` if there is no such secret.
pub fn secret_content(version: &Version, name: &str) -> Option<Databag> {
    let TypeBody::Secret { fields, checks } = &version.type_decl(name)?.body else {
        return None;
    };
    let members = Maker::new(version, Extent::Full).members(fields, None, checks)?;
    let text = |value: Json| match value {
        Json::String(text) => text,
        other => other.to_string(),
    };
    Some(
        members
            .into_iter()
            .map(|(key, value)| (key, text(value)))
            .collect(),
    )
}
