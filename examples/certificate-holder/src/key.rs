//! Private keys, which Juju keeps.

use crate::config::Mode;
use crate::failure::Failure;
use rcgen::KeyPair;
use relata::juju::{Error, Juju, Owner, Result};
use relata::{Leader, Secret, Sensitive};

relata::interface! {
    /// What a unit keeps from hook to hook.
    pub(crate) interface kept {
        /// The only version.
        version v0 (draft);

        /// - Keeps its private key.
        peer {
            app {
                /// The key. Its label leads to it.
                key: Option<Secret<Key>>,
            }
        }

        /// A private key.
        secret Key {
            /// The key in PEM.
            "private-key": Sensitive,
        }
    }
}

use kept::v0::Key as Content;

/// The key for one relation.
pub(crate) struct Key {
    pub(crate) pair: KeyPair,
    /// The same in PEM.
    pub(crate) pem: Sensitive,
}

impl Key {
    /// The key that is kept; `None` if there is none, or what is kept is no key.
    pub(crate) fn find(juju: &Juju, mode: Mode, relation: u32) -> Result<Option<Self>> {
        match juju
            .secrets()
            .peek_by_label::<Content>(&label(mode, relation))
        {
            Ok(content) => Ok(Key::open(&content.private_key)),
            Err(Error::SecretNotFound { .. } | Error::SecretContent { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A new key, which is kept in the place of a former one. For the application
    /// only its leader makes one.
    pub(crate) fn make(
        juju: &Juju,
        leader: Option<&Leader>,
        mode: Mode,
        relation: u32,
    ) -> Result<Self, Failure> {
        let pair = KeyPair::generate()?;
        let pem = Sensitive::from(pair.serialize_pem());
        let owner = match (mode, leader) {
            (Mode::App, Some(leader)) => Owner::App(leader),
            _ => Owner::Unit,
        };
        let content = Content {
            private_key: pem.clone(),
        };
        let label = label(mode, relation);
        let secrets = juju.secrets();
        let former = secrets.info_by_label(&label)?;
        let secret = secrets.ensure(owner, &label, &content)?;
        if let Some(former) = former {
            secrets.remove_revision(&secret, former.revision)?;
        }
        Ok(Key { pair, pem })
    }

    fn open(pem: &Sensitive) -> Option<Self> {
        let pair = KeyPair::from_pem(pem.reveal()).ok()?;
        let pem = pem.clone();
        Some(Key { pair, pem })
    }
}

/// Removes every key of ours that is of no use. `is_used` is asked of each.
pub(crate) fn sweep(juju: &Juju, is_used: impl Fn(Mode, u32) -> bool) -> Result<()> {
    let secrets = juju.secrets();
    for id in secrets.ids()? {
        let Ok(secret) = Secret::<Content>::new(id) else {
            continue;
        };
        let label = match secrets.info(&secret) {
            Ok(info) => info.label,
            // Another hook has removed it, or its leader is another unit by now.
            Err(Error::SecretNotFound { .. }) => continue,
            Err(error) => return Err(error),
        };
        if key_of(&label).is_some_and(|(mode, relation)| !is_used(mode, relation)) {
            secrets.remove(&secret)?;
        }
    }
    Ok(())
}

fn label(mode: Mode, relation: u32) -> String {
    let whose = match mode {
        Mode::Unit => "unit",
        Mode::App => "app",
    };
    format!("{whose}-key-{relation}")
}

/// Whose key it is that has this label, and of which relation.
fn key_of(label: &str) -> Option<(Mode, u32)> {
    let (whose, relation) = label.split_once("-key-")?;
    let mode = match whose {
        "unit" => Mode::Unit,
        "app" => Mode::App,
        _ => return None,
    };
    Some((mode, relation.parse().ok()?))
}
