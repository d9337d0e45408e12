//! Secrets of one's own, and those that others grant.

use super::call::list;
use super::content::{Content, Pair, pairs};
use super::error::{Error, Result};
use super::hook::Juju;
use super::relation::Relation;
use super::vault::Files;
use crate::record::Record;
use crate::{Json, Leader, Secret, UnitName};
use std::fmt;
use zeroize::Zeroize;

/// Who owns a secret: who may change, grant and remove it.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'l> {
    /// The application: its leader manages the secret, each of its units may read
    /// it.
    App(&'l Leader),
    /// This unit alone.
    Unit,
}

/// How often the owner is asked for a new revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says it all")]
pub enum Rotation {
    Never,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Quarterly,
    Yearly,
}

impl Rotation {
    const fn word(self) -> &'static str {
        match self {
            Rotation::Never => "never",
            Rotation::Hourly => "hourly",
            Rotation::Daily => "daily",
            Rotation::Weekly => "weekly",
            Rotation::Monthly => "monthly",
            Rotation::Quarterly => "quarterly",
            Rotation::Yearly => "yearly",
        }
    }
}

/// What a secret has besides its content. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecretOptions {
    /// The owner's name for it; unique among those of the owner.
    pub label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// When it expires: a time such as `2027-01-01T00:00:00Z`, or a duration such
    /// as `24h`.
    pub expire: Option<String>,
    /// How often it is to be renewed.
    pub rotate: Option<Rotation>,
}

/// What the owner of a secret knows about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecretInfo {
    /// Its id: the part of a URI that does not depend on Juju's version.
    pub id: String,
    /// The newest revision.
    pub revision: u32,
    /// The owner's name for it; may be empty.
    pub label: String,
    /// `application` or `unit`.
    pub owner: String,
    /// What it is for; may be empty.
    pub description: String,
    /// How often it is to be renewed, such as `never`.
    pub rotation: String,
    /// When it expires, if it does.
    pub expiry: Option<String>,
}

/// The secrets of a hook; see [`Juju::secrets`].
///
/// The content of a secret is typed by its declaration: a struct that `secret`
/// in an [`interface!`](crate::interface) block makes. It goes to Juju in files
/// that only this user can read and that are wiped afterwards; never in
/// arguments, which every process can see.
#[derive(Clone, Copy)]
pub struct Secrets<'j> {
    juju: &'j Juju,
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
    /// gives it a new revision, or leaves it alone, and nothing is written then.
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
        let current = match self.get(&["--peek", secret.uri()], label) {
            Ok(current) => Some(current),
            // Whatever it was, it shall be something else.
            Err(Error::SecretContent { .. }) => None,
            Err(error) => return Err(error),
        };
        if current.is_none_or(|current: Content<C>| *current != *content) {
            self.update(&secret, content)?;
        }
        Ok(secret)
    }

    /// Gives a secret a new revision, whose content is this and nothing else.
    ///
    /// # Errors
    ///
    /// If the content breaks its declaration, or the hook tool `secret-set`
    /// fails: [`Error::SecretNotFound`] for one that is not ours.
    pub fn update<C: Record>(&self, secret: &Secret<C>, content: &C) -> Result<()> {
        let options = SecretOptions::default();
        self.say("secret-set", &[secret.uri()], &options, &pairs(content)?)
            .map(|_| ())
    }

    /// Changes what a secret has besides its content.
    ///
    /// # Errors
    ///
    /// If the hook tool `secret-set` fails.
    pub fn set_options<C>(&self, secret: &Secret<C>, options: &SecretOptions) -> Result<()> {
        self.say("secret-set", &[secret.uri()], options, &[])
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
        self.ask_info(&[secret.uri()], secret.id())
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
        let mut ids = list(tool, self.juju.ask(tool, "", &["--format=json"])?)?;
        ids.sort_unstable();
        Ok(ids)
    }
}

