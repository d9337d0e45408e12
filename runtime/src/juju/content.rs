//! The content of a secret in memory.

use super::error::{Error, Result};
use crate::limits::Trail;
use crate::plain;
use crate::record::{Record, Visit, VisitRest, inspect_record, read_record};
use crate::value::{Key, Value, View};
use crate::{Json, Map};
use std::fmt;
use std::ops::Deref;
use zeroize::{Zeroize, Zeroizing};

/// The content of a secret, which is wiped from memory when it is dropped.
///
/// It is read like the `C` that it holds. `Debug` shows nothing of it.
///
/// Whoever clones a text out of it has a copy that nobody wipes; a
/// [`Sensitive`](crate::Sensitive) wipes its copies, too.
pub struct Content<C: Record>(C);

impl<C: Record> Content<C> {
    /// What `secret-get` printed. `secret` is for the error, which tells nothing
    /// of the content.
    pub(super) fn parse(secret: &str, printed: Vec<u8>) -> Result<Self> {
        let printed = Zeroizing::new(printed);
        let mut source = serde_json::Deserializer::from_slice(&printed);
        let Ok(content) = read_record::<C, _>(&mut source).map(Content) else {
            return Err(wrong(secret, &misfit::<C>(&printed)));
        };
        let mut trail = Trail::default();
        inspect_record(&content.0, &mut trail);
        match trail.found.pop() {
            None => Ok(content),
            Some(breach) => {
                let problem = breach.into_problem();
                let problem = ["`", &problem.key, "`: ", &problem.message].concat();
                Err(wrong(secret, &problem))
            }
        }
    }
}

fn wrong(secret: &str, problem: &str) -> Error {
    Error::SecretContent {
        secret: secret.to_owned(),
        problem: problem.to_owned(),
    }
}

/// Why a content does not fit: by its keys alone.
fn misfit<C: Record>(printed: &[u8]) -> String {
    let quoted = |names: &[&str]| match names {
        [] => "nothing".to_owned(),
        names => ["`", &names.join("`, `"), "`"].concat(),
    };
    let members: Vec<&str> = C::SHAPE.members.iter().map(|member| member.name).collect();
    let mut found = serde_json::from_slice::<Json>(printed).unwrap_or_default();
    let keys: Vec<&str> = match &found {
        Json::Object(entries) => entries.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let problem = ["expected ", &quoted(&members), ", found ", &quoted(&keys)].concat();
    if let Json::Object(entries) = &mut found {
        for (_, value) in entries.iter_mut() {
            if let Json::String(text) = value {
                text.zeroize();
            }
        }
    }
    problem
}

impl<C: Record> Deref for Content<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C: Record> fmt::Debug for Content<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Content(redacted)")
    }
}

impl<C: Record> Drop for Content<C> {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Puts an empty text into the place of each member: what is replaced is wiped.
fn wipe<C: Record>(content: &mut C) {
    for index in 0..C::SHAPE.members.len() {
        // A member that cannot be empty has been wiped all the same.
        let _ = content.put(index, Json::String(String::new()));
    }
    for (key, _) in pairs_of_rest(content) {
        let _ = content.put_rest(&key, Json::String(String::new()));
    }
}

/// One entry of a secret's content.
pub(super) type Pair = (String, Zeroizing<String>);

/// The content as Juju stores it: texts under keys.
///
/// Nothing that breaks the declaration comes out.
pub(super) fn pairs<C: Record>(content: &C) -> Result<Vec<Pair>> {
    let unsaid = |problem: String| wrong("to be written", &problem);
    let mut trail = Trail::default();
    inspect_record(content, &mut trail);
    if let Some(breach) = trail.found.pop() {
        let problem = breach.into_problem();
        return Err(unsaid(
            ["`", &problem.key, "`: ", &problem.message].concat(),
        ));
    }
    let mut pairs = Vec::new();
    for (index, member) in C::SHAPE.members.iter().enumerate() {
        match content.get(index, Spell).flatten() {
            None => {}
            Some(Ok(text)) => pairs.push((member.name.to_owned(), text)),
            Some(Err(())) => {
                return Err(unsaid(["`", member.name, "`: expected a text"].concat()));
            }
        }
    }
    pairs.extend(pairs_of_rest(content));
    Ok(pairs)
}

fn pairs_of_rest<C: Record>(content: &C) -> Vec<Pair> {
    content.get_rest(SpellRest).unwrap_or_default()
}

/// A member as a text; `None` if there is none.
struct Spell;

impl Visit<'_> for Spell {
    type Out = Option<Result<Zeroizing<String>, ()>>;

