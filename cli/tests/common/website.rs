//! An interface, released, and what its authors may do to it next.
#![allow(dead_code, reason = "each test takes what it needs")]

use relata_spec::Interface;
use relata_spec::model::{Allowance, Bag, Field, Presence, Role, Status};
use std::path::Path;

relata::interface! {
    /// Tell where a website is.
    pub interface website {
        /// The first version.
        version v1 (published) {
            providers: { "apache2": "https://github.com/canonical/apache2-operator" };
            requirers: { "haproxy": "https://github.com/canonical/haproxy-operator" };
        }
        /// The next version.
        version v2 (draft);

        provider {
            app {
                /// Where the website is.
                url: Option<Url>,
                /// Its port.
                port: Port = 80,
            }
        }

        requirer {
            unit {
                /// The address from which requests come.
                address: Option<IpAddr>,
            }
        }
    }
}

relata::interface! {
    /// Send mail.
    pub interface mail {
        /// The first version.
        version v0 (published);

        provider {
            app {
                /// Where mail is taken in.
                host: Option<Hostname>,
            }
        }
    }
}

/// The interfaces of this file.
pub(crate) fn catalogue() -> Vec<Interface> {
    vec![mail::model(), website::model()]
}

/// The catalogue after this was done to `website`.
pub(crate) fn changed(how: impl FnOnce(&mut Interface)) -> Vec<Interface> {
    let mut website = website::model();
    how(&mut website);
    vec![mail::model(), website]
}

/// The provider's application databag in v1.
pub(crate) fn bag(interface: &mut Interface) -> &mut Bag {
    let version = &mut interface.versions[0];
    let role = version.roles.get_mut(&Role::Provider);
    let bag = role.and_then(|role| role.app.as_mut());
    bag.expect("the provider writes it")
}

/// The port becomes one of another kind.
pub(crate) fn retyped(interface: &mut Interface) {
    let url = field(interface, "url").ty.clone();
    field(interface, "port").ty = url;
    field(interface, "port").presence = Presence::Optional;
}

/// An exception on the field `port`.
pub(crate) fn allow(interface: &mut Interface, rule: &str) {
    field(interface, "port").allows.push(Allowance {
        rule: rule.into(),
        reason: "nobody provides it yet".into(),
    });
}

/// A field that may be missing comes.
pub(crate) fn extended(interface: &mut Interface) {
    let bag = bag(interface);
    let mut field = bag.fields[0].clone();
    field.name = "health".into();
    field.rust = "health".into();
    field.doc = "Where its health is told.".into();
    bag.fields.push(field);
}

pub(crate) fn field<'i>(interface: &'i mut Interface, name: &str) -> &'i mut Field {
    let fields = &mut bag(interface).fields;
    let field = fields.iter_mut().find(|field| field.name == name);
    field.expect("the field is declared")
}

/// The status of v1.
pub(crate) fn status(interface: &mut Interface, status: Status) {
    interface.versions[0].status = status;
}

/// Runs the command for these interfaces.
pub(crate) fn run(catalogue: &[Interface], args: &[&str]) -> relata_cli::Answer {
    let args = std::iter::once("relata").chain(args.iter().copied());
    relata_cli::run(catalogue, args, None)
}

/// `relata freeze` into this folder.
pub(crate) fn freeze(catalogue: &[Interface], folder: &Path, more: &[&str]) -> relata_cli::Answer {
    let folder = folder.to_str().expect("UTF-8");
    run(catalogue, &[&["freeze", "--dir", folder], more].concat())
}

/// What the command said on standard error, without colours.
pub(crate) fn stderr(answer: &relata_cli::Answer) -> String {
    anstream::adapter::strip_str(&answer.stderr).to_string()
}

/// A file below a folder, made with the folders that it needs.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    let parent = file.parent().expect("a folder");
    std::fs::create_dir_all(parent).expect("a writable folder");
    std::fs::write(file, text).expect("a writable file");
}

/// A new folder, removed with the value.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}
