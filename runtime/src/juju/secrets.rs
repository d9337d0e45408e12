//! Secrets of one's own, and those that others grant.

use super::call::{list, put_in_order};
use super::content::{Content, pairs};
use super::error::{Error, Result};
use super::hook::Juju;
use super::relation::Relation;
use super::secret_calls::uri;
use super::secret_types::{Owner, SecretInfo, SecretOptions};
use crate::record::Record;
use crate::{Secret, UnitName};
use std::fmt;

/// The secrets of a hook; see [`Juju::secrets`].
///
/// The content of a secret is typed by its declaration: a struct that `secret`
/// in an [`interface!`](crate::interface) block makes. It goes to Juju in files
/// that only this user can read and that are wiped afterwards; never in
/// arguments, which every process can see.
#[derive(Clone, Copy)]
pub struct Secrets<'j> {
    pub(super) juju: &'j Juju,
}

impl fmt::Debug for Secrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl Juju {
    /// Secrets. Asks nothing of Juju by itself.
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets { juju: self }
    }
}

/// Secrets of one's own.
///
/// ```
/// # relata::interface! {
/// #     /// Reach a database.
/// #     pub interface database {
/// #         /// The first version.
/// #         version v0 (published);
/// #         provider { app { /** Who to be. */ user: Option<Secret<User>>, } }
/// #         /// Who to be.
/// #         secret User {
/// #             /// The name.
/// #             name: String,
/// #             /// The password.
/// #             password: Sensitive,
/// #         }
/// #     }
/// # }
/// use database::v0::{ProviderApp, User};
/// use relata::juju::{Juju, Owner, Result};
///
/// fn share(juju: &Juju, user: &User) -> Result<()> {
///     // Only the leader manages the application's secrets.
///     let Some(leader) = juju.leader()? else {
///         return Ok(());
///     };
///     for relation in juju.provides::<database::Provider>("database").relations()? {
///         let label = ["user-of-", &relation.id().to_string()].concat();
///         let secret = juju.secrets().ensure(Owner::App(leader), &label, user)?;
///         juju.secrets().grant(&secret, &relation)?;
///         relation.write_app(leader, &ProviderApp { user: Some(secret) })?;
///     }
///     Ok(())
/// }
/// ```
impl Secrets<'_> {
    /// Creates a secret.
    ///
    /// A hook that failed after its changes were taken is run again, and then
    /// this makes a second one: [`Secrets::ensure`] does not.
    ///
    /// # Errors
    ///
    /// If the content breaks its declaration, or the hook tool `secret-add`
    /// fails.
    pub fn create<C: Record>(
        &self,
        owner: Owner<'_>,
        content: &C,
        options: &SecretOptions,
    ) -> Result<Secret<C>> {
        let owner = match owner {
            Owner::App(_) => "application",
            Owner::Unit => "unit",
        };
        let uri = self.say("secret-add", &["--owner", owner], options, &pairs(content)?)?;
        Secret::new(uri.trim()).map_err(|_| Error::garbage("secret-add", "the URI of a secret"))
    }

    /// Sees to it that there is a secret with this label and content: creates it,
    /// gives it a new revision, or leaves it as it is.
    ///
    /// Running it again changes nothing, and the URI is the same in every hook,
    /// whatever spelling Juju prints: it can go into a databag as it is.
    ///
    /// # Errors
    ///
    /// If the content breaks its declaration, or a hook tool fails.
    pub fn ensure<C: Record>(
        &self,
        owner: Owner<'_>,
        label: &str,
        content: &C,
    ) -> Result<Secret<C>> {
        let Some(info) = self.info_by_label(label)? else {
            let options = SecretOptions {
                label: Some(label.to_owned()),
                ..SecretOptions::default()
            };
            let made = self.create(owner, content, &options)?;
            return self.own_uri(made.id());
        };
        let secret = self.own_uri(&info.id)?;
        // From then on Juju makes no revision of a content that is the same. To
        // find out by reading would make a reader of the owner, who would be told
        // of its own changes.
        if self.juju.version() >= (3, 6, 0) || !self.says(&secret, content)? {
            self.update(&secret, content)?;
        }
        Ok(secret)
    }

    /// Whether a secret of one's own has this content.
    fn says<C: Record>(self, secret: &Secret<C>, content: &C) -> Result<bool> {
        // Without refreshing, the revision that is read now would never be free.
        match self.refresh(secret) {
            Ok(current) => Ok(*current == *content),
            // Whatever it is, it is something else.
            Err(Error::SecretContent { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Gives a secret a new revision, whose content is this and nothing else.
    ///
    /// # Errors
    ///
    /// If the content breaks its declaration, or the hook tool `secret-set`
    /// fails: [`Error::SecretNotFound`] for one that is not ours.
    pub fn update<C: Record>(&self, secret: &Secret<C>, content: &C) -> Result<()> {
        let options = SecretOptions::default();
        self.say("secret-set", &[uri(secret)?], &options, &pairs(content)?)
            .map(|_| ())
    }

    /// Changes what a secret has besides its content.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-set` fails.
    pub fn set_options<C>(&self, secret: &Secret<C>, options: &SecretOptions) -> Result<()> {
        self.say("secret-set", &[uri(secret)?], options, &[])
            .map(|_| ())
    }

    /// Lets the other end of a relation read a secret, as long as there is that
    /// relation. They can once this hook has ended well. Juju does not mind if
    /// they could before.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-grant` fails.
    pub fn grant<C, R>(&self, secret: &Secret<C>, relation: &Relation<'_, R>) -> Result<()> {
        self.about(
            "secret-grant",
            secret,
            &["--relation", &relation.to_string()],
        )
    }

    /// Lets one unit at the other end of a relation read a secret.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-grant` fails.
    pub fn grant_unit<C, R>(
        &self,
        secret: &Secret<C>,
        relation: &Relation<'_, R>,
        unit: &UnitName,
    ) -> Result<()> {
        let relation = relation.to_string();
        let args = ["--relation", &relation, "--unit", unit.as_str()];
        self.about("secret-grant", secret, &args)
    }

    /// Takes back what [`Secrets::grant`] gave. What has been read remains read:
    /// change the content as well.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-revoke` fails.
    pub fn revoke<C, R>(&self, secret: &Secret<C>, relation: &Relation<'_, R>) -> Result<()> {
        self.about(
            "secret-revoke",
            secret,
            &["--relation", &relation.to_string()],
        )
    }

    /// Takes back what [`Secrets::grant_unit`] gave.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-revoke` fails.
    pub fn revoke_unit<C>(&self, secret: &Secret<C>, unit: &UnitName) -> Result<()> {
        self.about("secret-revoke", secret, &["--unit", unit.as_str()])
    }

    /// Removes a secret with all its revisions.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-remove` fails.
    pub fn remove<C>(&self, secret: &Secret<C>) -> Result<()> {
        self.about("secret-remove", secret, &[])
    }

    /// Removes one revision, such as the one that
    /// [`SecretEventKind::Remove`](super::SecretEventKind::Remove) names.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-remove` fails.
    pub fn remove_revision<C>(&self, secret: &Secret<C>, revision: u32) -> Result<()> {
        self.about(
            "secret-remove",
            secret,
            &["--revision", &revision.to_string()],
        )
    }

    /// What is known about a secret of one's own.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-info-get` fails: [`Error::SecretNotFound`] for one
    /// that is not ours to manage.
    pub fn info<C>(&self, secret: &Secret<C>) -> Result<SecretInfo> {
        self.ask_info(&[uri(secret)?], secret.id())
    }

    /// What is known about a secret of one's own, by its label; `None` if there
    /// is none that is ours to manage.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-info-get` fails for another reason.
    pub fn info_by_label(&self, label: &str) -> Result<Option<SecretInfo>> {
        match self.ask_info(&["--label", label], label) {
            Ok(info) => Ok(Some(info)),
            Err(Error::SecretNotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The ids of all secrets that are ours to manage, in order.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-ids` fails.
    pub fn ids(&self) -> Result<Vec<String>> {
        let tool = "secret-ids";
        let mut ids = Vec::new();
        for id in list(tool, self.juju.ask(tool, "", &["--format=json"])?)? {
            put_in_order(&mut ids, id, |id| id);
        }
        Ok(ids)
    }
}

/// Secrets of others, or of one's own.
///
/// One whose content came in plain text, from an older version of an interface,
/// is read like any other; Juju is not asked then.
impl Secrets<'_> {
    /// The content, in the revision that this unit tracks. A newer one is
    /// announced by an event; until [`Secrets::refresh`] this stays the same.
    ///
    /// # Errors
    ///
    /// [`Error::SecretDenied`] if it is not granted, [`Error::SecretNotFound`] if
    /// it is gone, [`Error::SecretContent`] if it is not as declared, or whatever
    /// else makes the hook tool `secret-get` fail.
    pub fn read<C: Record>(&self, secret: &Secret<C>) -> Result<Content<C>> {
        self.of(secret, &[])
    }

    /// The content of the newest revision, which this unit tracks from then on.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn refresh<C: Record>(&self, secret: &Secret<C>) -> Result<Content<C>> {
        self.of(secret, &["--refresh"])
    }

    /// The content of the newest revision, without tracking it.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn peek<C: Record>(&self, secret: &Secret<C>) -> Result<Content<C>> {
        self.of(secret, &["--peek"])
    }

    /// As [`Secrets::read`], and gives the secret a label by which events name
    /// it.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn read_as<C: Record>(&self, secret: &Secret<C>, label: &str) -> Result<Content<C>> {
        self.of(secret, &["--label", label])
    }

    /// As [`Secrets::read`], by its label.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn read_by_label<C: Record>(&self, label: &str) -> Result<Content<C>> {
        self.get(&["--label", label], label)
    }

    /// As [`Secrets::peek`], by its label: what our application or unit keeps for
    /// itself, whichever unit wrote it.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn peek_by_label<C: Record>(&self, label: &str) -> Result<Content<C>> {
        self.get(&["--peek", "--label", label], label)
    }
}