/// Secrets of others, or of one's own.
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
        self.get(&[secret.uri()], secret.id())
    }

    /// The content of the newest revision, which this unit tracks from then on.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn refresh<C: Record>(&self, secret: &Secret<C>) -> Result<Content<C>> {
        self.get(&["--refresh", secret.uri()], secret.id())
    }

    /// The content of the newest revision, without tracking it.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn peek<C: Record>(&self, secret: &Secret<C>) -> Result<Content<C>> {
        self.get(&["--peek", secret.uri()], secret.id())
    }

    /// As [`Secrets::read`], and gives the secret a label by which events name
    /// it.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn read_as<C: Record>(&self, secret: &Secret<C>, label: &str) -> Result<Content<C>> {
        self.get(&[secret.uri(), "--label", label], secret.id())
    }

    /// As [`Secrets::read`], by its label.
    ///
    /// # Errors
    ///
    /// As [`Secrets::read`].
    pub fn read_by_label<C: Record>(&self, label: &str) -> Result<Content<C>> {
        self.get(&["--label", label], label)
    }
}

/// How it is all said to Juju.
impl Secrets<'_> {
    fn get<C: Record>(&self, what: &[&str], subject: &str) -> Result<Content<C>> {
        let mut args = vec!["--format=json"];
        args.extend(what);
        let output = self.juju.call("secret-get", subject, &args, None)?;
        Content::parse(subject, output.stdout)
    }

    fn about<C>(&self, tool: &str, secret: &Secret<C>, rest: &[&str]) -> Result<()> {
        let mut args = vec![secret.uri()];
        args.extend(rest);
        self.juju.call(tool, secret.id(), &args, None).map(|_| ())
    }

    fn ask_info(&self, which: &[&str], subject: &str) -> Result<SecretInfo> {
        let tool = "secret-info-get";
        let mut args = vec!["--format=json"];
        args.extend(which);
        let answer = self.juju.ask(tool, subject, &args)?;
        let entry = answer.as_object().and_then(|entries| entries.iter().next());
        let (id, info) = entry.ok_or(Error::garbage(tool, "what is known about a secret"))?;
        let text = |key| super::network::text(info, key);
        let revision = info.get("revision").and_then(Json::as_u64);
        Ok(SecretInfo {
            id: id.clone(),
            revision: revision
                .and_then(|number| number.try_into().ok())
                .unwrap_or_default(),
            label: text("label"),
            owner: text("owner"),
            description: text("description"),
            rotation: text("rotation"),
            expiry: Some(text("expiry")).filter(|expiry| !expiry.is_empty()),
        })
    }

    /// Hands content and options to a tool, and returns what it prints.
    fn say(
        &self,
        tool: &str,
        first: &[&str],
        options: &SecretOptions,
        content: &[Pair],
    ) -> Result<String> {
        let mut args = first.to_vec();
        let named = [
            ("--label", options.label.as_deref()),
            ("--description", options.description.as_deref()),
            ("--expire", options.expire.as_deref()),
            ("--rotate", options.rotate.map(Rotation::word)),
        ];
        for (option, value) in named {
            if let Some(value) = value {
                args.extend([option, value]);
            }
        }
        let files = Files::write(self.juju, tool, content)?;
        args.extend(files.args());
        let subject = match first {
            [uri] => Secret::<()>::new(*uri).map_or_else(|_| (*uri).to_owned(), |s| s.id().into()),
            _ => options.label.clone().unwrap_or_default(),
        };
        match self.juju.call(tool, &subject, &args, None) {
            Ok(output) => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            Err(error) => Err(redacted(error, content)),
        }
    }

    /// The URI of a secret of this model, always spelled the same.
    fn own_uri<C>(&self, id: &str) -> Result<Secret<C>> {
        let uri = match self.juju.model_uuid() {
            // Before 3.1 there is no such spelling.
            Some(model) if self.juju.version() >= (3, 1, 0) => {
                ["secret://", model, "/", id].concat()
            }
            _ => ["secret:", id].concat(),
        };
        Secret::new(uri).map_err(|_| Error::garbage("secret-info-get", "the id of a secret"))
    }
}

/// An error that quotes nothing of a secret's content.
fn redacted(error: Error, content: &[Pair]) -> Error {
    match error {
        Error::Refused {
            tool,
            code,
            mut message,
        } => {
            for (_, text) in content.iter().filter(|(_, text)| !text.is_empty()) {
                if message.contains(text.as_str()) {
                    let clean = message.replace(text.as_str(), "…");
                    message.zeroize();
                    message = clean;
                }
            }
            Error::Refused {
                tool,
                code,
                message,
            }
        }
        error => error,
    }
}
