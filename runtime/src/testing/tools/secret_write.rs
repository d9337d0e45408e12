//! `secret-add`, `-set`, `-grant`, `-revoke`, `-remove`.

use super::{Call, Done, Failure, NOT_LEADER, no_more};
use crate::UnitName;
use crate::testing::base64;
use crate::testing::files::key_value;
use crate::testing::flags::{Flag, Kind, Parsed, RELATION, quote};
use crate::testing::hook::Upsert;
use crate::testing::names;
use crate::testing::secret::{Content, Owner, Rotation, SecretId, Target};
use crate::testing::settings;
use crate::testing::time;
use std::collections::BTreeSet;

/// How long the base64 text of a value, and of all values together, may be.
const LONGEST_CONTENT: usize = 1_000_000;

/// What `secret-add` and `secret-set` take.
pub(in crate::testing) const FLAGS: [Flag; 6] = [
    Flag(&["expire"], Kind::Text),
    Flag(&["rotate"], Kind::Text),
    Flag(&["description"], Kind::Text),
    Flag(&["label"], Kind::Text),
    Flag(&["file"], Kind::Text),
    Flag(&["owner"], Kind::Text),
];

pub(super) fn add(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&FLAGS)?;
    if parsed.args.is_empty() && parsed.text("file").is_empty() {
        return Err(Failure::Usage("missing secret value or filename".into()));
    }
    let upsert = upsert(call, &parsed)?;
    if upsert.content.is_none() {
        return Err(Failure::Run("empty secret value not valid".into()));
    }
    let owner = match parsed.text("owner") {
        "unit" => Owner::Unit(call.hook.unit.clone()),
        _ => {
            call.need_leader(NOT_LEADER)?;
            Owner::App(call.app())
        }
    };
    let label = upsert.label.as_deref();
    let taken = |(_, _, other): &(SecretId, Owner, Upsert)| {
        label.is_some() && other.label.as_deref() == label
    };
    if call.hook.secrets.creates.iter().any(taken) {
        let label = quote(label.unwrap_or_default());
        return Err(Failure::Run(format!(
            "secret with label {label} already exists"
        )));
    }
    let id = call.world.new_secret_id();
    let uri = id.uri_in(&call.world.model_uuid);
    call.hook.secrets.creates.push((id, owner, upsert));
    call.output.stdout.extend_from_slice(uri.as_bytes());
    call.output.stdout.push(b'\n');
    Ok(())
}

pub(super) fn set(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&FLAGS)?;
    let id = uri(&mut parsed)?;
    let mut upsert = upsert(call, &parsed)?;
    call.need_to_manage(&id)?;
    let secrets = &mut call.hook.secrets;
    let mut creates = secrets.creates.iter_mut();
    if let Some((_, _, created)) = creates.find(|(created, _, _)| *created == id) {
        created.merge(upsert);
        return Ok(());
    }
    let stored = call.world.secrets.get(&id);
    let newest = stored.and_then(|secret| secret.revisions.get(&secret.latest));
    if newest.map(|newest| &newest.content) == upsert.content.as_ref() {
        upsert.content = None;
    }
    secrets.updates.entry(id).or_default().merge(upsert);
    Ok(())
}

fn uri(parsed: &mut Parsed) -> Result<SecretId, Failure> {
    let text = parsed
        .shift()
        .ok_or_else(|| Failure::Usage("missing secret URI".into()))?;
    SecretId::parse(&text).map_err(Failure::Usage)
}