    fn visit<T: Value>(self, value: &T) -> Self::Out {
        if value.is_absent() {
            return None;
        }
        Some(match value.view() {
            View::Text(text) => Ok(Zeroizing::new(text.to_owned())),
            _ => plain::write(value, &crate::bag::RAW)
                .map(Zeroizing::new)
                .map_err(|_| ()),
        })
    }
}

struct SpellRest;

impl VisitRest for SpellRest {
    type Out = Vec<Pair>;

    fn visit<K: Key, T: Value>(self, entries: &Map<K, T>) -> Self::Out {
        let spell = |(key, value): (&K, &T)| {
            let text = Spell.visit(value)?.ok()?;
            Some((key.as_key().to_owned(), text))
        };
        entries.iter().filter_map(spell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Member, Presence, Shape, put, put_entry, put_or_default};
    use serde_core::de::Deserializer;

    /// What the macro makes of a `secret`, by hand.
    #[derive(Clone, Debug, PartialEq)]
    struct Login {
        name: String,
        token: Option<String>,
        realm: String,
        others: Map<String, String>,
    }

    impl Record for Login {
        const SHAPE: &'static Shape = &Shape {
            name: "Login",
            members: &[
                Member::new("name", Presence::Required),
                Member::new("token", Presence::Optional),
                Member::new("realm", Presence::Default),
            ],
            checks: &[],
            rest: None,
            inspected: false,
            sensitive: true,
        };

        fn vacant() -> Self {
            Login {
                name: String::new(),
                token: None,
                realm: "home".into(),
                others: Map::new(),
            }
        }

        fn put<'de, D: Deserializer<'de>>(
            &mut self,
            index: usize,
            source: D,
        ) -> Result<(), D::Error> {
            match index {
                0 => put(&mut self.name, source),
                1 => put(&mut self.token, source),
                _ => put_or_default(&mut self.realm, source),
            }
        }

        fn get<'a, V: Visit<'a>>(&'a self, index: usize, visit: V) -> Option<V::Out> {
            match index {
                0 => Some(visit.visit(&self.name)),
                1 => Some(visit.visit(&self.token)),
                2 => Some(visit.visit(&self.realm)),
                _ => None,
            }
        }

        fn fits_rest(_: &str) -> bool {
            true
        }

        fn put_rest<'de, D: Deserializer<'de>>(
            &mut self,
            key: &str,
            source: D,
        ) -> Result<(), D::Error> {
            put_entry(&mut self.others, key, source)
        }

        fn get_rest<V: VisitRest>(&self, visit: V) -> Option<V::Out> {
            Some(visit.visit(&self.others))
        }
    }

    #[test]
    fn every_text_of_a_content_is_wiped() {
        let printed = r#"{"name":"n","token":"t","realm":"r","other":"o"}"#;
        let mut content = Content::<Login>::parse("id", printed.into()).expect("it fits");
        assert_eq!(content.others["other"], "o");
        assert_eq!(pairs(&content.0).expect("it can be said").len(), 4);
        wipe(&mut content.0);
        let texts = [&content.name, &content.realm, &content.others["other"]];
        assert!(texts.into_iter().all(String::is_empty), "{texts:?}");
        assert_eq!(content.token.as_deref(), Some(""));
    }

    #[test]
    fn a_text_is_wiped_where_it_stands() {
        let mut text = String::from("hunter2");
        let before = text.as_ptr();
        text.wipe();
        // Neither freed nor moved, so it was overwritten in place.
        assert_eq!((text.as_ptr(), text.as_str()), (before, ""));
        assert!(text.capacity() >= 7);
    }
}
