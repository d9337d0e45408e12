//! How secrets are asked of Juju, and said to it.

use super::content::{Content, Pair};
use super::error::{Error, Result};
use super::secret_types::{Rotation, SecretInfo, SecretOptions};
use super::secrets::Secrets;
use super::vault::Files;
use crate::record::Record;
use crate::{Json, Secret};
use zeroize::Zeroize;

impl Secrets<'_> {
    pub(super) fn of<C: Record>(self, secret: &Secret<C>, how: &[&str]) -> Result<Content<C>> {
        if let Some(given) = secret.given() {
            return Content::parse("in plain text", given.reveal().as_bytes().to_vec());
        }
        let mut what = how.to_vec();
        what.push(uri(secret)?);
        self.get(&what, secret.id())
    }

    pub(super) fn get<C: Record>(self, what: &[&str], subject: &str) -> Result<Content<C>> {
        let mut args = vec!["--format=json"];
        args.extend(what);
        let output = self.juju.call("secret-get", subject, &args, None)?;
        Content::parse(subject, output.stdout)
    }

    pub(super) fn about<C>(self, tool: &str, secret: &Secret<C>, rest: &[&str]) -> Result<()> {
        let mut args = vec![uri(secret)?];
        args.extend(rest);
        self.juju.call(tool, secret.id(), &args, None).map(|_| ())
    }

    pub(super) fn ask_info(self, which: &[&str], subject: &str) -> Result<SecretInfo> {
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
    pub(super) fn say(
        self,
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
    pub(super) fn own_uri<C>(self, id: &str) -> Result<Secret<C>> {
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

/// The URI of a secret, to be handed to Juju. What Juju cannot have made is not:
/// it may be the secret itself, and would end up in the log.
pub(super) fn uri<C>(secret: &Secret<C>) -> Result<&str> {
    if secret.is_usual() {
        Ok(secret.uri())
    } else {
        Err(Error::SecretNotFound {
            secret: "[redacted]".to_owned(),
        })
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