/// What the flags and arguments say of a secret.
fn upsert(call: &Call<'_>, parsed: &Parsed) -> Result<Upsert, Failure> {
    let not_valid =
        |what: &str, value: &str| Failure::Usage(format!("{what} {} not valid", quote(value)));
    let given = |name: &str| Some(parsed.text(name)).filter(|value| !value.is_empty());
    let expires = match given("expire") {
        Some(text) => Some(match (time::parse(text), time::parse_duration(text)) {
            (Some(at), _) => at,
            (None, Some(seconds)) if seconds <= 0.0 => {
                return Err(not_valid("negative expire duration", text));
            }
            (None, Some(seconds)) => {
                let wait = std::time::Duration::try_from_secs_f64(seconds);
                let wait = wait.map_err(|_| not_valid("expire time or duration", text))?;
                call.world.now.saturating_add(wait.as_secs())
            }
            _ => return Err(not_valid("expire time or duration", text)),
        }),
        None => None,
    };
    let rotation = match given("rotate") {
        Some(word) => Some(Rotation::parse(word).ok_or_else(|| not_valid("rotate policy", word))?),
        None => None,
    };
    let owner = parsed.get("owner").unwrap_or("application");
    if !["application", "unit"].contains(&owner) {
        return Err(not_valid("secret owner", owner));
    }
    let mut content = arguments(call, &parsed.args)?;
    if let Some(path) = given("file") {
        let bytes = call.read_agents_file(path).map_err(Failure::Usage)?;
        let values = settings::parse_secret(&bytes).map_err(Failure::Usage)?;
        for (key, value) in values {
            let (key, value) = encode(&key, value.as_bytes())?;
            content.0.insert(key, value);
        }
    }
    check_size(&content)?;
    Ok(Upsert {
        content: Some(content).filter(|content| !content.0.is_empty()),
        label: given("label").map(str::to_owned),
        description: given("description").map(str::to_owned),
        rotation,
        expires,
    })
}

/// Reads `key=value`, `key#base64=value` and `key#file=path`.
fn arguments(call: &Call<'_>, args: &[String]) -> Result<Content, Failure> {
    let mut content = Content::default();
    for arg in args {
        let (key, value) = key_value(arg)
            .ok_or_else(|| Failure::Usage(format!("key value {} not valid", quote(arg))))?;
        let (key, value) = match key.strip_suffix("#file") {
            Some(key) => {
                let bytes = call.read_agents_file(value).map_err(|why| {
                    Failure::Usage(format!(
                        "reading content for secret key {}: {why}",
                        quote(key)
                    ))
                })?;
                encode(key, &bytes)?
            }
            None => encode(key, value.as_bytes())?,
        };
        content.0.insert(key, value);
    }
    Ok(content)
}

/// A key without its suffix, and its value in base64.
fn encode(key: &str, value: &[u8]) -> Result<(String, String), Failure> {
    let (key, encoded) = match key.strip_suffix("#base64") {
        Some(key) => (key, String::from_utf8_lossy(value).into_owned()),
        None => (key, base64::encode(value)),
    };
    if is_key(key) {
        Ok((key.to_owned(), encoded))
    } else {
        Err(Failure::Usage(format!("key {} not valid", quote(key))))
    }
}

/// At least three lower-case letters, digits and single inner hyphens.
fn is_key(key: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.ends_with(is_letter)
        && key.chars().filter(|c| *c != '-').count() >= 3
        && key.chars().all(|c| is_letter(c) || c == '-')
        && !key.contains("--")
}

fn check_size(content: &Content) -> Result<(), Failure> {
    for (key, value) in &content.0 {
        if value.len() > LONGEST_CONTENT {
            return Err(Failure::Usage(format!(
                "base64 encoded secret content for key {} too large: {} bytes",
                quote(key),
                value.len()
            )));
        }
    }
    let total: usize = content.0.values().map(String::len).sum();
    if total > LONGEST_CONTENT {
        return Err(Failure::Usage(format!(
            "base64 encoded secret content too large: {total} bytes"
        )));
    }
    Ok(())
}

impl Call<'_> {
    /// Of a secret of the application, only the leader passes. Of one that the unit
    /// does not know, everybody does: the end of the hook tells.
    fn need_to_manage(&mut self, id: &SecretId) -> Done {
        let secret = self.world.secrets.get(id);
        let is_apps = secret.is_some_and(|secret| matches!(secret.owner, Owner::App(_)));
        if is_apps && self.hook.owned.contains(id) {
            return self.need_leader(NOT_LEADER);
        }
        Ok(())
    }
}

