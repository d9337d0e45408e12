//! `action-get`, `-set`, `-fail`, `-log`.

use super::{Call, Done, Failure, no_more};
use crate::Json;
use crate::testing::flags::{FORMAT, OUTPUT, quote};
use crate::testing::hook::ActionRun;

const RESERVED: [&str; 4] = ["stdout", "stdout-encoding", "stderr", "stderr-encoding"];

impl Call<'_> {
    fn action(&mut self) -> Result<&mut ActionRun, Failure> {
        let action = self.hook.action.as_mut();
        action.ok_or_else(|| Failure::Run("not running an action".into()))
    }
}

pub(super) fn get(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[FORMAT, OUTPUT])?;
    let key = parsed.shift();
    no_more(&parsed)?;
    let mut value = &call.action()?.params;
    for part in key.iter().flat_map(|key| key.split('.')) {
        value = value.get(part).unwrap_or(&Json::Null);
    }
    let value = value.clone();
    call.print_smart(&parsed, value)
}

pub(super) fn set(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[])?;
    let mut pairs = Vec::new();
    for arg in &parsed.args {
        let (path, value) = arg.split_once('=').ok_or_else(|| {
            Failure::Usage(format!(
                "argument {} must be of the form key...=value",
                quote(arg)
            ))
        })?;
        let keys: Vec<&str> = path.split('.').collect();
        for key in &keys {
            if !is_key(key) {
                return Err(Failure::Usage(format!(
                    "key {} must start and end with lowercase alphanumeric, and contain only lowercase alphanumeric, hyphens and periods",
                    quote(key)
                )));
            }
            if RESERVED.contains(key) {
                return Err(Failure::Usage(format!(
                    "cannot set reserved action key {}",
                    quote(key)
                )));
            }
        }
        pairs.push((keys, value));
    }
    let results = &mut call.action()?.results;
    for (keys, value) in pairs {
        insert(results, &keys, value);
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    let is_letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    let ends = |c: Option<&u8>| c.is_some_and(|c| is_letter(*c));
    let bytes = key.as_bytes();
    ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(|c| is_letter(*c) || *c == b'-')
}

/// Puts a value at the end of a path; what was no map before makes way for one.
fn insert(results: &mut serde_json::Map<String, Json>, keys: &[&str], value: &str) {
    match keys {
        [] => {}
        [key] => {
            results.insert((*key).to_owned(), value.into());
        }
        [key, rest @ ..] => {
            let inner = results.entry(*key).or_insert(Json::Null);
            if !inner.is_object() {
                *inner = Json::Object(serde_json::Map::new());
            }
            if let Json::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

pub(super) fn fail(call: &mut Call<'_>) -> Done {
    let mut parsed = call.parse(&[])?;
    let message = parsed.shift();
    no_more(&parsed)?;
    let message = message
        .unwrap_or_else(|| "action failed without reason given, check action for errors".into());
    call.action()?.failure = Some(message);
    Ok(())
}

pub(super) fn log(call: &mut Call<'_>) -> Done {
    let parsed = call.parse(&[])?;
    if parsed.args.is_empty() {
        return Err(Failure::Usage("no message specified".into()));
    }
    let message = parsed.args.join(" ");
    call.action()?.messages.push(message);
    Ok(())
}
