//! Each field missing, of a value nobody expects, or longer than expected.

use super::edit::Bag;
use super::{Plan, slug};
use crate::conformance::case::Step;
use relata::testing::Sample;
use relata_spec::expectation::named;
use relata_spec::model::{Constraint, Encoding, Field, Kind, Moment, Scope, TextFormat};
use serde_json::{Value as Json, json};

/// How long a text is that is longer than a charm expects.
const LONG: usize = 1 << 20;

impl Plan<'_> {
    pub(super) fn fields(&mut self, typical: &Sample) {
        for scope in Scope::ALL {
            let mut made = Vec::new();
            let Some(bag) = self.bag(typical, scope) else {
                continue;
            };
            for field in bag
                .declared
                .fields
                .iter()
                .filter(|one| one.marker.is_none())
            {
                made.push((
                    field,
                    bag.without(field),
                    odd(&bag, field),
                    long(&bag, field),
                ));
            }
            let more = bag.with_unknown_key();
            for (field, without, odd, long) in made {
                let (name, label) = (&field.name, slug(&field.name));
                if let Some(without) = without {
                    let (id, what) = if field.is_required() {
                        ("missing", "which must be there, is missing")
                    } else {
                        ("without", "is missing")
                    };
                    self.add(
                        format!("{id}-{scope}-{label}"),
                        format!("the other side's `{name}`, {what}").replace(", is", " is"),
                        vec![Step::Relate, Step::Write(without), Step::Repeat],
                    )
                    .asks(1, [Moment::Missing(named(scope, name))]);
                }
                if !odd.is_empty() {
                    let mut steps = vec![Step::Relate];
                    steps.extend(odd.into_iter().map(Step::Write));
                    // What was odd once is no excuse later.
                    steps.extend([Step::Write(typical.clone()), Step::Repeat]);
                    self.add(
                        format!("odd-{scope}-{label}"),
                        format!(
                            "the other side's `{name}` is null, empty, in another spelling or of \
                             an unknown kind, one after the other, and then as it should be"
                        ),
                        steps,
                    );
                }
                if let Some(long) = long {
                    self.add(
                        format!("long-{scope}-{label}"),
                        format!("the other side's `{name}` holds a mebibyte"),
                        vec![Step::Relate, Step::Write(long)],
                    );
                }
            }
            self.add(
                format!("unknown-key-{scope}"),
                "the other side writes a key that nobody has declared",
                vec![Step::Relate, Step::Write(more), Step::Repeat],
            )
            .is_complete = true;
        }
    }
}

/// What a field may hold that is neither typical nor a mistake of its value: charms
/// of another library write such things.
fn odd(bag: &Bag, field: &Field) -> Vec<Sample> {
    let Some(value) = bag.value(field) else {
        return Vec::new();
    };
    let mut odd = Vec::new();
    let json = value.to_string();
    let is_document = matches!(
        field.encodings.first(),
        Some(Encoding::Json | Encoding::Yaml) | None
    );
    odd.push(bag.with(field, "null", "null", Json::Null));
    let empty = match value {
        Json::String(_) => json!(""),
        Json::Array(_) => json!([]),
        Json::Object(_) => json!({}),
        Json::Null | Json::Bool(_) | Json::Number(_) => json!(" "),
    };
    let text = if is_document {
        empty.to_string()
    } else {
        " ".to_owned()
    };
    odd.push(bag.with(field, "empty", &text, empty));
    let (what, text, member) = match value {
        Json::String(plain) if is_document => {
            ("plain text instead of JSON", plain.clone(), json!(json))
        }
        _ if is_document => (
            "a text instead of what is in it",
            json!(json).to_string(),
            json!(json),
        ),
        _ => ("JSON instead of plain text", json.clone(), json!(json)),
    };
    odd.push(bag.with(field, what, &text, member));
    odd.extend(bag.with_unknown_variant(field));
    odd
}

/// The field with more in it than a charm expects. `None` if not any text will do.
fn long(bag: &Bag, field: &Field) -> Option<Sample> {
    let is_text = matches!(
        field.ty.kind,
        Kind::Text {
            format: TextFormat::Plain | TextFormat::Sensitive
        }
    );
    let is_bound = field.ty.constraints.iter().any(|constraint| {
        matches!(
            constraint,
            Constraint::Length { .. } | Constraint::Pattern(_)
        )
    });
    if !is_text || is_bound {
        return None;
    }
    let text = format!("{}{}", bag.value(field)?.as_str()?, "x".repeat(LONG));
    let spelled = match field.encodings.first() {
        Some(Encoding::Json | Encoding::Yaml) | None => json!(text).to_string(),
        Some(Encoding::Raw { .. } | Encoding::Separated { .. }) => text.clone(),
    };
    Some(bag.with(field, "a mebibyte long", &spelled, json!(text)))
}