pub(super) fn grant(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[RELATION, Flag(&["unit"], Kind::Text)])?;
    let id = uri(&mut parsed)?;
    let relation = call.relation(&parsed)?;
    let app = call.hook.relations[&relation].remote_app.clone();
    let target = match parsed.text("unit") {
        "" => Target::App(app),
        text => {
            let unit = unit_name(text)?;
            if unit.app() != app {
                let (unit, app) = (quote(text), quote(&app));
                return Err(Failure::Usage(format!(
                    "cannot specify unit {unit} in relation to application {app}"
                )));
            }
            Target::Unit(unit)
        }
    };
    no_more(&parsed)?;
    let all = call.metadata();
    let known = all.get(&id);
    let metadata = known.ok_or_else(|| Failure::Run(format!("secret \"{id}\" not found")))?;
    if matches!(metadata.owner, Owner::App(_)) {
        call.need_leader(NOT_LEADER)?;
    }
    for (granted, with) in &metadata.grants {
        if *with != Some(relation) {
            continue;
        }
        match (granted, &target) {
            _ if *granted == target => return Ok(()),
            // The unit's application can read it already.
            (Target::App(_), _) => return Ok(()),
            (_, Target::App(_)) => {
                return Err(Failure::Run(
                    "any unit level grants need to be revoked before granting access to the corresponding application".into(),
                ));
            }
            _ => {}
        }
    }
    call.hook.secrets.grants.push((id, target, relation));
    Ok(())
}

fn unit_name(text: &str) -> Result<UnitName, Failure> {
    names::unit(text).map_err(|_| Failure::Usage(format!("unit {} not valid", quote(text))))
}

pub(super) fn revoke(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[
        RELATION,
        Flag(&["app", "application"], Kind::Text),
        Flag(&["unit"], Kind::Text),
    ])?;
    let id = uri(&mut parsed)?;
    let (app, unit) = (parsed.text("app"), parsed.text("unit"));
    if !app.is_empty() && !names::is_app(app) {
        return Err(Failure::Usage(format!(
            "application {} not valid",
            quote(app)
        )));
    }
    let unit = match unit {
        "" => None,
        text => Some(unit_name(text)?),
    };
    if !app.is_empty() && unit.is_some() {
        return Err(Failure::Usage(
            "specify only one of application or unit".into(),
        ));
    }
    let relation = call.relation_if_any(&parsed);
    if relation.is_some() && !app.is_empty() {
        return Err(Failure::Usage(
            "do not specify both relation and app".into(),
        ));
    }
    let remote = relation.map(|relation| call.hook.relations[&relation].remote_app.clone());
    let app = remote.or_else(|| Some(app.to_owned()).filter(|app| !app.is_empty()));
    let target = match (unit, app) {
        (Some(unit), _) => Target::Unit(unit),
        (None, Some(app)) => Target::App(app),
        (None, None) => {
            return Err(Failure::Usage(
                "missing relation or application or unit".into(),
            ));
        }
    };
    no_more(&parsed)?;
    call.need_to_manage(&id)?;
    call.hook.secrets.revokes.push((id, target));
    Ok(())
}

pub(super) fn remove(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[Flag(&["revision"], Kind::Int)])?;
    let id = uri(&mut parsed)?;
    no_more(&parsed)?;
    call.need_to_manage(&id)?;
    let revision = parsed
        .text("revision")
        .parse()
        .ok()
        .filter(|n: &u32| *n > 0);
    let secrets = &mut call.hook.secrets;
    if secrets.creates.iter().any(|(created, _, _)| *created == id) {
        // It never was there.
        secrets.creates.retain(|(created, _, _)| *created != id);
        secrets.grants.retain(|(granted, _, _)| *granted != id);
        secrets.revokes.retain(|(revoked, _)| *revoked != id);
        return Ok(());
    }
    let removed = secrets
        .removes
        .entry(id.clone())
        .or_insert_with(|| Some(BTreeSet::new()));
    match (revision, removed) {
        (Some(revision), Some(revisions)) => {
            revisions.insert(revision);
        }
        (None, removed) => {
            *removed = None;
            secrets.updates.remove(&id);
            secrets.tracks.remove(&id);
        }
        (Some(_), None) => {}
    }
    Ok(())
}
