//! What do the documents of the public catalogue say?
//!
//! The catalogue, `canonical/charmlibs`, keeps a folder per version of an
//! interface. Everything in it that people write by hand is written here from
//! the model, so that specification, schema, README and wire agree:
//!
//! | file | what it is | written by |
//! |---|---|---|
//! | `<name>/interface/v<N>/README.md` | the specification, for people | [`readme`] |
//! | `<name>/interface/v<N>/interface.yaml` | status, maintainer, known charms | [`interface_yaml`] |
//! | `<name>/interface/v<N>/schema.py` | pydantic models | [`schema_py`] |
//! | `<name>/interface/v<N>/schemas/provider.json`, `requirer.json` | JSON Schema 2020-12 | [`crate::schema`] |
//! | `index.json` | one entry per interface | [`index`] |
//!
//! The schemas are the reader's, of the decoded values: the same that `relata
//! schema` prints. An interface between the units of one application has
//! `schemas/peer.json` instead of the two.
//!
//! The same model gives the same bytes on every run and machine. Nothing here
//! touches the file system.

mod catalogue;
mod conditions;
pub mod index;
mod interface_yaml;
mod markdown;
pub mod phrases;
mod readme;
pub mod schema_py;
mod yaml;

pub use catalogue::catalogue_page;
pub use conditions::expectation_phrase;
pub use interface_yaml::interface_yaml;
pub use readme::readme;

use crate::model::{Interface, Role, Version};
use crate::schema::{Side, View, role_schema};

/// What every written document says of itself, so that another run knows that
/// it may write it anew.
pub(crate) const MARK: &str = "Written by `relata export`";

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it belongs, with `/` between the parts: `s3/interface/v1/README.md`.
    pub path: String,
    /// What is in it. It ends with a newline.
    pub content: String,
}

/// Every document of these interfaces, with `index.json` as the last.
///
/// ```
/// use relata_spec::export::files;
///
/// let files = files(&[]);
/// assert_eq!(files[0].path, "index.json");
/// assert_eq!(files[0].content, "[]\n");
/// ```
pub fn files(interfaces: &[Interface]) -> Vec<File> {
    let mut files: Vec<File> = interfaces.iter().flat_map(interface_files).collect();
    files.push(File {
        path: index::NAME.to_owned(),
        content: index::index(interfaces),
    });
    files
}

/// The documents of one interface, version by version.
pub fn interface_files(interface: &Interface) -> Vec<File> {
    let versions = interface.versions.iter();
    versions
        .flat_map(|version| version_files(interface, version))
        .collect()
}

fn version_files(interface: &Interface, version: &Version) -> Vec<File> {
    let folder = folder(interface, version);
    let file = |name: &str, content: String| File {
        path: format!("{folder}/{name}"),
        content,
    };
    let mut files = vec![
        file("README.md", readme(interface, version)),
        file("interface.yaml", interface_yaml(interface, version)),
        file("schema.py", schema_module(interface, version)),
    ];
    for role in documented_roles(version) {
        let schema = role_schema(interface, version, role, Side::Reader, View::Decoded);
        let name = format!("schemas/{role}.json");
        files.push(file(&name, format!("{schema:#}\n")));
    }
    files
}

fn schema_module(interface: &Interface, version: &Version) -> String {
    let module = schema_py::schema_py(interface, version);
    format!("# {MARK} from the declaration of the interface: edit that.\n{module}")
}

/// The folder of a version: `s3/interface/v1`.
pub fn folder(interface: &Interface, version: &Version) -> String {
    format!("{}/interface/v{}", interface.name, version.number)
}

/// The roles that have a schema of their own: both sides of a relation, also
/// where one writes nothing, unless the relation is one between peers.
fn documented_roles(version: &Version) -> Vec<Role> {
    let declared = |role: &Role| version.roles.contains_key(role);
    let only_peer = version.roles.keys().all(|role| *role == Role::Peer);
    Role::ALL
        .into_iter()
        .filter(|role| {
            declared(role) || (*role != Role::Peer && !(only_peer && declared(&Role::Peer)))
        })
        .collect()
}

/// Whether a document with this content was written here, so that it may be
/// written anew. A document of the same name that somebody wrote by hand was
/// not.
pub fn is_ours(content: &str) -> bool {
    let head: String = content.chars().take(2000).collect();
    head.contains(MARK) || (content.starts_with('{') && content.contains("\"urn:relata:interface:"))
}
