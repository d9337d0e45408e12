//! Are the members of an object as declared?

use super::describe::describe;
use super::walk::Walk;
use super::{Segment, key_fits};
use crate::model::{Check, CheckKind, Field, Kind, Rest, Type, TypeBody};
use crate::predicate::{eval, fields_of, member};
use crate::words;
use serde_json::{Map, Value as Json};

impl<'a> Walk<'a> {
    pub(super) fn object(
        &mut self,
        fields: &'a [Field],
        rest: Option<&'a Rest>,
        checks: &'a [Check],
        members: &Map<String, Json>,
    ) {
        let mut broken = Vec::new();
        for field in fields {
            let before = self.findings.problems.len();
            match member(field, members) {
                Some((key, value)) => {
                    self.at(Segment::Member(key.to_owned()), |walk| {
                        walk.visit(&field.ty, value);
                    });
                }
                None if field.is_required() => self.missing(field, fields, members),
                None => {}
            }
            if self.findings.problems.len() > before {
                broken.push(field.name.as_str());
            }
        }
        if let Some(rest) = rest {
            self.rest(rest, fields, members);
        }
        for check in checks {
            // A condition over a value that is wrong in itself says nothing.
            let judged = check.kind != CheckKind::Named
                || !fields_of(&check.holds)
                    .iter()
                    .any(|name| broken.contains(name));
            if judged && !eval(&check.holds, fields, members) {
                self.problem_found("B9", check.message.clone(), String::new(), None);
            }
        }
    }

    fn rest(&mut self, rest: &'a Rest, fields: &[Field], members: &Map<String, Json>) {
        for (key, value) in members {
            if value.is_null()
                || fields.iter().any(|field| field.answers_to(key))
                || !key_fits(self.version, &rest.keys, key)
            {
                continue;
            }
            let segment = self.key_segment(&rest.keys, key);
            self.at(segment, |walk| walk.visit(&rest.values, value));
        }
    }

    fn missing(&mut self, field: &'a Field, fields: &[Field], members: &Map<String, Json>) {
        let hint = misspelled(&field.name, fields, members)
            .map(|found| format!("`{found}` looks like a misspelling of it"));
        let found = match members.get(&field.name) {
            Some(_) => "`null`",
            None => "nothing",
        };
        let expected = describe(self.version, &field.ty);
        self.at(Segment::Member(field.name.clone()), |walk| {
            walk.problem_found("B8", expected, found.to_owned(), hint.as_deref());
        });
    }

    /// Whether `element` is an object of which the type of the elements knows
    /// no member. Such elements are dropped from collections: they are what is
    /// left of an object whose members were all removed (OP083).
    pub(super) fn is_hollow(&self, items: &'a Type, element: &Json) -> bool {
        // A union that contains itself must not be asked forever.
        const MOST_UNIONS: usize = 16;
        element
            .as_object()
            .is_some_and(|members| self.knows_none(items, members, MOST_UNIONS))
    }

    fn knows_none(&self, ty: &'a Type, members: &Map<String, Json>, fuel: usize) -> bool {
        let Kind::Named { name } = self.resolve(ty).kind else {
            return false;
        };
        match self.version.type_decl(name).map(|decl| &decl.body) {
            Some(TypeBody::Struct { fields, rest, .. }) => !members.keys().any(|key| {
                fields.iter().any(|field| field.answers_to(key))
                    || rest
                        .as_ref()
                        .is_some_and(|rest| key_fits(self.version, &rest.keys, key))
            }),
            Some(TypeBody::Union { tag, variants, .. }) => {
                fuel > 0
                    && !tag.as_ref().is_some_and(|tag| members.contains_key(tag))
                    // Of a union of objects and, say, texts, the objects count.
                    && variants
                        .iter()
                        .filter(|variant| self.takes_objects(&variant.ty))
                        .map(|variant| self.knows_none(&variant.ty, members, fuel - 1))
                        .reduce(|all, one| all && one)
                        .unwrap_or(false)
            }
            _ => false,
        }
    }

    fn takes_objects(&self, ty: &'a Type) -> bool {
        match self.resolve(ty).kind {
            Kind::Any | Kind::Map { .. } => true,
            Kind::Named { name } => !matches!(
                self.version.type_decl(name).map(|decl| &decl.body),
                Some(TypeBody::Enum { .. })
            ),
            Kind::Text { .. }
            | Kind::Bool
            | Kind::Integer { .. }
            | Kind::Float
            | Kind::List { .. }
            | Kind::Set { .. }
            | Kind::Secret { .. } => false,
        }
    }
}

/// A member that nobody declared and that looks like `name`.
fn misspelled<'m>(name: &str, fields: &[Field], members: &'m Map<String, Json>) -> Option<&'m str> {
    const MOST: usize = 64;
    let unknown = members
        .keys()
        .take(MOST)
        .filter(|key| !fields.iter().any(|field| field.answers_to(key)));
    words::did_you_mean(name, unknown.map(String::as_str))
}
